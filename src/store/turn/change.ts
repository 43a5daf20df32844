/**
 * One turn of a conversation in one transaction: look, let `decide` decide, write all of it or nothing. This is the only place
 * that writes conversations, tickets, messages, facts and ratings, and the only rule about concurrency there is.
 *
 * Not to break: `decide` runs between reading and writing in the same transaction, and may run again when that one fails.
 */
import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import type { Before, Decision } from "../../core/decision.ts";
import { INBOUND_TRIES_MAX } from "../../core/inbound.ts";
import type { Ticket, TicketId } from "../../core/model.ts";
import type { Changed, Store, Turn } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { draftOf, type OutboundDraft, prepareOutboundInsert } from "../outbox.ts";
import { prepare } from "../prepared.ts";
import { conversationChange } from "../rows.ts";
import type { Tables } from "../tables/schema.ts";
import { together } from "../together.ts";
import { type Loaded, prepareBefore } from "./before.ts";
import { prepareAmendments, prepareMessages, prepareReactions } from "./messages.ts";
import { prepareState } from "./state.ts";

type Writers = ReturnType<typeof prepareWriters>;

function prepareWriters(engine: Engine) {
  return {
    ...prepareState(engine.reads),
    writeMessage: prepareMessages(engine.reads),
    amend: prepareAmendments(engine.reads),
    keepReactions: prepareReactions(engine.reads),
    insertOutbound: prepareOutboundInsert(engine.reads),
  };
}

export function makeChange(engine: Engine): Store["change"] {
  const loadBefore = prepareBefore(engine);
  const writers = prepareWriters(engine);
  const takeTicketId = prepareTicketNumber(engine);
  return (turn, decide) =>
    engine.write(async (on) => {
      const lent = await loadBefore(on, turn);
      if (lent === null) return null;
      const decided = await decideOn(lent, { decide, takeTicketId: () => takeTicketId(on) });
      assert(decided.decision.conversation.id === turn.conversationId, "decided about another conversation");
      return await write(on, writers, { turn, ...decided });
    });
}

/** Resolves to a number that is nobody else's; null where the one that was lent cannot be. */
function prepareTicketNumber({ reads, dialect }: Engine): (on: Kysely<Tables>) => Promise<TicketId | null> {
  const { take } = dialect.ticketNumbers;
  if (take === null) return async () => null;
  const query = prepare(() => reads.selectNoFrom(sql<TicketId>`(${sql.raw(take)})`.as("id")));
  return async (on) => (await query(on, {}))[0]?.id ?? null;
}

type Deciding = {
  readonly decide: (before: Before) => Decision;
  readonly takeTicketId: () => Promise<TicketId | null>;
};

/**
 * A turn that opens a ticket takes its number only then: numbers taken by every turn would jump by hundreds, and a number
 * kept from others until the commit would let one ticket be opened at a time. If another turn took the number that was lent,
 * this one decides again with its own.
 */
async function decideOn(lent: Loaded, { decide, takeTicketId }: Deciding): Promise<Pick<Taken, "loaded" | "decision">> {
  const decision = decide(lent.before);
  const { nextTicketId } = lent.before;
  if (!decision.tickets.some(({ id }) => id === nextTicketId)) return { loaded: lent, decision };
  const taken = await takeTicketId();
  if (taken === null || taken === nextTicketId) return { loaded: lent, decision };
  const before = { ...lent.before, nextTicketId: taken };
  return { loaded: { ...lent, before }, decision: decide(before) };
}

type Taken = { readonly turn: Turn; readonly loaded: Loaded; readonly decision: Decision };

async function write(on: Kysely<Tables>, writers: Writers, taken: Taken): Promise<Changed> {
  const { turn, loaded, decision } = taken;
  const tickets = decision.tickets.map((after) => ({ before: beforeOf(after, loaded), after }));
  // Tickets before what names them.
  const written = [...writeConversation(on, writers, taken), ...tickets.map((each) => writers.writeTicket(on, each))];
  const recorded = writeRecords(on, writers, taken);
  const said = writeMessages(on, writers, taken);
  const [messageDrafts] = await together([said, ...written, ...recorded]);
  const about = { conversationId: turn.conversationId, messageId: null, now: turn.now };
  const drafts = [...messageDrafts, ...decision.outbound.map((outbound) => draftOf(outbound, about))];
  const opened = tickets.filter(({ before }) => before === null);
  await together([
    ...opened.map(({ after }) => writers.markLedBy(on, { ticketId: after.id })),
    writers.insertOutbound(on, drafts),
    ...settleInbound(on, writers, taken),
    ...keepMerge(on, writers, decision),
  ]);
  const lanes = [...new Set(drafts.map(({ lane }) => lane))];
  return { outcome: decision.outcome, lanes, tickets, ...npsIn(decision) };
}

/** When the learner is to be asked 0–10, if that is new. */
function npsIn({ conversation, nps = [] }: Decision): Pick<Changed, "nps"> {
  const planned = nps.find((change) => "dueAt" in change);
  return planned === undefined ? {} : { nps: { conversationId: conversation.id, dueAt: planned.dueAt } };
}

