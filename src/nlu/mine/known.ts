/** The intents there are, as what shows how finely the FAQ divides things. */
import { type Intent, type Pack, WANTS_PERSON_TAG } from "../../core/pack.ts";
import type { Known } from "./mine.ts";

/** Examples of the intents that answer something: wanting a person is none of the FAQ's divisions. */
export function knownIn(pack: Pack): readonly Known[] {
  const intents: readonly Intent[] = [...pack.intents.values()].filter(({ tags }) => !tags.includes(WANTS_PERSON_TAG));
  return intents.flatMap(({ id, examples }) =>
    pack.languages.flatMap((language) => examples[language].map((text) => ({ text, language, intentId: id }))),
  );
}
