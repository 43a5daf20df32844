/**
 * Chinese with English words in it → the same in Chinese: `我的 certificate 怎么下载` is `我的证书怎么下载` to a pack that has only the
 * one in its examples. One more reading of such a message and of no other; whether it is believed is up to who reads it.
 */
import type { Run } from "../text/words.ts";
import { BILINGUAL } from "./bilingual-table.ts";
import { countOfPair, type Wordlist } from "./wordlist.ts";

/** More English than this is no Chinese message with a few words of it. */
const LATIN_MAX = 6;
const RUNS_MAX = 24;
/** What a pair of characters says for a translation, with its neighbours and within itself. */
const NEIGHBOUR_WEIGHT = 1;
const OWN_WEIGHT = 2;
const OFTEN_WEIGHT = 0.15;
/** An ending and what the word may have had in its stead. */
const ENDINGS: readonly (readonly [ending: RegExp, instead: string])[] = [
  [/ies$/, "y"],
  [/s$/, ""],
  [/es$/, ""],
  [/ed$/, ""],
  [/d$/, ""],
  [/ing$/, ""],
  [/ing$/, "e"],
];

const table: ReadonlyMap<string, readonly string[]> = new Map(
  BILINGUAL.trim()
    .split(/[\n|]/)
    .map((entry) => {
      const [english = "", ...chinese] = entry.split(" ");
      return [english, chinese];
    }),
);

/** The message cut into these runs, its English words in Chinese; null when it is not mixed, or nothing in it is known. */
export function translated(wordlist: Wordlist, runs: readonly Run[]): string | null {
  const latinCount = runs.filter((run) => !run.isHan).length;
  if (latinCount === 0 || latinCount > LATIN_MAX || latinCount === runs.length || runs.length > RUNS_MAX) return null;
  let written = "";
  let isChanged = false;
  let wasHan = true;
  for (let at = 0; at < runs.length; at += 1) {
    const { isHan, text } = runs[at] ?? { isHan: false, text: "" };
    const { meant, length } = isHan ? NOTHING : meantBy(runs, at);
    const after = runs[at + length];
    const neighbours = { before: written.slice(-1), after: after?.isHan === true ? after.text.charAt(0) : "" };
    const said = meant.length === 0 ? text : likeliest(wordlist, meant, neighbours);
    const isNowHan = isHan || meant.length > 0;
    written += (wasHan && isNowHan) || written === "" ? said : ` ${said}`;
    isChanged ||= meant.length > 0;
    wasHan = isNowHan;
    at += length - 1;
  }
  return isChanged ? written : null;
}

const NOTHING = { meant: [], length: 1 } as const;

/** What the word at a place may be in Chinese, with the one after it if they belong together; and how many runs that is. */
function meantBy(runs: readonly Run[], at: number): { readonly meant: readonly string[]; readonly length: number } {
  const word = runs[at]?.text ?? "";
  const next = runs[at + 1];
  const both = next === undefined || next.isHan ? undefined : table.get(`${word}-${next.text}`);
  if (both !== undefined) return { meant: both, length: 2 };
  for (const [ending, instead] of [NO_ENDING, ...ENDINGS]) {
    const meant = ending.test(word) ? table.get(word.replace(ending, instead)) : undefined;
    if (meant !== undefined) return { meant, length: 1 };
  }
  return NOTHING;
}

const NO_ENDING = [/$/, ""] as const;

/** Of several translations the one the pack's examples would lead one to expect here; else the most usual. */
function likeliest(
  wordlist: Wordlist,
  meant: readonly string[],
  { before, after }: { readonly before: string; readonly after: string },
): string {
  let best = meant[0] ?? "";
  let bestWeight = 0;
  for (const chinese of meant) {
    const weight =
      NEIGHBOUR_WEIGHT * (knows(wordlist, before + chinese.charAt(0)) + knows(wordlist, chinese.slice(-1) + after)) +
      OWN_WEIGHT * knows(wordlist, chinese);
    if (weight <= bestWeight) continue;
    best = chinese;
    bestWeight = weight;
  }
  return best;
}

/** How well the pack knows characters in a row: 0 when a pair of them never came, or there is no pair. */
function knows(wordlist: Wordlist, characters: string): number {
  let least = characters.length < 2 ? 0 : Number.POSITIVE_INFINITY;
  for (let at = 1; at < characters.length; at += 1) {
    least = Math.min(least, countOfPair(wordlist, characters.charCodeAt(at - 1), characters.charCodeAt(at)));
  }
  return least === 0 ? 0 : 1 + OFTEN_WEIGHT * Math.log(least);
}
