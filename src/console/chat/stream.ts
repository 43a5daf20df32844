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

export function openStream({ last, hear, report }: Ears): Stream {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let hiddenAt = 0;
  let isClosed = false;

  const open = (): void => {
    clearTimeout(timer);
    source?.close();
    const after = last();
    const mine = new EventSource(after === null ? "/chat/stream" : `/chat/stream?after=${after}`);
    source = mine;
    mine.addEventListener("message", ({ data }) => {
      const told = toldOf(String(data));
      if (source !== mine || told === null) return;
      if (told.event === "hello") {
        failures = 0;
        report(true);
      }
      hear(told);
    });
    mine.addEventListener("error", () => {
      if (source !== mine) return;
      report(false);
      // While it says CONNECTING the browser tries by itself; after a refusal it never would again.
      if (mine.readyState === EventSource.CLOSED) comeBack();
    });
  };

  const comeBack = (): void => {
    const waitMs = Math.min(WAIT_MS.first * 2 ** failures, WAIT_MS.last);
    failures = Math.min(failures + 1, 10);
    // Not all pages at the same moment, when a server was away.
    timer = setTimeout(open, waitMs * (0.5 + Math.random() / 2));
  };

  const wakeUp = (): void => {
    if (!isClosed) open();
  };
  window.addEventListener("online", wakeUp);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > SLEPT_MS) wakeUp();
  });
  open();
  return {
    reopen() {
      isClosed = false;
      open();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      source?.close();
      source = null;
    },
  };
}
