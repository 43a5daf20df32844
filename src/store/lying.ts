/**
 * The sweeper's question: what was left lying by a process that ended, or by a bell that was never rung? Rows whose sender is
 * gone may have arrived, so they go back as `uncertain`, never as if nothing had happened. A row is never taken from a sender
 * that lives, however long the network lets it wait: two senders of one row are two messages to the learner.
 */
import { type Kysely, sql } from "kysely";
import type { ConversationId, Millis, OutboundId } from "../core/model.ts";
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import type { UnderWay } from "./outbox.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { Tables } from "./tables/schema.ts";

type LyingPart = Pick<Store, "leftLying" | "freeSending">;

export function makeLying(engine: Engine, underWay: UnderWay): LyingPart {
  const { reads, replica } = engine;
  const queries = prepareLying(reads);
  const free = makeFree(engine);
  return {
    async leftLying(before, now) {
      // Of our own rows only those go back that nobody here knows of: taken by a commit whose answer got lost.
      const isLost = (row: Sent) => (row.sending_since ?? 0) < before && !isKnown(row, underWay);
      await free((row, living) => (row.sender === replica.id ? isLost(row) : isGone(row, living)), now);
      const conversations = await queries.conversations(reads, { before });
      const lanes = await queries.lanes(reads, { now });
      const due = await queries.due(reads, { now });
      return {
        conversations: conversations.map(({ conversation_id }) => conversation_id),
        lanes: lanes.map(({ lane }) => lane),
        due: due.map(({ id }) => id),
      };
    },
    async freeSending(now) {
      underWay.rows.clear();
      await free((row, living) => row.sender === replica.id || isGone(row, living), now);
    },
  };
}

/** A row on its way, as another process may have left it. */
type Sent = {
  readonly id: OutboundId;
  readonly lane: string;
  readonly sender: string | null;
  readonly sending_since: Millis | null;
};

function isGone({ sender }: Sent, living: ReadonlySet<string>): boolean {
  return sender === null || !living.has(sender);
}

/** Taken by us, or being taken: its commit may be done while we have yet to hear of it. */
function isKnown({ id, lane }: Sent, { rows, takes }: UnderWay): boolean {
  return rows.has(id) || [...takes].some((taking) => taking.lane === lane);
}

type IsLeft = (row: Sent, living: ReadonlySet<string>) => boolean;

/** Frees the rows on their way that `isLeft` says nobody will settle. */
function makeFree(engine: Engine): (isLeft: IsLeft, now: Millis) => Promise<void> {
  const { reads, replica } = engine;
  const queries = prepareFree(reads);
  return async (isLeft, now) => {
    const sending = await queries.sending(reads, {});
    if (sending.length === 0) return;
    // Asked after the rows were read: whoever sends one of them had said before that it lives.
    const living = await replica.living();
    // In one order everywhere: replicas that free the same rows must not wait for each other in a circle.
    const left = sending.filter((row) => isLeft(row, living)).toSorted((one, other) => one.id - other.id);
    if (left.length === 0) return;
    await engine.write(async (on) => {
      for (const { id, sender, sending_since } of left) await queries.free(on, { id, sender, sending_since, now });
    });
  };
}

function prepareFree(reads: Kysely<Tables>) {
  return {
    sending: prepare(() =>
      reads
        .selectFrom("outbound")
        .select(["id", "lane", "sender", "sending_since"])
        .where("settled_at", "is", null)
        .where("status", "=", sql.lit("sending")),
    ),
    // Only the very try that was seen: meanwhile it may have been settled, and the next one begun.
    free: prepare((slot: Slot<Pick<Sent, "id" | "sender" | "sending_since"> & { now: Millis }>) =>
      reads
        .updateTable("outbound")
        .set({ status: sql.lit("uncertain"), sending_since: null, sender: null, not_before: slot("now") })
        .where("id", "=", slot("id"))
        .where("status", "=", sql.lit("sending"))
        .where("sender", "is not distinct from", slot("sender"))
        .where("sending_since", "is not distinct from", slot("sending_since")),
    ),
  };
}

/** A lane of its own or of its chat: what \`chatLaneOf\` says, for a ticket's lane is its chat's and the ticket's number. */
const holdsUp = sql<boolean>`lanes.lane in (outbound.lane, case
  when outbound.lane = outbound.channel || ':' || outbound.chat_id || ':' || outbound.ticket_id
  then outbound.channel || ':' || outbound.chat_id else outbound.lane end)`;

function prepareLying(reads: Kysely<Tables>) {
  return {
    /** The longest wait first. */
    conversations: prepare((slot: Slot<{ before: Millis }>) =>
      reads
        .selectFrom("inbound")
        .select("conversation_id")
        .$narrowType<{ conversation_id: ConversationId }>()
        .where("status", "=", sql.lit("received"))
        .where("received_at", "<", slot("before"))
        .groupBy("conversation_id")
        .orderBy((column) => column.fn.min("id")),
    ),
    due: prepare((slot: Slot<{ now: Millis }>) =>
      reads.selectFrom("tickets").select("id").where("due_at", "<=", slot("now")).orderBy("due_at").orderBy("id"),
    ),
    lanes: prepare((slot: Slot<{ now: Millis }>) =>
      reads
        .selectFrom("outbound")
        .select("lane")
        .where("id", "in", oldestOfEachLane(reads))
        .where("status", "<>", sql.lit("sending"))
        .where("not_before", "<=", slot("now"))
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(selectFrom("lanes").select("lanes.lane").where("lanes.not_before", ">", slot("now")).where(holdsUp)),
          ),
        )
        .orderBy("id"),
    ),
  };
}

function oldestOfEachLane(reads: Kysely<Tables>) {
  return reads
    .selectFrom("outbound")
    .select((column) => column.fn.min("id").as("id"))
    .where("settled_at", "is", null)
    .groupBy("lane");
}
