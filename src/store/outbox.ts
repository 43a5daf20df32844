/**
 * The outbox: rows leave a lane one after another, oldest first. A row that may have been sent (`uncertain`) stays before the
 * younger ones, or an answer could overtake the question; a row is `sending` on disk before anybody sends it.
 *
 *   queued ──take──> sending ──settle──> sent | failed
 *      ^                │ └──settle──> uncertain ──take──> sending
 *      └──settle (rest)─┘      ^── whoever sent it is gone
 */
import { type Kysely, type Selectable, sql } from "kysely";
import { StoreError } from "../core/errors.ts";
import type { ConversationId, Millis, OutboundId } from "../core/model.ts";
import { chatLaneOf, laneOf, type NewOutbound, type Outbound, type Settlement } from "../core/outbound.ts";
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, prepareRows, type Slot } from "./prepared.ts";
import { flag, outboundOf } from "./rows.ts";
import type { OutboundTable, Tables } from "./tables/schema.ts";

type OutboxPart = Pick<Store, "takeOutbound" | "settleOutbound" | "queueOutbound">;

/**
 * What this process is at: rows it has taken and not yet settled, and lanes it is taking from just now, one entry per take.
 * Shared with lying.ts, which frees what nobody here knows of.
 */
export type UnderWay = { readonly rows: Set<OutboundId>; readonly takes: Set<{ readonly lane: string }> };

export function makeOutbox(engine: Engine, underWay: UnderWay): OutboxPart {
  const sender = engine.replica.id;
  const queries = prepareOutbox(engine);
  const insert = prepareOutboundInsert(engine.reads);
  return {
    async takeOutbound(lane, now) {
      const taking = { lane };
      underWay.takes.add(taking);
      try {
        const outbound = await engine.write((on) => take(on, queries, { lane, sender, now }));
        if (outbound !== null) underWay.rows.add(outbound.id);
        return outbound;
      } finally {
        underWay.takes.delete(taking);
      }
    },
    async settleOutbound(id, settlement) {
      try {
        await engine.write((on) => settle(on, queries, { id, sender, settlement }));
      } catch (error) {
        // After a trouble of the world it is tried again; after our own mistake nobody comes back to this row.
        if (!(error instanceof StoreError)) underWay.rows.delete(id);
        throw error;
      }
      underWay.rows.delete(id);
    },
    queueOutbound: (rows, now) =>
      engine.write(async (on) => {
        const drafts = rows.map((row) => draftOf(row, { conversationId: null, messageId: null, now }));
        await insert(on, drafts);
        return [...new Set(drafts.map(({ lane }) => lane))];
      }),
  };
}

/** A row of the outbox before it has an id. */
export type OutboundDraft = Pick<
  OutboundTable,
  | "lane"
  | "channel"
  | "chat_id"
  | "audience"
  | "conversation_id"
  | "ticket_id"
  | "message_id"
  | "is_words_of_person"
  | "queued_at"
> & { readonly content: string };

export function draftOf(
  outbound: NewOutbound,
  about: {
    readonly conversationId: ConversationId | null;
    /** The line of the transcript it carries, if any, and whether a person wrote that to the learner. */
    readonly messageId: number | null;
    readonly isWordsOfPerson?: boolean;
    readonly now: Millis;
  },
): OutboundDraft {
  return {
    lane: laneOf(outbound),
    channel: outbound.to.channel,
    chat_id: outbound.to.chatId,
    audience: outbound.audience,
    conversation_id: about.conversationId,
    ticket_id: outbound.ticketId,
    message_id: about.messageId,
    content: JSON.stringify(outbound.content),
    is_words_of_person: flag(about.isWordsOfPerson ?? false),
    queued_at: about.now,
  };
}

export function prepareOutboundInsert(reads: Kysely<Tables>) {
  return prepareRows((rows: readonly Slot<OutboundDraft>[]) =>
    reads.insertInto("outbound").values(
      rows.map((slot) => ({
        lane: slot("lane"),
        channel: slot("channel"),
        chat_id: slot("chat_id"),
        audience: slot("audience"),
        conversation_id: slot("conversation_id"),
        ticket_id: slot("ticket_id"),
        message_id: slot("message_id"),
        content: slot("content"),
        is_words_of_person: slot("is_words_of_person"),
        status: sql.lit("queued"),
        tries: 0,
        queued_at: slot("queued_at"),
        not_before: 0,
      })),
    ),
  );
}

