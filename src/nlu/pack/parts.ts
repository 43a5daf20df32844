/** Shapes that the files of a pack are made of, each with a message that says what to write instead. */
import { z } from "zod";

/** A learner's message is never longer, so neither is an example; an answer must fit into one Telegram message. */
export const TEXT_LENGTH_MAX = 4096;
/** Titles and labels are put on buttons; Discord's hold 80 characters. */
export const LABEL_LENGTH_MAX = 80;

export const quoted = 'write text here, in "double quotes" when it is a number or yes/no';

export function text(lengthMax: number) {
  return z
    .string({ error: quoted })
    .max(lengthMax, { error: `is longer than ${lengthMax} characters; shorten it` })
    .refine((value) => value.trim() !== "", { error: "is empty; write something or remove it" });
}

export function inLanguages<Value extends z.ZodType>(value: Value) {
  const shape = z.strictObject(
    { zh: value.optional(), en: value.optional() },
    { error: "write one entry for each language: { zh: …, en: … }" },
  );
  return shape;
}

export const link = z.strictObject(
  { label: inLanguages(text(LABEL_LENGTH_MAX)), url: text(2048) },
  { error: 'write { label: { zh: …, en: … }, url: "https://…" }' },
);

export const links = z.array(link, { error: "write a list of links" }).max(5, { error: "write at most 5 links" });
