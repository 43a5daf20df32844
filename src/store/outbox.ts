/**
 * The outbox: rows leave a lane one after another, oldest first. A row that may have been sent (`uncertain`) stays before the
 * younger ones, or an answer could overtake the question; a row is `sending` on disk before anybody sends it.
 *
 *   queued ──take──> sending ──settle──> sent | failed
 *      ^                │ └──settle──> uncertain ──take──> sending
 *      └──settle (rest)─┘      ^── whoever sent it is gone
 */
import { type Kysely, type Selectable, sql } from "kysely";
import type { ConversationId, Millis, OutboundId } from "../core/model.ts";
import { laneOf, type NewOutbound, type Outbound, type Settlement } from "../core/outbound.ts";
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, prepareRows, type Slot } from "./prepared.ts";
import { flag, outboundOf } from "./rows.ts";
import type { OutboundTable, Tables } from "./tables/schema.ts";

type OutboxPart = Pick<Store, "takeOutbound" | "settleOutbound" | "queueOutbound" | "freeSending">;

export function makeOutbox(engine: Engine): OutboxPart {
  const queries = prepareOutbox(engine);
  const insert = prepareOutboundInsert(engine.reads);
  return {
    takeOutbound: (lane, now) => engine.write((on) => take(on, queries, { lane, now })),
    settleOutbound: (id, settlement) => engine.write((on) => settle(on, queries, { id, settlement })),
    queueOutbound: (rows, now) =>
      engine.write(async (on) => {
        const drafts = rows.map((row) => draftOf(row, { conversationId: null, messageId: null, now }));
        await insert(on, drafts);
        return [...new Set(drafts.map(({ lane }) => lane))];
      }),
    freeSending: (now) =>
      engine.write(async (on) => {
        await queries.free(on, { before: Number.MAX_SAFE_INTEGER, now });
      }),
  };
}

/** Rows that have been `sending` since before `before` become `uncertain`, due at once. */
export function prepareFree(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ before: Millis; now: Millis }>) =>
    reads
      .updateTable("outbound")
      .set({ status: sql.lit("uncertain"), sending_since: null, not_before: slot("now") })
      .where("settled_at", "is", null)
      .where("sending_since", "<", slot("before")),
  );
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

type OutboxQueries = ReturnType<typeof prepareOutbox>;

function prepareOutbox({ reads, dialect }: Engine) {
  return {
    rest: prepare((slot: Slot<{ lane: string }>) =>
      reads.selectFrom("lanes").select("not_before").where("lane", "=", slot("lane")),
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
    begin: prepare((slot: Slot<{ id: OutboundId; now: Millis }>) =>
      reads
        .updateTable("outbound")
        .set((column) => ({
          status: sql.lit("sending"),
          sending_since: slot("now"),
          tries: column("tries", "+", sql.lit(1)),
        }))
        .where("id", "=", slot("id")),
    ),
    free: prepareFree(reads),
    ...prepareSettling(reads),
  };
}

function prepareSettling(reads: Kysely<Tables>) {
  return {
    // What is settled stays settled: a late "try again" must not send words twice.
    finish: prepare(
      (slot: Slot<Pick<Selectable<OutboundTable>, "id" | "status" | "settled_at" | "network_id" | "why">>) =>
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
    putBack: prepare((slot: Slot<Pick<Selectable<OutboundTable>, "id" | "status" | "not_before">>) =>
      reads
        .updateTable("outbound")
        .set({ status: slot("status"), not_before: slot("not_before"), sending_since: null })
        .where("id", "=", slot("id"))
        .where("settled_at", "is", null)
        .returning("lane"),
    ),
    restLane: prepare((slot: Slot<{ lane: string; not_before: Millis }>) =>
      reads
        .insertInto("lanes")
        .values({ lane: slot("lane"), not_before: slot("not_before") })
        .onConflict((conflict) => conflict.column("lane").doUpdateSet({ not_before: slot("not_before") })),
    ),
  };
}

async function take(
  on: Kysely<Tables>,
  queries: OutboxQueries,
  { lane, now }: { readonly lane: string; readonly now: Millis },
): Promise<Outbound | null> {
  const [rest] = await queries.rest(on, { lane });
  if (rest && rest.not_before > now) return null;
  const [row] = await queries.oldest(on, { lane });
  if (!row || row.status === "sending" || row.not_before > now) return null;
  await queries.begin(on, { id: row.id, now });
  return outboundOf(row);
}

async function settle(
  on: Kysely<Tables>,
  queries: OutboxQueries,
  { id, settlement }: { readonly id: OutboundId; readonly settlement: Settlement },
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
      const [row] = await queries.putBack(on, { id, status, not_before: 0 });
      if (row) await queries.restLane(on, { lane: row.lane, not_before: settlement.notBefore });
      return;
    }
    case "uncertain":
      await queries.putBack(on, { id, status, not_before: settlement.notBefore });
      return;
  }
}
