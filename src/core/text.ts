/**
 * Text as it may be stored and sent on. Words of a learner are hostile until they went through `clean`: half a surrogate pair
 * makes a network refuse the whole message, and a control character can break a terminal or a log.
 */

/** The longest text taken from anybody, in UTF-16 units: Telegram's own limit, kept for all channels. */
export const TEXT_LENGTH_MAX = 4096;

// Everything below U+0020 but tab and line feed, DEL, and the C1 block: no learner types them, terminals obey them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Makes text well-formed Unicode without control characters, at most TEXT_LENGTH_MAX long. Joiners and marks stay. */
export function clean(text: string): string {
  return truncate(text.replaceAll("\r\n", "\n").replace(CONTROL, "").toWellFormed(), TEXT_LENGTH_MAX);
}

// What shows nothing by itself: spaces, zero-width and direction marks, fillers that look blank.
const INVISIBLE = /[\s\p{Cf}\p{Mn}\u115f\u1160\u3164\uffa0]/gu;

/** True when a person would see nothing: only spaces, zero-width and direction marks. */
export function isBlank(text: string): boolean {
  return text.replace(INVISIBLE, "") === "";
}

/** The first `lengthMax` UTF-16 units, cut between graphemes, so that no emoji or accent is torn. */
export function truncate(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : text.slice(0, cutBefore(text, lengthMax));
}

/** A name fit for one line: no line breaks, no direction overrides that could disguise it, at most `lengthMax` units. */
export function oneLine(text: string, lengthMax: number): string {
  return truncate(
    clean(text)
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
      .replace(/\s+/g, " ")
      .trim(),
    lengthMax,
  );
}

/**
 * Cuts text into parts of at most `lengthMax` UTF-16 units, at line ends or spaces when there are any in the second half,
 * never inside a grapheme. The parts joined give the text again, letter for letter.
 */
export function split(text: string, lengthMax: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > lengthMax) {
    const window = rest.slice(0, lengthMax);
    const soft = Math.max(window.lastIndexOf("\n"), window.lastIndexOf(" ")) + 1;
    const at = soft > lengthMax / 2 ? soft : cutBefore(rest, lengthMax);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  parts.push(rest);
  return parts;
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
// Longer than any emoji family; a longer cluster is an attack of combining marks and may be cut between code points.
const GRAPHEME_LENGTH_MAX = 64;

/** The last place at or before `limit` where text may be cut. Looks at a short window only, so a cut costs the same anywhere. */
function cutBefore(text: string, limit: number): number {
  const from = Math.max(0, limit - GRAPHEME_LENGTH_MAX);
  // Begin the window on a code point, or the segmenter would see half of one.
  const start = from > 0 && isLowSurrogate(text, from) ? from + 1 : from;
  const segment = graphemes.segment(text.slice(start, limit + GRAPHEME_LENGTH_MAX)).containing(limit - start);
  const at = start + (segment?.index ?? limit - start);
  if (at > start) return at;
  return isLowSurrogate(text, limit) ? limit - 1 : limit;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
