/**
 * The optional query of every figure: `from`, `to`, `channel`. A range that cannot be read is refused, never guessed: figures
 * of the wrong month look exactly like figures of the right one.
 */
import { z } from "@hono/zod-openapi";
import type { Millis } from "../core/model.ts";

const MILLIS = /^\d{1,15}$/;
// A plus in a query arrives as a space unless it was escaped, and people write +08:00.
const ISO = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[-+ ]\d{2}:\d{2}))?$/;

/** Letters of any script, digits, `-` and `_`: a word, not a sentence. */
export const ChannelSchema = z
  .string()
  .regex(/^[\p{L}\p{N}_-]{1,32}$/u, "must be 1 to 32 letters, digits, - or _")
  .openapi({ example: "telegram" });

/** Milliseconds since 1970, or an ISO 8601 date (midnight UTC) or time with its zone; null for anything else. */
export function parseInstant(text: string): Millis | null {
  if (MILLIS.test(text)) return Number(text);
  const [, date] = ISO.exec(text) ?? [];
  // Date.parse takes the 30th of February for the 1st of March.
  if (date === undefined || new Date(`${date}T00:00Z`).toJSON()?.slice(0, 10) !== date) return null;
  const at = Date.parse(text.replace(" ", "+"));
  return Number.isNaN(at) ? null : at;
}

export const InstantSchema = z
  .string()
  .transform((text, context): Millis => {
    const at = parseInstant(text);
    if (at !== null) return at;
    context.addIssue("must be an ISO 8601 date or time with its zone, or milliseconds since 1970");
    return z.NEVER;
  })
  .openapi({
    type: "string",
    example: "2026-03-01",
    description: "ISO 8601: a date (its midnight in UTC) or a time with its zone; or milliseconds since 1970.",
  });

export const RangeSchema = z
  .object({
    from: InstantSchema.optional().openapi({ description: "Counts from this time on." }),
    to: InstantSchema.optional().openapi({ description: "Counts what is before this time." }),
    channel: ChannelSchema.optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: "from lies after to",
    path: ["from"],
  });
