/**
 * A password from standard input: the first line of what is piped in. A terminal is not asked, since what is typed there would
 * be seen; then, as when nothing comes, the command makes a password up.
 */
import type { Readable } from "node:stream";

/** Longer than a password manager takes to answer; a pipe nobody ever writes to must not hold the command for ever. */
const SILENCE_MS_MAX = 5000;
const LINE_LENGTH_MAX = 1024;

type Input = Readable & { readonly isTTY?: boolean };

/** Null when there is none. `tell` is for what a person who waits should know. */
export async function readPassword(input: Input, tell: (sentence: string) => void): Promise<string | null> {
  if (input.isTTY === true) return null;
  let text = "";
  const silence = setTimeout(() => {
    tell("No password came on standard input.\n");
    input.destroy();
  }, SILENCE_MS_MAX);
  try {
    for await (const chunk of input.setEncoding("utf8")) {
      clearTimeout(silence);
      text += String(chunk);
      if (text.includes("\n") || text.length > LINE_LENGTH_MAX) break;
    }
  } catch (error) {
    // Ended by us, before a single sign came.
    if (text !== "" || !input.destroyed) throw error;
  } finally {
    clearTimeout(silence);
  }
  const [line = ""] = text.split(/\r?\n/);
  return line === "" ? null : line;
}
