/**
 * The FAQ page for admins: what the bot answers, how it does, and what it will answer next. The server holds the truth; a draft
 * answers nobody before it is published.
 */
import { type Answer, hasToken } from "../api/call.ts";
import { ask } from "../dialogs/form.ts";
import { make, place, setText } from "../dom.ts";
import { firstLanguage, type Language, speakFixed } from "../language.ts";
import { LANGUAGE_KEPT } from "../words/words.ts";
import * as api from "./api.ts";
import { showBench } from "./bench.ts";
import { showConflicts } from "./conflicts.ts";
import { showDraft, type Work } from "./draft.ts";
import { showHistory } from "./history.ts";
import { showImpact } from "./impact.ts";
import { figuresOf, openList } from "./list.ts";
import { buttonOf, type Page } from "./page.ts";
import { showQuestions } from "./questions.ts";
import type { Card, Draft, Faq } from "./read.ts";
import { WORDS } from "./words.ts";

const SECTIONS = ["intents", "questions", "conflicts", "history"] as const;
type Section = (typeof SECTIONS)[number];
const TABS = ["draft", "test", "impact", "history"] as const;
type Tab = (typeof TABS)[number];

let language: Language = firstLanguage(LANGUAGE_KEPT);
let section: Section = "intents";
let tab: Tab = "draft";
let selected: string | null = idInAddress();
let faq: Faq | null = null;
let cards: ReadonlyMap<string, Card> = new Map();
/** Intents that exist only as drafts are kept by the path they will have. */
let drafts: readonly Draft[] = [];
let round = 0;

const pane = place("pane", HTMLDivElement);
const page: Page = { language: () => language, words: () => WORDS[language], tell, warn, take, refresh };
const list = openList(page, (id) => pick(id));

place("language", HTMLButtonElement).addEventListener("click", () => turnToLanguage(language === "zh" ? "en" : "zh"));
place("new", HTMLButtonElement).addEventListener("click", askNew);
window.addEventListener("hashchange", () => pick(idInAddress()));
turnToLanguage(language);
void refresh();

// ---------------------------------------------------------------------------------------------------------------- Showing

async function refresh(): Promise<void> {
  const [now, scores, open] = await Promise.all([api.fetchFaq(), api.fetchCards(), api.fetchDrafts()]);
  if (now.answer !== "ok") return showFailure(now);
  faq = now.value;
  drafts = open.answer === "ok" ? open.value : [];
  cards = new Map(scores.answer === "ok" ? scores.value.map((card) => [card.intentId, card]) : []);
  await show();
}

async function show(): Promise<void> {
  showSections();
  const problems = place("problems", HTMLUListElement);
  problems.hidden = (faq?.problems.length ?? 0) === 0;
  problems.replaceChildren(...(faq?.problems ?? []).map((problem) => make("li", {}, problem)));
  if (faq !== null) list.show({ faq: withNew(faq), cards, selected: section === "intents" ? selected : null });
  const isIntent = section === "intents" && selected !== null;
  place("head", HTMLDivElement).hidden = !isIntent;
  if (section === "questions") return showQuestions(pane, page);
  if (section === "conflicts") return showConflicts(pane, page);
  if (section === "history") return showHistory(pane, null, page);
  if (selected === null) return pane.replaceChildren(make("p", { class: "hint" }, page.words().pick));
  await showIntent(selected);
}

function showSections(): void {
  document.body.dataset["section"] = section;
  const words = page.words();
  const buttons = SECTIONS.map((each) => {
    const count = each === "conflicts" && faq !== null && faq.conflicts > 0 ? ` (${faq.conflicts})` : "";
    const button = make("button", { type: "button", "aria-current": String(each === section) });
    button.append(`${words.sections[each]}${count}`);
    button.addEventListener("click", () => {
      section = each;
      tell("");
      warn("");
      void show();
    });
    return button;
  });
  place("sections", HTMLElement).replaceChildren(...buttons);
}

/** Drafts of files that are not live yet stand in the list as well. */
function withNew(now: Faq): Faq {
  const known = new Set(now.items.map(({ path }) => path));
  const fresh = drafts.flatMap((draft) => {
    const id = /\/([a-z0-9-]+)\.yaml$/.exec(draft.path)?.[1]?.replaceAll("-", "_");
    if (id === undefined || known.has(draft.path) || ["pack", "tests", "strays"].includes(id)) return [];
    const { zh = "", en = "" } = draft.title ?? {};
    const title = { zh: zh || en || id, en: en || zh || id };
    return [{ id, path: draft.path, title, escalate: "never" as const, draftId: draft.id }];
  });
  return { ...now, items: [...fresh, ...now.items] };
}

