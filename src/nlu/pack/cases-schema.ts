/**
 * The shape of what makes one intent say different things: cases by what is known of the learner, wordings that are tried
 * against each other, images.
 */
import { z } from "zod";
import { CHANNELS, LANGUAGES } from "../../core/model.ts";
import { inLanguages, LABEL_LENGTH_MAX, links, TEXT_LENGTH_MAX, text } from "./parts.ts";

const COURSE = "write the course's id as the shop calls it, such as python-101, or a list of ids";
const ENROLLED = `write true, false, or a course: ${COURSE}`;

const courseId = z.union([z.string().min(1).max(128), z.int()], { error: COURSE }).transform(String);
const courseIds = z
  .union([courseId.transform((id) => [id]), z.array(courseId).min(1)], { error: COURSE })
  .transform((ids) => [...new Set(ids)]);

function limits(most: number, example: string) {
  const error = `write ${example}, with numbers from 0 to ${most}`;
  const edge = z.number({ error }).min(0, { error }).max(most, { error }).optional();
  return z
    .strictObject({ min: edge, max: edge }, { error })
    .refine(({ min, max }) => min !== undefined || max !== undefined, { error })
    .refine(({ min = 0, max = most }) => min <= max, { error: "min is above max; exchange them" });
}

const when = z
  .strictObject(
    {
      enrolled: z.union([z.boolean(), courseIds], { error: ENROLLED }).optional(),
      course: courseIds.optional(),
      days_since_purchase: limits(36_500, "{ max: 7 } or { min: 8 }").optional(),
      progress: limits(100, "{ max: 20 } or { min: 21 }").optional(),
      language: z.enum(LANGUAGES, { error: `write one of ${LANGUAGES.join(", ")}` }).optional(),
      channel: z.enum(CHANNELS, { error: `write one of ${CHANNELS.join(", ")}` }).optional(),
    },
    { error: "write conditions, such as { enrolled: true, days_since_purchase: { max: 7 } }" },
  )
  .refine((conditions) => Object.values(conditions).some((value) => value !== undefined), {
    error: "says nothing; write a condition, or make it the plain answer",
  });

const answer = inLanguages(text(TEXT_LENGTH_MAX));

const answerCase = z.strictObject(
  { when, answer, links: links.optional() },
  { error: "write { when: {…}, answer: { zh: …, en: … } }" },
);

const variant = z.strictObject(
  {
    id: z
      .string({ error: "write a short name, such as short" })
      .regex(/^[a-z0-9-]{1,20}$/, { error: "write 1 to 20 of a–z, 0–9 and -" })
      .refine((id) => id !== "plain", { error: "plain is the answer itself; choose another name" }),
    share: z
      .number({ error: "write how many learners of a hundred get it, such as 50" })
      .gt(0, { error: "write a number above 0" })
      .max(100, { error: "write at most 100" }),
    answer,
  },
  { error: "write { id: short, share: 50, answer: { zh: …, en: … } }" },
);

const image = z.strictObject(
  { url: text(2048), alt: inLanguages(text(LABEL_LENGTH_MAX - 3)) },
  { error: 'write { url: "https://…", alt: { zh: …, en: … } }' },
);

export const casesShape = {
  cases: z
    .array(answerCase, { error: "write a list of cases" })
    .max(20, { error: "write at most 20 cases" })
    .default([]),
  variants: z
    .array(variant, { error: "write a list of wordings" })
    .max(5, { error: "write at most 5 wordings" })
    .default([]),
  images: z.array(image, { error: "write a list of images" }).max(3, { error: "write at most 3 images" }).default([]),
};

/** How courses are called, by the shop's id. Where any are listed, conditions can name no others. */
export const coursesShape = z
  .record(z.string().min(1).max(128), inLanguages(text(LABEL_LENGTH_MAX)), {
    error: "write ids and names: { python-101: { zh: …, en: … } }",
  })
  .optional();

export type CaseFile = z.output<typeof answerCase>;
export type WhenFile = CaseFile["when"];

/** What may stand below a path inside of `cases`, `variants` and `images`, by the names of the steps. */
export const KEYS_BELOW: ReadonlyMap<string, readonly string[]> = new Map([
  ["cases", Object.keys(answerCase.shape)],
  ["cases.when", Object.keys(when.shape)],
  ["cases.links", Object.keys({ label: 0, url: 0 })],
  ["variants", Object.keys(variant.shape)],
  ["images", Object.keys(image.shape)],
  ["links", ["label", "url"]],
]);
