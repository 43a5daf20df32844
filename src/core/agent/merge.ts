/**
 * One ticket goes on in another one of the same learner: a solved one begins its next episode with the agent who merged, an open
 * one (two chats that were linked a moment ago) takes over what this one had. Nothing said moves: each names the other.
 */
import type { Verdict } from "../effects.ts";
import { nextEpisode, REOPEN_WITHIN_MS } from "../escalate.ts";
import { mergedOpen, toldOfMerge, type Unsolved } from "../merging.ts";
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
  tellClaimed,
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
    if (target.status !== "solved") return mergeIntoOpen(scene, target);
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
    merged: { ticketId: ticket.id, intoId: target.id },
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

function mergeIntoOpen(scene: Scene, target: Unsolved): Verdict {
  const { before, facts, act, ticket } = scene;
  if (ticket.status === "solved") throw new Error("a solved ticket is not merged");
  const taken = target.status === "new" ? claimedBy(act.agent, target, facts) : target;
  const [stays, goes] = mergedOpen(taken, ticket, facts.now);
  if (stays.status !== "open") throw new Error("what somebody holds stays open");
  return {
    outcome: { outcome: "merged" },
    conversation: heldBy(stays.holder, before.conversation, stays),
    ticket: goes,
    otherTicket: stays,
    merged: { ticketId: goes.id, intoId: stays.id },
    effects: [
      ...toldOfMerge(stays, goes, facts),
      tellClaimed(before, stays),
      ...acknowledged(scene, ""),
      ...(target.status === "new"
        ? [{ effect: "fact", kind: "claimed", ticket: stays, agent: act.agent } as const]
        : []),
    ],
  };
}
