/**
 * The console: shows what the server says, every two seconds, and sends what an agent does. The server holds the truth; nothing
 * here is shown as done before the server said so.
 */
import * as api from "./api/api.ts";
import { type Answer, hasToken } from "./api/call.ts";
import type { TicketFile, TicketList } from "./api/read-ticket.ts";
import { openSearch } from "./dialogs/search.ts";
import { openSheet } from "./dialogs/sheet.ts";
import { place, setText } from "./dom.ts";
import { askForToken, isTokenWanted, leave, openDoor, showFaqLink, showMe } from "./door.ts";
import { type Keys, listenToKeys } from "./keys.ts";
import { firstLanguage, type Language, speakFixed } from "./language.ts";
import { showEmpty } from "./list/empty.ts";
import { openRows } from "./list/rows.ts";
import { inOrder, openRail } from "./list/views.ts";
import { openNotices, showNotices } from "./office/notices.ts";
import { openPresence } from "./office/presence.ts";
import { watchOffice } from "./office/watch.ts";
import { openAttendance } from "./ticket/attendance.ts";
import { openComposer } from "./ticket/composer.ts";
import { openDetails, turnDetails } from "./ticket/details.ts";
import { download } from "./ticket/download.ts";
import { openPanel } from "./ticket/panel.ts";
import { openThread } from "./ticket/thread.ts";
import { openToolbar } from "./ticket/toolbar.ts";
import { openVerbs } from "./ticket/verbs.ts";
import { LANGUAGE_KEPT, WORDS, type Words } from "./words/words.ts";

const POLL_MS = 2000;

let language: Language = firstLanguage(LANGUAGE_KEPT);
let view: api.View = "unassigned";
let selected: number | null = idInAddress();
/** Where the ticket picked last stood in the list: the next one is there when it went away. */
let selectedAt = -1;
let list: TicketList | null = null;
let file: TicketFile | null = null;
let isFirstRun = false;
let pollTimer: ReturnType<typeof setTimeout> | undefined;
/** Counts refreshes, so that an answer overtaken by a later one is not shown. */
let round = 0;

const rail = openRail(place("views", HTMLElement), turnToView);
const rows = openRows(place("rows", HTMLUListElement), (id) => pick(id));
const thread = openThread({
  download: (url, name) => void keepFile(url, name),
  items: (message, shown) => verbs.itemsFor(message, shown),
});
const attendance = openAttendance();
const office = watchOffice(showOffice);
const presence = openPresence({ words: () => WORDS[language], tell, settle });
const verbs = openVerbs({
  current: () => (file !== null && file.ticket.id === selected ? file : null),
  language: () => language,
  office: office.refresh,
  composer: () => composer,
  focusTags,
  pick: (id) => pick(id),
  ...{ settle, tell, warn },
});
const composer = openComposer({ send: verbs.write, openMacros: verbs.openMacros, writes: attendance.writes });
const toolbar = openToolbar(place("toolbar", HTMLFieldSetElement), verbs.run);
const panel = openPanel({ tag: verbs.tag, pick: (id) => pick(id) });

start();

function start(): void {
  place("back", HTMLButtonElement).addEventListener("click", () => pick(null));
  openDetails();
  place("language", HTMLButtonElement).addEventListener("click", () => turnToLanguage(language === "zh" ? "en" : "zh"));
  place("sheet-open", HTMLButtonElement).addEventListener("click", showSheet);
  place("search-open", HTMLButtonElement).addEventListener("click", search);
  place("notice-open", HTMLButtonElement).addEventListener("click", () => void openNoticeDesk());
  for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("close", keepFocus);
  openDoor(enter);
  window.addEventListener("hashchange", () => pick(idInAddress()));
  document.addEventListener("visibilitychange", () => document.hidden || void refresh());
  listenToKeys(keys());
  speakFixed(language, WORDS[language].fixed);
  enter();
}

function keys(): Keys {
  return {
    next: () => step(1),
    previous: () => step(-1),
    assign: () => verbs.run("transfer"),
    reply: () => openToWrite("reply"),
    note: () => openToWrite("note"),
    solve: () => verbs.run("solve"),
    reopen: () => verbs.run("reopen"),
    snooze: () => verbs.run("snooze"),
    macros: () => verbs.run("macro"),
    search,
    sheet: showSheet,
  };
}

