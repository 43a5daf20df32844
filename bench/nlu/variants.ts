/**
 * The same question as a learner might write it: with a slip, in traditional script, with English words in it. A variant that
 * changes nothing in a text returns null, so that a loss is measured on changed texts only and not thinned by the rest.
 */
import type { Dice } from "../../src/core/dice.ts";
import { MIXED, SAME_SOUND, TRADITIONAL } from "./learners-write.ts";

export type Variant = {
  readonly name: "typo" | "same sound" | "traditional" | "mixed";
  readonly isChinese: boolean;
  readonly write: (text: string, dice: Dice) => string | null;
};

export const VARIANTS: readonly Variant[] = [
  { name: "typo", isChinese: false, write: withTypo },
  { name: "same sound", isChinese: true, write: withSameSound },
  { name: "traditional", isChinese: true, write: inTraditional },
  { name: "mixed", isChinese: true, write: withEnglish },
];

/** Shorter words are seldom mistyped, and one letter more or less makes another word of them. */
const WORD = /[a-z]{4,}/gi;
const KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** One slip in one word: a letter left out, doubled, swapped with the next, or its neighbour on the keyboard. */
function withTypo(text: string, dice: Dice): string | null {
  const words = [...text.matchAll(WORD)];
  const word = words[Math.floor(dice() * words.length)];
  if (word === undefined) return null;
  // The first letter is seldom the wrong one.
  const at = word.index + 1 + Math.floor(dice() * (word[0].length - 2));
  const letter = text.charAt(at);
  const slips = [
    "",
    letter + letter,
    besideOnKeyboard(letter, dice),
    // Swapping equal letters would change nothing.
    text.charAt(at + 1) === letter ? "" : text.charAt(at + 1) + letter,
  ];
  const slip = slips[Math.floor(dice() * slips.length)] ?? "";
  const isSwapped = slip.length === 2 && slip !== letter + letter;
  return text.slice(0, at) + slip + text.slice(at + (isSwapped ? 2 : 1));
}

function besideOnKeyboard(letter: string, dice: Dice): string {
  const row = KEYBOARD.find((keys) => keys.includes(letter.toLowerCase())) ?? "qw";
  const at = row.indexOf(letter.toLowerCase());
  const beside = [row.charAt(at - 1), row.charAt(at + 1)].filter((key) => key !== "");
  return beside[Math.floor(dice() * beside.length)] ?? "";
}

/** One character for another of the same sound. */
function withSameSound(text: string, dice: Dice): string | null {
  const places = [...text].flatMap((character, at) => {
    const group = SAME_SOUND.find((one) => one.includes(character));
    return group === undefined ? [] : [{ at, others: [...group].filter((one) => one !== character) }];
  });
  const place = places[Math.floor(dice() * places.length)];
  const other = place?.others[Math.floor(dice() * place.others.length)];
  if (place === undefined || other === undefined) return null;
  return [...text].with(place.at, other).join("");
}

function inTraditional(text: string): string | null {
  const written = Array.from(text, (character) => TRADITIONAL.get(character) ?? character).join("");
  return written === text ? null : written;
}

/** The first two words of the list that occur. */
function withEnglish(text: string): string | null {
  const found = MIXED.filter(([chinese]) => text.includes(chinese)).slice(0, 2);
  const written = found.reduce((mixed, [chinese, english]) => mixed.replace(chinese, ` ${english} `), text);
  return written === text ? null : written.replace(/ {2,}/g, " ").trim();
}
