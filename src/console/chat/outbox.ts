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

export function openOutbox(parts: Parts): Outbox {
  return new Entries(parts, leftOver());
}

class Entries implements Outbox {
  readonly #parts: Parts;
  readonly #states: Map<Entry, State>;
  #isOpen = false;
  #isSending = false;
  /** Ends the rest between two tries, if there is one. */
  #endRest: () => void = () => undefined;

  constructor(parts: Parts, entries: readonly Entry[]) {
    this.#parts = parts;
    this.#states = new Map(entries.map((entry) => [entry, firstState(entry)]));
  }

  add(entry: Entry): void {
    keep(entry);
    this.#tell(entry, firstState(entry));
    this.#begin();
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#begin();
  }

  nudge(): void {
    this.#endRest();
  }

  drop(clientId: string): void {
    forget(clientId);
    for (const entry of this.#states.keys()) if (entry.clientId === clientId) this.#states.delete(entry);
  }

  entries(): readonly { readonly entry: Entry; readonly state: State }[] {
    return [...this.#states].map(([entry, state]) => ({ entry, state }));
  }

  /** One round at a time: two would send the same entry twice and lose the order. */
  #begin(): void {
    if (!this.#isOpen || this.#isSending) return;
    this.#isSending = true;
    void this.#sendAll().finally(() => {
      this.#isSending = false;
    });
  }

  async #sendAll(): Promise<void> {
    let failures = 0;
    for (let entry = this.#next(); entry !== null; entry = this.#next()) {
      this.#tell(entry, { state: failures === 0 ? "sending" : "waiting", detail: "" });
      const answer = await this.#parts.send(entry);
      if (answer.outcome === "later") {
        this.#tell(entry, { state: "waiting", detail: "" });
        await this.#rest(Math.max(answer.waitMs, Math.min(WAIT_MS.first * 2 ** failures, WAIT_MS.last)));
        failures = Math.min(failures + 1, 10);
      } else {
        failures = 0;
        this.#settle(entry, answer);
      }
    }
  }

  /** The oldest that may still be taken. A refused one stays to be read, and holds up nothing. */
  #next(): Entry | null {
    return [...this.#states].find(([, { state }]) => state !== "refused")?.[0] ?? null;
  }

  #settle(entry: Entry, answer: Exclude<Outcome, { outcome: "later" }>): void {
    forget(entry.clientId);
    if (answer.outcome === "taken") {
      this.#states.delete(entry);
      this.#parts.taken(entry, answer.chat);
    } else if (this.#states.has(entry)) {
      this.#tell(entry, { state: "refused", detail: answer.detail });
    }
  }

  #tell(entry: Entry, state: State): void {
    this.#states.set(entry, state);
    this.#parts.show(entry, state);
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A file that a reload took from us is never sent, and is shown as that. */
function firstState(entry: Entry): State {
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