type Finished = Pick<Selectable<OutboundTable>, "id" | "status" | "settled_at" | "network_id" | "why">;

type OutboxQueries = ReturnType<typeof prepareOutbox>;

function prepareOutbox({ reads, dialect }: Engine) {
  return {
    rests: prepare((slot: Slot<{ lane: string; chatLane: string }>) =>
      reads
        .selectFrom("lanes")
        .select("not_before")
        .where("lane", "in", [slot("lane"), slot("chatLane")]),
    ),
    oldest: prepare((slot: Slot<{ lane: string }>) =>
      dialect.lock(
        reads
          .selectFrom("outbound")
          .selectAll()
          .where("lane", "=", slot("lane"))
          .where("settled_at", "is", null)
          .orderBy("id")
          .limit(sql.lit(1)),
      ),
    ),
    begin: prepare((slot: Slot<{ id: OutboundId; sender: string; now: Millis }>) =>
      reads
        .updateTable("outbound")
        .set((column) => ({
          status: sql.lit("sending"),
          sending_since: slot("now"),
          sender: slot("sender"),
          tries: column("tries", "+", sql.lit(1)),
        }))
        .where("id", "=", slot("id")),
    ),
    ...prepareSettling(reads),
  };
}

// Several lanes of a chat may be told to rest at once; the longest of it counts.
const later = sql<Millis>`
  case when excluded.not_before > lanes.not_before then excluded.not_before else lanes.not_before end`;

function prepareSettling(reads: Kysely<Tables>) {
  return {
    // What is settled stays settled: a late "try again" must not send words twice.
    finish: prepare((slot: Slot<Finished>) =>
      reads
        .updateTable("outbound")
        .set({
          status: slot("status"),
          settled_at: slot("settled_at"),
          network_id: slot("network_id"),
          why: slot("why"),
          // The words live on in the transcript; here they are not needed any more.
          content: null,
          sending_since: null,
        })
        .where("id", "=", slot("id"))
        .where("settled_at", "is", null),
    ),
    // Only by its sender: somebody who was taken for gone must not put back what another one is sending now.
    putBack: prepare(
      (slot: Slot<Pick<Selectable<OutboundTable>, "id" | "status" | "not_before"> & { sender: string }>) =>
        reads
          .updateTable("outbound")
          .set({ status: slot("status"), not_before: slot("not_before"), sending_since: null, sender: null })
          .where("id", "=", slot("id"))
          .where("sender", "=", slot("sender"))
          .where("settled_at", "is", null)
          .returning("lane"),
    ),
    restLane: prepare((slot: Slot<{ lane: string; not_before: Millis }>) =>
      reads
        .insertInto("lanes")
        .values({ lane: slot("lane"), not_before: slot("not_before") })
        .onConflict((conflict) => conflict.column("lane").doUpdateSet({ not_before: later })),
    ),
  };
}

async function take(
  on: Kysely<Tables>,
  queries: OutboxQueries,
  { lane, sender, now }: { readonly lane: string; readonly sender: string; readonly now: Millis },
): Promise<Outbound | null> {
  const rests = await queries.rests(on, { lane, chatLane: chatLaneOf(lane) });
  if (rests.some((rest) => rest.not_before > now)) return null;
  const [row] = await queries.oldest(on, { lane });
  if (!row || row.status === "sending" || row.not_before > now) return null;
  await queries.begin(on, { id: row.id, sender, now });
  return outboundOf(row);
}

async function settle(
  on: Kysely<Tables>,
  queries: OutboxQueries,
  { id, sender, settlement }: { readonly id: OutboundId; readonly sender: string; readonly settlement: Settlement },
): Promise<void> {
  const { status } = settlement;
  switch (status) {
    case "sent":
      await queries.finish(on, { id, status, settled_at: settlement.at, network_id: settlement.messageId, why: null });
      return;
    case "failed":
      await queries.finish(on, { id, status, settled_at: settlement.at, network_id: null, why: settlement.why });
      return;
    case "queued": {
      const [row] = await queries.putBack(on, { id, sender, status, not_before: 0 });
      if (!row) return;
      const lane = settlement.rests === "chat" ? chatLaneOf(row.lane) : row.lane;
      await queries.restLane(on, { lane, not_before: settlement.notBefore });
      return;
    }
    case "uncertain":
      await queries.putBack(on, { id, sender, status, not_before: settlement.notBefore });
      return;
  }
}
