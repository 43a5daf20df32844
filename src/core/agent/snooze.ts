/** Put aside until a time or until the learner writes, and taken up again. Words of the learner end any snooze. */
import type { Facts } from "../decision.ts";
import type { Verdict } from "../effects.ts";
import { type Millis, type Ticket, UNTIL_LEARNER_WRITES } from "../model.ts";
import { refuse, type Scene, shownToAgents, verbPhrases } from "./scene.ts";
import { readUntil, shownInstant } from "./until.ts";

/** `until` as people write it; empty: until the learner writes. */
export function snooze(scene: Scene, until: string): Verdict {
  const { facts } = scene;
  const { timeZone } = facts.rules.schedule;
  const at = until.trim() === "" ? UNTIL_LEARNER_WRITES : readUntil(until, { now: facts.now, timeZone });
  const say = verbPhrases(facts);
  if (at === "unreadable") return refuse({ outcome: at }, say.unreadableTime, scene);
  if (at === "too_far") return refuse({ outcome: at }, say.tooFar, scene);
  return snoozeUntil(scene, at);
}

export function snoozeUntil(scene: Scene, at: Millis): Verdict {
  const { facts, act, ticket } = scene;
  const snoozed: Ticket = { ...ticket, snoozedUntil: at };
  const text = verbPhrases(facts).snoozedBy(act.agent.name, shownUntil(at, facts));
  return {
    outcome: { outcome: "snoozed" },
    ticket: snoozed,
    effects: [...shownToAgents(scene, text), { effect: "fact", kind: "snoozed", ticket: snoozed, agent: act.agent }],
  };
}

/** Null: until the learner writes. */
function shownUntil(at: Millis, { rules }: Facts): string | null {
  return at === UNTIL_LEARNER_WRITES ? null : shownInstant(at, rules.schedule.timeZone);
}

export function wake(scene: Scene): Verdict {
  const { facts, act, ticket } = scene;
  const say = verbPhrases(facts);
  if (ticket.snoozedUntil === null) return refuse({ outcome: "not_snoozed" }, say.notSnoozed, scene);
  const woken: Ticket = { ...ticket, snoozedUntil: null };
  return {
    outcome: { outcome: "woken" },
    ticket: woken,
    effects: [
      ...shownToAgents(scene, say.wokenBy(act.agent.name)),
      { effect: "fact", kind: "woken", ticket: woken, agent: act.agent },
    ],
  };
}
