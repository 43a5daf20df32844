/** What a turn is lent of its learner and the 0–10 question, and what it writes of that and into the suggestion box. */
import { type Kysely, sql } from "kysely";
import type { Decision } from "../../core/decision.ts";
import type { ConversationId, Language, Millis, NpsId } from "../../core/model.ts";
import type { Likelihood, NpsBefore, NpsChange, NpsSurvey } from "../../core/nps/survey.ts";
import { prepare, type Slot } from "../prepared.ts";
import type { Tables } from "../tables/schema.ts";

/** A learner's newest survey, in a statement that is asked anyway: nearly nobody has one. */
export const newestNpsId = sql<NpsId | null>`
  (select max(nps_surveys.id) from nps_surveys where nps_surveys.conversation_id = conversations.id)`.as("nps_id");

type Known = {
  readonly nps_id: NpsId | null;
  readonly nps_asked_at: Millis | null;
  readonly nps_off_at: Millis | null;
};

/** Resolves to nothing for a learner who has nothing to do with it. */
export function prepareNpsBefore(
  reads: Kysely<Tables>,
): (on: Kysely<Tables>, known: Known) => Promise<{ readonly nps?: NpsBefore }> {
  const byId = prepare((slot: Slot<{ id: NpsId }>) =>
    reads
      .selectFrom("nps_surveys")
      .select(["id", "status", "due_at as dueAt", "asked_at as askedAt", "asked_turn as askedTurn"])
      .select(["answered_at as answeredAt", "value", "comment"])
      .where("id", "=", slot("id")),
  );
  return async (on, { nps_id: id, nps_asked_at: lastAskedAt, nps_off_at: offAt }) => {
    if (id === null && offAt === null) return {};
    const [row] = id === null ? [] : await byId(on, { id });
    return { nps: { newest: row === undefined ? null : surveyOf(row), lastAskedAt, isOff: offAt !== null } };
  };
}

function surveyOf({ comment, ...survey }: Omit<NpsSurvey, "hasComment"> & { comment: string | null }): NpsSurvey {
  return { ...survey, hasComment: comment !== null };
}

type Writing = {
  readonly conversationId: ConversationId;
  readonly language: Language;
  readonly now: Millis;
  readonly decision: Pick<Decision, "nps" | "suggestion">;
};

export function prepareOpinions(reads: Kysely<Tables>): (on: Kysely<Tables>, writing: Writing) => Promise<void> {
  const statements = prepareChanges(reads);
  const put = prepareSuggestion(reads);
  return async (on, { conversationId, language, now, decision: { nps = [], suggestion } }) => {
    for (const change of nps) await writeChange(on, statements, { change, conversationId, now });
    if (suggestion === undefined) return;
    const { text, at, isUnnamed } = suggestion;
    await put(on, { conversationId: isUnnamed ? null : conversationId, language, text, at });
  };
}

type Changing = { readonly change: NpsChange; readonly conversationId: ConversationId; readonly now: Millis };

async function writeChange(
  on: Kysely<Tables>,
  statements: ReturnType<typeof prepareChanges>,
  { change, conversationId, now }: Changing,
): Promise<void> {
  switch (change.change) {
    case "planned":
      return void (await statements.plan(on, { conversationId, dueAt: change.dueAt }));
    case "moved":
      return void (await statements.move(on, change));
    case "dropped":
      return void (await statements.drop(on, change));
    case "declined":
      return void (await statements.decline(on, change));
    case "asked":
      await statements.remember(on, { conversationId, now });
      return void (await statements.ask(on, { ...change, now }));
    case "answered":
      return void (await statements.answer(on, { ...change, now }));
    case "commented":
      return void (await statements.comment(on, change));
    case "wished":
      return void (await statements.wish(on, { conversationId, offAt: change.isOff ? now : null }));
  }
}

function prepareChanges(reads: Kysely<Tables>) {
  const surveys = () => reads.updateTable("nps_surveys");
  return {
    plan: prepare((slot: Slot<{ conversationId: ConversationId; dueAt: Millis }>) =>
      reads.insertInto("nps_surveys").values({
        conversation_id: slot("conversationId"),
        status: "planned",
        due_at: slot("dueAt"),
      }),
    ),
    move: prepare((slot: Slot<{ id: NpsId; dueAt: Millis }>) =>
      surveys()
        .set({ due_at: slot("dueAt") })
        .where("id", "=", slot("id")),
    ),
    drop: prepare((slot: Slot<{ id: NpsId }>) => reads.deleteFrom("nps_surveys").where("id", "=", slot("id"))),
    decline: prepare((slot: Slot<{ id: NpsId }>) => surveys().set({ status: "declined" }).where("id", "=", slot("id"))),
    ask: prepare((slot: Slot<{ id: NpsId; turn: number; now: Millis }>) =>
      surveys()
        .set({ status: "asked", asked_at: slot("now"), asked_turn: slot("turn") })
        .where("id", "=", slot("id")),
    ),
    remember: prepare((slot: Slot<{ conversationId: ConversationId; now: Millis }>) =>
      reads
        .updateTable("conversations")
        .set({ nps_asked_at: slot("now") })
        .where("id", "=", slot("conversationId")),
    ),
    answer: prepare((slot: Slot<{ id: NpsId; value: Likelihood; now: Millis }>) =>
      surveys()
        .set({ status: "answered", answered_at: sql`coalesce(answered_at, ${slot("now")})`, value: slot("value") })
        .where("id", "=", slot("id")),
    ),
    comment: prepare((slot: Slot<{ id: NpsId; comment: string }>) =>
      surveys()
        .set({ comment: slot("comment") })
        .where("id", "=", slot("id")),
    ),
    wish: prepare((slot: Slot<{ conversationId: ConversationId; offAt: Millis | null }>) =>
      reads
        .updateTable("conversations")
        .set({ nps_off_at: slot("offAt") })
        .where("id", "=", slot("conversationId")),
    ),
  };
}

type Put = { conversationId: ConversationId | null; language: Language; text: string; at: Millis };

function prepareSuggestion(reads: Kysely<Tables>) {
  return prepare((slot: Slot<Put>) =>
    reads.insertInto("suggestions").values({
      conversation_id: slot("conversationId"),
      language: slot("language"),
      text: slot("text"),
      at: slot("at"),
      status: "new",
    }),
  );
}
