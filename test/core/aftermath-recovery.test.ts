/** Whoever rates 1 or 2 is looked after: by whom, until when, and when it is no longer needed. */
import { describe, expect, test } from "vitest";
import type { Decision, RecoveryChange } from "../../src/core/decision.ts";
import type { AgentProfile } from "../../src/core/staff.ts";
import { ALWAYS, agentsRead, ann, aSolvedTicket, bo, pressOf, say, type World } from "./world.ts";

const HOUR_MS = 3_600_000;

function asked(): { readonly world: World; readonly stars: (rating: string) => Decision } {
  const { world, asked: survey } = aSolvedTicket();
  return { world, stars: (rating) => world.learnerPresses(pressOf(survey, rating)) };
}

const changes = (world: World): readonly RecoveryChange["change"][] =>
  world.decisions.flatMap(({ recovery }) => (recovery === undefined ? [] : [recovery.change]));

describe("a rating of 1 or 2", () => {
  test("gives who held the ticket a task with a time, told in the ticket's thread", () => {
    const { world, stars } = asked();

    const decision = stars("1");

    const dueAt = world.now + 9 * HOUR_MS;
    expect(decision.recovery).toEqual({ change: "begun", ticketId: 1, episode: 1, owner: ann, dueAt });
    expect(agentsRead(decision)).toContain("🩹 Ann: only 1 of 5, please look after this learner by 2026-03-02 19:00.");
  });

  test("is due after so much open time, shown by the clock of the people who work", () => {
    const { world, stars } = asked();
    const schedule = {
      timeZone: "Asia/Shanghai",
      weekly: Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]),
      holidays: [],
    };
    world.staff = {
      ...world.staff,
      rules: { ...ALWAYS, schedule, recoverMs: HOUR_MS },
      calendar: [{ version: 1, from: 0, schedule }],
    };

    // 18:00 in Shanghai: closing time.
    const decision = stars("2");

    expect(decision.recovery).toMatchObject({ dueAt: Date.parse("2026-03-03T02:00:00Z") });
    expect(agentsRead(decision).join()).toContain("by 2026-03-03 10:00");
  });

  test("has no owner when whoever held the ticket left for good", () => {
    const { world, stars } = asked();
    world.staff = { ...world.staff, agents: [gone] };

    const decision = stars("1");

    expect(decision.recovery).toMatchObject({ change: "begun", owner: null });
    expect(agentsRead(decision).join()).toContain("Somebody: only 1 of 5");
  });

  test("counts at once where nobody ever works again", () => {
    const { world, stars } = asked();
    const schedule = { timeZone: "UTC", weekly: Array.from({ length: 7 }, () => []), holidays: [] };
    world.staff = { ...world.staff, calendar: [{ version: 1, from: 0, schedule }] };

    expect(stars("1").recovery).toMatchObject({ dueAt: world.now });
  });

  test("is one task however often the stars change below three", () => {
    const { world, stars } = asked();

    for (const rating of ["1", "2", "1"]) stars(rating);

    expect(changes(world)).toEqual(["begun"]);
  });
});

test.each(["3", "4", "5"])("a rating of %s asks for nobody's care", (rating) => {
  const { world, stars } = asked();

  stars(rating);

  expect(changes(world)).toEqual([]);
});

describe("nobody has to look after the learner any more", () => {
  test("when the rating rises to 4 or more, and not before", () => {
    const { world, stars } = asked();
    stars("1");

    const three = stars("3");
    const four = stars("4");

    expect(three.recovery).toBeUndefined();
    expect(four.recovery).toEqual({ change: "ended", ticketId: 1, episodeMax: 1 });
    expect(agentsRead(four).join()).not.toContain("No need");
    expect(changes(world)).toEqual(["begun", "ended"]);
  });

  test("which the agents are told when it rises in one step", () => {
    const { stars } = asked();
    stars("2");

    expect(agentsRead(stars("5")).join()).toContain("No need to look after it");
  });

  test("until the learner is unhappy once more", () => {
    const { world, stars } = asked();

    for (const rating of ["1", "5", "2"]) stars(rating);

    expect(changes(world)).toEqual(["begun", "ended", "begun"]);
  });

  test("when the ticket was opened again and solved", () => {
    const { world, stars } = asked();
    world.learnerPresses(pressOf(stars("1"), "Not solved"));
    world.agentDoes(bo, { verb: "claim" });
    world.agentDoes(bo, say("Now it works."));

    const decision = world.agentDoes(bo, { verb: "solve" });

    expect(decision.recovery).toEqual({ change: "ended", ticketId: 1, episodeMax: 1 });
    expect(changes(world)).toEqual(["begun", "ended"]);
  });

  test("also when the learner takes the reopened request back", () => {
    const { world, stars } = asked();
    world.learnerPresses(pressOf(stars("1"), "Not solved"));

    expect(world.learnerOrders("cancel").recovery).toMatchObject({ change: "ended", episodeMax: 1 });
  });
});

test("a ticket that is solved for the first time ends nothing", () => {
  const { world } = asked();

  expect(changes(world)).toEqual([]);
});

const gone: AgentProfile = {
  ...{ id: ann.id, name: "Ann", teamId: null, languages: [], tags: [], cap: null },
  ...{ isAway: false, awayUntil: null, quiet: null, isGone: true, assignedAt: 0, seenAt: 0 },
};