async function showIntent(id: string): Promise<void> {
  round += 1;
  const mine = round;
  const intent = faq === null ? undefined : withNew(faq).items.find((each) => each.id === id);
  if (intent === undefined) return pane.replaceChildren(make("p", { class: "hint" }, page.words().pick));
  const card = cards.get(id);
  setText(place("name", HTMLHeadingElement), [...new Set([intent.title[language] || id, id])].join("  "));
  const facts = place("facts", HTMLParagraphElement);
  facts.replaceChildren(figuresOf(card, page).join(" · "), ...(card?.asksFirst ? [" ", liftButton(id)] : []));
  showTabs();
  const draft = drafts.find(({ path }) => path === intent.path) ?? null;
  const live = draft === null ? take(await api.fetchFile(intent.path)) : null;
  if (mine !== round || (draft === null && live === null)) return;
  const work: Work = { id, path: intent.path, text: draft?.text ?? draft?.liveText ?? live ?? "", draft };
  if (tab === "draft") return showDraft(pane, work, page);
  if (tab === "test") return showBench(pane, work, page);
  if (tab === "impact") return showImpact(pane, work, page);
  await showHistory(pane, work.path, page);
}

function liftButton(id: string): HTMLElement {
  return buttonOf(page.words().lift, async () => {
    const answer = await api.lift(id);
    take(answer);
    if (answer.answer === "ok") tell(page.words().lifted);
    await refresh();
  });
}

function showTabs(): void {
  const words = page.words();
  const where = place("tabs", HTMLDivElement);
  const isFocused = where.contains(document.activeElement);
  const buttons = TABS.map((each) => {
    const isCurrent = each === tab;
    const button = make("button", { type: "button", role: "tab", "aria-selected": String(isCurrent) });
    button.tabIndex = isCurrent ? 0 : -1;
    button.append(words.tabs[each]);
    button.addEventListener("click", () => turnToTab(each));
    button.addEventListener("keydown", ({ key }) => {
      const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
      if (step !== 0) turnToTab(TABS[(TABS.indexOf(each) + step + TABS.length) % TABS.length] ?? each);
    });
    return button;
  });
  where.replaceChildren(...buttons);
  if (isFocused) buttons[TABS.indexOf(tab)]?.focus();
}

// --------------------------------------------------------------------------------------------------------------- Telling

function take<Value>(answer: Answer<Value>): Value | null {
  if (answer.answer === "ok") {
    warn("");
    return answer.value;
  }
  const words = page.words();
  if (answer.answer === "unknown") showFailure(answer);
  else if (answer.answer === "refused") warn([words.trouble, ...answer.problem.reasons].join("\n"));
  else warn(answer.answer === "not_allowed" ? words.notAllowed : words.unreachable);
  return null;
}

function showFailure(answer: Exclude<Answer<unknown>, { answer: "ok" }>): void {
  const words = page.words();
  // A token is asked for on the page of the tickets, and an account on the page to sign in.
  if (answer.answer === "unknown") location.replace(hasToken() ? "/#token" : "/sign-in");
  else
    setText(
      place("trouble", HTMLParagraphElement),
      answer.answer === "not_allowed" ? words.notAllowed : words.unreachable,
    );
}

function tell(news: string): void {
  setText(place("news", HTMLParagraphElement), news);
}

function warn(trouble: string): void {
  setText(place("alert", HTMLParagraphElement), trouble);
}

// ----------------------------------------------------------------------------------------------------------------- Going

function pick(id: string | null): void {
  selected = id;
  section = "intents";
  tell("");
  warn("");
  history.replaceState(null, "", id === null ? location.pathname : `#${id}`);
  void show();
}

function turnToTab(next: Tab): void {
  tab = next;
  tell("");
  warn("");
  void show();
}

function turnToLanguage(next: Language): void {
  language = next;
  localStorage.setItem(LANGUAGE_KEPT, next);
  speakFixed(next, page.words().fixed);
  document.title = page.words().title;
  place("find", HTMLInputElement).placeholder = page.words().fixed.find;
  setText(place("language", HTMLButtonElement), page.words().otherLanguage);
  if (faq !== null) void show();
}

function askNew(): void {
  const words = page.words();
  const folder = faq?.folders[0];
  if (folder === undefined) return;
  ask({
    title: words.newTitle,
    hint: words.newHint,
    fields: [{ kind: "line", name: "id", label: words.newId, isRequired: true, lengthMax: 40 }],
    submit: words.begin,
    cancel: words.cancel,
    take: async (values) => {
      const id = values.get("id") ?? "";
      if (!/^[a-z0-9_]{1,40}$/.test(id)) return words.badId;
      const answer = await api.beginDraft(`${folder}/${id.replaceAll("_", "-")}.yaml`, `id: ${id}\n`);
      if (answer.answer === "refused" && answer.problem.code === "reserved_id") return words.reservedId;
      if (answer.answer !== "ok") return words.trouble;
      tab = "draft";
      await refresh();
      pick(id);
      return null;
    },
  });
}

function idInAddress(): string | null {
  const id = location.hash.slice(1);
  return /^[a-z0-9_]{1,40}$/.test(id) ? id : null;
}
