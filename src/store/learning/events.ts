/**
 * What shops and course platforms told, and the reads over it. Whose an event is, is not written beside it but read through its
 * key each time: what was told before a learner first wrote is theirs as soon as they prove the key.
 */
import { type Kysely, type Selectable, sql } from "kysely";
import {
  type CourseStart,
  type LearnerKey,
  type LearningEvent,
  type LearningKind,
  ORDER_KINDS,
  type OrderEvent,
  START_KINDS,
} from "../../core/learning/event.ts";
import type { LearnerId } from "../../core/model.ts";
import type { LearnerEvents, Recorded, Whose } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { prepareRows, type Slot } from "../prepared.ts";
import type { LearnerEventsTable, Tables } from "../tables/schema.ts";

/** Far more than a learner buys and begins; a platform that tells of every lesson is bounded by course already. */
const EVENTS_MAX = 500;
/** Rows in one statement: 14 values each, well below what any database takes. */
const ROWS_AT_ONCE = 200;
const PAGE_ROWS = 500;
/** Stands for every place outside in events of a learner who was forgotten; the id is the number they have here. */
export const FORGOTTEN_REALM = "forgotten";

export function makeLearningEvents(engine: Engine): Pick<LearnerEvents, "record" | "of" | "orders" | "courseStarts"> {
  const { reads } = engine;
  const insert = prepareEventInsert(reads);
  return {
    record: (events, now) =>
      engine.write((on) =>
        record(
          on,
          insert,
          events.map((event) => columnsOf(event, now)),
        ),
      ),
    async of(whose) {
      const [told, progress] = await Promise.all([readTold(reads, whose), readProgress(reads, whose)]);
      return [...told, ...progress].map(eventOf);
    },
    orders: (range) => iterateOrders(reads, range),
    courseStarts: () => iterateStarts(reads),
  };
}

type EventColumns = Omit<Selectable<LearnerEventsTable>, "id">;
type InsertEvents = ReturnType<typeof prepareEventInsert>;

async function record(on: Kysely<Tables>, insert: InsertEvents, rows: readonly EventColumns[]): Promise<Recorded> {
  let recorded = 0;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    recorded += (await insert(on, rows.slice(from, from + ROWS_AT_ONCE))).length;
  }
  return { recorded, duplicates: rows.length - recorded };
}

function prepareEventInsert(reads: Kysely<Tables>) {
  return prepareRows((rows: readonly Slot<EventColumns>[]) =>
    reads
      .insertInto("learner_events")
      .values(
        rows.map((slot) => ({
          source: slot("source"),
          event_id: slot("event_id"),
          realm: slot("realm"),
          external_id: slot("external_id"),
          kind: slot("kind"),
          course: slot("course"),
          course_name: slot("course_name"),
          order_id: slot("order_id"),
          amount_minor: slot("amount_minor"),
          currency: slot("currency"),
          progress: slot("progress"),
          at: slot("at"),
          received_at: slot("received_at"),
        })),
      )
      .onConflict((conflict) => conflict.columns(["source", "event_id"]).doNothing())
      .returning("id"),
  );
}

/** The keys proven to be the learner's. */
export function keysOf(whose: Whose) {
  const learner =
    "learnerId" in whose
      ? sql`${whose.learnerId}`
      : sql`(select learner_id from conversations where id = ${whose.conversationId})`;
  return sql`
    select realm, external_id from learner_keys where learner_id = ${learner}
    union
    select channel as realm, network_id as external_id from chats where learner_id = ${learner}`;
}

type EventRow = Omit<Selectable<LearnerEventsTable>, "id" | "received_at">;

const EVENT_COLUMNS = sql.raw(
  "source, event_id, events.realm, events.external_id, kind, course, course_name, order_id, amount_minor, currency, progress, at",
);

async function readTold(reads: Kysely<Tables>, whose: Whose): Promise<readonly EventRow[]> {
  const query = sql<EventRow>`
    select ${EVENT_COLUMNS} from (${keysOf(whose)}) as mine
    join learner_events as events on events.realm = mine.realm and events.external_id = mine.external_id
    where kind <> 'progressed' order by at desc, id desc limit ${sql.lit(EVENTS_MAX)}`;
  return (await query.execute(reads)).rows;
}

