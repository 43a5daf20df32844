/**
 * When a learner is asked 0–10: some quiet time after a good moment, in open hours. Anything bad that happens first takes the
 * question back, and whoever goes on talking is not interrupted. Looks at a finished verdict, so no chapter has to think of it.
 */
import { isBlocked } from "../agent/block.ts";
import { nextOpening } from "../calendar/calendar.ts";
import type { Before, Facts } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import type { FactKind } from "../facts.ts";
import type { Millis } from "../model.ts";
import { type NpsChange, type NpsMoment, npsRulesOf } from "./survey.ts";

const GOOD_RATING_MIN = 4;
/** Whoever met one of these is not asked whether they would recommend us. */
const BAD: readonly FactKind[] = ["missed", "not_quite", "escalated", "reopened", "noticed", "poisoned", "cancelled"];

/** The verdict, and what it means for the learner's next survey. `before` is as the event found it. */
export function planNps(verdict: Verdict, before: Before, facts: Facts): Verdict {
  if (verdict.nps !== undefined) return verdict;
  const change = changeAfter(verdict, before, facts);
  return change === null ? verdict : { ...verdict, nps: [change] };
}

function changeAfter(verdict: Verdict, { nps, conversation: was }: Before, facts: Facts): NpsChange | null {
  const newest = nps?.newest ?? null;
  const planned = newest?.status === "planned" ? newest : null;
  const happened = verdict.effects.filter((effect) => effect.effect === "fact");
  const moment = momentIn(happened);
  if (happened.some(isBad)) return planned === null ? null : { change: "dropped", id: planned.id };
  const conversation = verdict.conversation ?? was;
  const rules = npsRulesOf(facts.rules);
  const dueAt = nextOpening(facts.calendar, facts.now + rules.quietMs);
  if (dueAt === null || isBlocked(conversation, facts.now)) return null;
  if (planned !== null) return dueAt > planned.dueAt ? { change: "moved", id: planned.id, dueAt } : null;
  const isWanted = moment !== null && rules.isOn && rules.after.includes(moment) && !(nps?.isOff ?? false);
  if (!isWanted || conversation.mode !== "bot" || isTooSoon(nps?.lastAskedAt ?? null, facts)) return null;
  return { change: "planned", dueAt };
}

/** A learner who was asked within the quarter. */
export function isTooSoon(lastAskedAt: Millis | null, { now, rules }: Pick<Facts, "now" | "rules">): boolean {
  return lastAskedAt !== null && now - lastAskedAt < npsRulesOf(rules).everyMs;
}

type FactEffect = Extract<Effect, { effect: "fact" }>;

function isRating({ kind }: FactEffect): boolean {
  return kind === "rated" || kind === "rating_changed";
}

function isBad(fact: FactEffect): boolean {
  return isRating(fact) ? (fact.value ?? 0) < GOOD_RATING_MIN : BAD.includes(fact.kind);
}

function momentIn(happened: readonly FactEffect[]): NpsMoment | null {
  if (happened.some(({ kind }) => kind === "confirmed")) return "confirmed";
  return happened.some(isRating) ? "rated" : null;
}