function beforeOf(after: Ticket, { tickets, before }: Loaded): Ticket | null {
  const known = tickets.get(after.id) ?? null;
  assert(known !== null || after.id === before.nextTicketId, "decided about a ticket that was not lent");
  return known;
}

type Statements = readonly Promise<unknown>[];

function keepMerge(on: Kysely<Tables>, writers: Writers, { merged }: Decision): Statements {
  if (merged === undefined) return [];
  const { mergesMoved, mergeUndone, mergeKept } = writers;
  return [mergesMoved, mergeUndone, mergeKept].map((write) => write(on, merged));
}

function settleInbound(on: Kysely<Tables>, writers: Writers, { turn, loaded }: Taken): Statements {
  const { inboundId, now } = turn;
  if (inboundId === null) return [];
  const status = loaded.tries >= INBOUND_TRIES_MAX ? "poisoned" : "handled";
  return [writers.settleInbound(on, { inboundId, status, now })];
}

function writeConversation(on: Kysely<Tables>, writers: Writers, { loaded, decision }: Taken): Statements {
  const { id, learnerId, learnerName: name } = decision.conversation;
  const isRenamed = name !== loaded.before.conversation.learnerName;
  return [
    writers.updateConversation(on, { id, ...conversationChange(decision.conversation) }),
    ...(isRenamed ? [writers.rename(on, { learnerId, name })] : []),
  ];
}

/** What figures are folded from. */
function writeRecords(on: Kysely<Tables>, writers: Writers, { turn, decision }: Taken): Statements {
  const { conversation, rating } = decision;
  const { id, learnerId, home, language } = conversation;
  const owner = { conversation_id: id, learner_id: learnerId, channel: home.channel, language };
  const facts = decision.facts.map((fact) => ({
    ...owner,
    kind: fact.kind,
    at: fact.at,
    ticket_id: fact.ticketId,
    episode: fact.episode,
    agent_id: fact.agentId,
    intent_id: fact.intentId,
    value: fact.value,
    schedule_version: fact.scheduleVersion,
    variant: fact.variant ?? null,
  }));
  const rated =
    rating === null
      ? []
      : [
          writers.writeRating(on, {
            rating: rating.rating,
            at: turn.now,
            channel: home.channel,
            ticket_id: rating.ticketId,
            episode: rating.episode,
            conversation_id: id,
          }),
        ];
  const opinions = writers.writeOpinions(on, { conversationId: id, language, now: turn.now, decision });
  return [writers.insertFacts(on, facts), ...rated, ...writeAftermath(on, writers, { turn, decision }), opinions];
}

function writeAftermath(
  on: Kysely<Tables>,
  writers: Writers,
  { turn: { now }, decision: { remark, recovery } }: Pick<Taken, "turn" | "decision">,
): Statements {
  const statements: Promise<unknown>[] = [];
  if (remark !== undefined) {
    const { ticketId, episode } = remark;
    if ("comment" in remark) statements.push(writers.keepComment(on, { ticketId, episode, comment: remark.comment }));
    else statements.push(writers.keepReasons(on, { ticketId, episode, tags: JSON.stringify(remark.reasons) }));
  }
  if (recovery?.change === "begun") {
    const { ticketId, episode, owner, dueAt } = recovery;
    const owned = { owner_id: owner?.id ?? null, owner_name: owner?.name ?? null };
    statements.push(writers.beginRecovery(on, { ticket_id: ticketId, episode, ...owned, due_at: dueAt }));
  }
  if (recovery?.change === "ended") {
    const { ticketId, episodeMax } = recovery;
    statements.push(writers.endRecoveries(on, { ticketId, episodeMax, now }));
  }
  return statements;
}

/** Writes the lines of the transcript and returns the rows that carry them, in order. */
async function writeMessages(on: Kysely<Tables>, writers: Writers, taken: Taken): Promise<readonly OutboundDraft[]> {
  const { turn, decision } = taken;
  const { conversationId, now } = turn;
  const { conversation, messages, amendments = [], reactions = [] } = decision;
  const spoken = messages.map((message) => writers.writeMessage(on, { conversation, message }));
  const kept = [
    writers.keepReactions(on, reactions),
    ...amendments.map((it) => writers.amend(on, { amendment: it, now })),
  ];
  const [messageIds] = await together([together(spoken), ...kept]);
  return [
    ...messages.flatMap((message, index) => {
      const messageId = messageIds[index] ?? null;
      const isByPerson = message.author.kind === "agent" && message.kind === "words";
      return message.deliveries.map((delivery) => {
        const isWordsOfPerson = isByPerson && delivery.audience === "learner";
        return draftOf(delivery, { conversationId, messageId, isWordsOfPerson, now });
      });
    }),
    ...amendments.flatMap(({ lineId: messageId, deliveries }) =>
      deliveries.map((delivery) => {
        // Only an agent's words are changed in a learner's chat.
        const isWordsOfPerson = delivery.audience === "learner";
        return draftOf(delivery, { conversationId, messageId, isWordsOfPerson, now });
      }),
    ),
  ];
}
