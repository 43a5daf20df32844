/**
 * The 0–10 question as learners meet it in Telegram and on Discord: it comes when its hour has come, a button answers it, another
 * button changes that, and whoever wants no such question gets none. Only the hour is moved, in the row that holds it.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { english } from "./across-circle.ts";
import { aLearner, type Learner } from "./across-people.ts";
import type { Across } from "./across-place.ts";
import { WAIT } from "./place.ts";

type Embedded = { readonly place: Across; readonly dataDir: string };

/** Registers the flows as tests of the suite around it. `at` is asked when a test begins. */
export function walkSurveys(at: () => Embedded): void {
  test.each(["telegram", "discord"] as const)(
    "on %s a learner answers the 0–10 question by a button, changes their mind, and wants no other",
    async (network) => {
      const { place, dataDir } = at();
      const learner = await aLearner(place, network);
      const database = new DatabaseSync(join(dataDir, "aftercare.db"), { timeout: 5000 });
      try {
        await walkSurvey(place, { learner, database });
      } finally {
        database.close();
      }
    },
    60_000,
  );
}

type Scene = { readonly learner: Learner; readonly database: DatabaseSync };

async function walkSurvey(place: Across, { learner, database }: Scene): Promise<void> {
  const before = newestIn(database);
  await isContent(learner);
  await expect.poll(() => newestIn(database).id, WAIT).toBeGreaterThan(before.id);
  const { id } = newestIn(database);

  database.prepare("update nps_surveys set due_at = 0 where id = ?").run(id);
  const question = await learner.reads(/how likely would you recommend us/);
  await question.presses(/^3$/);
  await learner.reads(/Thank you for your honest 3/);
  await question.presses(/^10$/);
  await learner.reads(/Thank you for your 10!/);

  expect(newestIn(database)).toEqual({ id, status: "answered", value: 10 });
  const { figures } = (await place.get("/api/v1/reports")).body;
  expect(figures.nps).toMatchObject({ value: 100, distribution: { 3: 0 } });

  await question.presses(/Do not ask me this again/);
  await learner.reads(/I will not ask you that again/);
  await isContent(learner);
  expect(newestIn(database).id).toBe(id);
}

/** A good moment: an answer the learner calls solved. */
async function isContent(learner: Learner): Promise<void> {
  await learner.says(english.question);
  const answer = await learner.reads(english.answer);
  await answer.presses(/Solved/);
  await learner.reads(/Glad/);
}

function newestIn(database: DatabaseSync) {
  const row = database.prepare("select id, status, value from nps_surveys order by id desc limit 1").get();
  return { id: Number(row?.["id"] ?? 0), status: row?.["status"] ?? null, value: row?.["value"] ?? null };
}
