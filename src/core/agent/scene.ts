/**
 * What every verb of an agent looks at, and the answers they share: only the holder may, at most so many, told why not.
 * A verb is a function from a scene to a verdict; several of them in one turn are played one after the other (`playAll`).
 */
import type { Before, Facts, Outcome } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import { commonOf } from "../escalate.ts";
import type { Event } from "../inbound.ts";
import type { Agent, AgentId, Conversation, Ticket } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import type { Phrases } from "../phrases/shape.ts";
import { settleButtons } from "../queue/waiting.ts";

export type Act = Extract<Event, { by: "agent" }>;
export type Scene = { readonly before: Before; readonly facts: Facts; readonly act: Act; readonly ticket: Ticket };
export type OpenTicket = Ticket & { readonly status: "open" };

export function staffPhrases({ staffLanguage }: Pick<Facts, "staffLanguage">): Phrases["staff"] {
  return phrasesIn(staffLanguage).staff;
}

export function verbPhrases({ staffLanguage }: Pick<Facts, "staffLanguage">): Phrases["verbs"]["staff"] {
  return phrasesIn(staffLanguage).verbs.staff;
}

/** Runs `verb` for the holder of an open ticket; tells anybody else who that is. */
export function asHolder(scene: Scene, verb: (scene: Scene) => Verdict): Verdict {
  const { ticket, act, facts } = scene;
  const staff = staffPhrases(facts);
  switch (ticket.status) {
    case "new":
      return refuse({ outcome: "not_holder", holder: null }, staff.claimFirst, scene);
    case "solved":
      return refuse({ outcome: "already_solved" }, staff.alreadySolved, scene);
    case "open":
      if (ticket.holder.id === act.agent.id) return verb(scene);
      return refuse({ outcome: "not_holder", holder: ticket.holder }, staff.notHolder(ticket.holder.name), scene);
  }
}

/** Runs `verb` for the holder, and for anybody while there is none. */
export function asHolderIfAny(scene: Scene, verb: (scene: Scene) => Verdict): Verdict {
  return scene.ticket.status === "new" ? verb(scene) : asHolder(scene, verb);
}

/** How many open tickets an agent may hold; null: any number. */
export function capOf(agentId: AgentId, { agents, rules }: Pick<Facts, "agents" | "rules">): number | null {
  return agents.find(({ id }) => id === agentId)?.cap ?? rules.cap;
}

/** The refusal when the agent the turn names holds as many as they may; null when there is room. */
export function refuseFull(agent: Agent, scene: Scene): Verdict | null {
  const { before, facts } = scene;
  const cap = capOf(agent.id, facts);
  if (cap === null || before.held < cap) return null;
  const text = verbPhrases(facts).atCap(agent.name, before.held, cap);
  return refuse({ outcome: "at_cap", agent, held: before.held, cap }, text, scene);
}

/** The conversation is theirs, and the bot is mute. */
export function heldBy(agent: Agent, conversation: Conversation, ticket: OpenTicket): Conversation {
  return { ...commonOf(conversation), mode: "agent", ticketId: ticket.id, agentId: agent.id };
}

/** Nothing changes; the agent is told why, in the ticket's thread when there is such a ticket. */
export function refuse(
  outcome: Outcome,
  text: string,
  { act, ticket }: Pick<Scene, "act"> & { ticket: Ticket | null },
): Verdict {
  return { outcome, effects: [{ effect: "tell_agent", place: act.place, text, ticketId: ticket?.id ?? null }] };
}

/** Ends the spinner of a pressed button; a typed command needs no answer unless there is something to say. */
export function acknowledged(scene: Scene, text: string): readonly Effect[] {
  const { place } = scene.act;
  if (place === null || (place.pressId === null && text === "")) return [];
  return [tellAgent(scene, text)];
}

export function tellAgent({ act, ticket }: Scene, text: string): Effect {
  return { effect: "tell_agent", place: act.place, text, ticketId: ticket.id };
}

/** What all staff rooms read in the ticket's thread, and its card drawn anew. */
export function shownToAgents(scene: Scene, text: string): readonly Effect[] {
  const { id: ticketId } = scene.ticket;
  return [{ effect: "card", ticketId }, { effect: "tell_rooms", ticketId, text }, ...acknowledged(scene, "")];
}

/** The learner's words, in their language. */
export function tellLearner({ conversation }: Before, text: (phrases: Phrases) => string): Effect {
  return { effect: "tell", text: text(phrasesIn(conversation.language)), buttons: [] };
}

/** A person is there, and the learner may say when it is solved. */
export function tellClaimed({ conversation: { language } }: Before, ticket: OpenTicket): Effect {
  const text = phrasesIn(language).learner.claimed(ticket.holder.name);
  return { effect: "tell", text, buttons: settleButtons(ticket, language) };
}

export type Play = (scene: Scene) => Verdict;

/** One verb after the other on what the one before left; one card at the end shows all of it. The last outcome counts. */
export function playAll(scene: Scene, plays: readonly Play[]): Verdict {
  let { before, ticket } = scene;
  let verdict: Verdict = { outcome: { outcome: "noted" }, effects: [] };
  for (const play of plays) {
    const next = play({ ...scene, before, ticket });
    ticket = next.ticket ?? ticket;
    const conversation = next.conversation ?? before.conversation;
    const isCurrent = conversation.mode !== "bot" && conversation.ticketId === ticket.id;
    before = { ...before, conversation, named: ticket, current: isCurrent ? ticket : null };
    verdict = { ...next, ticket, conversation, effects: [...verdict.effects, ...next.effects] };
  }
  const lastCard = verdict.effects.findLastIndex(({ effect }) => effect === "card");
  const effects = verdict.effects.filter(({ effect }, index) => effect !== "card" || index === lastCard);
  return { ...verdict, effects };
}
