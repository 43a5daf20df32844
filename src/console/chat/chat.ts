/**
 * The learner's chat: shows what the server says and brings it what the learner says. The server holds the truth; what
 * it has not taken yet is shown as such, kept, and tried again.
 */
import { place, setText } from "../dom.ts";
import { firstLanguage, type Language, speakFixed } from "../language.ts";
import { type Outcome, postForm, postJson } from "./api.ts";
import { openComposer } from "./composer.ts";
import { type Entry, openOutbox, type State } from "./outbox.ts";
import type { Posted, Told } from "./read.ts";
import { openStream } from "./stream.ts";
import { openTalk } from "./talk.ts";
import { LANGUAGE_KEPT, WORDS } from "./words.ts";

const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** Whoever is this close to the end, in pixels, reads the newest and wants to see the next. */
const NEAR_END_PX = 120;
const TOAST_MS = 6000;
/** Whoever goes on writing is told of again within this time. */
const TYPING_MS = 8000;
/** A connection that is back within this time was never missed. */
const BANNER_MS = 1500;
/** While the learner types, how often the server is told. */
const SAY_TYPING_MS = 4000;
const NAME_KEPT = "aftercare.chat.name";

let language: Language = firstLanguage(LANGUAGE_KEPT);
let isElsewhere = false;
/** A mark of the chat that is shown, and the number its newest post had when we came. */
let shownChat: string | null = null;
let newestAtFirst = 0;
let unread = 0;
let typedAt = 0;
let bannerTimer: ReturnType<typeof setTimeout> | undefined;
let toastTimer: ReturnType<typeof setTimeout> | undefined;
let typingTimer: ReturnType<typeof setTimeout> | undefined;
const posts: Posted[] = [];

const scroll = place("scroll", HTMLElement);
const log = place("log", HTMLElement);
const name = place("name", HTMLInputElement);
const banner = place("banner", HTMLParagraphElement);

const talk = openTalk({
  ...{ log, language: () => language },
  press: (messageId, press) => outbox.add({ ...newEntry(), kind: "press", messageId, press }),
  retry: () => outbox.nudge(),
  drop: (clientId) => outbox.drop(clientId),
});
const outbox = openOutbox({ send, show: showEntry, taken });
const stream = openStream({ last: () => posts.at(-1)?.seq ?? null, hear, report: reportConnection });

start();

function start(): void {
  name.value = localStorage.getItem(NAME_KEPT) ?? "";
  name.addEventListener("input", () => localStorage.setItem(NAME_KEPT, name.value.trim()));
  place("language", HTMLButtonElement).addEventListener("click", () => turnToLanguage(language === "zh" ? "en" : "zh"));
  place("newest", HTMLButtonElement).addEventListener("click", toEnd);
  banner.addEventListener("click", goOnHere);
  window.addEventListener("focus", goOnHere);
  window.addEventListener("online", () => outbox.nudge());
  document.addEventListener("visibilitychange", showUnread);
  scroll.addEventListener("scroll", () => {
    if (isNearEnd()) place("newest", HTMLButtonElement).hidden = true;
  });
  // A keyboard that opens on a phone must not cover the newest words.
  new ResizeObserver(() => keepEnd(() => undefined)).observe(scroll);
  openComposer({ words: takeWords, file: takeFile, typing: sayTyping });
  turnToLanguage(language);
}

// ------------------------------------------------------------------------------------------------------------- Hearing

function hear(told: Told): void {
  if (told.event === "hello") begin(told);
  else if (told.event === "elsewhere") giveWay();
  else if (told.event === "typing") showTyping(true);
  else if (told.seq > (posts.at(-1)?.seq ?? 0)) hearPost(told);
}

function hearPost(told: Posted): void {
  posts.push(told);
  const isNew = told.seq > newestAtFirst;
  keepEnd(() => show(told, isNew));
  if (!isNew || told.event !== "message" || told.by === "learner") return;
  showTyping(false);
  if (document.hidden) unread += 1;
  showUnread();
  if (!isNearEnd()) place("newest", HTMLButtonElement).hidden = false;
}

function begin({ chat, newest }: Extract<Told, { event: "hello" }>): void {
  const isAnother = shownChat !== null && (chat !== shownChat || newest < (posts.at(-1)?.seq ?? 0));
  if (shownChat === null || isAnother) newestAtFirst = newest;
  shownChat = chat;
  if (isAnother) {
    posts.length = 0;
    showAll();
  }
  outbox.open();
  outbox.nudge();
}

function show(post: Posted, isNew: boolean): void {
  switch (post.event) {
    case "message":
      talk.show(post);
      break;
    case "pressed":
      talk.pressed(post.about, post.press);
      break;
    case "settled":
      talk.settled(post.about);
      break;
    case "edited":
      talk.edited(post.about, post);
      break;
    case "toast":
      if (isNew) toast(post.text);
  }
}

