/**
 * `aftercare ask "text"`: what the bot would do with a message, without a channel and without leaving a trace. The
 * judgement is the one learners get, as for the first message of a conversation.
 */
import { ConfigError } from "../core/errors.ts";
import { type Judgement, judgeAll } from "../core/judge.ts";
import { spokenLanguage } from "../core/language.ts";
import { LANGUAGES, type Language, type LearnerId, type Match } from "../core/model.ts";
import type { Pack } from "../core/pack.ts";
import { type Asking, sayingOf } from "../core/saying.ts";
import { clean } from "../core/text.ts";
import { trainMatcher } from "../nlu/matcher.ts";
import { loadPack } from "../nlu/pack/load.ts";
import { readParts } from "../nlu/text/read-parts.ts";
import { AS_HOW, readAs } from "./as-learner.ts";
import { reportProblems } from "./exit.ts";
import { packSettings } from "./packs.ts";

export type AskOptions = { readonly lang?: string; readonly json?: true; readonly as?: string };

/** Prints the answer, or what the bot would do instead. Errors: ConfigError when settings or packs cannot be used. */
export async function ask(text: string, options: AskOptions): Promise<void> {
  const { intentsDirs, defaultLanguage } = packSettings();
  const loaded = await loadPack(intentsDirs);
  if ("problems" in loaded) throw new ConfigError(loaded.problems);
  const words = clean(text);
  const asked = LANGUAGES.find((language) => language === options.lang);
  const language = asked ?? spokenLanguage(words) ?? defaultLanguage;
  const questions = readParts(trainMatcher(loaded.pack), words).map((part) => part.matches);
  const { answers, last } = judgeAll(questions, loaded.pack, 0);
  const asking = askingAs(options.as, { pack: loaded.pack, language });
  if (asking === null) return reportProblems([`--as: ${AS_HOW}`]);
  const said = together([...answers, last].map((judgement) => saidFor(judgement, asking)));
  const matches = questions.flat();
  const titled = titledOf(matches, loaded.pack, language);
  process.stdout.write(
    options.json ? `${JSON.stringify({ language, ...said, matches })}\n` : `${show(said, titled)}\n`,
  );
}

type Saying = {
  readonly judgement: Judgement["judgement"];
  /** The intents answered or offered. */
  readonly intents: readonly string[];
  /** What the learner would read as an answer; null when there is none. */
  readonly answer: string | null;
  readonly links: readonly { readonly label: string; readonly url: string }[];
};

/** Whoever asks here: in a private chat, and known as `--as` says. Null when that cannot be read. */
function askingAs(as: string | undefined, { pack, language }: Pick<Asking["facts"], "pack"> & Spoken): Asking | null {
  const now = Date.now();
  const record = as === undefined ? undefined : readAs(as, now);
  if (record === null) return null;
  const home = { channel: "web", chatId: "" } as const;
  const conversation = { learnerId: 0 as LearnerId, language, home };
  return { conversation, facts: { now, pack, ...(record === undefined ? {} : { record }) } };
}

type Spoken = { readonly language: Language };

function saidFor(judgement: Judgement, asking: Asking): Saying {
  switch (judgement.judgement) {
    case "answer": {
      const { text, links } = sayingOf(judgement.intent, asking);
      const shown = links.flat().flatMap((button) => ("url" in button ? [button] : []));
      return { judgement: "answer", intents: [judgement.intent.id], answer: text, links: shown };
    }
    case "clarify":
      return { ...nothingSaid, judgement: "clarify", intents: judgement.choices.map(({ id }) => id) };
    case "rephrase":
    case "hand_over":
      return { ...nothingSaid, judgement: judgement.judgement };
  }
}

/** What is said about several questions in one message, one after the other; the last one says what is done. */
function together(sayings: readonly Saying[]): Saying {
  const answers = sayings.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  return {
    judgement: sayings.at(-1)?.judgement ?? "rephrase",
    intents: sayings.flatMap(({ intents }) => intents),
    answer: answers.length === 0 ? null : answers.join("\n\n"),
    links: sayings.flatMap(({ links }) => links),
  };
}

const nothingSaid = { intents: [], answer: null, links: [] };

const WHAT_HAPPENS: Readonly<Record<Judgement["judgement"], string>> = {
  answer: "answers",
  clarify: "asks which was meant",
  rephrase: "asks to say it in other words",
  hand_over: "hands over to a person",
};

function show(said: Saying, titled: readonly string[]): string {
  const links = said.links.map(({ label, url }) => `[${label}] ${url}`);
  const answer = said.answer === null ? [] : [said.answer, ...links, ""];
  return [...answer, `The bot ${WHAT_HAPPENS[said.judgement]}.`, ...titled].join("\n");
}

function titledOf(matches: readonly Match[], pack: Pack, language: Language): readonly string[] {
  return matches.map(({ intentId, confidence }) => {
    const title = pack.intents.get(intentId)?.title[language] ?? "";
    return `${(100 * confidence).toFixed(1).padStart(6)} %  ${intentId}  ${title}`;
  });
}
