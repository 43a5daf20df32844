/**
 * What the learner said and the server has not taken yet. Sent one after another, in the order it was said, each under
 * one id for all tries, so that it counts once. Words and presses outlive a reload; a file cannot, and says so.
 */
import type { Outcome } from "./api.ts";
import { fields, number, parse, text } from "./read.ts";

export type Entry = { readonly clientId: string; readonly at: number } & (
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "press"; readonly messageId: string; readonly press: string }
  | { readonly kind: "file"; readonly text: string; readonly file: File | null; readonly name: string }
);

export type State = { readonly state: "sending" | "waiting" | "refused"; readonly detail: string };

type Parts = {
  readonly send: (entry: Entry) => Promise<Outcome>;
  readonly show: (entry: Entry, state: State) => void;
  readonly taken: (entry: Entry, chat: string) => void;
};

export type Outbox = {
  add(entry: Entry): void;
  /** Begins to send: what was left over first. Nothing is sent before. */
  open(): void;
  /** Tries at once what waits. */
  nudge(): void;
  drop(clientId: string): void;
  entries(): readonly { readonly entry: Entry; readonly state: State }[];
};

const KEPT = "aftercare.chat.outbox.";
const WAIT_MS = { first: 1000, last: 15_000 };

export function openOutbox({ send, show, taken }: Parts): Outbox {
  const states = new Map<Entry, State>(leftOver().map((entry) => [entry, stateOf(entry)]));
  let isOpen = false;
  let isSending = false;
  let nudged: () => void = () => undefined;

  const tell = (entry: Entry, state: State): void => {
    states.set(entry, state);
    show(entry, state);
  };

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      nudged = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const next = () => [...states].find(([, { state }]) => state !== "refused")?.[0] ?? null;

  async function sendAll(): Promise<void> {
    let failures = 0;
    for (let entry = next(); entry !== null; entry = next()) {
      tell(entry, { state: failures === 0 ? "sending" : "waiting", detail: "" });
      const answer = await send(entry);
      if (answer.outcome === "later") {
        tell(entry, { state: "waiting", detail: "" });
        await rest(Math.max(answer.waitMs, Math.min(WAIT_MS.first * 2 ** failures, WAIT_MS.last)));
        failures = Math.min(failures + 1, 10);
        continue;
      }
      failures = 0;
      forget(entry.clientId);
      if (answer.outcome === "refused") {
        if (states.has(entry)) tell(entry, { state: "refused", detail: answer.detail });
      } else {
        states.delete(entry);
        taken(entry, answer.chat);
      }
    }
  }

  const run = (): void => {
    if (!isOpen || isSending) return;
    isSending = true;
    void sendAll().finally(() => {
      isSending = false;
    });
  };

  return {
    add(entry) {
      keep(entry);
      tell(entry, stateOf(entry));
      run();
    },
    open() {
      if (isOpen) return;
      isOpen = true;
      run();
    },
    nudge: () => nudged(),
    drop(clientId) {
      forget(clientId);
      for (const entry of states.keys()) if (entry.clientId === clientId) states.delete(entry);
    },
    entries: () => [...states].map(([entry, state]) => ({ entry, state })),
  };
}

function stateOf(entry: Entry): State {
  return { state: entry.kind === "file" && entry.file === null ? "refused" : "sending", detail: "" };
}

/**
 * A key of its own for each: two windows of one browser must not write over each other. That there was a file is
 * remembered by its own window only, which alone can know that it is gone.
 */
function keep(entry: Entry): void {
  if (entry.kind === "file") sessionStorage.setItem(KEPT + entry.clientId, JSON.stringify({ ...entry, file: null }));
  else localStorage.setItem(KEPT + entry.clientId, JSON.stringify(entry));
}

function forget(clientId: string): void {
  for (const storage of [localStorage, sessionStorage]) storage.removeItem(KEPT + clientId);
}

function leftOver(): readonly Entry[] {
  return [localStorage, sessionStorage]
    .flatMap((storage) =>
      Object.keys(storage)
        .filter((key) => key.startsWith(KEPT))
        .map((key) => entryOf(storage.getItem(key) ?? "")),
    )
    .filter((entry) => entry !== null)
    .toSorted((one, other) => one.at - other.at);
}

function entryOf(json: string): Entry | null {
  const row = fields(parse(json));
  const common = { clientId: text(row.get("clientId")), at: number(row.get("at")) };
  switch (row.get("kind")) {
    case "words":
      return { ...common, kind: "words", text: text(row.get("text")) };
    case "press":
      return { ...common, kind: "press", messageId: text(row.get("messageId")), press: text(row.get("press")) };
    case "file":
      return { ...common, kind: "file", text: text(row.get("text")), file: null, name: text(row.get("name")) };
    default:
      return null;
  }
}
