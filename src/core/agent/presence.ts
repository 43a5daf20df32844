/** Away and back again: whether an agent takes tickets. The shell writes it down before the turn; here it is told. */
import type { Facts, PresenceFact } from "../decision.ts";
import type { Verdict } from "../effects.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import { acknowledged, refuse, type Scene } from "./scene.ts";
import { shownInstant } from "./until.ts";

/** What the agent reads, in a ticket's thread or outside. */
export function presenceText(
  presence: PresenceFact,
  { rules, staffLanguage }: Pick<Facts, "rules" | "staffLanguage">,
): string {
  const say = phrasesIn(staffLanguage).verbs.staff;
  switch (presence.outcome) {
    case "away": {
      const { until, holds } = presence;
      return say.awayUntil(until === null ? null : shownInstant(until, rules.schedule.timeZone), holds);
    }
    case "back":
      return say.back(presence.holds);
    case "unreadable":
      return say.unreadableTime;
    case "too_far":
      return say.tooFar;
  }
}

export function tellPresence(scene: Scene): Verdict {
  const { facts } = scene;
  const { presence } = facts;
  if (presence === undefined) throw new Error("presence is written down before the turn");
  const text = presenceText(presence, facts);
  if (presence.outcome === "unreadable" || presence.outcome === "too_far") {
    return refuse({ outcome: presence.outcome }, text, scene);
  }
  return { outcome: { outcome: presence.outcome }, effects: acknowledged(scene, text) };
}
