/**
 * Suggestions on their way to those in charge: a line in the staff rooms, at most once an hour however many come in, and the
 * answer of an admin to their learner.
 */
import { decide } from "../core/decide.ts";
import type { Outcome } from "../core/decision.ts";
import type { Event } from "../core/inbound.ts";
import type { Millis } from "../core/model.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Suggestion } from "../core/ports.ts";
import { truncate } from "../core/text.ts";
import type { Parts } from "./parts.ts";
import { ringFor, ringLane } from "./ring.ts";
import { forStaffRooms } from "./staff-rooms.ts";
import { understand } from "./understand.ts";

const EVERY_MS: Millis = 60 * 60_000;
const LINES_MAX = 3;
const LINE_LENGTH_MAX = 140;

/** Errors: StoreError; what was not told is told at the next try. */
export async function tellSuggestions(parts: Parts): Promise<void> {
  const { store, settings, now } = parts;
  const say = phrasesIn(settings.staffLanguage).opinions.staff;
  const times = { now: now(), notSince: now() - EVERY_MS };
  const lanes = await store.opinions.tellSuggestions(times, (fresh) => {
    return forStaffRooms(settings.staffRooms, say.suggestions(fresh.length, fresh.slice(0, LINES_MAX).map(lineOf)));
  });
  await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
}

function lineOf({ text }: Suggestion): string {
  return `• ${truncate(text.replace(/\s+/gu, " ").trim(), LINE_LENGTH_MAX)}`;
}

/** `unnamed`: nobody knows whose it is; `replied`: somebody has answered it already. */
export type Replied = "sent" | "unnamed" | "replied" | "unreachable" | "no_such_suggestion";

/** An admin answers a suggestion, once. Errors: StoreError. */
export async function replyTo(
  parts: Parts,
  id: Suggestion["id"],
  { text, by }: { readonly text: string; readonly by: string },
): Promise<Replied> {
  const { store } = parts;
  const suggestion = await store.opinions.suggestion(id);
  if (suggestion === null) return "no_such_suggestion";
  if (suggestion.from === null) return "unnamed";
  // First, so that of two admins one alone is heard.
  if (!(await store.opinions.keepReply(id, { text, by, at: parts.now() }))) return "replied";
  const outcome = await tellLearner(parts, suggestion.from.conversationId, {
    ...{ by: "world", what: "suggestion_answered", suggested: suggestion.text, text },
  });
  if (outcome === "told") return "sent";
  await store.opinions.dropReply(id);
  return "unreachable";
}

async function tellLearner(
  parts: Parts,
  conversationId: NonNullable<Suggestion["from"]>["conversationId"],
  event: Event,
): Promise<Outcome["outcome"] | null> {
  const facts = understand(parts, event);
  const turn = { conversationId, inboundId: null, ticketId: null, agentId: null, now: facts.now };
  const changed = await parts.store.change(turn, (before) => decide(before, event, facts));
  if (changed === null) return null;
  await ringFor(parts, changed);
  return changed.outcome.outcome;
}
