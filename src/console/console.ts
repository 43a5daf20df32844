/**
 * The console: shows what the server says, every two seconds, and sends what an agent does. The server holds the truth; nothing
 * here is shown as done before the server said so.
 */
import * as api from "./api.ts";
import { openComposer } from "./composer.ts";
import { make, place, setText } from "./dom.ts";
import { askForToken, isTokenWanted, leave, openDoor, showMe } from "./door.ts";
import { showEmpty } from "./empty.ts";
import { listenToKeys } from "./keys.ts";
import { firstLanguage, type Language, speakFixed } from "./language.ts";
import type { Problem, Ticket, TicketFile, TicketList } from "./read.ts";
import { openRows } from "./rows.ts";
import { openThread } from "./thread.ts";
import { LANGUAGE_KEPT, WORDS, type Words } from "./words.ts";

const POLL_MS = 2000;
const VIEWS: readonly api.View[] = ["unassigned", "open", "solved", "all"];

let language: Language = firstLanguage(LANGUAGE_KEPT);
let view: api.View = "unassigned";
let selected: number | null = idInAddress();
let list: TicketList | null = null;
let file: TicketFile | null = null;
let isFirstRun = false;
let pollTimer: ReturnType<typeof setTimeout> | undefined;
/** Counts refreshes, so that an answer overtaken by a later one is not shown. */
let round = 0;

const rows = openRows(place("rows", HTMLUListElement), (id) => pick(id));
const thread = openThread((url, name) => void download(url, name));
const composer = openComposer(sendWords);
const verbs: readonly api.Verb[] = ["claim", "release", "solve", "reopen"];

start();

function start(): void {
  for (const each of VIEWS) {
    const button = make("button", { type: "button", "data-view": each });
    button.addEventListener("click", () => turnToView(each));
    place("views", HTMLElement).append(button);
  }
  for (const verb of verbs) place(verb, HTMLButtonElement).addEventListener("click", () => void run(verb));
  place("back", HTMLButtonElement).addEventListener("click", () => pick(null));
  place("language", HTMLButtonElement).addEventListener("click", () => turnToLanguage(language === "zh" ? "en" : "zh"));
  place("sheet-open", HTMLButtonElement).addEventListener("click", openSheet);
  openDoor(() => void refresh());
  window.addEventListener("hashchange", () => pick(idInAddress()));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void refresh();
  });
  listenToKeys({
    next: () => step(1),
    previous: () => step(-1),
    claim: () => void run("claim"),
    reply: () => openToWrite("reply"),
    note: () => openToWrite("note"),
    solve: () => void run("solve"),
    reopen: () => void run("reopen"),
    sheet: openSheet,
  });
  speakFixed(language, WORDS[language].fixed);
  void refresh();
  void showMe();
}

// ---------------------------------------------------------------------------------------------------------------- Showing

/** Fetches and shows, then sleeps; a hidden page sleeps until it is looked at again. */
async function refresh(): Promise<void> {
  clearTimeout(pollTimer);
  round += 1;
  const mine = round;
  const [listAnswer, fileAnswer] = await Promise.all([
    api.fetchList(view),
    selected === null ? null : api.fetchTicket(selected),
  ]);
  if (mine !== round) return;
  if (!document.hidden) pollTimer = setTimeout(() => void refresh(), POLL_MS);
  if (listAnswer.answer !== "ok") return showFailure(listAnswer);
  list = listAnswer.value;
  if (list.items.length === 0) isFirstRun = await hasNoTickets();
  if (mine !== round) return;
  setText(place("trouble", HTMLParagraphElement), "");
  place("work", HTMLElement).hidden = false;
  place("token-form", HTMLFormElement).hidden = true;
  if (fileAnswer?.answer === "ok") file = fileAnswer.value;
  if (fileAnswer?.answer === "refused") pick(null);
  show();
}

async function hasNoTickets(): Promise<boolean> {
  const answer = await api.fetchList("all", 1);
  return answer.answer === "ok" && answer.value.items.length === 0;
}

function show(): void {
  const words = WORDS[language];
  const now = Date.now();
  setText(place("language", HTMLButtonElement), words.otherLanguage);
  showViews(words);
  const tickets = inOrder(list?.items ?? []);
  rows.show({ tickets, selected, language, now });
  const empty = place("list-empty", HTMLDivElement);
  if (list !== null && tickets.length === 0) showEmpty(empty, { view, isFirstRun, words });
  else empty.hidden = true;
  showThread(words, now);
}

function showViews(words: Words): void {
  const waiting = list?.waiting ?? 0;
  for (const button of place("views", HTMLElement).querySelectorAll("button")) {
    const each = VIEWS.find((known) => known === button.dataset["view"]) ?? "all";
    setText(button, each === "unassigned" && waiting > 0 ? `${words.views[each]} (${waiting})` : words.views[each]);
    button.setAttribute("aria-current", String(each === view));
  }
  document.title = waiting > 0 ? `(${waiting}) Aftercare` : "Aftercare";
}

