/** The 0–10 question as rows. They change in turns only (turn/opinions.ts); here they are found when due, and read by admins. */
import { sql } from "kysely";
import type { ConversationId, Millis } from "../../core/model.ts";
import type { Opinions } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { prepare, type Slot } from "../prepared.ts";

export function makeNps({ reads }: Engine): Pick<Opinions, "npsDue" | "surveys"> {
  const due = prepare((slot: Slot<{ now: Millis; limit: number }>) =>
    reads
      .selectFrom("nps_surveys")
      .select("conversation_id")
      .where("status", "=", sql.lit("planned"))
      .where("due_at", "<=", slot("now"))
      .orderBy("due_at")
      .limit(slot("limit")),
  );
  return {
    async npsDue(now, limit): Promise<readonly ConversationId[]> {
      return (await due(reads, { now, limit })).map((row) => row.conversation_id);
    },
    async surveys(limit, before) {
      let query = reads
        .selectFrom("nps_surveys")
        .innerJoin("conversations", "conversations.id", "nps_surveys.conversation_id")
        .innerJoin("learners", "learners.id", "conversations.learner_id")
        .select(["nps_surveys.id", "status", "asked_at", "value", "comment", "name"])
        .where("asked_at", "is not", null);
      if (before !== undefined) query = query.where("nps_surveys.id", "<", before);
      const rows = await query.orderBy("nps_surveys.id", "desc").limit(limit).execute();
      return rows.flatMap(({ asked_at: askedAt, name, ...row }) =>
        askedAt === null ? [] : [{ ...row, askedAt, learnerName: name }],
      );
    },
  };
}
