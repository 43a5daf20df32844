/**
 * One ticket goes on in another one of the same learner, which begins its next episode with the agent who merged. Nothing said
 * moves: a note in each names the other. Of one learner's tickets at most one is unsolved, so the other one is solved.
 */
import type { Verdict } from "../effects.ts";
import { nextEpisode, REOPEN_WITHIN_MS } from "../escalate.ts";
import type { Ticket, TicketId } from "../model.ts";
import { claimedBy } from "./claim.ts";
import {
  acknowledged,
  asHolderIfAny,
  heldBy,
  refuse,
  refuseFull,
  type Scene,
  staffPhrases,
  tellLearner,
  verbPhrases,
} from "./scene.ts";
import { endedBy, reasonKept } from "./solve.ts";

export function merge(scene: Scene, into: TicketId | null): Verdict {
  return asHolderIfAny(scene, () => {
    const { before, facts, ticket } = scene;
    const say = verbPhrases(facts);
    if (into === null) return refuse({ outcome: "unreadable" }, say.mergeWhere, scene);
    if (into === ticket.id) return refuse({ outcome: "same_ticket" }, say.mergeItself, scene);
    if (before.other === null) return refuse({ outcome: "no_such_target" }, say.notTheirs(into), scene);
    const target = before.other;
    const staff = staffPhrases(facts);
    if (target.status !== "solved") {
      return refuse({ outcome: "other_ticket_open", ticketId: into }, staff.otherOpen(into), scene);
    }
    if (facts.now - target.solvedAt > REOPEN_WITHIN_MS) return refuse({ outcome: "too_late" }, staff.tooLate, scene);
    // Whoever holds this ticket holds one afterwards as well.
    const full = ticket.status === "new" ? refuseFull(scene.act.agent, scene) : null;
    return full ?? mergeInto(scene, target);
  });
}

function mergeInto(scene: Scene, target: Ticket): Verdict {
  const { before, facts, act, ticket } = scene;
  const say = verbPhrases(facts);
  const merged = endedBy(scene, "merged", facts.now);
  const reopened = {
    ...claimedBy(act.agent, nextEpisode(target, facts.now), facts),
    tags: [...new Set([...target.tags, ...ticket.tags])].toSorted(),
  };
  return {
    outcome: { outcome: "merged" },
    conversation: heldBy(act.agent, before.conversation, reopened),
    ticket: merged,
    otherTicket: reopened,
    effects: [
      ...(ticket.status === "new" ? [tellLearner(before, ({ learner }) => learner.claimed(act.agent.name))] : []),
      ...reasonKept({ ...scene, act: { ...act, place: null } }, say.mergedInto(target.id)),
      ...reasonKept({ ...scene, act: { ...act, place: null }, ticket: reopened }, say.mergedFrom(ticket.id)),
      { effect: "card", ticketId: ticket.id },
      { effect: "card", ticketId: target.id },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "merged", ticket: merged, agent: act.agent },
      { effect: "fact", kind: "dropped", ticket: merged, agent: act.agent },
      { effect: "fact", kind: "reopened", ticket: reopened, agent: act.agent },
      { effect: "fact", kind: "claimed", ticket: reopened, agent: act.agent },
    ],
  };
}
