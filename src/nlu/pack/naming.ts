/**
 * Ids of intents nobody named, out of what they are about: the first words of a title in Latin letters, Chinese by its sound. For
 * whoever reads a list of files; what learners see is the title.
 */
import { isReserved } from "../../core/faq/reserved.ts";
import { INTENT_ID } from "../../core/press.ts";
import { soundsOf, spelled } from "../spell/pinyin.ts";

/** Shorter than an id may be, so that a number fits behind it. */
const LENGTH_MAX = 32;
const LENGTH_MIN = 3;
const NOTHING_TO_SAY = "question";

/** A free id of the first of these titles that can be written in Latin letters. */
export function freshId(titles: readonly string[], isTaken: (id: string) => boolean): string {
  const words = titles.map(lettersOf).find((letters) => letters.length >= LENGTH_MIN) ?? NOTHING_TO_SAY;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? words : `${words}_${number}`;
    if (INTENT_ID.test(id) && !isReserved(id) && !isTaken(id)) return id;
  }
}

function lettersOf(title: string): string {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, "");
  const words = (plain.match(/[a-z0-9]+|\p{Script=Han}/gu) ?? []).map(latinOf).filter((word) => word !== "");
  const first = words.findIndex((word) => /^[a-z]/.test(word));
  let letters = "";
  for (const word of first < 0 ? [] : words.slice(first)) {
    const longer = letters === "" ? word.slice(0, LENGTH_MAX) : `${letters}_${word}`;
    if (longer.length > LENGTH_MAX) break;
    letters = longer;
  }
  return letters;
}

/** What is not written in China today has no sound here, and is left out. */
function latinOf(word: string): string {
  if (/^[a-z0-9]/.test(word)) return word;
  const [sound] = soundsOf(word.charCodeAt(0));
  return sound === undefined ? "" : spelled(sound);
}
