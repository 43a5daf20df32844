/**
 * What an agent does with a ticket: claim, write, note, release, solve, reopen. Only the holder writes to the learner.
 * Whoever was too slow or may not learns who holds it; nothing they typed goes anywhere unseen.
 *
 *      new ──claim──> open ──solve──> solved        solved ──reopen──> open (the one who reopened holds it)
 *       ^───release────┘
 */
import type { Before, Facts, Outcome } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { canReopen, commonOf, lastPosition, nextEpisode, queuedFor, withBot } from "./escalate.ts";
import type { AgentVerb, Event } from "./inbound.ts";
import type { Agent, Conversation, Ticket } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import { askRating } from "./rate.ts";
import { isBlank } from "./text.ts";

type Act = Extract<Event, { by: "agent" }>;
type Scene = { readonly before: Before; readonly facts: Facts; readonly act: Act; readonly ticket: Ticket };
type OpenTicket = Ticket & { readonly status: "open" };

export function hearAgent(before: Before, act: Act, facts: Facts): Verdict {
  const ticket = before.named;
  const staff = phrasesIn(facts.staffLanguage).staff;
  if (ticket === null) return refuse({ outcome: "no_such_ticket" }, staff.noSuchTicket, { act, ticket });
  const scene: Scene = { before, facts, act, ticket };
  switch (act.does.verb) {
    case "claim":
      return claim(scene);
    case "release":
      return asHolder(scene, release);
    case "say":
      return say(scene, act.does);
    case "note":
      return note(scene, act.does);
    case "edit":
      return { outcome: { outcome: "not_passed_on" }, effects: [tellAgent(scene, staff.editNotSent)] };
    case "solve":
      return ticket.status === "new" ? solve(scene) : asHolder(scene, solve);
    case "reopen":
      return reopen(scene);
    case "history": {
      if (act.place === null) return { outcome: { outcome: "history" }, effects: [] };
      const effect: Effect = { effect: "history", room: act.place.room, ticketId: ticket.id };
      return { outcome: { outcome: "history" }, effects: [effect, ...acknowledged(scene, "")] };
    }
    case "unknown":
      return refuse({ outcome: "unknown_verb" }, staff.commands, scene);
  }
}

function claim(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  const staff = phrasesIn(facts.staffLanguage).staff;
  if (ticket.status === "solved") return refuse({ outcome: "already_solved" }, staff.alreadySolved, scene);
  if (ticket.status === "open") {
    return refuse({ outcome: "already_claimed", by: ticket.holder }, staff.alreadyClaimed(ticket.holder.name), scene);
  }
  const claimed: OpenTicket = { ...ticket, status: "open", holder: act.agent, claimedAt: facts.now };
  const { conversation } = before;
  return {
    outcome: { outcome: "claimed" },
    conversation: heldBy(act.agent, conversation, claimed),
    ticket: claimed,
    effects: [
      { effect: "tell", text: phrasesIn(conversation.language).learner.claimed(act.agent.name), buttons: [] },
      { effect: "card", ticketId: ticket.id },
      { effect: "tell_rooms", ticketId: ticket.id, text: staff.claimedBy(act.agent.name) },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "claimed", ticket: claimed, agent: act.agent },
    ],
  };
}

function release(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  if (ticket.status !== "open") throw new Error("only an open ticket has a holder");
  const { claimedAt: _, ...kept } = ticket;
  const released: Ticket = { ...kept, status: "new", holder: null, waitingFor: "agent" };
  const { conversation } = before;
  const staff = phrasesIn(facts.staffLanguage).staff;
  const position = lastPosition(before, ticket.priority);
  return {
    outcome: { outcome: "released" },
    conversation: queuedFor(conversation, released, facts.now),
    ticket: released,
    effects: [
      { effect: "tell", text: phrasesIn(conversation.language).learner.released(position), buttons: [] },
      { effect: "card", ticketId: ticket.id },
      { effect: "tell_rooms", ticketId: ticket.id, text: staff.releasedBy(act.agent.name) },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "released", ticket: released, agent: act.agent },
    ],
  };
}

type Words = Extract<AgentVerb, { verb: "say" | "note" }>;

function say(scene: Scene, words: Extract<AgentVerb, { verb: "say" }>): Verdict {
  const { before, facts, act, ticket } = scene;
  // Only the first part of an album carries the caption, here "/note …": the rest is as private as that.
  if (isOfNoteAlbum(words, before)) return note(scene, words);
  const staff = phrasesIn(facts.staffLanguage).staff;
  if (isBlank(words.text) && words.attachments.length === 0) {
    return refuse({ outcome: "empty" }, staff.empty, scene);
  }
  if (ticket.status === "new") return refuse({ outcome: "not_holder", holder: null }, staff.claimFirst, scene);
  return asHolder(scene, () => {
    if (!before.conversation.isReachable) return refuse({ outcome: "unreachable" }, staff.unreachable, scene);
    const answered: Ticket = { ...ticket, waitingFor: "learner", humanReplies: ticket.humanReplies + 1 };
    const { text, attachments } = words;
    return {
      outcome: { outcome: "sent" },
      ticket: answered,
      effects: [
        { effect: "pass_on", agent: act.agent, from: act.place, text, attachments, ticketId: ticket.id },
        { effect: "fact", kind: "agent_replied", ticket: answered, agent: act.agent },
      ],
    };
  });
}

