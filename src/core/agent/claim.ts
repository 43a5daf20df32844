/**
 * Who holds a ticket: claimed, given, taken over, given back, taken up again. At every moment at most one agent does, and
 * whoever was too slow learns who.
 *
 *      new ──claim, assigned──> open ──takeover──> open (the other one)        solved ──reopen──> open
 *       ^──────release, left──────┘
 */
import type { Before, Facts } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import { canReopen, nextEpisode, queuedFor } from "../escalate.ts";
import type { Event } from "../inbound.ts";
import type { Agent, Ticket } from "../model.ts";
import { tellPlace } from "../queue/waiting.ts";
import { isAwayAt } from "../staff.ts";
import {
  capOf,
  heldBy,
  type OpenTicket,
  refuse,
  refuseFull,
  type Scene,
  shownToAgents,
  staffPhrases,
  tellClaimed,
  tellLearner,
  verbPhrases,
} from "./scene.ts";

export function claim(scene: Scene): Verdict {
  const { facts, act, ticket } = scene;
  const staff = staffPhrases(facts);
  if (ticket.status === "solved") return refuse({ outcome: "already_solved" }, staff.alreadySolved, scene);
  if (ticket.status === "open") {
    return refuse({ outcome: "already_claimed", by: ticket.holder }, staff.alreadyClaimed(ticket.holder.name), scene);
  }
  const full = refuseFull(act.agent, scene);
  if (full) return full;
  const { before } = scene;
  const claimed = claimedBy(act.agent, ticket, facts);
  return {
    outcome: { outcome: "claimed" },
    conversation: heldBy(act.agent, before.conversation, claimed),
    ticket: claimed,
    effects: [
      tellClaimed(before, claimed),
      ...shownToAgents(scene, staff.claimedBy(act.agent.name)),
      { effect: "fact", kind: "claimed", ticket: claimed, agent: act.agent },
    ],
  };
}

/** From now on theirs. */
export function claimedBy(agent: Agent, ticket: Exclude<Ticket, { status: "solved" }>, { now }: Facts): OpenTicket {
  return { ...ticket, status: "open", holder: agent, claimedAt: now, snoozedUntil: null };
}

/** The explicit way to write to somebody else's learner. */
export function takeOver(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  if (ticket.status !== "open" || ticket.holder.id === act.agent.id) return claim(scene);
  const full = refuseFull(act.agent, scene);
  if (full) return full;
  const taken = claimedBy(act.agent, ticket, facts);
  return {
    outcome: { outcome: "taken_over" },
    conversation: heldBy(act.agent, before.conversation, taken),
    ticket: taken,
    effects: [
      tellClaimed(before, taken),
      ...shownToAgents(scene, verbPhrases(facts).takenOverBy(act.agent.name, ticket.holder.name)),
      { effect: "fact", kind: "taken_over", ticket: taken, agent: act.agent },
    ],
  };
}

export function release(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  const { verdict, released } = backIntoQueue(before, ticket, facts);
  return {
    ...verdict,
    outcome: { outcome: "released" },
    effects: [
      ...verdict.effects,
      ...shownToAgents(scene, staffPhrases(facts).releasedBy(act.agent.name)),
      { effect: "fact", kind: "released", ticket: released, agent: act.agent },
    ],
  };
}

type Back = { readonly released: Ticket; readonly verdict: Omit<Verdict, "outcome"> };

/** Nobody's again; the learner is told where in line. */
export function backIntoQueue(before: Before, ticket: Ticket, facts: Facts): Back {
  if (ticket.status !== "open") throw new Error("only an open ticket has a holder");
  const { claimedAt: _, ...kept } = ticket;
  const released: Ticket = { ...kept, status: "new", holder: null, waitingFor: "agent", snoozedUntil: null };
  const conversation = queuedFor(before.conversation, released, facts.now);
  const joining = { ticket: released, position: before.ahead + 1, conversation };
  const effects = [tellPlace(joining, facts, ({ learner }, line) => learner.released(line))];
  return { released, verdict: { conversation, ticket: released, effects } };
}

