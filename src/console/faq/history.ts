/** Who published what, when and why; the difference; and the way back. With a path the difference is that file's alone. */
import { ask } from "../dialogs/form.ts";
import { make } from "../dom.ts";
import { clock } from "../time.ts";
import * as api from "./api.ts";
import { diffOf } from "./diff.ts";
import { buttonOf, type Page } from "./page.ts";
import type { Version } from "./read.ts";

const WHY_LENGTH_MAX = 200;

export async function showHistory(pane: HTMLElement, path: string | null, page: Page): Promise<void> {
  const list = make("ul", { class: "versions-list" });
  pane.replaceChildren(list);
  const versions = page.take(await api.fetchHistory());
  if (versions === null || !list.isConnected) return;
  if (versions.length === 0) return pane.replaceChildren(make("p", { class: "hint" }, page.words().history.none));
  list.append(...versions.map((version) => versionRow(version, path, page)));
}

function versionRow(version: Version, path: string | null, page: Page): HTMLElement {
  const words = page.words().history;
  const { number, at, by, why, source, despite, isLive } = version;
  const known: Readonly<Record<string, string>> = words.source;
  const changes = make("div", {});
  const details = make("details", {}, make("summary", {}, words.diff), changes);
  details.addEventListener("toggle", async () => {
    if (!details.open || changes.childElementCount > 0) return;
    const found = page.take(await api.fetchChanges(number));
    const shown = (found ?? []).filter((change) => path === null || change.path === path);
    const parts = shown.flatMap((change) => [make("h4", {}, change.path), diffOf(change.before, change.after)]);
    changes.replaceChildren(...(parts.length === 0 ? [make("p", { class: "hint" }, words.nothing)] : parts));
  });
  const facts = [clock(at, Date.now(), page.language()), by, known[source] ?? source].join(" · ");
  return make(
    "li",
    {},
    make("p", {}, make("strong", {}, `${number}`), ` ${facts} `, ...(isLive ? [make("span", {}, words.live)] : [])),
    make("p", { dir: "auto" }, why),
    ...(despite === null ? [] : [make("p", { class: "warm", dir: "auto" }, words.despite(despite))]),
    details,
    ...(isLive ? [] : [buttonOf(words.back, () => askBack(number, page))]),
  );
}

function askBack(number: number, page: Page): void {
  const words = page.words();
  ask({
    title: words.history.backTitle(number),
    hint: words.history.backHint,
    fields: [{ kind: "line", name: "why", label: words.publish.why, isRequired: true, lengthMax: WHY_LENGTH_MAX }],
    submit: words.publish.submit,
    cancel: words.cancel,
    take: async (values) => {
      const answer = await api.rollBack(number, values.get("why") ?? "");
      if (answer.answer === "ok") return null;
      return answer.answer === "refused" && answer.problem.reasons.length > 0
        ? answer.problem.reasons.join("\n")
        : words.trouble;
    },
    taken: async () => {
      page.tell(words.history.went);
      await page.refresh();
    },
  });
}
