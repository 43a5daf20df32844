/**
 * Files that were changed in their folder and here. What each side did since both were the same is told apart from how they differ,
 * so that whoever chooses knows whose words would go; a third text keeps both.
 */
import { ask } from "../dialogs/form.ts";
import { make } from "../dom.ts";
import { clock } from "../time.ts";
import * as api from "./api.ts";
import { diffOf } from "./diff.ts";
import { buttonOf, type Page } from "./page.ts";
import type { Conflict } from "./read.ts";

const TEXT_LENGTH_MAX = 1_000_000;

export async function showConflicts(pane: HTMLElement, page: Page): Promise<void> {
  const words = page.words().conflicts;
  const conflicts = page.take(await api.fetchConflicts());
  if (conflicts === null) return;
  if (conflicts.length === 0) return pane.replaceChildren(make("p", { class: "hint" }, words.none));
  const rows = conflicts.map((conflict) => rowOf(conflict, pane, page));
  pane.replaceChildren(make("p", { class: "hint before" }, words.what), make("ul", { class: "groups" }, ...rows));
}

function rowOf(conflict: Conflict, pane: HTMLElement, page: Page): HTMLElement {
  const { path, at, folder } = conflict;
  const words = page.words().conflicts;
  const settle = async (keep: "live" | "folder" | { readonly text: string }): Promise<boolean> => {
    const answer = await api.settle(path, keep);
    page.take(answer);
    if (answer.answer !== "ok") return false;
    page.tell(words.done);
    await page.refresh();
    await showConflicts(pane, page);
    return true;
  };
  const buttons = [
    buttonOf(conflict.live === null ? words.stayAway : words.live, () => settle("live")),
    buttonOf(folder === null ? words.removeToo : words.folder, () => settle("folder")),
    buttonOf(words.third, () => askThird(conflict, page, (text) => settle({ text }))),
  ];
  return make(
    "li",
    { class: "group" },
    make("h3", {}, path),
    make("p", { class: "facts" }, words.since(clock(at, Date.now(), page.language()))),
    ...sidesOf(conflict, page),
    make("div", { class: "group-buttons" }, ...buttons),
  );
}

/** A side that removed the file has no text to compare: then it is told what the other side made of it meanwhile. */
function sidesOf({ base, live, folder }: Conflict, page: Page): readonly HTMLElement[] {
  const words = page.words().conflicts;
  if (folder === null) return [make("p", {}, words.removedThere), diffOf(base, live)];
  if (live === null) return [make("p", {}, words.removedHere), diffOf(base, folder)];
  const legend = make(
    "p",
    { class: "legend" },
    make("span", { class: "gone" }, `− ${words.sideLive}`),
    make("span", { class: "came" }, `+ ${words.sideFolder}`),
  );
  const since = [
    [words.changedHere, diffOf(base, live)],
    [words.changedThere, diffOf(base, folder)],
  ] as const;
  return [
    legend,
    diffOf(live, folder),
    ...since.map(([label, diff]) => make("details", {}, make("summary", {}, label), diff)),
  ];
}

/** Begins with what is live, which answers meanwhile. */
function askThird({ path, live, folder }: Conflict, page: Page, keep: (text: string) => Promise<boolean>): void {
  const words = page.words();
  ask({
    title: path,
    hint: words.conflicts.thirdHint,
    fields: [
      {
        ...{ kind: "area", name: "text", label: words.form.raw, isRequired: true, lengthMax: TEXT_LENGTH_MAX },
        value: live ?? folder ?? "",
      },
    ],
    submit: words.publish.submit,
    cancel: words.cancel,
    take: async (values) => ((await keep(values.get("text") ?? "")) ? null : words.trouble),
  });
}
