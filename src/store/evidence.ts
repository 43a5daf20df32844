/** Groups of questions and intents that ask first, as rows. */
import type { Kysely, Selectable } from "kysely";
import type { Demotion, QuestionGroup } from "../core/evidence.ts";
import type { AgentId, Millis } from "../core/model.ts";
import type { NewGroup, Store } from "../core/ports.ts";
import { noteDeed } from "./deeds.ts";
import type { Engine } from "./engine.ts";
import { saveAll } from "./faq/drafts.ts";
import { unlessTooLate } from "./faq/too-late.ts";
import { draftOf, prepareOutboundInsert } from "./outbox.ts";
import type { DemotionsTable, QuestionGroupsTable, Tables } from "./tables/schema.ts";

export function makeEvidence(engine: Engine): Store["evidence"] {
  return { ...makeGroups(engine), ...makeDemotions(engine) };
}

function makeGroups(engine: Engine) {
  const { reads } = engine;
  return {
    async groups() {
      const rows = await reads.selectFrom("question_groups").selectAll().orderBy("id").execute();
      return rows.map(groupOf).toSorted((one, other) => savedBy(other) - savedBy(one) || one.id - other.id);
    },
    async group(id: number) {
      const row = await reads.selectFrom("question_groups").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : groupOf(row);
    },
    keepGroups: (groups, minedAt) => engine.write((on) => keepGroups(on, groups, minedAt)),
    async nameGroup(id, title) {
      return await engine.write(async (on) => {
        const named = await openGroup(on, id).set({ title }).returning("id").executeTakeFirst();
        return named !== undefined;
      });
    },
    async rejectGroup(id, settled) {
      return await engine.write(async (on) => {
        if (!(await settle(on, id, { ...settled, state: "rejected" }))) return false;
        await noteDeed(on, { kind: "group_rejected", ...settled, value: id });
        return true;
      });
    },
    async acceptGroup(id, { draft, intentId, ...settled }) {
      const accepted = engine.write(async (on) => {
        if (!(await settle(on, id, { ...settled, state: "accepted" }))) return "already_decided" as const;
        await noteDeed(on, { kind: "group_accepted", ...settled, intentId, value: id });
        return await saveAll(on, draft === null ? [] : [draft]);
      });
      return await unlessTooLate(accepted, "moved" as const);
    },
  } satisfies Partial<Store["evidence"]>;
}

type Settled = { readonly state: "accepted" | "rejected"; readonly by: AgentId; readonly at: Millis };

async function settle(on: Kysely<Tables>, id: number, { state, by, at }: Settled): Promise<boolean> {
  const settled = { state, settled_by: by, settled_at: at };
  return (await openGroup(on, id).set(settled).returning("id").executeTakeFirst()) !== undefined;
}

function openGroup(on: Kysely<Tables>, id: number) {
  return on.updateTable("question_groups").where("id", "=", id).where("state", "=", "open");
}

/** Minutes of people that answering by itself would save, and a little for each question that went nowhere. */
function savedBy({ escalations, minutesEach, questions }: QuestionGroup): number {
  return escalations * (minutesEach ?? 0) + questions / 1000;
}

type Mined = NewGroup & { readonly id: number | null };

async function keepGroups(on: Kysely<Tables>, groups: readonly Mined[], minedAt: Millis): Promise<void> {
  const kept = groups.flatMap(({ id }) => id ?? []);
  let gone = on.deleteFrom("question_groups").where("state", "=", "open");
  if (kept.length > 0) gone = gone.where("id", "not in", kept);
  await gone.execute();
  for (const group of groups) {
    const row = rowOf(group, minedAt);
    if (group.id === null)
      await on
        .insertInto("question_groups")
        .values({ ...row, state: "open" })
        .execute();
    else await openGroup(on, group.id).set(row).execute();
  }
}

function rowOf(group: NewGroup, minedAt: Millis) {
  return {
    language: group.language,
    sketch: JSON.stringify(group.sketch),
    message_ids: JSON.stringify(group.messageIds),
    questions: group.questions,
    escalations: group.escalations,
    minutes_each: group.minutesEach,
    nearest_id: group.nearest?.intentId ?? null,
    nearest_share: group.nearest?.share ?? null,
    answer_id: group.answerId,
    mined_at: minedAt,
  };
}

function groupOf(row: Selectable<QuestionGroupsTable>): QuestionGroup {
  const { id, state, language, questions, escalations, title } = row;
  const isNear = row.nearest_id !== null && row.nearest_share !== null;
  return {
    ...{ id, state, language, questions, escalations, title },
    sketch: JSON.parse(row.sketch),
    messageIds: JSON.parse(row.message_ids),
    minutesEach: row.minutes_each,
    nearest: isNear ? { intentId: row.nearest_id ?? "", share: row.nearest_share ?? 0 } : null,
    answerId: row.answer_id,
    minedAt: row.mined_at,
  };
}

function makeDemotions(engine: Engine) {
  const insertOutbound = prepareOutboundInsert(engine.reads);
  return {
    async demotions() {
      const rows = await engine.reads.selectFrom("demotions").selectAll().orderBy("at").execute();
      return [...new Map(rows.map((row) => [row.intent_id, demotionOf(row)])).values()];
    },
    async demote({ intentId, at, answers, helped, low }, outbound) {
      return await engine.write(async (on) => {
        const begun = await on
          .insertInto("demotions")
          .values({ intent_id: intentId, at, answers, helped, low, lifted_at: null, lifted_by: null })
          .onConflict((conflict) => conflict.doNothing())
          .returning("intent_id")
          .executeTakeFirst();
        if (begun === undefined) return null;
        await noteDeed(on, { kind: "asks_first", at, by: null, intentId, value: low });
        const drafts = outbound.map((row) => draftOf(row, { conversationId: null, messageId: null, now: at }));
        await insertOutbound(on, drafts);
        return [...new Set(drafts.map(({ lane }) => lane))];
      });
    },
    async liftDemotion(intentId, by, at) {
      return await engine.write(async (on) => {
        const lifted = await on
          .updateTable("demotions")
          .set({ lifted_at: at, lifted_by: by })
          .where("intent_id", "=", intentId)
          .where("lifted_at", "is", null)
          .returning("intent_id")
          .executeTakeFirst();
        if (lifted === undefined) return false;
        await noteDeed(on, { kind: "asks_first_lifted", at, by, intentId });
        return true;
      });
    },
  } satisfies Partial<Store["evidence"]>;
}

function demotionOf(row: Selectable<DemotionsTable>): Demotion {
  const { intent_id: intentId, at, answers, helped, low } = row;
  return { intentId, at, answers, helped, low, liftedAt: row.lifted_at, liftedBy: row.lifted_by };
}
