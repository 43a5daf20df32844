/**
 * How Chinese characters sound, without tones: people type by sound, and choose the wrong character or none. Sounds that
 * half of China does not tell apart (z and zh, n and l, in and ing …) count as one slip, never as the same.
 */
import { SYLLABLES } from "./pinyin-table.ts";

const SYLLABLE_LENGTH_MAX = 6;
/** A run of letters longer than this is no pinyin of a word or two. */
const PINYIN_LENGTH_MAX = 24;

/** Syllables by number; 0 is no syllable. */
const names: string[] = [""];
const numbers = new Map<string, number>();
/** Unit → its syllables: the usual one, and another where there is one. */
const usual = new Uint16Array(0x10000);
const other = new Uint16Array(0x10000);
for (const [, name = "", characters = ""] of SYLLABLES.replaceAll("\n", "").matchAll(/([a-z]+)([^a-z]+)/g)) {
  const number = names.push(name) - 1;
  numbers.set(name, number);
  for (let at = 0; at < characters.length; at += 1) {
    const unit = characters.charCodeAt(at);
    (usual[unit] === 0 ? usual : other)[unit] = number;
  }
}
const blurNumbers = new Map<string, number>();
const blurs = Uint16Array.from(names, (name) => {
  const blurred = name
    .replace(/^([zcs])h/, "$1")
    .replace(/^n/, "l")
    .replace(/ng$/, "n");
  const number = blurNumbers.get(blurred) ?? blurNumbers.size + 1;
  blurNumbers.set(blurred, number);
  return number;
});
/** Blurs are numbers below this. */
export const BLUR_COUNT = blurNumbers.size + 1;

/** The sounds of a simplified character: numbers of syllables, none for what is not written today. */
export function soundsOf(unit: number): readonly number[] {
  const first = usual[unit] ?? 0;
  const second = other[unit] ?? 0;
  if (first === 0) return [];
  return second === 0 ? [first] : [first, second];
}

/** A syllable in letters. */
export function spelled(syllable: number): string {
  return names[syllable] ?? "";
}

/** Syllables that are easily confused have the same blur. */
export function blurOf(syllable: number): number {
  return blurs[syllable] ?? 0;
}

/** Cuts letters into as few syllables as they allow; null when they are no pinyin. `nü` is typed as `nv`. */
export function syllablesOf(letters: string): readonly number[] | null {
  if (letters.length > PINYIN_LENGTH_MAX) return null;
  /** For every place the fewest syllables to the end, and the length of the first of them. */
  const fewest = new Array<number>(letters.length + 1).fill(Number.POSITIVE_INFINITY);
  const lengths = new Array<number>(letters.length + 1).fill(0);
  fewest[letters.length] = 0;
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    for (let length = 1; length <= SYLLABLE_LENGTH_MAX && at + length <= letters.length; length += 1) {
      if (!numbers.has(letters.slice(at, at + length))) continue;
      const count = 1 + (fewest[at + length] ?? 0);
      if (count > (fewest[at] ?? 0)) continue;
      fewest[at] = count;
      lengths[at] = length;
    }
  }
  if (fewest[0] === Number.POSITIVE_INFINITY) return null;
  const syllables: number[] = [];
  for (let at = 0; at < letters.length; at += lengths[at] ?? letters.length) {
    syllables.push(numbers.get(letters.slice(at, at + (lengths[at] ?? 0))) ?? 0);
  }
  return syllables;
}
