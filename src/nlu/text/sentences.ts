/**
 * A story → its sentences. Who tells a story says in one of them what they want; the others only make the whole look strange.
 */
const ENDS = /(?<=[。！？!?；;…\n])\s*|(?<=\.)\s+/u;
const WORD = /\p{L}/u;
/** Longer messages are looked at as a whole only: every sentence costs a reading. */
const LENGTH_MAX = 1200;
const SENTENCES_MAX = 8;

/** The first sentences of a text that have words, at most eight; none for a text of one sentence, or a very long one. */
export function sentencesOf(text: string): readonly string[] {
  if (text.length > LENGTH_MAX) return [];
  const sentences = text.split(ENDS).filter((sentence) => WORD.test(sentence));
  return sentences.length > 1 ? sentences.slice(0, SENTENCES_MAX) : [];
}
