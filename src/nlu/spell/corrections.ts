/**
 * A message → how else it may be read: misspelled words and characters as the pack spells them. Only what the pack does
 * not know is looked at; whether a correction is believed is up to who reads the message, by what it makes of it.
 */
import { type Run, wordsOf } from "../text/words.ts";
import { isEnglish } from "./english.ts";
import { hear, type Place } from "./han.ts";
import { wordsNear } from "./latin.ts";
import { syllablesOf } from "./pinyin.ts";
import { isListed, isStem, LATIN, type Wordlist } from "./wordlist.ts";

/** A message with more unknown words than this is not misspelled but about something else. */
const UNKNOWN_WORDS_MAX = 8;
const RUNS_MAX = 64;

/**
 * At most two corrected readings of the message that was cut into these runs, likelier first; none when the pack knows
 * everything in it. Folded.
 */
export function correctionsOf(wordlist: Wordlist, runs: readonly Run[]): readonly string[] {
  if (runs.length > RUNS_MAX) return [];
  const isUnknown = runs.map((run) => !run.isHan && LATIN.test(run.text) && !isWord(wordlist, run));
  const unknownCount = isUnknown.filter(Boolean).length;
  if (unknownCount > UNKNOWN_WORDS_MAX || (unknownCount === 0 && !runs.some((run) => run.isHan))) return [];
  const spelled = runs.map((run, at) => (isUnknown[at] ? wordsNear(wordlist, run.text) : []));
  const spoken = spokenIn(runs, isUnknown);
  if (spoken.every((places) => places === null) && spelled.every((near) => near.length === 0)) return [];
  const heard = heardOf(wordlist, runs, spoken);
  const first = runs.map((run, at) => heard[at] ?? spelled[at]?.[0] ?? run.text);
  const second = runs.map((run, at) => spelled[at]?.[1] ?? spelled[at]?.[0] ?? heard[at] ?? run.text);
  const written = (words: readonly string[]) => words.map((word, at) => gapBefore(runs, spoken, at) + word).join("");
  const typed = written(runs.map((run) => run.text));
  return [...new Set([written(first), written(second)])].filter((reading) => reading !== typed);
}

function isWord(wordlist: Wordlist, run: Run): boolean {
  const isShown = isListed(wordlist, run.text) || wordsOf([run]).every((stem) => isStem(wordlist, stem));
  return isShown || isEnglish(run.text);
}

type Spoken = readonly (readonly Place[] | null)[];

/** True when a run goes on where the one before ended. Between two runs of characters there was a mark or a space. */
function goesOn(runs: readonly Run[], spoken: Spoken, at: number): boolean {
  const isSpoken = at > 0 && spoken[at - 1] !== null && spoken[at] !== null;
  return isSpoken && !(runs[at - 1]?.isHan === true && runs[at]?.isHan === true);
}

function gapBefore(runs: readonly Run[], spoken: Spoken, at: number): string {
  return at === 0 || goesOn(runs, spoken, at) ? "" : " ";
}

/** What each run is when it is read aloud; null where it stays as it is typed. */
function heardOf(wordlist: Wordlist, runs: readonly Run[], spoken: Spoken): readonly (string | null)[] {
  const heard: (string | null)[] = [];
  while (heard.length < runs.length) {
    const first = heard.length;
    let last = first + 1;
    while (last < runs.length && goesOn(runs, spoken, last)) last += 1;
    const parts = spoken.slice(first, last).map((places) => places ?? []);
    const units = hear(wordlist, parts.flat());
    let from = 0;
    for (const places of parts) {
      heard.push(units === null ? null : writtenOf(units.slice(from, from + places.length)));
      from += places.length;
    }
  }
  return heard;
}

function writtenOf(units: readonly (number | null)[]): string | null {
  return units.length === 0 || units.includes(null)
    ? null
    : String.fromCharCode(...units.flatMap((unit) => unit ?? []));
}

/** The sounds of each run; null for what is no Chinese. Latin words are pinyin among Chinese, or when all of them are. */
function spokenIn(runs: readonly Run[], isUnknown: readonly boolean[]): Spoken {
  const hasHan = runs.some((run) => run.isHan);
  if (!hasHan && !runs.every((run) => syllablesOf(run.text) !== null)) return runs.map(() => null);
  return runs.map((run, at) => {
    if (run.isHan) return run.text.split("").map(placeOf);
    return hasHan && !isUnknown[at] ? null : pinyinOf(run.text);
  });
}

function placeOf(character: string): Place {
  return { kind: "character", unit: character.charCodeAt(0) };
}

function pinyinOf(letters: string): readonly Place[] | null {
  return syllablesOf(letters)?.map((syllable) => ({ kind: "syllable", syllable })) ?? null;
}
