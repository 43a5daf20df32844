/** Ratings as learners gave them, with what they said about them, the newest first. */
import { type Kysely, sql } from "kysely";
import type { Range, RatingGiven, RatingsPage } from "../core/ports.ts";
import type { Tables } from "./tables/schema.ts";

export async function ratingsGiven(
  reads: Kysely<Tables>,
  range: Range,
  { limit, before }: RatingsPage,
): Promise<readonly RatingGiven[]> {
  let query = reads
    .selectFrom("ratings")
    .select(["id", "rating", "at", "channel", "ticket_id as ticketId", "episode", "comment", "tags"]);
  if (range.from !== undefined) query = query.where("at", ">=", range.from);
  if (range.to !== undefined) query = query.where("at", "<", range.to);
  if (range.channel !== undefined) query = query.where(sql`channel`, "=", range.channel);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.orderBy("id", "desc").limit(limit).execute();
  return rows.map(({ tags, ...rating }) => ({ ...rating, reasons: tags === null ? [] : JSON.parse(tags) }));
}
