/**
 * What is wrong in a pack's files, said so that whoever wrote them can mend it: where, what, and what to write instead.
 * All problems of a pack are collected before any is reported.
 */

/** A mistake in a file. `line` counts from 1; null when the file as a whole is meant. */
export type Problem = { readonly file: string; readonly line: number | null; readonly text: string };

/** `intents/a/refund.yaml:7: …`, as editors and terminals make it clickable. */
export function describe({ file, line, text }: Problem): string {
  return line === null ? `${file}: ${text}` : `${file}:${line}: ${text}`;
}
