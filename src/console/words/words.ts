/**
 * Every word of the console, in both languages. The chapters stand beside this file; in each, `satisfies` makes a missing
 * translation a type error. Words of learners and agents are never in here and never translated.
 */
import type { Language } from "../language.ts";
import { frame } from "./frame.ts";
import { line } from "./line.ts";
import { office } from "./office.ts";
import { ticket } from "./ticket.ts";
import { verbs } from "./verbs.ts";

const en = { ...frame.en, ...ticket.en, ...verbs.en, ...office.en, ...line.en };
export type Words = typeof en;

export const WORDS: Readonly<Record<Language, Words>> = {
  zh: { ...frame.zh, ...ticket.zh, ...verbs.zh, ...office.zh, ...line.zh },
  en,
};

/** Where a browser keeps the language somebody chose on this page. */
export const LANGUAGE_KEPT = "aftercare.language";
