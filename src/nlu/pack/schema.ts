/**
 * The shape of the files of a pack, as interface of the people who write them: every message says what to write. Only
 * shape: what depends on other files (languages, variables, duplicates) is checked in build.ts.
 */
import { z } from "zod";
import { LANGUAGES, PRIORITIES } from "../../core/model.ts";
import { casesShape, coursesShape, KEYS_BELOW } from "./cases-schema.ts";
import { inLanguages, LABEL_LENGTH_MAX, links, quoted, TEXT_LENGTH_MAX, text } from "./parts.ts";
import type { Problem } from "./problem.ts";
import type { Source } from "./source.ts";

const probability = z
  .number({ error: "write a number from 0 to 1, such as 0.9" })
  .min(0, { error: "write a number from 0 to 1, such as 0.9" })
  .max(1, { error: "write a number from 0 to 1, such as 0.9" });

export const intentSchema = z.strictObject(
  {
    id: z
      .string({ error: quoted })
      .regex(/^[a-z0-9_]{1,40}$/, { error: "write 1 to 40 of a–z, 0–9 and _, such as request_refund" }),
    title: inLanguages(text(LABEL_LENGTH_MAX)),
    examples: inLanguages(z.array(text(TEXT_LENGTH_MAX), { error: "write a list of messages, each after a dash" })),
    answer: inLanguages(text(TEXT_LENGTH_MAX)),
    links: links.default([]),
    escalate: z.enum(["never", "offer", "always"], { error: "write never, offer or always" }).default("never"),
    priority: z.enum(PRIORITIES, { error: `write one of ${PRIORITIES.join(", ")}` }).default("normal"),
    answerWhenSure: probability.optional(),
    tags: z
      .array(z.string({ error: quoted }).regex(/^[a-z0-9-]{1,40}$/, { error: "write 1 to 40 of a–z, 0–9 and -" }), {
        error: "write a list of tags, such as [billing]",
      })
      .default([]),
    ...casesShape,
  },
  { error: "write an intent: id, title, examples, answer" },
);

const variable = z.union([z.string(), z.number(), inLanguages(z.union([z.string(), z.number()]))], {
  error: "write text, a number, or { zh: …, en: … }",
});

export const packSchema = z.strictObject(
  {
    name: text(LABEL_LENGTH_MAX),
    languages: z
      .array(z.enum(LANGUAGES, { error: `write languages out of ${LANGUAGES.join(", ")}` }), {
        error: `write a list of languages, such as [${LANGUAGES.join(", ")}]`,
      })
      .min(1, { error: "write at least one language" }),
    answerWhenSure: probability.default(0.9),
    askWhenSure: probability.default(0.5),
    variables: z
      .record(z.string().regex(/^[a-z0-9_]{1,40}$/), variable, { error: "write names and values: { refund_days: 7 }" })
      .default({}),
    courses: coursesShape,
  },
  { error: "write a pack: name, languages, answerWhenSure, askWhenSure, variables" },
);

/** Its texts are learned from and never shown. */
export const straysSchema = inLanguages(
  z.array(text(TEXT_LENGTH_MAX), { error: "write a list of questions, each after a dash" }),
);

export type IntentFile = z.output<typeof intentSchema>;
export type PackFile = z.output<typeof packSchema>;
export type StraysFile = z.output<typeof straysSchema>;

/** Checks the shape of a file; every problem in it carries its line. */
export function shapeOf<Value>(
  schema: z.ZodType<Value>,
  source: Source,
): { readonly value: Value } | { readonly problems: readonly Problem[] } {
  const result = schema.safeParse(source.value);
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, source)) };
}

function problemsOf(issue: z.core.$ZodIssue, source: Source): readonly Problem[] {
  const { file } = source;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      file,
      line: source.lineOfKey(issue.path, key),
      text: `"${key}" is not known here; ${allowedAt(issue.path)}`,
    }));
  }
  const name = issue.path.map(String).join(".");
  const line = source.lineOf(issue.path);
  if (issue.code === "invalid_key") {
    return [{ file, line, text: `"${name}" is no name for a variable; write 1 to 40 of a–z, 0–9 and _` }];
  }
  return [{ file, line, text: name === "" ? issue.message : `${name}: ${issue.message}` }];
}

const KEYS = new Map([
  ["intent", Object.keys(intentSchema.shape)],
  ["pack", Object.keys(packSchema.shape)],
]);

function allowedAt(path: readonly PropertyKey[]): string {
  if (path.length > 0) {
    const keys = KEYS_BELOW.get(path.filter((step) => typeof step === "string").join("."));
    return `write ${(keys ?? LANGUAGES).join(keys === undefined ? " or " : ", ")}`;
  }
  const intent = `an intent has ${KEYS.get("intent")?.join(", ")}`;
  return `${intent}, pack.yaml has ${KEYS.get("pack")?.join(", ")}, strays.yaml has ${LANGUAGES.join(", ")}`;
}