function showThread(words: Words, now: number): void {
  const current = file !== null && file.ticket.id === selected ? file : null;
  place("work", HTMLElement).dataset["reading"] = String(selected !== null);
  place("thread-empty", HTMLDivElement).hidden = current !== null;
  place("thread-open", HTMLDivElement).hidden = current === null;
  if (current === null) {
    thread.close();
    return;
  }
  thread.show(current, { language, now });
  composer.show(current.ticket, words);
  for (const verb of verbs) place(verb, HTMLButtonElement).hidden = !fits(verb, current.ticket);
}

/** Which verbs make sense; whether they are allowed is for the server to say. */
function fits(verb: api.Verb, { status, holder }: Ticket): boolean {
  switch (verb) {
    case "claim":
      return status === "new";
    case "release":
      return status === "open" && holder?.isYou === true;
    case "solve":
      return status === "new" || (status === "open" && holder?.isYou === true);
    case "reopen":
      return status === "solved";
  }
}

/** Those that wait for us come first, the longest wait on top; the server's order says the rest. */
function inOrder(tickets: readonly Ticket[]): readonly Ticket[] {
  if (view !== "open") return tickets;
  const ours = tickets.filter(({ waitingFor }) => waitingFor === "agent");
  const theirs = tickets.filter(({ waitingFor }) => waitingFor === "learner");
  return [...ours.toSorted((one, other) => one.openedAt - other.openedAt), ...theirs];
}

function showFailure(answer: Exclude<api.Answer<unknown>, { answer: "ok" }>): void {
  const words = WORDS[language];
  setText(place("language", HTMLButtonElement), words.otherLanguage);
  if (answer.answer === "unknown") {
    clearTimeout(pollTimer);
    if (api.hasToken() || isTokenWanted()) askForToken(words);
    else leave(selected);
  } else {
    const isShut = answer.answer === "not_allowed";
    setText(place("trouble", HTMLParagraphElement), isShut ? words.notAllowed : words.unreachable);
  }
}

// ----------------------------------------------------------------------------------------------------------------- Acting

async function run(verb: api.Verb): Promise<void> {
  if (file === null || file.ticket.id !== selected || !fits(verb, file.ticket)) return;
  const answer = await api.act(file.ticket.id, verb);
  await afterwards(answer);
  // The button that was pressed is gone now; the focus goes where the next step is.
  if (answer.answer !== "ok") return;
  if (verb === "claim" || verb === "reopen") composer.open("reply");
  else place("thread-name", HTMLHeadingElement).focus();
}

async function sendWords(ticketId: number, kind: "reply" | "note", text: string): Promise<boolean> {
  if (text.trim() === "") return alertWith({ code: "empty", holder: null });
  const answer = await api.write(ticketId, kind, text);
  await afterwards(answer);
  return answer.answer === "ok";
}

async function afterwards(answer: api.Answer<unknown>): Promise<void> {
  setText(place("alert", HTMLParagraphElement), "");
  if (answer.answer === "refused") alertWith(answer.problem);
  else if (answer.answer !== "ok") showFailure(answer);
  await refresh();
}

/** Says why it was refused, and that it was. */
function alertWith({ code, holder }: Problem): false {
  const { problem, nobody } = WORDS[language];
  const words = Object.entries(problem).find(([known]) => known === code)?.[1] ?? problem.other;
  setText(place("alert", HTMLParagraphElement), typeof words === "string" ? words : words(holder ?? nobody));
  return false;
}

async function download(url: string, name: string): Promise<void> {
  const answer = await api.fetchFile(url);
  if (answer.answer !== "ok") {
    alertWith({ code: "file", holder: null });
    return;
  }
  const address = URL.createObjectURL(answer.value);
  make("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

// --------------------------------------------------------------------------------------------------------------- Going

function pick(id: number | null): void {
  if (id === selected) return;
  selected = id;
  file = null;
  setText(place("alert", HTMLParagraphElement), "");
  history.replaceState(null, "", id === null ? location.pathname : `#${id}`);
  show();
  void refresh();
}

function step(by: 1 | -1): void {
  const tickets = inOrder(list?.items ?? []);
  const at = tickets.findIndex(({ id }) => id === selected);
  const next = tickets[at === -1 ? 0 : at + by];
  if (next === undefined) return;
  pick(next.id);
  document.querySelector<HTMLButtonElement>(`button[data-id="${next.id}"]`)?.focus();
}

function openToWrite(kind: "reply" | "note"): void {
  if (file !== null) composer.open(kind);
}

function turnToView(next: api.View): void {
  view = next;
  list = null;
  show();
  void refresh();
}

function turnToLanguage(next: Language): void {
  language = next;
  localStorage.setItem(LANGUAGE_KEPT, next);
  speakFixed(next, WORDS[next].fixed);
  show();
}

function openSheet(): void {
  const lines = Object.entries(WORDS[language].sheet).flatMap(([key, what]) => [
    make("dt", {}, make("kbd", {}, key)),
    make("dd", {}, what),
  ]);
  place("sheet-keys", HTMLElement).replaceChildren(...lines);
  place("sheet", HTMLDialogElement).showModal();
}

function idInAddress(): number | null {
  const id = Number(location.hash.slice(1));
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
