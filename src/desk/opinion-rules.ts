/** The part of the queue's rules that is about asking learners 0–10, as it looks over HTTP. */
import { z } from "@hono/zod-openapi";
import { NPS_EVERY_MS_MIN, NPS_MOMENTS, type NpsRules, npsRulesOf } from "../core/nps/survey.ts";
import type { QueueRules } from "../core/queue/rules.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const NpsRulesSchema = z
  .object({
    isOn: z.boolean(),
    after: z.array(z.enum(NPS_MOMENTS)).max(NPS_MOMENTS.length).openapi({
      description: "After which moments: an answer the learner called solved, a rating of 4 or 5.",
    }),
    quiet: z.number().min(1).max(10_080).openapi({ description: "Minutes of silence before it is asked." }),
    everyDays: z
      .int()
      .min(NPS_EVERY_MS_MIN / DAY_MS)
      .max(3650),
  })
  .openapi("NpsRules");
type NpsView = z.infer<typeof NpsRulesSchema>;

export function viewOfNps(rules: Pick<QueueRules, "nps">): NpsView {
  const { isOn, after, quietMs, everyMs } = npsRulesOf(rules);
  return { isOn, after: [...after], quiet: quietMs / MINUTE_MS, everyDays: Math.round(everyMs / DAY_MS) };
}

/** Left out: as it is at first. */
export function npsRulesIn(view: NpsView | undefined): { readonly nps?: NpsRules } {
  if (view === undefined) return {};
  const { isOn, after, quiet, everyDays } = view;
  return { nps: { isOn, after, quietMs: Math.round(quiet * MINUTE_MS), everyMs: everyDays * DAY_MS } };
}
