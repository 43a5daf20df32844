/** Examples of different intents that are nearly the same: whichever is right, the other teaches the bot a mistake. */

import type { Language } from "../../core/model.ts";
import type { Pack } from "../../core/pack.ts";
import { knownIn } from "../mine/known.ts";
import { likenessRows, materialFrom } from "../mine/likeness.ts";

export type Alike = {
  readonly intentId: string;
  readonly language: Language;
  readonly example: string;
  readonly otherId: string;
  readonly other: string;
};

/** Of the shipped packs' pairs the most alike have 0.8, and differ in the word that counts. */
const LIKENESS_MIN = 0.85;
const PAIRS_MAX = 200;
/** A larger pack is compared by so many examples of each language, dealt evenly. */
const EXAMPLES_MAX = 8000;

export function alikeAcross(pack: Pack): readonly Alike[] {
  return pack.languages.flatMap((language) => {
    const all = knownIn(pack).filter((each) => each.language === language);
    const step = Math.max(1, Math.ceil(all.length / EXAMPLES_MAX));
    const examples = all.filter((_, place) => place % step === 0);
    const pairs: Alike[] = [];
    const material = materialFrom(examples.map(({ text }) => text));
    for (const { index, row } of likenessRows(material, [...examples.keys()])) {
      const one = examples[index];
      for (let place = index + 1; place < row.length && pairs.length < PAIRS_MAX; place += 1) {
        const other = examples[place];
        if ((row[place] ?? 0) < LIKENESS_MIN || one === undefined || other === undefined) continue;
        if (one.intentId === other.intentId) continue;
        const { intentId, text: example } = one;
        pairs.push({ intentId, language, example, otherId: other.intentId, other: other.text });
      }
    }
    return pairs;
  });
}
