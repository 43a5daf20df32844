/**
 * One intent file of the right shape → an intent with every language present and every variable filled in. Languages a
 * pack does not declare get the words of its first one: the types promise words in every language, and some word beats
 * none.
 */
import { LANGUAGES, type Language } from "../../core/model.ts";
import type { AnswerLink, Intent, Wording } from "../../core/pack.ts";
import { fill } from "./fill.ts";
import type { Problem } from "./problem.ts";
import type { IntentFile, PackFile } from "./schema.ts";
import type { Path, Source } from "./source.ts";

/** One example can be learned from, but then nothing is left to test on. Ten and more make a good intent. */
const EXAMPLES_MIN = 2;
const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:", "mailto:"]);
/** After filling, an answer must still fit into one Telegram message. */
const ANSWER_LENGTH_MAX = 4096;

type PerLanguage<Value> = { readonly [language in Language]?: Value | undefined };

/** Builds an intent and tells what is wrong with it. With problems the intent must not be used. */
export function buildIntent(
  file: IntentFile,
  source: Source,
  pack: PackFile,
): { intent: Intent; problems: readonly Problem[] } {
  const build = new Build(source, pack);
  build.checkName(file.id);
  const intent: Intent = {
    id: file.id,
    title: build.wording(file.title, ["title"]),
    examples: build.examples(file.examples),
    answer: build.wording(file.answer, ["answer"], ANSWER_LENGTH_MAX),
    links: file.links.map((link, index) => build.link(link, ["links", index])),
    escalate: file.escalate,
    priority: file.priority,
    answerWhenSure: file.answerWhenSure ?? pack.answerWhenSure,
    tags: file.tags,
  };
  return { intent, problems: build.problems };
}

/** Carries the source along and collects problems; lives for one intent. */
class Build {
  readonly problems: Problem[] = [];
  readonly #source: Source;
  readonly #pack: PackFile;

  constructor(source: Source, pack: PackFile) {
    this.#source = source;
    this.#pack = pack;
  }

  /** The file's name is how people find an intent: it must be its id. */
  checkName(id: string): void {
    const expected = `${id.replaceAll("_", "-")}.yaml`;
    const actual = this.#source.file.split(/[\\/]/).at(-1);
    if (actual !== expected) this.#complain(["id"], `id "${id}" does not fit the file; rename the file to ${expected}`);
  }

  wording(words: PerLanguage<string>, path: Path, lengthMax = Number.POSITIVE_INFINITY): Wording {
    const filled = this.#inLanguages(words, path, (template, language) => {
      const { text, complaints } = fill(template, this.#pack.variables, language);
      for (const complaint of complaints)
        this.#complain([...path, language], `${path.join(".")}.${language}: ${complaint}`);
      if (text.length > lengthMax) {
        const length = `${text.length} characters with its variables filled in`;
        this.#complain([...path, language], `${path.join(".")}.${language}: has ${length}; shorten it to ${lengthMax}`);
      }
      return text;
    });
    return this.#everywhere(filled, "");
  }

  examples(examples: PerLanguage<readonly string[]>): Intent["examples"] {
    const path = ["examples"];
    const counted = this.#inLanguages(examples, path, (texts, language) => {
      if (texts.length < EXAMPLES_MIN) {
        const count = `${texts.length} of at least ${EXAMPLES_MIN}`;
        this.#complain(
          [...path, language],
          `examples.${language}: too few, ${count}; add messages as learners write them`,
        );
      }
      return texts;
    });
    return { zh: counted.get("zh") ?? [], en: counted.get("en") ?? [] };
  }

  link(link: { readonly label: PerLanguage<string>; readonly url: string }, path: Path): AnswerLink {
    const label = this.wording(link.label, [...path, "label"]);
    const language = this.#pack.languages[0] ?? LANGUAGES[0];
    const { text: url, complaints } = fill(link.url, this.#pack.variables, language);
    for (const complaint of complaints) this.#complain([...path, "url"], `${[...path, "url"].join(".")}: ${complaint}`);
    const isGood = SCHEMES.has(URL.parse(url)?.protocol ?? "");
    if (complaints.length === 0 && !isGood) {
      this.#complain(
        [...path, "url"],
        `${[...path, "url"].join(".")}: write an address with https://, http:// or mailto:`,
      );
    }
    return { label, url };
  }

  /** Visits the languages the pack declares; complains about those missing and those it does not declare. */
  #inLanguages<Value, Result>(
    values: PerLanguage<Value>,
    path: Path,
    visit: (value: Value, language: Language) => Result,
  ): ReadonlyMap<Language, Result> {
    const results = new Map<Language, Result>();
    const declared: readonly Language[] = this.#pack.languages;
    for (const language of LANGUAGES) {
      const value = values[language];
      const name = `${path.map(String).join(".")}.${language}`;
      if (value !== undefined && declared.includes(language)) results.set(language, visit(value, language));
      else if (value !== undefined) {
        const advice = `add ${language} to languages in pack.yaml or remove this`;
        this.#complain([...path, language], `${name}: the pack does not declare this language; ${advice}`);
      } else if (declared.includes(language)) this.#complain(path, `${name} is missing; write it in "${language}" too`);
    }
    return results;
  }

  #everywhere(words: ReadonlyMap<Language, string>, none: string): Wording {
    const first = words.get(this.#pack.languages[0] ?? LANGUAGES[0]) ?? none;
    return { zh: words.get("zh") ?? first, en: words.get("en") ?? first };
  }

  #complain(path: Path, text: string): void {
    this.problems.push({ file: this.#source.file, line: this.#source.lineOf(path), text });
  }
}
