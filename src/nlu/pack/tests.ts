/**
 * `tests.yaml` beside pack.yaml: questions and the intent each must be understood as, or `oos` for what must not be answered.
 * They are never learned from. No pack needs them; a version that fails them is not published.
 */
import { join } from "node:path";
import { z } from "zod";
import { judge } from "../../core/judge.ts";
import type { Pack, PackTest } from "../../core/pack.ts";
import type { Matcher } from "../../core/ports.ts";
import type { Folder } from "./folder.ts";
import { describe, type Problem } from "./problem.ts";
import { shapeOf } from "./schema.ts";
import { readSource } from "./source.ts";

export const TESTS_FILE = "tests.yaml";
const OUT_OF_SCOPE = "oos";
const QUESTION_LENGTH_MAX = 4096;

const question = z
  .string({ error: 'write a question, in "double quotes" when it is a number or yes/no' })
  .min(1, { error: "is empty; write a question or remove it" })
  .max(QUESTION_LENGTH_MAX, { error: `is longer than ${QUESTION_LENGTH_MAX} characters; shorten it` });
const testsSchema = z.record(z.string(), z.array(question, { error: "write a list of questions, each after a dash" }), {
  error: "write ids of intents, each with its questions: request_refund: [I want my money back]",
});

type ReadTests = { readonly tests: readonly PackTest[]; readonly problems: readonly Problem[] };

/** Reads the file of one folder. Without the file: no tests and no problem. */
export function readTests({ name, texts }: Folder, isIntent: (id: string) => boolean): ReadTests {
  const text = texts?.get(TESTS_FILE);
  if (text === undefined) return { tests: [], problems: [] };
  const file = join(name, TESTS_FILE);
  const source = readSource(file, text);
  if ("problems" in source) return { tests: [], problems: source.problems };
  const shaped = shapeOf(testsSchema, source);
  if ("problems" in shaped) return { tests: [], problems: shaped.problems };
  const entries = Object.entries(shaped.value);
  const problems = entries
    .filter(([id]) => id !== OUT_OF_SCOPE && !isIntent(id))
    .map(([id]) => {
      const text = `"${id}" is no intent of this pack; write the id of one, or ${OUT_OF_SCOPE} for what must not be answered`;
      return { file, line: source.lineOfKey([], id), text };
    });
  const tests = entries.flatMap(([id, questions]) =>
    questions.map((text, index) => ({
      text,
      intentId: id === OUT_OF_SCOPE ? null : id,
      place: { file, line: source.lineOf([id, index]) },
    })),
  );
  return { tests, problems };
}

/** Tests that fail, as `file:line: what, and what it was understood as`. None: the version may be published. */
export function failedTests(pack: Pack, match: Matcher): readonly string[] {
  return (pack.tests ?? []).flatMap(({ text, intentId, place }) => {
    const matches = match(text);
    const best = matches[0];
    const { judgement } = judge(matches, pack, 0);
    const isMissed = judgement === "rephrase";
    const isRight = intentId === null ? judgement !== "answer" : best?.intentId === intentId && !isMissed;
    if (isRight) return [];
    const percent = `${Math.round(100 * (best?.confidence ?? 0))} %`;
    const understood =
      isMissed || best === undefined ? "not understood" : `understood as ${best.intentId} (${percent})`;
    const wanted = intentId ?? "nothing this pack answers";
    return [
      describe({
        ...place,
        text: `"${text}" must mean ${wanted}, but is ${understood}; add such examples, or correct the test`,
      }),
    ];
  });
}