function isOfNoteAlbum({ albumId = null }: Words, { conversation }: Before): boolean {
  return albumId !== null && albumId === conversation.noteAlbumId;
}

function note(scene: Scene, words: Words): Verdict {
  const { text, attachments = [], albumId = null } = words;
  const { before, facts, act, ticket } = scene;
  const staff = phrasesIn(facts.staffLanguage).staff;
  if (isBlank(text) && attachments.length === 0) return refuse({ outcome: "empty" }, staff.empty, scene);
  return {
    outcome: { outcome: "noted" },
    conversation: { ...before.conversation, noteAlbumId: albumId ?? before.conversation.noteAlbumId },
    effects: [
      { effect: "note", agent: act.agent, from: act.place, text, attachments, ticketId: ticket.id },
      ...(isOfNoteAlbum(words, before) ? [] : acknowledged(scene, staff.noted)),
    ],
  };
}

/** The survey is asked only when a person wrote to the learner: a rating of silence would say nothing. */
function solve(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  if (ticket.status === "solved") throw new Error("a solved ticket cannot be solved");
  const { conversation } = before;
  // Nor when nobody is there to read the question: a rating given later would be one that was never asked for.
  const isRatingAsked = ticket.humanReplies > 0 && conversation.isReachable;
  const solved: Ticket & { status: "solved" } = {
    ...ticket,
    status: "solved",
    holder: act.agent,
    waitingFor: "learner",
    solvedAt: facts.now,
    rating: null,
    isRatingAsked,
  };
  const closed: Effect = {
    effect: "tell",
    text: phrasesIn(conversation.language).learner.closed(ticket.id),
    buttons: [],
  };
  const asked: readonly Effect[] = isRatingAsked
    ? [askRating(conversation, solved), { effect: "fact", kind: "rating_asked", ticket: solved, agent: act.agent }]
    : [closed];
  return {
    outcome: { outcome: "solved" },
    conversation: isRatingAsked
      ? { ...commonOf(conversation), mode: "rating", ticketId: ticket.id, episode: ticket.episode }
      : withBot(conversation),
    ticket: solved,
    effects: [
      ...asked,
      {
        effect: "tell_rooms",
        ticketId: ticket.id,
        text: phrasesIn(facts.staffLanguage).staff.solvedBy(act.agent.name),
      },
      { effect: "card", ticketId: ticket.id },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "solved", ticket: solved, agent: act.agent },
    ],
  };
}

function reopen(scene: Scene): Verdict {
  const { before, facts, act, ticket } = scene;
  const staff = phrasesIn(facts.staffLanguage).staff;
  const answer = canReopen(ticket, before, facts.now);
  if (answer === "not_solved") return refuse({ outcome: "not_solved" }, staff.notSolved, scene);
  if (answer === "too_late") return refuse({ outcome: "too_late" }, staff.tooLate, scene);
  if (answer === "other_ticket_open") {
    const other = before.current?.id ?? ticket.id;
    return refuse({ outcome: "other_ticket_open", ticketId: other }, staff.otherOpen(other), scene);
  }
  const reopened: OpenTicket = {
    ...nextEpisode(ticket, facts.now),
    status: "open",
    holder: act.agent,
    claimedAt: facts.now,
  };
  const { conversation } = before;
  return {
    outcome: { outcome: "reopened" },
    conversation: heldBy(act.agent, conversation, reopened),
    ticket: reopened,
    effects: [
      { effect: "tell", text: phrasesIn(conversation.language).learner.claimed(act.agent.name), buttons: [] },
      { effect: "card", ticketId: ticket.id },
      { effect: "tell_rooms", ticketId: ticket.id, text: staff.reopenedBy(act.agent.name) },
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "reopened", ticket: reopened, agent: act.agent },
      { effect: "fact", kind: "claimed", ticket: reopened, agent: act.agent },
    ],
  };
}

/** Runs `verb` for the holder of an open ticket; tells anybody else who that is. */
function asHolder(scene: Scene, verb: (scene: Scene) => Verdict): Verdict {
  const { ticket, act, facts } = scene;
  const staff = phrasesIn(facts.staffLanguage).staff;
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

function heldBy(agent: Agent, conversation: Conversation, ticket: OpenTicket): Conversation {
  return { ...commonOf(conversation), mode: "agent", ticketId: ticket.id, agentId: agent.id };
}

/** Nothing changes; the agent is told why, in the ticket's thread when there is such a ticket. */
function refuse(
  outcome: Outcome,
  text: string,
  { act, ticket }: Pick<Scene, "act"> & { ticket: Ticket | null },
): Verdict {
  return { outcome, effects: [{ effect: "tell_agent", place: act.place, text, ticketId: ticket?.id ?? null }] };
}

/** Ends the spinner of a pressed button; a typed command needs no answer unless there is something to say. */
function acknowledged(scene: Scene, text: string): readonly Effect[] {
  const { place } = scene.act;
  if (place === null || (place.pressId === null && text === "")) return [];
  return [tellAgent(scene, text)];
}

function tellAgent({ act, ticket }: Scene, text: string): Effect {
  return { effect: "tell_agent", place: act.place, text, ticketId: ticket.id };
}
