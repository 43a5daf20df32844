/**
 * The examination paper: course-support questions in the words of learners, written from the scope of each intent
 * alone. Whoever writes examples for the pack must not copy from here, and the other way round: a paper known
 * beforehand measures nothing.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { LANGUAGES, type Language } from "../../../src/core/model.ts";
import { OUT_OF_SCOPE } from "../../../src/nlu/dataset.ts";

const STYLES = [
  "plain",
  "terse",
  "angry",
  "story",
  "typo",
  "traditional",
  "mixed",
  "polite",
  "indirect",
  "oos-near",
  "oos-far",
] as const;

const questionSchema = z.strictObject({
  text: z.string().min(1),
  /** An intent's id, or `oos`: none of them. */
  intent: z.string().min(1),
  lang: z.enum(LANGUAGES),
  /** How it is said; for `oos` how far it lies from what the pack knows. */
  style: z.enum(STYLES),
});

const doubleSchema = z.strictObject({
  text: z.string().min(1),
  intents: z.tuple([z.string().min(1), z.string().min(1)]),
  lang: z.enum(LANGUAGES),
  style: z.literal("two-questions"),
});

export type Question = Readonly<z.infer<typeof questionSchema>>;
/** Two questions in one message; an answer to either is a good start. */
export type DoubleQuestion = Readonly<z.infer<typeof doubleSchema>>;

/** All questions of a language, in the order of the file; throws on a row of another shape. */
export async function questionsIn(language: Language): Promise<readonly Question[]> {
  return (await linesOf(`${language}.jsonl`)).map((line) => questionSchema.parse(JSON.parse(line)));
}

/** The messages of a language that ask two things at once; throws on a row of another shape. */
export async function doubleQuestionsIn(language: Language): Promise<readonly DoubleQuestion[]> {
  return (await linesOf(`two-questions.${language}.jsonl`)).map((line) => doubleSchema.parse(JSON.parse(line)));
}

export function isInScope({ intent }: Question): boolean {
  return intent !== OUT_OF_SCOPE;
}

async function linesOf(file: string): Promise<readonly string[]> {
  const text = await readFile(new URL(file, import.meta.url), "utf8");
  return text.trimEnd().split("\n");
}
