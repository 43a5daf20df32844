/**
 * The inbox: writing down what arrived, once, and handing it out in order. A channel acknowledges an update only after
 * `receive` resolved, so nothing may be remembered here that is not in the transaction.
 */
import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import type { Inbound, PendingInbound } from "../core/inbound.ts";
import { languageOfCode } from "../core/language.ts";
import type { ChannelName, ConversationId, InboundId, LearnerId, Millis, TicketId } from "../core/model.ts";
import type { Received, ReceiveFacts, Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { assertLeads } from "./fence.ts";
import { makeMarks } from "./marks.ts";
import { prepare, type Slot } from "./prepared.ts";
import { keptBy, known } from "./rows.ts";
import type { InboundTable, Tables } from "./tables/schema.ts";

/** Whose conversation it belongs to; nulls for words in a staff room that are about no ticket. */
type Belonging = { readonly conversationId: ConversationId | null; readonly ticketId: TicketId | null };

export function makeInbox(engine: Engine): Pick<Store, "receive" | "marks" | "nextInbound" | "countTry"> {
  const queries = prepareInbox(engine);
  const marks = makeMarks(engine);
  return {
    receive: (inbound, facts) =>
      engine.write(async (on) => {
        await assertLeads(on, engine, facts.fence);
        const received = await receive(on, queries, { inbound, facts });
        await marks.note(on, inbound, facts.now);
        return received;
      }),
    marks: marks.list,
    nextInbound: async (conversationId) => {
      const [row] = await queries.oldestWaiting(engine.reads, { conversationId });
      return row ? pendingOf(row, conversationId) : null;
    },
    countTry: (inboundId) =>
      engine.write(async (on) => {
        const [row] = await queries.countTry(on, { inboundId });
        assert(row, "a try was counted for an inbound row that does not exist");
        return row.tries;
      }),
  };
}

type InboxQueries = ReturnType<typeof prepareInbox>;

function prepareInbox({ reads }: Engine) {
  return {
    ...preparePeople(reads),
    ...prepareRows(reads),
    ...prepareTicketSearch(reads),
  };
}

function preparePeople(reads: Kysely<Tables>) {
  return {
    chat: prepare((slot: Slot<{ channel: ChannelName; chatId: string }>) =>
      reads
        .selectFrom("chats")
        .innerJoin("learners", "learners.id", "chats.learner_id")
        .select(["conversation_id", "learner_id", "name"])
        .where("channel", "=", slot("channel"))
        .where("chat_id", "=", slot("chatId")),
    ),
    rename: prepare((slot: Slot<{ learnerId: LearnerId; name: string }>) =>
      reads
        .updateTable("learners")
        .set({ name: slot("name") })
        .where("id", "=", slot("learnerId")),
    ),
  };
}

function prepareRows(reads: Kysely<Tables>) {
  return {
    insert: prepare((slot: Slot<Omit<InboundTable, "id" | "tries">>) =>
      reads
        .insertInto("inbound")
        .values({
          channel: slot("channel"),
          bot: slot("bot"),
          update_id: slot("update_id"),
          conversation_id: slot("conversation_id"),
          ticket_id: slot("ticket_id"),
          payload: slot("payload"),
          status: slot("status"),
          tries: 0,
          received_at: slot("received_at"),
          settled_at: slot("settled_at"),
        })
        .onConflict((conflict) => conflict.columns(["channel", "bot", "update_id"]).doNothing())
        .returning("id"),
    ),
    known: prepare((slot: Slot<Pick<InboundTable, "channel" | "bot" | "update_id">>) =>
      reads
        .selectFrom("inbound")
        .select("conversation_id")
        .where("channel", "=", slot("channel"))
        .where("bot", "=", slot("bot"))
        .where("update_id", "=", slot("update_id")),
    ),
    oldestWaiting: prepare((slot: Slot<{ conversationId: ConversationId }>) =>
      reads
        .selectFrom("inbound")
        .select(["id", "payload", "tries", "ticket_id", "received_at"])
        .where("conversation_id", "=", slot("conversationId"))
        .where("status", "=", sql.lit("received"))
        .orderBy("id")
        .limit(sql.lit(1)),
    ),
    countTry: prepare((slot: Slot<{ inboundId: InboundId }>) =>
      reads
        .updateTable("inbound")
        .set((column) => ({ tries: column("tries", "+", sql.lit(1)) }))
        .where("id", "=", slot("inboundId"))
        .returning("tries"),
    ),
  };
}

function prepareTicketSearch(reads: Kysely<Tables>) {
  return {
    conversationOfTicket: prepare((slot: Slot<{ ticketId: TicketId }>) =>
      reads.selectFrom("tickets").select("conversation_id").where("id", "=", slot("ticketId")),
    ),
    ticketOfCopy: prepare((slot: Slot<{ channel: ChannelName; chatId: string; networkId: string }>) =>
      reads
        .selectFrom("outbound")
        .select("ticket_id")
        .where("network_id", "=", slot("networkId"))
        .where("message_id", "is not", null)
        .where("channel", "=", slot("channel"))
        .where("chat_id", "=", slot("chatId"))
        .limit(sql.lit(1)),
    ),
    ticketOfThread: prepare((slot: Slot<{ channel: ChannelName; chatId: string; threadId: string }>) =>
      reads
        .selectFrom("ticket_threads")
        .select("ticket_id")
        .where("channel", "=", slot("channel"))
        .where("chat_id", "=", slot("chatId"))
        .where("thread_id", "=", slot("threadId"))
        .orderBy("ticket_id", "desc")
        .limit(sql.lit(1)),
    ),
  };
}

type Arrival = { readonly inbound: Inbound; readonly facts: ReceiveFacts };

async function receive(on: Kysely<Tables>, queries: InboxQueries, arrival: Arrival): Promise<Received> {
  const { inbound, facts } = arrival;
  const { conversationId, ticketId } = await belongingOf(on, queries, arrival);
  const key = { channel: inbound.channel, bot: inbound.bot, update_id: inbound.updateId };
  const isAnybodys = conversationId !== null;
  const [inserted] = await queries.insert(on, {
    ...key,
    conversation_id: conversationId,
    ticket_id: ticketId,
    payload: isAnybodys ? JSON.stringify(inbound) : null,
    // Nobody's words are written all the same: only so is their redelivery a duplicate.
    status: isAnybodys ? "received" : "handled",
    received_at: facts.now,
    settled_at: isAnybodys ? null : facts.now,
  });
  if (!inserted) {
    const [earlier] = await queries.known(on, key);
    return { outcome: "duplicate", conversationId: earlier?.conversation_id ?? null };
  }
  return isAnybodys ? { outcome: "received", conversationId, inboundId: inserted.id } : { outcome: "nobody's" };
}

async function belongingOf(on: Kysely<Tables>, queries: InboxQueries, arrival: Arrival): Promise<Belonging> {
  const { inbound, facts } = arrival;
  if (inbound.place.kind === "group") return { conversationId: null, ticketId: null };
  if (inbound.place.kind === "learner") {
    return { conversationId: await conversationOfLearner(on, queries, arrival), ticketId: facts.ticketId };
  }
  const ticketId = facts.ticketId ?? (await ticketOfWords(on, queries, inbound));
  if (ticketId === null) return { conversationId: null, ticketId: null };
  const [ticket] = await queries.conversationOfTicket(on, { ticketId });
  return ticket ? { conversationId: ticket.conversation_id, ticketId } : { conversationId: null, ticketId: null };
}

/** A sign is put on a message, and no network says in which thread that is. */
async function ticketOfWords(on: Kysely<Tables>, queries: InboxQueries, inbound: Inbound): Promise<TicketId | null> {
  const { channel, place, what } = inbound;
  if (what.kind !== "reacted") return await ticketOfPlace(on, queries, inbound);
  const [copy] = await queries.ticketOfCopy(on, { channel, chatId: place.chatId, networkId: what.messageId });
  return copy?.ticket_id ?? null;
}

async function ticketOfPlace(on: Kysely<Tables>, queries: InboxQueries, inbound: Inbound): Promise<TicketId | null> {
  const { channel, place, what } = inbound;
  if (place.kind !== "staff") return null;
  if (place.threadId === null) {
    // A room that takes no more threads has words of tickets in itself: whoever answers such words means their ticket.
    if (what.kind !== "words" || what.replyTo === undefined) return null;
    const [copy] = await queries.ticketOfCopy(on, { channel, chatId: place.chatId, networkId: what.replyTo });
    return copy?.ticket_id ?? null;
  }
  const [found] = await queries.ticketOfThread(on, { channel, chatId: place.chatId, threadId: place.threadId });
  return found?.ticket_id ?? null;
}

async function conversationOfLearner(on: Kysely<Tables>, queries: InboxQueries, arrival: Arrival) {
  const { channel, place, from, what } = arrival.inbound;
  const [chat] = await queries.chat(on, { channel, chatId: place.chatId });
  // A sign is no beginning of a conversation, and may come without a name.
  if (what.kind === "reacted") return chat?.conversation_id ?? null;
  if (!chat) return openConversation(on, arrival);
  if (chat.name !== from.name) await queries.rename(on, { learnerId: chat.learner_id, name: from.name });
  return chat.conversation_id;
}

/** A learner's first words. Two replicas that see them at once collide on the chat's key, and the later one runs again. */
async function openConversation(on: Kysely<Tables>, { inbound, facts }: Arrival): Promise<ConversationId> {
  const { channel, place, from } = inbound;
  const created_at: Millis = facts.now;
  const learner = await on
    .insertInto("learners")
    .values({ name: from.name, created_at })
    .returning("id")
    .executeTakeFirstOrThrow();
  const conversation = await on
    .insertInto("conversations")
    .values({
      learner_id: learner.id,
      home_channel: channel,
      home_chat_id: place.chatId,
      language: languageOfCode(from.languageHint) ?? facts.defaultLanguage,
      is_language_chosen: 0,
      turn: 0,
      is_reachable: 1,
      is_upset: 0,
      mode: "bot",
      misses: 0,
      tried: "[]",
      created_at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const ids = { learner_id: learner.id, conversation_id: conversation.id };
  await on
    .insertInto("chats")
    .values({ channel, chat_id: place.chatId, network_id: from.networkId, ...ids })
    .execute();
  return conversation.id;
}

type WaitingRow = {
  readonly id: InboundId;
  readonly payload: string | null;
  readonly tries: number;
  readonly ticket_id: TicketId | null;
  readonly received_at: Millis;
};

function pendingOf(row: WaitingRow, conversationId: ConversationId): PendingInbound {
  // Our own JSON, written by this version or an older one: Inbound may only be widened.
  const written: Inbound = JSON.parse(known(row.payload));
  const { what, channel } = written;
  const inbound =
    "attachments" in what ? { ...written, what: { ...what, attachments: keptBy(channel, what) } } : written;
  const { id, tries, ticket_id: ticketId, received_at: receivedAt } = row;
  return { id, conversationId, inbound, receivedAt, tries, ticketId };
}
