/** Reviewed tickets as rows. What stands in them about an agent is for that agent and admins; the desk sees to it. */
import type { Selectable } from "kysely";
import type { Quality, Review } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import type { ReviewsTable } from "../tables/quality-schema.ts";

type Reviews = Pick<Quality, "addReviews" | "reviews" | "review" | "fillReview">;

export function makeReviews(engine: Engine): Reviews {
  const { reads } = engine;
  return {
    addReviews: (reviews, weekEndedAt) =>
      engine.write(async (on) => {
        if (reviews.length === 0) return;
        const rows = reviews.map(({ ticketId, episode, why, agent }) => ({
          ...{ ticket_id: ticketId, episode, why, week_ended_at: weekEndedAt },
          ...{ agent_id: agent.id, agent_name: agent.name },
        }));
        const once = on.insertInto("reviews").values(rows);
        await once.onConflict((conflict) => conflict.columns(["ticket_id", "episode"]).doNothing()).execute();
      }),
    async reviews({ agentId }, limit) {
      const all = reads.selectFrom("reviews").selectAll();
      const query = agentId === undefined ? all : all.where("agent_id", "=", agentId);
      return (await query.orderBy("id", "desc").limit(limit).execute()).map(reviewOf);
    },
    async review(id) {
      const row = await reads.selectFrom("reviews").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : reviewOf(row);
    },
    fillReview: (id, { marks, note, by, at }) =>
      engine.write(async (on) => {
        const filled = { marks: JSON.stringify(marks), note, reviewed_by: by, reviewed_at: at };
        const query = on.updateTable("reviews").set(filled).where("id", "=", id).returning("id");
        return (await query.executeTakeFirst()) !== undefined;
      }),
  };
}

function reviewOf(row: Selectable<ReviewsTable>): Review {
  const { id, ticket_id: ticketId, episode, week_ended_at: weekEndedAt, why, marks, reviewed_at: at } = row;
  return {
    ...{ id, ticketId, episode, weekEndedAt, why },
    agent: { id: row.agent_id, name: row.agent_name },
    done:
      marks === null || at === null
        ? null
        : { marks: JSON.parse(marks), note: row.note ?? "", by: row.reviewed_by ?? "", at },
  };
}
