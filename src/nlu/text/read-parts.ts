/**
 * A message → what it asks, one reading for each question in it. Two answers to one question annoy more than one answer to
 * two, so a message only counts as several when each part is clearer than the whole.
 */
import type { Match } from "../../core/model.ts";
import type { Matcher } from "../../core/ports.ts";
import { TEXT_LENGTH_MAX } from "../../core/text.ts";
import { withoutFillers } from "./fillers.ts";
import { partsOf } from "./split.ts";

export type ReadPart = { readonly text: string; readonly matches: readonly Match[] };

/** A part less sure than this is no question of its own (0–1). */
const PART_SURE_MIN = 0.6;
/** The words without their greeting are read unless that loses so much: then the greeting was what was meant. */
const BARE_SHARE_MIN = 0.7;

/**
 * Reads a message: two or more parts with different best intents, each sure enough and no less sure than the whole; else
 * one part, the whole message, without greeting and thanks where that reads as well. Never empty. Matches as many times as
 * there are parts, plus two.
 */
export function readParts(match: Matcher, text: string): readonly ReadPart[] {
  const whole = readWhole(match, text);
  const texts = partsOf(text);
  if (texts.length < 2) return [whole];
  const distinct = new Map<string, ReadPart>();
  for (const part of texts.map((each) => ({ text: each, matches: match(each) }))) {
    const [best] = part.matches;
    if (best === undefined || best.confidence < PART_SURE_MIN) continue;
    const other = distinct.get(best.intentId);
    if (other === undefined || sureness(other) < best.confidence) distinct.set(best.intentId, part);
  }
  const parts = [...distinct.values()];
  return parts.length > 1 && parts.every((part) => sureness(part) >= sureness(whole)) ? parts : [whole];
}

function readWhole(match: Matcher, text: string): ReadPart {
  const typed = { text, matches: match(text) };
  const bareText = withoutFillers(text.slice(0, TEXT_LENGTH_MAX));
  if (bareText === text.trim()) return typed;
  const bare = { text: bareText, matches: match(bareText) };
  return sureness(bare) >= BARE_SHARE_MIN * sureness(typed) ? bare : typed;
}

function sureness(part: ReadPart): number {
  return part.matches[0]?.confidence ?? 0;
}
