/** Incidents: what learners are told instead of an answer, whose tickets join, and that the end is told once. */
import { expect, test } from "vitest";
import type { Millis, NoticeId } from "../../../src/core/model.ts";
import type { Notice } from "../../../src/core/staff.ts";
import { agentsRead, aQueuedLearner, aWorld, buttonsIn, learnerReads, pressOf, type World } from "../world.ts";

const NOW: Millis = Date.parse("2026-03-02T10:00:00Z");

function aNotice(intentId: string | null, text: string): Notice {
  const id = (intentId === null ? 1 : 2) as NoticeId;
  return { id, intentId, words: { zh: `${text}（中文）`, en: text }, begunAt: NOW, endsAt: NOW + 3_600_000 };
}

const everything = aNotice(null, "All is down.");
const resets = aNotice("reset_password", "Reset mails are late.");

function announced(...notices: readonly Notice[]): World {
  const world = aWorld();
  world.staff = { ...world.staff, notices };
  return world;
}

test("a learner who asks about what is disturbed reads the notice, and can ask for a person", () => {
  const world = announced(resets);

  const told = world.learnerSays("reset_password");

  expect(learnerReads(told)).toEqual([expect.stringMatching(/^Reset mails are late\./)]);
  expect(buttonsIn(told).map(({ label }) => label)).toEqual(["🙋 A person"]);
  expect(world.facts.map(({ kind }) => kind)).toContain("noticed");
});

test("a question about something else is answered as ever", () => {
  const world = announced(resets);

  expect(learnerReads(world.learnerSays("login_problem"))).toEqual(["Answer login_problem"]);
});

test("a notice about everything answers also what nobody understands, and the one about the matter goes before it", () => {
  const world = announced(everything, resets);

  expect(learnerReads(world.learnerSays("hmm"))[0]).toMatch(/^All is down\./);
  expect(learnerReads(world.learnerSays("reset_password"))[0]).toMatch(/^Reset mails are late\./);
});

test("a ticket that is opened meanwhile joins, and its learner is told when it is over, once", () => {
  const world = announced(resets);
  const asked = world.learnerSays("reset_password");
  world.learnerPresses(pressOf(asked, "A person"));
  expect(world.ticket?.noticeId).toBe(resets.id);

  const over = world.happens({ by: "world", what: "notice_over", notice: resets }, world.ticket?.id);
  const again = world.happens({ by: "world", what: "notice_over", notice: resets }, world.ticket?.id);

  expect(learnerReads(over)).toEqual([expect.stringContaining("is over. Does it work now?")]);
  expect(world.ticket?.noticeId).toBeNull();
  expect([...learnerReads(again), ...agentsRead(again)]).toEqual([]);
  world.learnerPresses(pressOf(over, "Solved"));
  expect(world.ticket?.status).toBe("solved");
});

test("an open ticket joins when the incident is announced, and one that joined is not told again", () => {
  const world = aQueuedLearner();

  const joined = world.happens({ by: "world", what: "notice_begun", notice: everything }, world.ticket?.id);
  const again = world.happens({ by: "world", what: "notice_begun", notice: everything }, world.ticket?.id);

  expect(learnerReads(joined)).toEqual([expect.stringContaining("All is down.")]);
  expect(agentsRead(joined)).toEqual([expect.stringContaining("waits for the incident")]);
  expect(learnerReads(again)).toEqual([]);
});
