/**
 * How sends to learners came out, counted in short stretches of time: from the rows of the outbox, and from the counts that the
 * nightly tidying leaves of what it deletes. A row is either there or counted, so a send counts once, when it is settled.
 * A toast is none: it is forgotten by the network within minutes, and no words are lost with it.
 */
import { type Kysely, sql } from "kysely";
import type { ChannelName, Millis } from "../core/model.ts";
import { TOAST_LANE_END } from "../core/outbound.ts";
import type { Range, SendsSettled, Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import type { OutboundTable, Tables } from "./tables/schema.ts";

/** Every time zone begins its days and hours on one of these. */
const STRETCH_MS: Millis = 900_000;
/** So long a range is read at once, so that years of it need no more memory than a month. */
const READ_AT_ONCE_MS: Millis = 2688 * STRETCH_MS;

export function makeSends({ reads }: Pick<Engine, "reads">): Pick<Store, "sendsSettled"> {
  return {
    async *sendsSettled({ from, to, channel }) {
      const end = nextStretch(to);
      for (let at = nextStretch(from); at < end; at += READ_AT_ONCE_MS) {
        yield* await settledIn(reads, { from: at, to: Math.min(end, at + READ_AT_ONCE_MS), channel });
      }
    },
  };
}

/** A stretch belongs to the range it begins in. */
function nextStretch(at: Millis): Millis {
  return Math.ceil(at / STRETCH_MS) * STRETCH_MS;
}

type Bounds = Range & { readonly from: Millis; readonly to: Millis };

const stretch = sql<Millis>`settled_at - settled_at % ${sql.lit(STRETCH_MS)}`;

/** One statement, so that what is tidied meanwhile is seen in one of the two places. */
async function settledIn(reads: Kysely<Tables>, { from, to, channel }: Bounds): Promise<readonly SendsSettled[]> {
  let kept = reads
    .selectFrom("outbound")
    .select([stretch.as("at"), "channel", "status", sql<number>`count(*)`.as("count")])
    .where("status", "in", ["sent", "failed"])
    .where("settled_at", ">=", from)
    .where("settled_at", "<", to)
    .where("settled_at", ">=", sql<Millis>`coalesce((select since from sends_known), 0)`)
    .where("audience", "=", sql.lit("learner"))
    .where("lane", "not like", sql.lit(`%${TOAST_LANE_END}`))
    .groupBy([stretch, "channel", "status"]);
  let tidied = reads
    .selectFrom("sends_tidied")
    .select(["at", "channel", sql<"sent" | "failed">`'sent'`.as("status"), "sent as count"])
    .where("at", ">=", from)
    .where("at", "<", to);
  if (channel !== undefined) {
    // Any text may be asked for; that no channel is called so is an answer, too.
    kept = kept.where(sql`channel`, "=", channel);
    tidied = tidied.where(sql`channel`, "=", channel);
  }
  const rows = await kept.unionAll(tidied).execute();
  return rows.map(({ at, channel: on, status, count }) => ({
    ...{ at, channel: on },
    ...{ sent: status === "sent" ? count : 0, failed: status === "failed" ? count : 0 },
  }));
}

type Deleted = Pick<OutboundTable, "channel" | "audience" | "lane" | "settled_at">;

/** Remembers rows that were sent and are deleted by this very transaction. */
export async function countTidied(on: Kysely<Tables>, rows: readonly Deleted[]): Promise<void> {
  const counts = new Map<string, { at: Millis; channel: ChannelName; sent: number }>();
  for (const { channel, audience, lane, settled_at: settledAt } of rows) {
    if (audience !== "learner" || lane.endsWith(TOAST_LANE_END) || settledAt === null) continue;
    const at = settledAt - (settledAt % STRETCH_MS);
    const count = counts.get(`${at} ${channel}`) ?? { at, channel, sent: 0 };
    counts.set(`${at} ${channel}`, { ...count, sent: count.sent + 1 });
  }
  if (counts.size === 0) return;
  await on
    .insertInto("sends_tidied")
    .values([...counts.values()])
    .onConflict((conflict) =>
      conflict.columns(["at", "channel"]).doUpdateSet({ sent: sql<number>`sends_tidied.sent + excluded.sent` }),
    )
    .execute();
}
