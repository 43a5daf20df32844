/** A learner who waits out of hours may ask to be told when people are back: once, whatever happens to the process meanwhile. */
import { expect, test } from "vitest";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import { ALWAYS, ann, aWorld, buttonsIn, learnerReads, pressOf, type World } from "./world.ts";

const OFFICE: Schedule = {
  timeZone: "Asia/Shanghai",
  weekly: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 540, to: 1080 }] : [])),
  holidays: [],
};
/** Tuesday, 09:00 in Shanghai. */
const OPENING = Date.parse("2026-03-03T01:00:00Z");

/** The world begins on a Monday when the office has just closed. */
function afterHours(): World {
  const world = aWorld();
  const rules = { ...ALWAYS, schedule: OFFICE };
  world.staff = { ...world.staff, rules, calendar: [{ version: 0, from: 0, schedule: OFFICE }] };
  return world;
}

function asked(world: World) {
  const queued = world.learnerSays("talk_to_human");
  return world.learnerPresses(pressOf(queued, "Tell me"));
}

function dueAt(world: World, at: number) {
  world.wait(at - world.now);
  return world.happens({ by: "world", what: "due" }, world.ticket?.id ?? null);
}

test("whoever asked is told when people are back, once and with their place", () => {
  const world = afterHours();

  const kept = asked(world);
  world.restart();
  const early = dueAt(world, OPENING - 60_000);
  const called = dueAt(world, OPENING);
  const again = dueAt(world, OPENING + 60_000);

  expect(learnerReads(kept)).toEqual(["I will write to you here as soon as people are back (request #1)."]);
  expect(learnerReads(early)).toEqual([]);
  expect(learnerReads(called)).toEqual(["🔔 People are here now, and your request #1 is waiting. You are next."]);
  expect(learnerReads(again)).toEqual([]);
});

test("whoever was claimed meanwhile is not called any more", () => {
  const world = afterHours();
  asked(world);
  world.agentDoes(ann, { verb: "claim" });
  world.agentDoes(ann, { verb: "release" });

  expect(learnerReads(dueAt(world, OPENING + 1000)).filter((text) => text.includes("🔔"))).toEqual([]);
});

test("while people are there nothing is offered that the claim says anyway", () => {
  const queued = aWorld().learnerSays("talk_to_human");

  expect(buttonsIn(queued).map(({ label }) => label)).toEqual(["✍️ Add detail", "✖️ Cancel request"]);
});
