/**
 * What a button carries. A network gives a button 64 bytes (Telegram) and remembers it for ever, so a press holds ids only,
 * and enough of them (turn, episode) to see that it is old. Whatever cannot be read is `null`: buttons outlive versions.
 */
import {
  LANGUAGES,
  type Language,
  type NpsId,
  RATING_REASONS,
  type Rating,
  type RatingReason,
  type TicketId,
} from "./model.ts";
import { isLikelihood, type Likelihood } from "./nps/survey.ts";

export type LearnerPress =
  | { readonly press: "solved" | "rephrase" | "none"; readonly turn: number }
  | { readonly press: "person"; readonly turn: number }
  | { readonly press: "pick"; readonly turn: number; readonly intentId: string }
  | {
      readonly press: "cancel" | "detail" | "callback" | "unsolved" | "settle" | "settled" | "unsettled";
      readonly ticketId: TicketId;
    }
  | { readonly press: "rate"; readonly ticketId: TicketId; readonly episode: number; readonly rating: Rating }
  | { readonly press: "why"; readonly ticketId: TicketId; readonly episode: number; readonly reason: RatingReason }
  | { readonly press: "nps"; readonly id: NpsId; readonly value: Likelihood }
  | { readonly press: "surveys"; readonly wish: "on" | "off" }
  | { readonly press: "speak"; readonly language: Language };

export const AGENT_PRESSES = ["claim", "release", "snooze", "solve", "reopen", "history"] as const;
export type AgentPress = { readonly press: (typeof AGENT_PRESSES)[number]; readonly ticketId: TicketId };

export type Press = LearnerPress | AgentPress;

/** A button of a message: pressing sends `press` back to us, or opens `url`. Labels are at most 80 characters (Discord). */
export type Button =
  | { readonly label: string; readonly press: Press }
  | { readonly label: string; readonly url: string };

/** The press as at most 64 bytes of ASCII, `word:number:…`. */
export function formatPress(press: Press): string {
  switch (press.press) {
    case "solved":
    case "rephrase":
    case "person":
    case "none":
      return `${press.press}:${press.turn}`;
    case "pick":
      return `pick:${press.turn}:${press.intentId}`;
    case "rate":
      return `rate:${press.ticketId}:${press.episode}:${press.rating}`;
    case "why":
      return `why:${press.ticketId}:${press.episode}:${press.reason}`;
    case "nps":
      return `nps:${press.id}:${press.value}`;
    case "surveys":
      return `surveys:${press.wish}`;
    case "speak":
      return `speak:${press.language}`;
    case "cancel":
    case "detail":
    case "callback":
    case "unsolved":
    case "settle":
    case "settled":
    case "unsettled":
    case "claim":
    case "release":
    case "snooze":
    case "solve":
    case "reopen":
    case "history":
      return `${press.press}:${press.ticketId}`;
  }
}

/** Reads what `formatPress` wrote; null for anything else, whoever sent it. */
export function parsePress(text: string): Press | null {
  const [word, first = "", second = "", third = "", ...more] = text.split(":");
  if (more.length > 0) return null;
  const number = parseId(first);
  switch (word) {
    case "solved":
    case "rephrase":
    case "person":
    case "none":
      return number === null || second ? null : { press: word, turn: number };
    case "pick":
      return number === null || !INTENT_ID.test(second) ? null : { press: word, turn: number, intentId: second };
    case "rate":
      return parseRate(number, parseId(second), parseId(third));
    case "why":
      return parseWhy(number, parseId(second), third);
    case "nps": {
      const value = parseId(second);
      return number === null || !isLikelihood(value) || third ? null : { press: word, id: number as NpsId, value };
    }
    case "surveys":
      return (first === "on" || first === "off") && !second ? { press: word, wish: first } : null;
    case "speak": {
      const language = LANGUAGES.find((known) => known === first);
      return language ? { press: word, language } : null;
    }
    case "cancel":
    case "detail":
    case "callback":
    case "unsolved":
    case "settle":
    case "settled":
    case "unsettled":
    case "claim":
    case "release":
    case "snooze":
    case "solve":
    case "reopen":
    case "history":
      return number === null || second ? null : { press: word, ticketId: number as TicketId };
    default:
      return null;
  }
}

/** What an intent may be called. 40 characters keep a press under 64 bytes. */
export const INTENT_ID = /^[a-z][a-z0-9_]{0,39}$/;

function parseId(text: string): number | null {
  return /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : null;
}

function parseRate(ticketId: number | null, episode: number | null, rating: number | null): Press | null {
  if (ticketId === null || episode === null || !isRating(rating)) return null;
  return { press: "rate", ticketId: ticketId as TicketId, episode, rating };
}

function parseWhy(ticketId: number | null, episode: number | null, text: string): Press | null {
  const reason = RATING_REASONS.find((known) => known === text);
  if (ticketId === null || episode === null || reason === undefined) return null;
  return { press: "why", ticketId: ticketId as TicketId, episode, reason };
}

export function isRating(value: unknown): value is Rating {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5;
}