function enter(): void {
  void refresh();
  void office.refresh();
  void showMe().then((me) => {
    place("notice-open", HTMLButtonElement).hidden = me?.isAdmin !== true;
    if (me?.isAdmin) void showFaqLink();
  });
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
  rail.show(view, list?.waiting ?? 0, words);
  const tickets = inOrder(list?.items ?? [], view);
  const at = tickets.findIndex(({ id }) => id === selected);
  if (at !== -1) selectedAt = at;
  rows.show({ tickets, selected, language, now });
  const empty = place("list-empty", HTMLDivElement);
  if (list !== null && tickets.length === 0) showEmpty(empty, { view, isFirstRun, words });
  else empty.hidden = true;
  showTicket(words, now);
}

function showTicket(words: Words, now: number): void {
  const current = file !== null && file.ticket.id === selected ? file : null;
  place("work", HTMLElement).dataset["reading"] = String(selected !== null);
  place("thread-empty", HTMLDivElement).hidden = current !== null;
  place("thread-open", HTMLDivElement).hidden = current === null;
  place("panel", HTMLElement).hidden = current === null;
  if (current === null) {
    thread.close();
    attendance.leave();
    return;
  }
  attendance.show(current, words);
  composer.show(current.ticket, words);
  toolbar.show(current.ticket, words);
  panel.show(current, { language, now, teams: office.known().teams });
  // Last: what stands around the log decides where its end is.
  thread.show(current, { language, now });
}

function showOffice(): void {
  const { colleagues, notices } = office.known();
  presence.show(colleagues);
  showNotices(notices, language);
}

function showFailure(answer: Exclude<Answer<unknown>, { answer: "ok" }>): void {
  const words = WORDS[language];
  setText(place("language", HTMLButtonElement), words.otherLanguage);
  if (answer.answer === "unknown") {
    clearTimeout(pollTimer);
    if (hasToken() || isTokenWanted()) askForToken(words);
    else leave(selected);
  } else {
    const isShut = answer.answer === "not_allowed";
    setText(place("trouble", HTMLParagraphElement), isShut ? words.notAllowed : words.unreachable);
  }
}

// ----------------------------------------------------------------------------------------------------------------- Telling

/** What came of a call is shown by looking again; a refusal is for whoever called. */
async function settle(answer: Answer<unknown>): Promise<void> {
  tell("");
  if (answer.answer !== "ok" && answer.answer !== "refused") showFailure(answer);
  await refresh();
}

/** Under an open dialog nothing is read out, so news wait until it is gone. */
function tell(news: string): void {
  const dialog = news === "" ? null : document.querySelector("dialog[open]");
  const say = () => setText(place("news", HTMLParagraphElement), news);
  if (dialog === null) say();
  else dialog.addEventListener("close", say, { once: true });
}

function warn(trouble: string): void {
  setText(place("alert", HTMLParagraphElement), trouble);
}

async function keepFile(url: string, name: string): Promise<void> {
  if (!(await download(url, name))) warn(WORDS[language].problem.file);
}

// --------------------------------------------------------------------------------------------------------------- Going

function pick(id: number | null): void {
  if (id === selected) return;
  selected = id;
  file = null;
  warn("");
  tell("");
  turnDetails(false);
  history.replaceState(null, "", id === null ? location.pathname : `#${id}`);
  show();
  void refresh();
}

function step(by: 1 | -1): void {
  const tickets = inOrder(list?.items ?? [], view);
  const isListed = tickets.some(({ id }) => id === selected);
  // What stood here went away: the next one moved up into its place.
  const gone = selectedAt === -1 || by === -1 ? selectedAt + by : selectedAt;
  const at = isListed ? selectedAt + by : Math.min(Math.max(gone, 0), tickets.length - 1);
  const next = tickets[at];
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
  selectedAt = -1;
  show();
  void refresh();
}

function turnToLanguage(next: Language): void {
  language = next;
  localStorage.setItem(LANGUAGE_KEPT, next);
  speakFixed(next, WORDS[next].fixed);
  show();
  showOffice();
}

function focusTags(): void {
  turnDetails(true);
  panel.focusTags();
}

function search(): void {
  openSearch({ language, pick });
}

async function openNoticeDesk(): Promise<void> {
  await openNotices({ language, tell, refresh: async () => (await office.refresh()).notices });
}

function showSheet(): void {
  openSheet(WORDS[language]);
}

/** What opened a dialog may be gone by the time it closes; then the focus goes to the ticket and not to nowhere. */
function keepFocus(): void {
  const isNowhere = document.activeElement === null || document.activeElement === document.body;
  if (isNowhere && selected !== null) place("thread-name", HTMLHeadingElement).focus();
}

function idInAddress(): number | null {
  const id = Number(location.hash.slice(1));
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
