/**
 * A message → what it asks, one reading for each question in it. Two answers to one question annoy more than one answer to
 * two, so a message only counts as several when each part is clearer than the whole.
 */
import type { Match } from "../../core/model.ts";
import type { Matcher } from "../../core/ports.ts";
import { partsOf } from "./split.ts";

export type ReadPart = { readonly text: string; readonly matches: readonly Match[] };

/** A part less sure than this is no question of its own (0–1). */
const PART_SURE_MIN = 0.6;

/**
 * Reads a message: two or more parts with different best intents, each sure enough, and together saying what the whole says
 * or each of them no less sure than the whole; else one part, the whole message. Never empty. Matches as many times as there
 * are parts, plus one.
 */
export function readParts(match: Matcher, text: string): readonly ReadPart[] {
  const whole: ReadPart = { text, matches: match(text) };
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
  const saysTheSame = distinct.has(whole.matches[0]?.intentId ?? "");
  const areClearer = parts.every((part) => sureness(part) >= sureness(whole));
  return parts.length > 1 && (saysTheSame || areClearer) ? parts : [whole];
}

function sureness(part: ReadPart): number {
  return part.matches[0]?.confidence ?? 0;
}
