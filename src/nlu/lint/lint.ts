/**
 * What would make a pack answer worse than it could, though it loads: said before it is published. Nothing here stops a pack; what
 * does is in ../pack. Addresses are looked at and never opened.
 */
import { spokenLanguage } from "../../core/language.ts";
import { LANGUAGES, type Language } from "../../core/model.ts";
import { type AnswerLink, type Intent, type Pack, SMALL_TALK_TAG, WANTS_PERSON_TAG } from "../../core/pack.ts";
import { alikeAcross } from "./alike.ts";
import { strangersIn } from "./strangers.ts";

export const LINT_KINDS = [
  "belongs_elsewhere",
  "near_duplicate",
  "thin",
  "wrong_language",
  "variable",
  "link",
  "long",
] as const;

export type LintWarning = {
  readonly kind: (typeof LINT_KINDS)[number];
  readonly intentId: string;
  /** Null: all of them. */
  readonly language: Language | null;
  /** What it is, and what to do. */
  readonly text: string;
  /** The example, link or words meant. */
  readonly about: string | null;
  /** Which intent it comes too near to; left out: none. */
  readonly otherId?: string;
};

/** Fewer examples are learned by heart: five to ten of a language are where accuracy stops rising steeply (docs/benchmarks.md). */
const EXAMPLES_MIN = 5;
/** Source: https://discord.com/developers/docs/resources/message#create-message; Telegram takes 4096. Longer answers are cut into parts. */
const DISCORD_LENGTH_MAX = 2000;
const TELEGRAM_LENGTH_MAX = 4096;

/** All of a pack, by intent; reading the examples takes a few seconds for some thousand of them. The same pack, the same warnings. */
export function lint(pack: Pack): readonly LintWarning[] {
  const intents = [...pack.intents.values()];
  const plain = intents.flatMap((intent) => [
    ...thin(intent, pack.languages),
    ...wordings(intent, pack.languages),
    ...intent.links.flatMap((link) => linkWarnings(intent.id, link)),
  ]);
  const places = new Map(intents.map(({ id }, place) => [id, place]));
  return [...plain, ...alikeAcross(pack).map(duplicate), ...strangersIn(pack).map(stranger)].toSorted(
    (one, other) => (places.get(one.intentId) ?? 0) - (places.get(other.intentId) ?? 0),
  );
}

function thin({ id, examples, tags }: Intent, languages: readonly Language[]): readonly LintWarning[] {
  if (tags.includes(SMALL_TALK_TAG) || tags.includes(WANTS_PERSON_TAG)) return [];
  return languages.flatMap((language) => {
    const count = examples[language].length;
    if (count >= EXAMPLES_MIN) return [];
    const text = `has ${count} ${count === 1 ? "example" : "examples"}; write at least ${EXAMPLES_MIN}, as learners would say it`;
    return [{ kind: "thin", intentId: id, language, text, about: null } as const];
  });
}

function wordings({ id, title, answer, cases = [], variants = [] }: Intent, languages: readonly Language[]) {
  const answers = [answer, ...cases.map((each) => each.answer), ...variants.map((each) => each.answer)];
  return languages.flatMap((language) => [
    ...answers.flatMap((each) => answerWarnings(id, language, each[language])),
    ...(isIn(language, title[language]) ? [] : [wrongLanguage(id, language, "title", title[language])]),
  ]);
}

function answerWarnings(intentId: string, language: Language, words: string): readonly LintWarning[] {
  const warning = (kind: LintWarning["kind"], text: string): LintWarning => ({
    kind,
    intentId,
    language,
    text,
    about: null,
  });
  const warnings: LintWarning[] = [];
  if (words.length > TELEGRAM_LENGTH_MAX)
    warnings.push(warning("long", tooLong(words, "Telegram", TELEGRAM_LENGTH_MAX)));
  else if (words.length > DISCORD_LENGTH_MAX)
    warnings.push(warning("long", tooLong(words, "Discord", DISCORD_LENGTH_MAX)));
  if (/\{\{|\}\}/.test(words))
    warnings.push(warning("variable", "has braces that no variable fills; define it in pack.yaml"));
  if (!isIn(language, words)) warnings.push(wrongLanguage(intentId, language, "answer", words));
  return warnings;
}

function tooLong(words: string, network: string, lengthMax: number): string {
  return `the answer has ${words.length} characters and ${network} takes ${lengthMax}: it arrives in parts; shorten it`;
}

function isIn(language: Language, words: string): boolean {
  const spoken = spokenLanguage(words);
  return spoken === null || spoken === language;
}

const SHOWN_LENGTH_MAX = 60;

function wrongLanguage(intentId: string, language: Language, what: string, words: string): LintWarning {
  const other = LANGUAGES.find((each) => each !== language);
  const text = `the ${what} reads like ${other}; translate it`;
  return { kind: "wrong_language", intentId, language, text, about: words.slice(0, SHOWN_LENGTH_MAX) };
}

const SCHEMES: readonly string[] = ["https:", "http:", "mailto:", "tel:", "tg:"];
const OWN_MACHINE =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|\[?::1|.*\.(?:local|internal|test|invalid)$)/;

function linkWarnings(intentId: string, { url }: AnswerLink): readonly LintWarning[] {
  const text = linkProblem(url);
  return text === null ? [] : [{ kind: "link", intentId, language: null, text, about: url.slice(0, SHOWN_LENGTH_MAX) }];
}

function linkProblem(url: string): string | null {
  if (/\{\{|\}\}/.test(url)) return "the link has braces that no variable fills; define it in pack.yaml";
  if (!URL.canParse(url)) return "the link is no address; write it in full, with https://";
  const { protocol, hostname } = new URL(url);
  if (!SCHEMES.includes(protocol)) return `learners cannot open ${protocol} addresses; use https://`;
  if (protocol.startsWith("http") && OWN_MACHINE.test(hostname))
    return "only this machine or network can open the link";
  if (protocol.startsWith("http") && !hostname.includes("."))
    return "the link has no whole host name; write it in full";
  return null;
}

function duplicate({
  intentId,
  language,
  example,
  otherId,
  other,
}: ReturnType<typeof alikeAcross>[number]): LintWarning {
  const text = `is nearly the same as "${other}" of ${otherId}; keep it in one of them, or say what sets them apart`;
  return { kind: "near_duplicate", intentId, language, text, about: example, otherId };
}

function stranger({ intentId, language, example, otherId }: ReturnType<typeof strangersIn>[number]): LintWarning {
  const text = `looks like ${otherId} to a model that has not seen it; move it there, or add examples like it here`;
  return { kind: "belongs_elsewhere", intentId, language, text, about: example, otherId };
}
