/** What drafts would have done to real questions, and what would make them answer worse than they could, over HTTP. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { EVIDENCE_DAYS, type Evidence } from "../../app/evidence/evidence.ts";
import {
  IMPACT_EFFECTS,
  type ImpactStep,
  intentIdIn,
  LINT_KINDS,
  type LintWarning,
} from "../../app/evidence/impact.ts";
import { liveTexts, withDrafts } from "../../app/faq/drafts.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import type { Draft } from "../../core/faq/faq.ts";
import { LANGUAGES } from "../../core/model.ts";
import { jsonBody } from "../body.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { idsSchema, openDrafts } from "./drafts.ts";
import { bodyOf, json, refusePublication } from "./views.ts";

const DAYS_MAX = 365;

const WouldSchema = z
  .object({
    would: z.enum(["answer", "clarify", "rephrase", "hand_over"]),
    intentIds: z.array(z.string()).readonly(),
    first: z.string().nullable(),
    confidence: z.number(),
  })
  .openapi("FaqWould");

const ExampleSchema = z
  .object({
    text: z.string().openapi({ description: "Personal things are masked." }),
    language: z.enum(LANGUAGES),
    live: WouldSchema,
    draft: WouldSchema,
  })
  .openapi("FaqImpactExample");

const WarningSchema = z
  .object({
    kind: z.enum(LINT_KINDS),
    intentId: z.string(),
    language: z.enum(LANGUAGES).nullable(),
    text: z.string(),
    about: z.string().nullable(),
  })
  .openapi("FaqWarning");

const effectSchema = z.enum(IMPACT_EFFECTS);
const ImpactSchema = z
  .object({
    days: z.int(),
    questions: z.int(),
    changed: z.int(),
    known: z.int().openapi({ description: "Questions whose right answer is known." }),
    effects: z.record(effectSchema, z.int()),
    examples: z.record(effectSchema, z.array(ExampleSchema).readonly()),
    ticketsSpared: z.int().openapi({ description: "Tickets that would not have been." }),
    answered: z.object({ live: z.int(), draft: z.int() }),
    brokenShare: z
      .object({ low: z.number(), high: z.number() })
      .nullable()
      .openapi({ description: "Of the known ones that differ, how many break (95 %, Wilson); null: none differs." }),
    brokenAtMost: z.number().nullable(),
    verdict: z.enum(["worse", "not_worse", "unknown"]).openapi({ description: "`worse` is not published unasked." }),
    warnings: z
      .array(WarningSchema)
      .readonly()
      .openapi({ description: "Of the intents drafted, and of others that come too near to one of them." }),
  })
  .openapi("FaqImpact");

const impactRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/impact",
  summary: "What these drafts would have done to the questions of the last days, and warnings (editors and admins)",
  middleware: jsonBody(415),
  request: {
    body: bodyOf(z.object({ drafts: idsSchema.min(1), days: z.int().min(1).max(DAYS_MAX).default(EVIDENCE_DAYS) })),
  },
  responses: { 200: json("The report", ImpactSchema), ...refusals },
});

const StepSchema = z
  .object({
    step: z.enum(["learning", "reading", "replaying", "checking"]),
    done: z.int().nullable(),
    total: z.int().nullable().openapi({ description: "Questions to be replayed; null: not known yet." }),
  })
  .openapi("FaqImpactStep");

const progressRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/impact/progress",
  summary: "How far the report about these drafts has come, as far as this process works on it",
  request: { query: z.object({ drafts: z.string().max(2000).openapi({ example: "3,4" }) }) },
  responses: { 200: json("Null: none is under way here", z.object({ progress: StepSchema.nullable() })), ...refusals },
});

type Judging = Pick<Evidence, "impact" | "lint">;

export function mountImpact(desk: OpenAPIHono<DeskEnv>, life: FaqLife, evidence: Judging): void {
  const underWay = new Map<string, ImpactStep>();
  desk.openapi(impactRoute, async (context) => {
    const { drafts: ids, days } = context.req.valid("json");
    const drafts = await openDrafts(life, ids);
    if (drafts === null) return refuse(context, 404, { code: "no_such_draft" });
    const name = ids.join();
    const tell = (step: ImpactStep): void => void underWay.set(name, step);
    try {
      tell({ step: "learning" });
      const built = await life.workshop.build(withDrafts(await liveTexts(life), drafts).texts);
      if ("problems" in built) return refusePublication(context, { outcome: "problems", reasons: built.problems });
      const { pack, training } = built;
      const draft = { pack, match: await training.rehearsed };
      const linted = evidence.lint(pack);
      const impact = await evidence.impact(draft, days, tell);
      tell({ step: "checking" });
      return context.json({ ...impact, days, warnings: warningsAbout(drafts, await linted) }, 200);
    } finally {
      underWay.delete(name);
    }
  });
  desk.openapi(progressRoute, (context) => {
    const step = underWay.get(context.req.valid("query").drafts);
    const progress = step === undefined ? null : { done: null, total: null, ...step };
    return context.json({ progress }, 200);
  });
}

/** Those of the drafted intents, and of others that come too near to one of them. */
function warningsAbout(drafts: readonly Draft[], found: readonly LintWarning[]) {
  const drafted = new Set(drafts.map(({ path }) => intentIdIn(path)));
  const isTheirs = ({ intentId, otherId }: LintWarning) => drafted.has(intentId) || drafted.has(otherId ?? intentId);
  return found.filter(isTheirs).map(({ otherId: _, ...warning }) => warning);
}
