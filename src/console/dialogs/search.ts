/**
 * Finding a ticket by what was said in it. Where the words stand is marked by elements around text: what a learner wrote is
 * never read as markup. An answer that comes after a newer question is dropped.
 */
import { search } from "../api/api.ts";
import type { Hit } from "../api/read-ticket.ts";
import { make, place, setText } from "../dom.ts";
import type { Language } from "../language.ts";
import { clock } from "../time.ts";
import { WORDS, type Words } from "../words/words.ts";

/** After the last key; shorter asks for words nobody means. */
const PAUSE_MS = 250;

export type SearchBox = { readonly language: Language; readonly pick: (ticketId: number) => void };

export function openSearch({ language, pick }: SearchBox): void {
  const dialog = place("search", HTMLDialogElement);
  if (dialog.open) return;
  const words = WORDS[language];
  const parts = partsOf(words);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;

  const find = async (cursor: string): Promise<void> => {
    round += 1;
    const mine = round;
    const asked = questionOf(parts.form);
    const isBlank = Object.values(asked).every((value) => value === "");
    const answer = isBlank ? null : await search({ ...asked, cursor });
    if (mine !== round) return;
    parts.more.hidden = true;
    if (cursor === "") parts.list.replaceChildren();
    if (answer?.answer !== "ok") {
      setText(parts.status, answer === null ? "" : words.search.trouble);
      return;
    }
    const { items, next } = answer.value;
    parts.list.append(...items.map((hit) => hitRow(hit, { language, pick, dialog })));
    parts.more.hidden = next === null;
    parts.more.dataset["cursor"] = next ?? "";
    const count = parts.list.children.length;
    setText(
      parts.status,
      count === 0 ? words.search.nothing : words.search.found(`${count}${next === null ? "" : "+"}`),
    );
  };

  parts.form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void find(""), PAUSE_MS);
  });
  parts.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void find("");
  });
  parts.more.addEventListener("click", () => void find(parts.more.dataset["cursor"] ?? ""));
  parts.close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => clearTimeout(timer), { once: true });
  dialog.addEventListener("keydown", (event) => walk(event, parts));
  dialog.replaceChildren(parts.form, parts.status, parts.list, parts.more);
  dialog.showModal();
  parts.input.focus();
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(words: Words) {
  const { search: say, status: statuses } = words;
  const input = make("input", {
    id: "search-words",
    name: "words",
    role: "searchbox",
    enterkeyhint: "search",
    autocomplete: "off",
  });
  const close = make("button", { type: "button", class: "quiet" }, words.fixed.close);
  const options = Object.entries(statuses).map(([value, label]) => make("option", { value }, label));
  const filter = (name: string, label: string, control: HTMLElement) =>
    make("label", {}, label, Object.assign(control, { name }));
  const form = make(
    "form",
    { method: "dialog", class: "search-form" },
    make("div", { class: "search-head" }, make("h2", { id: "search-title" }, say.title), close),
    make("label", { for: "search-words" }, say.words),
    input,
    make("p", { class: "hint" }, say.hint),
    make(
      "details",
      {},
      make("summary", {}, say.filters),
      make(
        "div",
        { class: "filters" },
        filter("learner", say.learner, make("input", { autocomplete: "off" })),
        filter("tag", say.tag, make("input", { autocomplete: "off" })),
        filter("status", say.status, make("select", {}, make("option", { value: "" }, say.any), ...options)),
        filter("from", say.from, make("input", { type: "date" })),
        filter("to", say.to, make("input", { type: "date" })),
      ),
    ),
  );
  const status = make("p", { class: "hint", role: "status" });
  const list = make("ul", { class: "hits", "aria-label": say.results });
  const more = make("button", { type: "button" }, say.more);
  more.hidden = true;
  return { form, input, close, status, list, more };
}

/** Days are whole days of whoever asks: `to` is the end of the day named. */
function questionOf(form: HTMLFormElement): Record<string, string> {
  const given = new FormData(form);
  const value = (name: string): string => {
    const found = given.get(name);
    return typeof found === "string" ? found.trim() : "";
  };
  const asked = { words: value("words"), learner: value("learner"), tag: value("tag"), status: value("status") };
  return { ...asked, from: instantOf(value("from"), 0), to: instantOf(value("to"), 1) };
}

function instantOf(day: string, daysOn: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return "";
  return new Date(year, month - 1, date + daysOn).toISOString();
}

type HitPlace = SearchBox & { readonly dialog: HTMLDialogElement };

function hitRow(hit: Hit, { language, pick, dialog }: HitPlace): HTMLElement {
  const words = WORDS[language];
  const { ticketId, learnerName, status, at, excerpt } = hit;
  const head = make(
    "span",
    { class: "row-line" },
    make("bdi", { class: "name" }, learnerName),
    make("span", { class: "id" }, `#${ticketId}`),
    make("span", {}, words.status[status]),
    make("span", { class: "wait" }, clock(at, Date.now(), language)),
  );
  const button = make("button", { type: "button", class: "row" }, head);
  if (excerpt !== null) button.append(make("span", { class: "excerpt", dir: "auto" }, ...marked(excerpt)));
  button.addEventListener("click", () => {
    dialog.close();
    pick(ticketId);
  });
  return make("li", {}, button);
}

/** The text in pieces; ranges that overlap or lie outside are cut, so nothing is shown twice or left out. */
function marked({ text, ranges }: NonNullable<Hit["excerpt"]>): readonly (Node | string)[] {
  const pieces: (Node | string)[] = [];
  let at = 0;
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    const start = Math.max(from, at);
    if (to <= start) continue;
    pieces.push(text.slice(at, start), make("mark", {}, text.slice(start, to)));
    at = to;
  }
  return [...pieces, text.slice(at)];
}

/** Arrow keys go from the words to the hits and back. */
function walk(event: KeyboardEvent, { input, list }: Parts): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops: readonly HTMLElement[] = [input, ...list.querySelectorAll("button")];
  const at = stops.findIndex((stop) => stop.matches(":focus"));
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
