/** Incidents as rows, what they are found by, and rounds: tasks that one process does for all. */
import { type Kysely, sql } from "kysely";
import type { Quality, SeriesName, Tally } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { draftOf, type OutboundDraft, prepareOutboundInsert } from "../outbox.ts";
import type { Tables } from "../tables/schema.ts";

const TALLIED = ["asked", "answered", "clarified", "missed", "escalated", "confirmed", "rated"] as const;
const LOW_RATING_MAX = 2;
const ABOUT_NOBODY = { conversationId: null, messageId: null } as const;

type Incidents = Omit<Quality, "addReviews" | "reviews" | "review" | "fillReview">;

export function makeIncidents(engine: Engine): Incidents {
  const { reads } = engine;
  const insertOutbound = prepareOutboundInsert(reads);
  const lanesOf = (drafts: readonly OutboundDraft[]) => [...new Set(drafts.map(({ lane }) => lane))];
  return {
    tally: (from, to) => tally(reads, from, to),
    async lastBegun(task) {
      const row = await reads.selectFrom("rounds").select("at").where("task", "=", task).executeTakeFirst();
      return row?.at ?? null;
    },
    begin: (task, at) => engine.write((on) => begin(on, task, at)),
    sayOnce: (task, at, rows, now) =>
      engine.write(async (on) => {
        if (!(await begin(on, task, at))) return null;
        const drafts = rows.map((row) => draftOf(row, { ...ABOUT_NOBODY, now }));
        await insertOutbound(on, drafts);
        return lanesOf(drafts);
      }),
    raise: ({ series, n, expected }, rows, now) =>
      engine.write(async (on) => {
        const open = on.updateTable("incidents").set({ seen_at: now }).where("series", "=", series);
        const seen = await open.where("ended_at", "is", null).returning("id").executeTakeFirst();
        if (seen !== undefined) return [];
        await on.insertInto("incidents").values({ series, n, expected, begun_at: now, seen_at: now }).execute();
        const drafts = rows.map((row) => draftOf(row, { ...ABOUT_NOBODY, now }));
        await insertOutbound(on, drafts);
        return lanesOf(drafts);
      }),
    async openIncidents() {
      const rows = await reads.selectFrom("incidents").select("series").where("ended_at", "is", null).execute();
      return rows.map(({ series }) => series);
    },
    endIncidents: (seenBefore, now) =>
      engine.write(async (on) => {
        const open = on.updateTable("incidents").set({ ended_at: now }).where("ended_at", "is", null);
        await open.where("seen_at", "<", seenBefore).execute();
      }),
    incidents: (limit) =>
      reads
        .selectFrom("incidents")
        .select(["id", "series", "n", "expected"])
        .select(["begun_at as begunAt", "seen_at as seenAt", "ended_at as endedAt"])
        .orderBy("id", "desc")
        .limit(limit)
        .execute(),
    examples: (series, span, limit) =>
      series === "bad_ratings" ? badRatings(reads, { ...span, limit }) : examples(reads, { ...span, series, limit }),
  };
}

/** A later moment than the last one is begun by whoever writes it. */
async function begin(on: Kysely<Tables>, task: string, at: number): Promise<boolean> {
  const row = await on
    .insertInto("rounds")
    .values({ task, at })
    .onConflict((conflict) => conflict.column("task").doUpdateSet({ at }).where("rounds.at", "<", at))
    .returning("task")
    .executeTakeFirst();
  return row !== undefined;
}

async function tally(reads: Kysely<Tables>, from: number, to: number): Promise<readonly Tally[]> {
  const isLow = sql<number>`case when kind = 'rated' and value <= ${sql.lit(LOW_RATING_MAX)} then 1 else 0 end`;
  const rows = await reads
    .selectFrom("facts")
    .select(["kind", "intent_id", isLow.as("is_low"), sql<number>`count(*)`.as("n")])
    .where("at", ">=", from)
    .where("at", "<", to)
    .where("kind", "in", TALLIED)
    .groupBy(["kind", "intent_id", isLow])
    .execute();
  return rows.flatMap(({ kind: found, intent_id: intentId, is_low, n }) => {
    const kind = TALLIED.find((known) => known === found);
    return kind === undefined ? [] : [{ kind, intentId, isLow: is_low === 1, n }];
  });
}

type Within = { readonly from: number; readonly to: number; readonly limit: number };
type Wanted = Within & { readonly series: SeriesName };

/** A fact and the words it is about are written in one turn, at one moment. */
async function examples(reads: Kysely<Tables>, { series, from, to, limit }: Wanted) {
  const facts = reads
    .selectFrom("facts")
    .innerJoin("messages", (join) =>
      join.onRef("messages.conversation_id", "=", "facts.conversation_id").onRef("messages.at", "=", "facts.at"),
    )
    .innerJoin("learners", "learners.id", "facts.learner_id")
    .select(["messages.text", "learners.name"])
    .where("messages.author", "=", "learner")
    .where("messages.kind", "=", "words")
    .where("facts.at", ">=", from)
    .where("facts.at", "<", to);
  const found =
    series === "misses"
      ? facts.where("facts.kind", "=", "missed")
      : facts
          .where("facts.kind", "in", ["answered", "clarified"])
          .where("facts.intent_id", "=", series.slice("intent:".length));
  return await found.orderBy("facts.at", "desc").orderBy("facts.id", "desc").limit(limit).execute();
}

async function badRatings(reads: Kysely<Tables>, { from, to, limit }: Within) {
  const rows = await reads
    .selectFrom("facts")
    .innerJoin("tickets", "tickets.id", "facts.ticket_id")
    .innerJoin("learners", "learners.id", "facts.learner_id")
    .leftJoin("ratings", (join) =>
      join.onRef("ratings.ticket_id", "=", "facts.ticket_id").onRef("ratings.episode", "=", "facts.episode"),
    )
    .select(["ratings.comment", "learners.name"])
    .select((row) =>
      row
        .selectFrom("messages")
        .select("messages.text")
        .whereRef("messages.conversation_id", "=", "facts.conversation_id")
        .whereRef("messages.id", "<=", "tickets.led_by_id")
        .where("messages.author", "=", "learner")
        .where("messages.kind", "=", "words")
        .orderBy("messages.id", "desc")
        .limit(1)
        .as("led"),
    )
    .where("facts.kind", "=", "rated")
    .where("facts.value", "<=", LOW_RATING_MAX)
    .where("facts.at", ">=", from)
    .where("facts.at", "<", to)
    .orderBy("facts.at", "desc")
    .orderBy("facts.id", "desc")
    .limit(limit)
    .execute();
  return rows.flatMap(({ comment, led, name }) => {
    const text = comment ?? led;
    return text === null ? [] : [{ text, name }];
  });
}
