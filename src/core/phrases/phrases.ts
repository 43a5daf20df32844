/** The bot's own words, by language. */
import type { Language } from "../model.ts";
import { en } from "./en.ts";
import type { Phrases } from "./shape.ts";
import { zh } from "./zh.ts";

const all: Readonly<Record<Language, Phrases>> = { zh, en };

export function phrasesIn(language: Language): Phrases {
  return all[language];
}
