/** The parts of the queue's rules that are about asking learners 0–10 and the weekly digest, as they look over HTTP. */
import { z } from "@hono/zod-openapi";
import { type DigestRules, digestRulesOf } from "../core/digest.ts";
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

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

export const DigestRulesSchema = z
  .object({
    isOn: z.boolean(),
    weekday: z.enum(WEEKDAYS),
    time: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time like 09:00")
      .openapi({ example: "09:00" }),
  })
  .openapi("DigestRules");
type DigestView = z.infer<typeof DigestRulesSchema>;

export function viewOfDigest(rules: Pick<QueueRules, "digest">): DigestView {
  const { isOn, weekday, minute } = digestRulesOf(rules);
  const two = (figure: number) => String(figure).padStart(2, "0");
  return { isOn, weekday: WEEKDAYS[weekday] ?? "Mon", time: `${two(Math.floor(minute / 60))}:${two(minute % 60)}` };
}

/** Left out: as it is at first. */
export function digestRulesIn(view: DigestView | undefined): { readonly digest?: DigestRules } {
  if (view === undefined) return {};
  const [hours = 0, minutes = 0] = view.time.split(":").map(Number);
  return { digest: { isOn: view.isOn, weekday: WEEKDAYS.indexOf(view.weekday), minute: hours * 60 + minutes } };
}
