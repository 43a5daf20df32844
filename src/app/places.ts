/**
 * Keeps what waiting learners read about their place in the line true: when the line moves, the messages that tell a place are
 * changed, the nearest first. Rows are queued here and drawn when they are sent, so whatever is late shows the latest.
 *
 *   line moves ──2 s──> bell "places" ──> rows for what is no longer true ──sent──> shown
 *                           ^── again, while there is more than one round takes
 */
import type { Millis } from "../core/model.ts";
import type { NewOutbound } from "../core/outbound.ts";
import type { PlaceNow } from "../core/ports.ts";
import { lineAt } from "../core/queue/waiting.ts";
import type { Parts } from "./parts.ts";
import { ringLane, ringPlaces } from "./ring.ts";

/** How long a changed message stays as it is. Telegram allows about one change a second in a chat, and nobody reads faster than this. */
const UNCHANGED_MS_MIN: Millis = 15_000;
/** Messages changed in one round; networks count all that a bot says. */
const ROUND_MAX = 50;
const ROUND_MS: Millis = 2000;

type Looking = Pick<Parts, "bells" | "now" | "log" | "store" | "channels" | "waits" | "book">;

/** Hears the bell. Errors: StoreError; the sweeper rings again. */
export async function hearPlaces(parts: Looking): Promise<void> {
  const { store, now } = parts;
  const places = await store.places.all();
  const untrue = places.filter((place) => !place.isQueued && canBeChanged(parts, place) && !isTrue(parts, place));
  const due = untrue.filter((place) => dueAt(place) <= now());
  const taken = due.slice(0, ROUND_MAX);
  const lanes = await store.queueOutbound(taken.map(rowFor), now());
  await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
  const later = untrue.filter((place) => dueAt(place) > now()).map(dueAt);
  const next = due.length > taken.length ? now() + ROUND_MS : Math.min(...later);
  if (Number.isFinite(next)) await ringPlaces(parts, next);
}

/** Words that stand where nothing can be changed stay as they are. */
function canBeChanged({ channels }: Pick<Parts, "channels">, { chat }: PlaceNow): boolean {
  return channels.get(chat.channel)?.can.edits ?? false;
}

function isTrue({ book, waits, now }: Looking, { position, language, shown }: PlaceNow): boolean {
  if (position === null) return false;
  return lineAt(position, { now: now(), calendar: book.facts().calendar, waitAt: waits.at() }, language).text === shown;
}

/** The last words wait for nobody: after them nothing is changed any more. */
function dueAt({ position, changedAt }: PlaceNow): Millis {
  return position === null ? 0 : changedAt + UNCHANGED_MS_MIN;
}

function rowFor({ chat, ticketId }: PlaceNow): NewOutbound {
  return { to: chat, audience: "learner", ticketId, content: { kind: "place" } };
}
