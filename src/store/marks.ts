/**
 * How far every place of a network was heard, so that after an outage the network can be asked for what came since. A mark is
 * written in the transaction of the words it stands for: it never runs ahead of them.
 */
import { type Kysely, sql } from "kysely";
import type { Inbound, Mark } from "../core/inbound.ts";
import type { ChannelName, Millis } from "../core/model.ts";
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { MarksTable, Tables } from "./tables/schema.ts";

export type Marks = {
  note(on: Kysely<Tables>, inbound: Inbound, now: Millis): Promise<void>;
  readonly list: Store["marks"];
};

export function makeMarks({ reads }: Engine): Marks {
  const upsert = prepareUpsert(reads);
  const latest = prepareLatest(reads);
  return {
    async note(on, { channel, bot, mark }, now) {
      if (mark !== undefined) await upsert(on, { channel, bot, place: mark.place, mark: mark.at, heard_at: now });
    },
    list: async (channel, bot, limit) =>
      (await latest(reads, { channel, bot, limit })).map(({ place, mark }): Mark => ({ place, at: mark })),
  };
}

/** Numbers of a network have up to twenty digits: the longer one is the later one, of equal length the greater. */
function prepareUpsert(reads: Kysely<Tables>) {
  return prepare((slot: Slot<MarksTable>) =>
    reads
      .insertInto("marks")
      .values({
        channel: slot("channel"),
        bot: slot("bot"),
        place: slot("place"),
        mark: slot("mark"),
        heard_at: slot("heard_at"),
      })
      .onConflict((conflict) =>
        conflict
          .columns(["channel", "bot", "place"])
          .doUpdateSet({ mark: sql.ref("excluded.mark"), heard_at: sql.ref("excluded.heard_at") })
          .where(
            sql<boolean>`length(excluded.mark) > length(marks.mark)
              or (length(excluded.mark) = length(marks.mark) and excluded.mark > marks.mark)`,
          ),
      ),
  );
}

function prepareLatest(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ channel: ChannelName; bot: string; limit: number }>) =>
    reads
      .selectFrom("marks")
      .select(["place", "mark"])
      .where("channel", "=", slot("channel"))
      .where("bot", "=", slot("bot"))
      .orderBy("heard_at", "desc")
      .limit(slot("limit")),
  );
}
