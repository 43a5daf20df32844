/**
 * The messages that tell learners their place in the line, beside where they stand now. A position is counted from the tickets'
 * own rows in the order of the human queue, so nothing here has to move when somebody in front is claimed.
 */
import { type Kysely, sql } from "kysely";
import { type ChannelName, type Language, type Millis, PRIORITIES, type TicketId } from "../core/model.ts";
import type { OutboundContent } from "../core/outbound.ts";
import type { BoundPlace, PlaceNow, Places } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { PlacesTable, Tables } from "./tables/schema.ts";

/** What the row of a place's change holds, to the letter. */
const CONTENT = JSON.stringify({ kind: "place" } satisfies OutboundContent);

export function makePlaces(engine: Engine): Places {
  const { reads } = engine;
  const { bind, show, letGo, one, all } = preparePlaces(reads);
  return {
    bind: async (place) => void (await engine.write((on) => bind(on, rowOf(place)))),
    show: async ({ ticketId: ticket_id, messageId: message_id, shown, changedAt: changed_at }) =>
      void (await engine.write((on) => show(on, { ticket_id, message_id, shown, changed_at }))),
    letGo: async ({ ticketId: ticket_id, messageId: message_id }) =>
      void (await engine.write((on) => letGo(on, { ticket_id, message_id }))),
    async of(ticketId) {
      const [row] = await one(reads, { ticketId, content: CONTENT });
      return row ? placeOf(row) : null;
    },
    async all() {
      const rows = await all(reads, { content: CONTENT });
      return rows.map(placeOf).toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0));
    },
  };
}

type PlaceRow = PlacesTable & {
  readonly language: Language;
  readonly position: number | null;
  readonly is_queued: number;
};

function rowOf({ ticketId, episode, chat, messageId, shown, changedAt }: BoundPlace): PlacesTable {
  const { channel, chatId } = chat;
  return {
    ticket_id: ticketId,
    episode,
    channel,
    chat_id: chatId,
    message_id: messageId,
    shown,
    changed_at: changedAt,
  };
}

function placeOf(row: PlaceRow): PlaceNow {
  return {
    ticketId: row.ticket_id,
    episode: row.episode,
    chat: { channel: row.channel, chatId: row.chat_id },
    messageId: row.message_id,
    shown: row.shown,
    changedAt: row.changed_at,
    language: row.language,
    position: row.position === null ? null : Number(row.position),
    isQueued: Number(row.is_queued) > 0,
  };
}

// The order of the human queue, see countAhead in turn/before.ts.
const rankOf = (table: string) =>
  sql.raw(
    `case ${table}.priority ${PRIORITIES.map((priority, rank) => `when '${priority}' then ${rank}`).join(" ")} end`,
  );

// Of a ticket by itself its neighbours are counted; of all at once the line is numbered, or it would be counted for each.
const countedInFront = sql<number | null>`
  case when tickets.status = 'new' and tickets.episode = places.episode then 1 + (
    select count(*) from tickets as other
    where other.status = 'new' and (
      ${rankOf("other")} > ${rankOf("tickets")}
      or (other.priority = tickets.priority and (
        other.opened_at < tickets.opened_at or (other.opened_at = tickets.opened_at and other.id < tickets.id)))
    )) end`;

const numbered = sql<{ id: TicketId; episode: number; number: number }>`(
  select id, episode, row_number() over (order by ${rankOf("tickets")} desc, opened_at, id) as number
  from tickets where status = 'new')`;

type Slots = { content: string };

function isQueued(slot: Slot<Slots>) {
  return sql<number>`(select count(*) from outbound
    where outbound.lane = places.channel || ':' || places.chat_id and outbound.settled_at is null
      and outbound.ticket_id = places.ticket_id and outbound.content = ${slot("content")})`;
}

function preparePlaces(reads: Kysely<Tables>) {
  const beside = reads
    .selectFrom("places")
    .innerJoin("tickets", "tickets.id", "places.ticket_id")
    .innerJoin("conversations", "conversations.id", "tickets.conversation_id");
  return {
    ...prepareWriting(reads),
    one: prepare((slot: Slot<Slots & { ticketId: TicketId }>) =>
      beside
        .selectAll("places")
        .select(["conversations.language", countedInFront.as("position"), isQueued(slot).as("is_queued")])
        .where("places.ticket_id", "=", slot("ticketId")),
    ),
    all: prepare((slot: Slot<Slots>) =>
      beside
        .leftJoin(numbered.as("line"), (join) =>
          join.onRef("line.id", "=", "places.ticket_id").onRef("line.episode", "=", "places.episode"),
        )
        .selectAll("places")
        .select(["conversations.language", "line.number as position", isQueued(slot).as("is_queued")])
        .orderBy("places.ticket_id"),
    ),
  };
}

type Named = Pick<PlacesTable, "ticket_id" | "message_id">;
type Shown = Named & { shown: string; changed_at: Millis };
type NewPlace = {
  ticket_id: TicketId;
  episode: number;
  channel: ChannelName;
  chat_id: string;
  message_id: string;
  shown: string;
  changed_at: Millis;
};

function prepareWriting(reads: Kysely<Tables>) {
  return {
    bind: prepare((slot: Slot<NewPlace>) => {
      const message = {
        episode: slot("episode"),
        channel: slot("channel"),
        chat_id: slot("chat_id"),
        message_id: slot("message_id"),
        shown: slot("shown"),
        changed_at: slot("changed_at"),
      };
      return reads
        .insertInto("places")
        .values({ ticket_id: slot("ticket_id"), ...message })
        .onConflict((conflict) => conflict.column("ticket_id").doUpdateSet(message));
    }),
    show: prepare((slot: Slot<Shown>) =>
      reads
        .updateTable("places")
        .set({ shown: slot("shown"), changed_at: slot("changed_at") })
        .where("ticket_id", "=", slot("ticket_id"))
        .where("message_id", "=", slot("message_id")),
    ),
    letGo: prepare((slot: Slot<Named>) =>
      reads
        .deleteFrom("places")
        .where("ticket_id", "=", slot("ticket_id"))
        .where("message_id", "=", slot("message_id")),
    ),
  };
}
