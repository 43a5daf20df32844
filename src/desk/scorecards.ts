/** How each intent does, over HTTP, for admins; and lifting what made the bot ask first. Shares are null where n is 0. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Evidence } from "../app/evidence/evidence.ts";
import { LANGUAGES } from "../core/model.ts";
import { INTENT_ID } from "../core/press.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { agentAt } from "./visitor.ts";

const DAYS_MAX = 365;

const ShareSchema = z
  .object({
    hits: z.int(),
    n: z.int(),
    share: z.number().nullable(),
    interval: z.object({ low: z.number(), high: z.number() }).nullable().openapi({ description: "95 % (Wilson)." }),
  })
  .openapi("Share");

const ScorecardSchema = z
  .object({
    intentId: z.string(),
    asked: z.int(),
    answered: z.int(),
    fates: z.object({
      ...{ confirmed: z.int(), not_quite: z.int(), bounced: z.int() },
      ...{ silent: z.int(), escalated: z.int(), open: z.int() },
    }),
    wrong: ShareSchema.openapi({ description: "Not quite, back within 72 hours, or taken to a person." }),
    helped: ShareSchema,
    csat: ShareSchema.openapi({ description: "Satisfied learners after its escalations." }),
    escalations: z.int(),
    minutes: z.number().openapi({ description: "What people spent on its tickets." }),
    trend: z.object({ before: ShareSchema, change: z.number().nullable() }),
    asksFirst: z.boolean().openapi({ description: "Its answer is held back: the bot asks whether it was meant." }),
  })
  .openapi("Scorecard");

const QuerySchema = z.object({
  days: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, `must be a number of days from 1 to ${DAYS_MAX}`)
    .transform(Number)
    .refine((days) => days <= DAYS_MAX, `must be at most ${DAYS_MAX}`)
    .optional()
    .openapi({
      type: "integer",
      example: 30,
      description: "The range; the trend is against as many days before. 30 at first.",
    }),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/scorecards",
  summary: "How each intent does, those with the most wrong answers first (admins)",
  request: { query: QuerySchema },
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(ScorecardSchema) }) } },
    },
    ...refusals,
  },
});

const WordingsSchema = z
  .object({
    intentId: z.string(),
    wordings: z.array(
      z.object({
        variant: z.string(),
        ...{ n: z.int(), helped: z.int() },
        share: z.number().nullable(),
        interval: z.object({ low: z.number(), high: z.number() }).nullable(),
      }),
    ),
    better: z.string().nullable().openapi({ description: "The wording that is clearly better; null: not clear yet." }),
  })
  .openapi("WordingTrial");

const wordingsRoute = createRoute({
  method: "get",
  path: "/api/v1/scorecards/wordings",
  summary: "Wordings of one answer against each other: how often each helped (admins)",
  request: { query: QuerySchema },
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(WordingsSchema) }) } },
    },
    ...refusals,
  },
});

const LintSchema = z
  .object({
    kind: z.string().openapi({ example: "near_duplicate" }),
    intentId: z.string(),
    language: z.enum(LANGUAGES).nullable(),
    text: z.string().openapi({ description: "What it is, and what to do." }),
    about: z.string().nullable(),
    otherId: z.string().optional().openapi({ description: "The intent it comes too near to." }),
  })
  .openapi("LintWarning");

const lintRoute = createRoute({
  method: "get",
  path: "/api/v1/scorecards/warnings",
  summary:
    "What would let the live FAQ answer better: examples in the wrong intent, near duplicates, dead links (admins)",
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(LintSchema) }) } },
    },
    ...refusals,
  },
});

const liftRoute = createRoute({
  method: "post",
  path: "/api/v1/scorecards/{intentId}/lift",
  summary: "Lets the bot answer this intent again without asking first (admins)",
  request: { params: z.object({ intentId: z.string().regex(INTENT_ID) }) },
  responses: { 204: { description: "It answers again" }, ...refusals },
});

const DAYS = 30;

export function mountScorecards(
  desk: OpenAPIHono<DeskEnv>,
  { evidence, log }: { readonly evidence: Evidence; readonly log: DeskLog },
): void {
  desk.openapi(listRoute, async (context) => {
    const { days = DAYS } = context.req.valid("query");
    return context.json({ items: [...(await evidence.scorecards(days))] }, 200);
  });
  desk.openapi(wordingsRoute, async (context) => {
    const { days = DAYS } = context.req.valid("query");
    const trials = await evidence.wordings(days);
    return context.json({ items: trials.map((trial) => ({ ...trial, wordings: [...trial.wordings] })) }, 200);
  });
  desk.openapi(lintRoute, async (context) => context.json({ items: [...(await evidence.lint(null))] }, 200));
  desk.openapi(liftRoute, async (context) => {
    const { intentId } = context.req.valid("param");
    const by = agentAt(context.get("visitor"));
    if (!(await evidence.lift(intentId, by))) return refuse(context, 404, { detail: "It does not ask first." });
    log.info({ intentId, by: by.id }, "intent answers again without asking first");
    return context.body(null, 204);
  });
}
