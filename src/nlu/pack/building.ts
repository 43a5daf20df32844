/**
 * Words and addresses of one file of a pack, built in every language and complained about with their line. What a file means
 * is known to those who use this.
 */
import { isReserved, whyReserved } from "../../core/faq/reserved.ts";
import { LANGUAGES, type Language } from "../../core/model.ts";
import type { AnswerLink, Intent, Said, Wording } from "../../core/pack.ts";
import { type Filled, fill, fillAnswer } from "./fill.ts";
import type { Problem } from "./problem.ts";
import type { PackFile } from "./schema.ts";
import type { Path, Source } from "./source.ts";

/** One example can be learned from, but then nothing is left to test on. Ten and more make a good intent. */
const EXAMPLES_MIN = 2;
const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:", "mailto:"]);
/** After filling, an answer must still fit into one Telegram message. */
const ANSWER_LENGTH_MAX = 4096;

type PerLanguage<Value> = { readonly [language in Language]?: Value | undefined };

/** Carries the source along and collects problems; lives for one intent. */
export class Build {
  readonly problems: Problem[] = [];
  readonly #source: Source;
  readonly #pack: PackFile;

  constructor(source: Source, pack: PackFile) {
    this.#source = source;
    this.#pack = pack;
  }

  /** The file's name is how people find an intent: it must be its id. */
  checkName(id: string): void {
    if (isReserved(id)) {
      this.complain(["id"], `id: ${whyReserved(id)}`);
      return;
    }
    const expected = `${id.replaceAll("_", "-")}.yaml`;
    const actual = this.#source.file.split(/[\\/]/).at(-1);
    if (actual !== expected) this.complain(["id"], `id "${id}" does not fit the file; rename the file to ${expected}`);
  }

  wording(words: PerLanguage<string>, path: Path): Wording {
    return this.#everywhere(this.#filled(words, path, fill), ({ text }) => text);
  }

  /** Words of an answer, which may name what is known of the learner. */
  said(words: PerLanguage<string>, path: Path): Said {
    const filled = this.#filled(words, path, fillAnswer);
    for (const [language, { text }] of filled) {
      if (text.length <= ANSWER_LENGTH_MAX) continue;
      const length = `${text.length} characters with its variables filled in`;
      const advice = `has ${length}; shorten it to ${ANSWER_LENGTH_MAX}`;
      this.complain([...path, language], `${path.join(".")}.${language}: ${advice}`);
    }
    const answer = this.#everywhere(filled, ({ text }) => text);
    const isOpen = [...filled.values()].some(({ template }) => template !== undefined);
    return isOpen
      ? { answer, template: this.#everywhere(filled, ({ text, template }) => template ?? text) }
      : { answer };
  }

  #filled(words: PerLanguage<string>, path: Path, fillIn: typeof fill): ReadonlyMap<Language, Filled> {
    return this.#inLanguages(words, path, (template, language) => {
      const filled = fillIn(template, this.#pack.variables, language);
      for (const complaint of filled.complaints)
        this.complain([...path, language], `${path.join(".")}.${language}: ${complaint}`);
      return filled;
    });
  }

  examples(examples: PerLanguage<readonly string[]>): Intent["examples"] {
    const path = ["examples"];
    const counted = this.#inLanguages(examples, path, (texts, language) => {
      if (texts.length < EXAMPLES_MIN) {
        const count = `${texts.length} of at least ${EXAMPLES_MIN}`;
        this.complain(
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
    return { label, url: this.address(link.url, [...path, "url"], SCHEMES) };
  }

  address(written: string, path: Path, schemes: ReadonlySet<string>): string {
    const language = this.#pack.languages[0] ?? LANGUAGES[0];
    const { text: url, complaints } = fill(written, this.#pack.variables, language);
    const name = path.join(".");
    for (const complaint of complaints) this.complain(path, `${name}: ${complaint}`);
    if (complaints.length === 0 && !schemes.has(URL.parse(url)?.protocol ?? "")) {
      const known = [...schemes].map((scheme) => (scheme === "mailto:" ? scheme : `${scheme}//`));
      this.complain(path, `${name}: write an address with ${known.join(", ").replace(/, ([^,]*)$/, " or $1")}`);
    }
    return url;
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
        this.complain([...path, language], `${name}: the pack does not declare this language; ${advice}`);
      } else if (declared.includes(language)) this.complain(path, `${name} is missing; write it in "${language}" too`);
    }
    return results;
  }

  #everywhere(words: ReadonlyMap<Language, Filled>, textOf: (filled: Filled) => string): Wording {
    const first = words.get(this.#pack.languages[0] ?? LANGUAGES[0]);
    const said = (filled = first): string => (filled === undefined ? "" : textOf(filled));
    return { zh: said(words.get("zh")), en: said(words.get("en")) };
  }

  complain(path: Path, text: string): void {
    this.problems.push({ file: this.#source.file, line: this.#source.lineOf(path), text });
  }
}
