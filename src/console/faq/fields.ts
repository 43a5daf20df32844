/** An intent as a form: titles, examples one a line, answers with what learners will read, links, and when a person is wanted. */
import { make, setText } from "../dom.ts";
import { tagOf } from "../language.ts";
import { buttonOf, labelled, linesOf, type Page } from "./page.ts";
import { ESCALATES, type Form, LANGUAGES, type Lang, PRIORITIES } from "./read.ts";

const TITLE_LENGTH_MAX = 80;
const ANSWER_LENGTH_MAX = 4096;

export type Fields = { readonly element: HTMLElement; value(): Form };

export function fieldsOf(form: Form, page: Page): Fields {
  const words = page.words().form;
  const sides = LANGUAGES.map((language) => ({ language, ...sideOf(form, language, page) }));
  const links = linksOf(form.links, page);
  const escalate = choiceOf("escalate", ESCALATES, { labels: words.escalates, chosen: form.escalate });
  const priority = choiceOf("priority", PRIORITIES, { labels: words.priorities, chosen: form.priority });
  const element = make(
    "div",
    { class: "faq-form" },
    make("div", { class: "two-sides" }, ...sides.map(({ element: side }) => side)),
    make("p", { class: "hint" }, words.variables),
    links.element,
    make("div", { class: "two-sides" }, labelled(words.escalate, escalate), labelled(words.priority, priority)),
  );
  const of = <Value>(read: (side: (typeof sides)[number]) => Value, other: Value) => ({
    zh: sides.filter(({ language }) => language === "zh").map(read)[0] ?? other,
    en: sides.filter(({ language }) => language === "en").map(read)[0] ?? other,
  });
  return {
    element,
    value: () => ({
      title: of(({ title }) => title.value.trim(), ""),
      examples: of<readonly string[]>(({ examples }) => linesOf(examples.value), []),
      answer: of(({ answer }) => answer.value.trim(), ""),
      links: links.value(),
      escalate: ESCALATES.find((each) => each === escalate.value) ?? form.escalate,
      priority: PRIORITIES.find((each) => each === priority.value) ?? form.priority,
    }),
  };
}

function sideOf(form: Form, language: Lang, page: Page) {
  const words = page.words().form;
  const named = (name: string) => ({ id: `${name}-${language}`, lang: tagOf(language), dir: "auto" });
  const title = make("input", { ...named("title"), maxlength: String(TITLE_LENGTH_MAX), autocomplete: "off" });
  title.value = form.title[language];
  const examples = make("textarea", { ...named("examples"), rows: "9" });
  examples.value = form.examples[language].join("\n");
  const answer = make("textarea", { ...named("answer"), rows: "6", maxlength: String(ANSWER_LENGTH_MAX) });
  answer.value = form.answer[language];
  const count = make("span", { class: "hint" });
  const preview = make("div", { class: "said-so", lang: tagOf(language), dir: "auto", "aria-label": words.preview });
  const show = (): void => {
    setText(count, words.count(linesOf(examples.value).length));
    preview.replaceChildren(...previewOf(answer.value));
  };
  for (const each of [examples, answer]) each.addEventListener("input", show);
  show();
  const element = make(
    "fieldset",
    {},
    make("legend", {}, words[language]),
    labelled(words.title, title),
    labelled(words.examples, examples),
    count,
    labelled(words.answer, answer),
    make("p", { class: "hint" }, words.preview),
    preview,
  );
  return { element, title, examples, answer };
}

/** Variables are shown as what they are: their values are the pack's, and may differ by course. */
function previewOf(answer: string): readonly (Node | string)[] {
  return answer
    .split(/(\{\{[^{}\n]{1,80}\}\})/)
    .map((piece) =>
      piece.startsWith("{{") && piece.endsWith("}}") ? make("code", { class: "variable" }, piece.slice(2, -2)) : piece,
    );
}

function choiceOf<Option extends string>(
  id: string,
  options: readonly Option[],
  { labels, chosen }: { readonly labels: Readonly<Record<Option, string>>; readonly chosen: Option },
): HTMLSelectElement {
  const select = make("select", { id }, ...options.map((value) => make("option", { value }, labels[value])));
  select.value = chosen;
  return select;
}

function linksOf(links: Form["links"], page: Page) {
  const words = page.words().form;
  const list = make("ul", { class: "links" });
  const rows = new Map<HTMLElement, { zh: HTMLInputElement; en: HTMLInputElement; url: HTMLInputElement }>();
  const add = (link: Form["links"][number]): void => {
    const input = (value: string, label: string) => {
      const field = make("input", { "aria-label": label, placeholder: label, autocomplete: "off" });
      field.value = value;
      return field;
    };
    const zh = input(link.label.zh, `${words.label} (${words.zh})`);
    const en = input(link.label.en, `${words.label} (${words.en})`);
    const url = input(link.url, words.url);
    const remove = buttonOf("×", () => {
      rows.delete(row);
      row.remove();
    });
    remove.ariaLabel = words.removeLink(link.label[page.language()]);
    const row = make("li", {}, zh, en, url, remove);
    rows.set(row, { zh, en, url });
    list.append(row);
  };
  for (const link of links) add(link);
  const more = buttonOf(words.addLink, () => add({ label: { zh: "", en: "" }, url: "" }));
  const element = make("fieldset", {}, make("legend", {}, words.links), list, more);
  const value = (): Form["links"] =>
    [...rows.values()]
      .map(({ zh, en, url }) => ({ label: { zh: zh.value.trim(), en: en.value.trim() }, url: url.value.trim() }))
      .filter(({ url }) => url !== "");
  return { element, value };
}