export function reopen(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  const staff = staffPhrases(facts);
  const answer = canReopen(ticket, before, facts.now);
  if (answer === "not_solved") return refuse({ outcome: "not_solved" }, staff.notSolved, scene);
  if (answer === "too_late") return refuse({ outcome: "too_late" }, staff.tooLate, scene);
  if (answer === "other_ticket_open") {
    const other = before.current?.id ?? ticket.id;
    return refuse({ outcome: "other_ticket_open", ticketId: other }, staff.otherOpen(other), scene);
  }
  const full = refuseFull(act.agent, scene);
  if (full) return full;
  const reopened = claimedBy(act.agent, nextEpisode(ticket, facts.now), facts);
  return {
    outcome: { outcome: "reopened" },
    conversation: heldBy(act.agent, before.conversation, reopened),
    ticket: reopened,
    effects: [
      tellClaimed(before, reopened),
      ...shownToAgents(scene, staff.reopenedBy(act.agent.name)),
      { effect: "fact", kind: "reopened", ticket: reopened, agent: act.agent },
      { effect: "fact", kind: "claimed", ticket: reopened, agent: act.agent },
    ],
  };
}

type World<What> = Extract<Event, { by: "world" } & { what: What }>;

/** The queue gives a ticket to an agent who did not ask. Meanwhile it may be claimed, or they may have left the desk. */
export function assigned(before: Before, { agent }: World<"assigned">, facts: Facts): Verdict {
  const { named: ticket } = before;
  const cap = capOf(agent.id, facts);
  const isFull = cap !== null && before.held >= cap;
  if (ticket?.status !== "new" || isFull || !isThere(agent, facts)) {
    return { outcome: { outcome: "not_assigned" }, effects: [] };
  }
  const given = claimedBy(agent, ticket, facts);
  return {
    outcome: { outcome: "assigned" },
    conversation: heldBy(agent, before.conversation, given),
    ticket: given,
    effects: [
      tellClaimed(before, given),
      ...toldRooms(ticket, verbPhrases(facts).assignedTo(agent.name)),
      { effect: "fact", kind: "claimed", ticket: given, agent },
    ],
  };
}

function isThere(agent: Agent, { agents, now }: Facts): boolean {
  const profile = agents.find(({ id }) => id === agent.id);
  return profile === undefined || !(profile.isGone || isAwayAt(profile, now));
}

/** An agent left for good: what they held goes on with somebody else. Told twice, it happens once. */
export function left(before: Before, { agent, to }: World<"left">, facts: Facts): Verdict {
  const { named: ticket } = before;
  if (ticket?.status !== "open" || ticket.holder.id !== agent.id) {
    return { outcome: { outcome: "not_assigned" }, effects: [] };
  }
  const say = verbPhrases(facts);
  if (to === null) {
    const { verdict, released } = backIntoQueue(before, ticket, facts);
    const told = [...verdict.effects, ...toldRooms(ticket, say.leftToQueue(agent.name))];
    const fact: Effect = { effect: "fact", kind: "released", ticket: released, agent };
    return { ...verdict, outcome: { outcome: "released" }, effects: [...told, fact] };
  }
  const given = claimedBy(to, ticket, facts);
  return {
    outcome: { outcome: "transferred" },
    conversation: heldBy(to, before.conversation, given),
    ticket: given,
    effects: [
      tellLearner(before, ({ verbs }) => verbs.learner.transferred(to.name)),
      ...toldRooms(ticket, say.leftTo(agent.name, to.name)),
      { effect: "fact", kind: "transferred", ticket: given, agent },
    ],
  };
}

function toldRooms({ id: ticketId }: Ticket, text: string): readonly Effect[] {
  return [
    { effect: "card", ticketId },
    { effect: "tell_rooms", ticketId, text },
  ];
}
