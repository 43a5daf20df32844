/**
 * Notices of incidents. A notice holds until `ends_at`, then its end is owed to those who wait for it, and `ended_at` says that
 * all of them were told:  holds ──ends_at──> over ──settleNotice──> settled. Rows stay: tickets name them.
 */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Millis, NoticeId } from "../../core/model.ts";
import type { Staff } from "../../core/ports.ts";
import type { Notice } from "../../core/staff.ts";
import type { Engine } from "../engine.ts";
import { prepare, type Slot } from "../prepared.ts";
import type { NoticesTable, Tables } from "../tables/schema.ts";

type NoticesPart = Pick<
  Staff,
  "notices" | "noticesOver" | "beginNotice" | "endNotice" | "settleNotice" | "ticketsOfNotice"
>;

export function makeNotices(engine: Engine): NoticesPart {
  const { reads } = engine;
  const queries = prepareNotices(reads);
  return {
    notices: async (now) => (await queries.holding(reads, { now })).map(noticeOf),
    noticesOver: async (now) => (await queries.over(reads, { now })).map(noticeOf),
    beginNotice: ({ intentId, words, begunAt, endsAt }, by) =>
      engine.write(async (on) => {
        const times = { begun_at: begunAt, ends_at: endsAt, ended_at: null };
        const { id } = await on
          .insertInto("notices")
          .values({ intent_id: intentId, words: JSON.stringify(words), begun_by: by, ...times })
          .returning("id")
          .executeTakeFirstOrThrow();
        return id;
      }),
    endNotice: (id, now) =>
      engine.write(async (on) => {
        const ended = await on
          .updateTable("notices")
          .set({ ends_at: now })
          .where("id", "=", id)
          .where("ended_at", "is", null)
          .where("ends_at", ">", now)
          .returning("id")
          .executeTakeFirst();
        return ended !== undefined;
      }),
    settleNotice: (id, now) =>
      engine.write(async (on) => {
        const settled = { ended_at: now };
        await on.updateTable("notices").set(settled).where("id", "=", id).where("ended_at", "is", null).execute();
      }),
    ticketsOfNotice: async (id) => (await queries.tickets(reads, { id })).map((ticket) => ticket.id),
  };
}

function noticeOf({ id, intent_id, words, begun_at, ends_at }: Selectable<NoticesTable>): Notice {
  return { id, intentId: intent_id, words: JSON.parse(words), begunAt: begun_at, endsAt: ends_at };
}

function prepareNotices(reads: Kysely<Tables>) {
  const unsettled = reads.selectFrom("notices").selectAll().where("ended_at", "is", null);
  const oldestFirst = unsettled.orderBy("begun_at").orderBy("id");
  return {
    holding: prepare((slot: Slot<{ now: Millis }>) =>
      oldestFirst.where("begun_at", "<=", slot("now")).where("ends_at", ">", slot("now")),
    ),
    over: prepare((slot: Slot<{ now: Millis }>) => oldestFirst.where("ends_at", "<=", slot("now"))),
    tickets: prepare((slot: Slot<{ id: NoticeId }>) =>
      reads
        .selectFrom("tickets")
        .select("id")
        .where("notice_id", "=", slot("id"))
        .where("status", "<>", sql.lit("solved"))
        .orderBy("id"),
    ),
  };
}
