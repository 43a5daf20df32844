/** Questions nobody answered, grouped, as they wait for an admin's choice. */
import { ask } from "../dialogs/form.ts";
import { make } from "../dom.ts";
import * as api from "./api.ts";
import { buttonOf, linesOf, type Page } from "./page.ts";
import type { Group } from "./read.ts";

const [TITLE_LENGTH_MAX, TEXT_LENGTH_MAX, EXAMPLES_LENGTH_MAX] = [80, 4096, 60_000];

export async function showQuestions(pane: HTMLElement, page: Page): Promise<void> {
  const words = page.words().questions;
  const list = make("ul", { class: "groups" });
  const mine = buttonOf(words.mine, async () => {
    page.take(await api.mine());
    await showQuestions(pane, page);
  });
  pane.replaceChildren(mine, list);
  const groups = page.take(await api.fetchGroups());
  if (groups === null || !list.isConnected) return;
  if (groups.length === 0) list.append(make("li", { class: "hint" }, words.none));
  list.append(...groups.map((group) => groupRow(group, pane, page)));
}

function groupRow(group: Group, pane: HTMLElement, page: Page): HTMLElement {
  const words = page.words().questions;
  const count = new Intl.NumberFormat(page.language(), { maximumFractionDigits: 0 });
  const facts = [
    words.count(group.questions, group.escalations),
    group.minutesSaved === null ? "" : words.saves(count.format(group.minutesSaved)),
    group.nearest === null ? "" : words.nearest(group.nearest),
  ];
  const settle = async (answer: Awaited<ReturnType<typeof api.accept>>, said: string): Promise<void> => {
    page.take(answer);
    if (answer.answer === "ok") page.tell(said);
    await page.refresh();
    await showQuestions(pane, page);
  };
  const buttons = [
    buttonOf(words.accept, async () => settle(await api.accept(group.id, {}), words.accepted), "primary"),
    buttonOf(words.edit, () => askAccept(group, page, () => showQuestions(pane, page))),
    buttonOf(words.reject, async () => settle(await api.reject(group.id), words.rejected)),
  ];
  const answer =
    group.answer === null
      ? []
      : [make("h4", {}, words.answer), make("p", { class: "text", dir: "auto" }, group.answer)];
  return make(
    "li",
    { class: "group" },
    make("h3", { dir: "auto" }, group.title),
    make("p", { class: "facts" }, facts.filter((fact) => fact !== "").join(" · ")),
    make("ul", { class: "examples" }, ...group.examples.map((example) => make("li", { dir: "auto" }, example))),
    ...answer,
    make("div", { class: "group-buttons" }, ...buttons),
  );
}

function askAccept(group: Group, page: Page, accepted: () => unknown): void {
  const words = page.words();
  const say = words.questions;
  const area = { kind: "area" as const, isRequired: true };
  ask({
    title: group.title,
    hint: "",
    fields: [
      { kind: "line", name: "intentId", label: say.into, lengthMax: 40, value: group.nearest ?? "" },
      {
        kind: "line",
        name: "title",
        label: say.title,
        lengthMax: TITLE_LENGTH_MAX,
        value: group.title.slice(0, TITLE_LENGTH_MAX),
      },
      {
        ...area,
        name: "examples",
        label: say.examples,
        lengthMax: EXAMPLES_LENGTH_MAX,
        value: group.examples.join("\n"),
      },
      { kind: "area", name: "answer", label: words.form.answer, lengthMax: TEXT_LENGTH_MAX, value: group.answer ?? "" },
    ],
    submit: say.accept,
    cancel: words.cancel,
    take: async (values) => {
      const [intentId, title, answer] = [values.get("intentId"), values.get("title"), values.get("answer")];
      const given = await api.accept(group.id, {
        ...{ intentId: intentId || null, examples: linesOf(values.get("examples") ?? "") },
        ...(title ? { title } : {}),
        ...(answer ? { answer } : {}),
      });
      return given.answer === "ok" ? null : words.trouble;
    },
    taken: async () => {
      page.tell(say.accepted);
      await page.refresh();
      await accepted();
    },
  });
}
