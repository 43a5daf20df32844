/** How macros look over HTTP, the same coming in and going out. */
import { z } from "@hono/zod-openapi";
import { unknownBlanks } from "../core/agent/macro.ts";
import { TAG } from "../core/agent/read.ts";
import { UNTIL_MS_MAX } from "../core/agent/until.ts";
import { PRIORITIES } from "../core/model.ts";
import { clean, isBlank, TEXT_LENGTH_MAX } from "../core/text.ts";

const ACTIONS_MAX = 10;

export const MacroActionSchema = z
  .discriminatedUnion("action", [
    z.object({ action: z.literal("tag"), tag: z.string().toLowerCase().regex(TAG) }),
    z.object({ action: z.literal("priority"), priority: z.enum(PRIORITIES) }),
    z.object({
      action: z.literal("snooze"),
      ms: z.int().min(60_000).max(UNTIL_MS_MAX).openapi({ description: "Milliseconds." }),
    }),
    z.object({ action: z.literal("solve") }),
  ])
  .openapi("MacroAction");

const words = z
  .string()
  .max(TEXT_LENGTH_MAX)
  .transform((text) => clean(text).trim())
  .refine((text) => unknownBlanks(text).length === 0, "only {{learner}}, {{agent}} and {{ticket}} are filled in")
  .openapi({ type: "string", example: "Hello {{learner}}, your refund for {{ticket}} is on its way." });

/** What an admin writes. Words may be blank in every language when there is something to do. */
export const MacroBodySchema = z
  .object({
    words: z.object({ zh: words.default(""), en: words.default("") }),
    actions: z.array(MacroActionSchema).max(ACTIONS_MAX).default([]),
  })
  .refine(
    ({ words: { zh, en }, actions }) => !(isBlank(zh) && isBlank(en)) || actions.length > 0,
    "says nothing and does nothing",
  )
  .openapi("NewMacro");

export const MacroSchema = z
  .object({
    name: z.string(),
    words: z.object({ zh: z.string(), en: z.string() }),
    actions: z.array(MacroActionSchema),
    uses: z.int().openapi({ description: "How often it was said." }),
  })
  .openapi("Macro");