/** All anew, in another language or of another chat. What was said before is not read aloud again. */
function showAll(): void {
  log.ariaLive = "off";
  talk.clear();
  for (const post of posts) show(post, false);
  for (const { entry, state } of outbox.entries()) showEntry(entry, state);
  requestAnimationFrame(() => {
    log.ariaLive = "polite";
  });
}

function giveWay(): void {
  isElsewhere = true;
  stream.close();
  setText(banner, WORDS[language].tooMany);
}

function goOnHere(): void {
  if (!isElsewhere) return;
  isElsewhere = false;
  setText(banner, "");
  stream.reopen();
}

function reportConnection(isConnected: boolean): void {
  if (isElsewhere) return;
  clearTimeout(bannerTimer);
  if (isConnected) setText(banner, "");
  else bannerTimer = setTimeout(() => setText(banner, WORDS[language].connecting), BANNER_MS);
}

// -------------------------------------------------------------------------------------------------------------- Saying

function newEntry(): Pick<Entry, "clientId" | "at"> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { clientId: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""), at: Date.now() };
}

function takeWords(text: string): void {
  // What is typed after it is about the next message, and is told at once.
  typedAt = 0;
  outbox.add({ ...newEntry(), kind: "words", text });
  // Whoever says something wants to see it, wherever they were reading.
  toEnd();
}

/** A hint for whoever looks at the learner's ticket; one that is lost is no loss. */
function sayTyping(): void {
  if (Date.now() - typedAt < SAY_TYPING_MS) return;
  typedAt = Date.now();
  void postJson("/chat/typing", {}, language);
}

function takeFile(file: File): void {
  const words = WORDS[language];
  if (file.size > FILE_BYTES_MAX) toast(words.fileTooLarge);
  else if (file.size === 0) toast(words.fileEmpty);
  else outbox.add({ ...newEntry(), kind: "file", text: "", file, name: file.name });
}

function send(entry: Entry): Promise<Outcome> {
  const { clientId } = entry;
  const calledAs = name.value.trim() === "" ? {} : { name: name.value.trim() };
  if (entry.kind === "words") return postJson("/chat/messages", { clientId, text: entry.text, ...calledAs }, language);
  if (entry.kind === "press") {
    const { messageId, press } = entry;
    return postJson("/chat/presses", { clientId, messageId, press, ...calledAs }, language);
  }
  const form = new FormData();
  for (const [field, value] of Object.entries({ clientId, text: entry.text, ...calledAs })) form.append(field, value);
  if (entry.file !== null) form.append("file", entry.file, entry.name);
  return postForm("/chat/files", form, { language, onProgress: (percent) => talk.progress(clientId, percent) });
}

function showEntry(entry: Entry, state: State): void {
  if (entry.kind !== "press") {
    keepEnd(() => talk.await(entry, state));
  } else if (state.state === "refused") {
    talk.freed(entry.messageId);
    toast(state.detail === "" ? WORDS[language].otherTrouble : state.detail);
  } else {
    talk.pressed(entry.messageId, entry.press);
  }
}

/** The cookie may have become another one's meanwhile: then what we listen to is not where our words go. */
function taken(entry: Entry, chat: string): void {
  talk.taken(entry.clientId);
  if (shownChat !== null && chat !== shownChat) stream.reopen();
}

// ------------------------------------------------------------------------------------------------------------- Showing

function isNearEnd(): boolean {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PX;
}

/** Whoever read the newest still does after the change; whoever scrolled up to read stays where they are. */
function keepEnd(change: () => void): void {
  const wasNearEnd = isNearEnd();
  change();
  if (wasNearEnd) toEnd();
}

function toEnd(): void {
  scroll.scrollTop = scroll.scrollHeight;
  place("newest", HTMLButtonElement).hidden = true;
}

function toast(text: string): void {
  clearTimeout(toastTimer);
  const line = place("toast", HTMLParagraphElement);
  setText(line, text);
  toastTimer = setTimeout(() => setText(line, ""), TOAST_MS);
}

/** For the eyes only: somebody who listens to the page is told of the words once they are there. */
function showTyping(isTyping: boolean): void {
  clearTimeout(typingTimer);
  keepEnd(() => {
    place("typing", HTMLParagraphElement).hidden = !isTyping;
  });
  if (isTyping) typingTimer = setTimeout(() => showTyping(false), TYPING_MS);
}

function showUnread(): void {
  if (!document.hidden) unread = 0;
  const { fixed, unread: withCount } = WORDS[language];
  document.title = unread > 0 ? withCount(unread, fixed.title) : fixed.title;
}

function turnToLanguage(next: Language): void {
  if (next !== language) localStorage.setItem(LANGUAGE_KEPT, next);
  language = next;
  speakFixed(next, WORDS[next].fixed);
  setText(place("language", HTMLButtonElement), WORDS[next].otherLanguage);
  place("words", HTMLTextAreaElement).placeholder = WORDS[next].placeholder;
  showUnread();
  keepEnd(showAll);
}
