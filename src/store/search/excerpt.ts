/**
 * What a person is shown of a message that was found: the place around the first word, on one line, with the words marked.
 * Not to break: the marked ranges are places in the excerpt, not in the message.
 */
import type { Excerpt } from "../../core/ports/search.ts";
import { truncate } from "../../core/text.ts";
import { lowerAscii, type Word } from "./words.ts";

/** Two lines of a list, in UTF-16 units. */
const LENGTH_MAX = 160;
/** What stands before the first word, so that it is understood. */
const LEAD_LENGTH_MAX = 40;
const CUT = "…";

type Span = readonly [start: number, end: number];

export function excerptOf(message: string, words: readonly Word[]): Excerpt {
  // One unit for one unit: the line breaks become spaces, and no place moves.
  const line = message.replace(/[\n\t]/g, " ");
  const spans = joined(spansOf(lowerAscii(message), words));
  const first = spans[0]?.[0] ?? 0;
  const start = first <= LEAD_LENGTH_MAX ? 0 : truncate(line, first - LEAD_LENGTH_MAX).length;
  const part = truncate(line.slice(start), LENGTH_MAX);
  const end = start + part.length;
  const before = start > 0 ? CUT : "";
  const shift = before.length - start;
  const ranges = spans
    .filter(([from]) => from < end)
    .map(([from, to]): Span => [from + shift, Math.min(to, end) + shift]);
  return { text: `${before}${part}${end < line.length ? CUT : ""}`, ranges };
}

function spansOf(text: string, words: readonly Word[]): readonly Span[] {
  return words.flat().flatMap((spelling) => placesOf(text, spelling));
}

function placesOf(text: string, spelling: string): readonly Span[] {
  const places: Span[] = [];
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + spelling.length)) {
    places.push([at, at + spelling.length]);
  }
  return places;
}

/** In order, and those that touch or overlap as one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const whole: Span[] = [];
  for (const [start, end] of spans.toSorted(([one], [other]) => one - other)) {
    const last = whole.at(-1);
    if (last === undefined || start > last[1]) whole.push([start, end]);
    else whole[whole.length - 1] = [last[0], Math.max(last[1], end)];
  }
  return whole;
}