async function readProgress(reads: Kysely<Tables>, whose: Whose): Promise<readonly EventRow[]> {
  const query = sql<EventRow>`
    select ${EVENT_COLUMNS} from (
      select told.*, row_number() over (partition by course order by at desc, progress desc, id desc) as place
      from (${keysOf(whose)}) as mine
      join learner_events as told on told.realm = mine.realm and told.external_id = mine.external_id
      where kind = 'progressed'
    ) as events where place = 1`;
  return (await query.execute(reads)).rows;
}

type Mark = { readonly at: number; readonly id: number };
type OrdersRange = Parameters<LearnerEvents["orders"]>[0];

async function* iterateOrders(reads: Kysely<Tables>, range: OrdersRange): AsyncIterable<OrderEvent> {
  for await (const { id: _, learner_id, ...row } of rowsOf(reads, ORDER_KINDS, range)) yield orderOf(row, learner_id);
}

async function* iterateStarts(reads: Kysely<Tables>): AsyncIterable<CourseStart> {
  for await (const { learner_id: learnerId, course, at } of rowsOf(reads, START_KINDS, {})) {
    if (learnerId !== null && course !== null) yield { learnerId, course, at };
  }
}

/** Rows of some kinds with whose they are, a page at a time. */
async function* rowsOf(reads: Kysely<Tables>, kinds: readonly LearningKind[], range: OrdersRange) {
  let mark: Mark | null = { at: range.from ?? Number.MIN_SAFE_INTEGER, id: 0 };
  while (mark !== null) {
    const page: Awaited<ReturnType<typeof rowsAfter>> = await rowsAfter(reads, { kinds, to: range.to, mark });
    yield* page;
    mark = page.length < PAGE_ROWS ? null : (page.at(-1) ?? null);
  }
}

type Wanted = { readonly kinds: readonly LearningKind[]; readonly to: number | undefined; readonly mark: Mark };

function rowsAfter(reads: Kysely<Tables>, { kinds, to, mark: { at, id } }: Wanted) {
  let query = reads
    .selectFrom("learner_events")
    .selectAll()
    .select(OWNER.as("learner_id"))
    .where(
      "kind",
      "in",
      kinds.map((kind) => sql.lit(kind)),
    )
    .where(sql<boolean>`(at, id) > (${at}, ${id})`);
  if (to !== undefined) query = query.where("at", "<", to);
  return query.orderBy("at").orderBy("id").limit(PAGE_ROWS).execute();
}

/** Of several the first: an order is counted once. */
const OWNER = sql<LearnerId | null>`(
  select min(owners.learner_id) from (
    select learner_id from learner_keys
      where learner_keys.realm = learner_events.realm and learner_keys.external_id = learner_events.external_id
    union all
    select learner_id from chats
      where chats.channel = learner_events.realm and chats.network_id = learner_events.external_id
  ) as owners)`;

function columnsOf(event: LearningEvent, received_at: number): EventColumns {
  return {
    source: event.source,
    event_id: event.eventId,
    realm: event.key.realm,
    external_id: event.key.id,
    kind: event.kind,
    course: event.course,
    course_name: event.courseName,
    order_id: event.orderId,
    amount_minor: event.amount?.minor ?? null,
    currency: event.amount?.currency ?? null,
    progress: event.progress,
    at: event.at,
    received_at,
  };
}

function eventOf(row: EventRow): LearningEvent {
  return {
    source: row.source,
    eventId: row.event_id,
    key: keyOf(row),
    kind: row.kind,
    course: row.course,
    courseName: row.course_name,
    orderId: row.order_id,
    amount: amountOf(row),
    progress: row.progress,
    at: row.at,
  };
}

function orderOf(row: EventRow, learnerId: LearnerId | null): OrderEvent {
  const { kind, source, course, at } = row;
  const key = keyOf(row);
  const owner = key.realm === FORGOTTEN_REALM ? (Number(key.id) as LearnerId) : learnerId;
  const order = { source, key, course, orderId: row.order_id, amount: amountOf(row), at, learnerId: owner };
  return { ...order, kind: kind === "renewed" || kind === "refunded" ? kind : "purchased" };
}

function amountOf({ amount_minor: minor, currency }: EventRow): LearningEvent["amount"] {
  return minor === null || currency === null ? null : { minor, currency };
}

export function keyOf(row: { readonly realm: string; readonly external_id: string }): LearnerKey {
  return { realm: row.realm, id: row.external_id };
}
