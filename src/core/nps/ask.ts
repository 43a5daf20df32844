/** The hour of a planned survey has come: the learner is asked 0–10, or not at all when it no longer fits. Asked once, by its row. */
import { isBlocked } from "../agent/block.ts";
import { nextOpening } from "../calendar/calendar.ts";
import type { Before, Facts } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import type { Conversation } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import type { Button } from "../press.ts";
import { isTooSoon } from "./moment.ts";
import { LIKELIHOODS, type NpsChange, type NpsSurvey, npsRulesOf } from "./survey.ts";

/** As many as Discord puts side by side; the rest follows in rows of its own. */
const PER_ROW = 5;

export function hearNpsDue(before: Before, facts: Facts): Verdict {
  const survey = before.nps?.newest ?? null;
  if (survey?.status !== "planned" || survey.dueAt > facts.now) return { outcome: { outcome: "ignored" }, effects: [] };
  if (!isWelcome(before, facts)) return changed({ change: "dropped", id: survey.id });
  // The hours may be others than when it was planned.
  const opening = nextOpening(facts.calendar, facts.now);
  if (opening === null) return changed({ change: "dropped", id: survey.id });
  if (opening > facts.now) return changed({ change: "moved", id: survey.id, dueAt: opening });
  return ask(before.conversation, survey, facts);
}

function changed(change: NpsChange): Verdict {
  return { outcome: { outcome: "ignored" }, nps: [change], effects: [] };
}

function isWelcome({ conversation, nps }: Before, facts: Facts): boolean {
  const { mode, isReachable, isUpset } = conversation;
  if (mode !== "bot" || !isReachable || isUpset || isBlocked(conversation, facts.now)) return false;
  return npsRulesOf(facts.rules).isOn && nps?.isOff !== true && !isTooSoon(nps?.lastAskedAt ?? null, facts);
}

function ask(conversation: Conversation, { id }: NpsSurvey, facts: Facts): Verdict {
  const { learner, buttons } = phrasesIn(conversation.language).opinions;
  const hasButtons = facts.can[conversation.home.channel].buttons !== null;
  const likelihoods = LIKELIHOODS.map(
    (value): Button => ({ label: String(value), press: { press: "nps", id, value } }),
  );
  const off: Button = { label: buttons.npsOff, press: { press: "surveys", wish: "off" } };
  const rows = [likelihoods.slice(0, PER_ROW), likelihoods.slice(PER_ROW, 2 * PER_ROW), likelihoods.slice(2 * PER_ROW)];
  // Numbers to pick a choice by would stand beside other numbers that are the answer.
  const tell: Effect = hasButtons
    ? { effect: "tell", text: learner.askNps, buttons: [...rows, [off]] }
    : { effect: "tell", text: `${learner.askNps}\n${learner.npsInWords}`, buttons: [] };
  return {
    outcome: { outcome: "told" },
    // Not a turn of its own: the buttons under the last answer stay good.
    nps: [{ change: "asked", id, turn: conversation.turn }],
    effects: [tell, { effect: "fact", kind: "nps_asked" }],
  };
}
