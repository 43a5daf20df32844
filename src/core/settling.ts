/**
 * "It is solved", said by the learner while a person holds the request or held it: asked back once, because a slip of the
 * finger would send the agent away, and then as good as an agent saying so. The 1–5 follows when a person wrote.
 *
 *   "it is solved" ──> "is it?" ──yes──> solved (reason: learner) ──> 1–5
 *                          └──not yet──> goes on
 */
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { pressed, settle, stale } from "./heard.ts";
import type { Ticket } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { endEpisode } from "./queue/end.ts";
import type { PressPlace } from "./rate.ts";

export function askWhetherSettled(before: Before, place: PressPlace): Verdict {
  const ticket = openTicket(before);
  if (ticket === null) return stale(before, place);
  const say = phrasesIn(before.conversation.language).settling;
  const buttons: readonly Button[] = [
    { label: say.yes, press: { press: "settled", ticketId: ticket.id } },
    { label: say.no, press: { press: "unsettled", ticketId: ticket.id } },
  ];
  // The button that asked stays: it is good for another time.
  const spun: Effect = { effect: "toast", chat: place.chat, pressId: place.said.pressId, text: "" };
  return {
    outcome: { outcome: "told" },
    effects: [spun, { effect: "tell", text: say.ask(ticket.id), buttons: [buttons] }],
  };
}

/** "Not yet": the question goes, and everything is as it was. */
export function stayUnsettled(before: Before, place: PressPlace): Verdict {
  const ticket = openTicket(before);
  if (ticket === null) return stale(before, place);
  const text = phrasesIn(before.conversation.language).settling.stays(ticket.id);
  return settle({ outcome: { outcome: "told" }, effects: [{ effect: "tell", text, buttons: [] }] }, place);
}

export function settledByLearner(before: Before, place: PressPlace, facts: Facts): Verdict {
  const ticket = openTicket(before);
  if (ticket === null) return stale(before, place);
  const verdict = endEpisode(before, facts, {
    solveReason: "learner",
    toLearner: phrasesIn(before.conversation.language).clocks.learner.settled(ticket.id),
    toAgents: phrasesIn(facts.staffLanguage).clocks.staff.settledByLearner,
  });
  const effects = [pressed(before, "solved"), ...verdict.effects];
  return settle({ ...verdict, outcome: { outcome: "confirmed" }, effects }, place);
}

/** The ticket the button names, while it is the one that is open. */
function openTicket({ named, current }: Before): Ticket | null {
  return named !== null && named.id === current?.id && named.status !== "solved" ? named : null;
}
