/**
 * Listens to the server and comes back by itself: after a lost connection, a restart, a phone that slept. It always
 * asks for what came after the last number it was told, so nothing is missed and nothing is shown twice.
 */
import { type Told, toldOf } from "./read.ts";

const WAIT_MS = { first: 1000, last: 15_000 };
/** A phone that slept this long has likely lost its connection without noticing. */
const SLEPT_MS = 15_000;

type Ears = {
  /** The last number shown; null for none, which asks for the latest. */
  readonly last: () => number | null;
  readonly hear: (told: Told) => void;
  /** False from when the connection is lost until it is back. */
  readonly report: (isConnected: boolean) => void;
};

export type Stream = {
  /** Begins anew: at once, and with whatever `last` says then. */
  reopen(): void;
  close(): void;
};

export function openStream(ears: Ears): Stream {
  const stream = new Listening(ears);
  whenBack(() => stream.wakeUp());
  stream.reopen();
  return stream;
}

/** Calls when the network is back, and when the page is after a sleep. */
function whenBack(wakeUp: () => void): void {
  let hiddenAt = 0;
  window.addEventListener("online", wakeUp);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > SLEPT_MS) wakeUp();
  });
}

class Listening implements Stream {
  readonly #ears: Ears;
  /** What is heard from any other source is late and counts for nothing. */
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  reopen(): void {
    this.#isClosed = false;
    this.#open();
  }

  /** Begins anew, unless it was closed: then somebody else listens, and would be thrown out. */
  wakeUp(): void {
    if (!this.#isClosed) this.#open();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    const after = this.#ears.last();
    const source = new EventSource(after === null ? "/chat/stream" : `/chat/stream?after=${after}`);
    this.#source = source;
    source.addEventListener("message", ({ data }) => {
      if (this.#source === source) this.#hear(String(data));
    });
    source.addEventListener("error", () => {
      if (this.#source === source) this.#lose(source);
    });
  }

  #hear(json: string): void {
    const told = toldOf(json);
    if (told === null) return;
    if (told.event === "hello") {
      this.#failures = 0;
      this.#ears.report(true);
    }
    this.#ears.hear(told);
  }

  #lose(source: EventSource): void {
    this.#ears.report(false);
    // While it says CONNECTING the browser tries by itself; after a refusal it never would again.
    if (source.readyState === EventSource.CLOSED) this.#comeBack();
  }

  #comeBack(): void {
    const waitMs = Math.min(WAIT_MS.first * 2 ** this.#failures, WAIT_MS.last);
    this.#failures = Math.min(this.#failures + 1, 10);
    // Not all pages at the same moment, when a server was away.
    this.#timer = setTimeout(() => this.#open(), waitMs * (0.5 + Math.random() / 2));
  }
}
