/**
 * A simulated week, with a holiday, a make-up workday and a change of the hours in the middle of it, for tickets of every
 * priority: each warning, breach and reminder comes at the very minute a brute-force counter of open minutes says.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { businessMs, type Calendar } from "../../../src/core/calendar/calendar.ts";
import type { Schedule } from "../../../src/core/calendar/schedule.ts";
import { type Millis, PRIORITIES, type Priority, type Stopwatch } from "../../../src/core/model.ts";
import { firstRules } from "../../../src/core/queue/rules.ts";
import { ann, say, type World } from "../world.ts";
import { aWorldOfTickets, DAY, type Fired, MINUTE, opensTicket, passUntil, ticketOf } from "./clockwork.ts";
import { type Deed, Stepper, wallClock } from "./stepper.ts";

const nine = { from: 9 * 60, to: 18 * 60 };
const weekdays = (span: { from: number; to: number }) => [[span], [span], [span], [span], [span], [], []];

/** Monday 2026-03-02, 18:00 in Shanghai, where the World begins. Thursday is a holiday, Saturday a make-up workday. */
const monday: Schedule = {
  timeZone: "Asia/Shanghai",
  weekly: weekdays(nine),
  holidays: [
    { date: "2026-03-05", spans: [] },
    { date: "2026-03-07", spans: [{ from: 10 * 60, to: 15 * 60 }] },
  ],
};
/** From Wednesday noon on there is a long break, and people stay later. */
const wednesday: Schedule = {
  ...monday,
  weekly: [0, 1, 2, 3, 4, 5, 6].map((day) =>
    day < 5
      ? [
          { from: 9 * 60, to: 12 * 60 },
          { from: 14 * 60, to: 20 * 60 },
        ]
      : [],
  ),
};
const shanghai = (text: string): Millis => Date.parse(`${text}:00+08:00`);
const CHANGE = shanghai("2026-03-04T12:00");
const calendar: Calendar = [
  { version: 1, from: 0, schedule: monday },
  { version: 2, from: CHANGE, schedule: wednesday },
];
const rules = { ...firstRules(monday), cap: null };
const isOpenAt = wallClock(calendar.map(({ from, schedule }) => ({ from, ...schedule })));

type Plan = { readonly at: Millis; readonly deed: Deed };

/** The same story for the rules and for the counter. */
function live(start: Millis, priority: Priority, plans: readonly Plan[], end: Millis) {
  const world = aWorldOfTickets({ rules, calendar });
  world.wait(start - world.now);
  opensTicket(world, priority);
  const stepper = new Stepper(rules, isOpenAt, { at: start, priority });
  const fired: Fired[] = [];
  for (const { at, deed } of plans) {
    fired.push(...passUntil(world, at));
    act(world, deed);
    fired.push(...passUntil(world, at));
    stepper.stepTo(at);
    stepper.happens(deed);
  }
  fired.push(...passUntil(world, end));
  stepper.stepTo(end);
  return { world, fired, stepper };
}

function act(world: World, deed: Deed): void {
  const ticket = ticketOf(world);
  if (ticket.status === "solved") return;
  const holder = ticket.holder ?? ann;
  switch (deed.deed) {
    case "claim":
      world.agentDoes(ann, { verb: "claim" });
      return;
    case "reply":
      world.agentDoes(holder, say("Hello."));
      return;
    case "release":
      world.agentDoes(holder, { verb: "release" });
      return;
    case "write":
      world.learnerSays("and another thing");
      return;
    case "snooze":
      if (ticket.status === "open") world.agentDoes(holder, { verb: "snooze", until: `${deed.minutes}m` });
      return;
    case "snooze_until_word":
      if (ticket.status === "open") world.agentDoes(holder, { verb: "snooze", until: "" });
      return;
    case "priority":
      if (ticket.status === "open") world.agentDoes(holder, { verb: "priority", priority: deed.priority });
  }
}

const sorted = (fired: readonly Fired[]) =>
  fired.toSorted((one, other) => one.at - other.at || one.step.localeCompare(other.step));

describe("a week with a holiday, a make-up workday and new hours from Wednesday noon", () => {
  const start = shanghai("2026-03-02T18:00");
  const end = start + 9 * DAY;

  test.each(PRIORITIES)(
    "a ticket of %s priority nobody comes for warns, and is late, at the very minute",
    (priority) => {
      const { fired, stepper, world } = live(start, priority, [], end);

      expect(sorted(fired)).toEqual(sorted(stepper.fired));
      expect(fired.map(({ step }) => step)).toContain("first_missed");
      expect(world.facts.filter(({ kind }) => kind === "sla_missed")).toHaveLength(
        fired.filter(({ step }) => step.endsWith("_missed")).length,
      );
    },
  );

  test("the minutes are those a person counts: an hour for a normal ticket from Monday night ends on Tuesday at ten", () => {
    const { fired } = live(start, "normal", [], end);

    const at = (step: string) => fired.find((each) => each.step === step)?.at;
    expect(at("offered_wider")).toBe(shanghai("2026-03-03T09:10"));
    expect(at("first_warned")).toBe(shanghai("2026-03-03T09:48"));
    expect(at("first_missed")).toBe(shanghai("2026-03-03T10:00"));
    // 18 hours: nine on Tuesday, three on Wednesday morning and six after the break.
    expect(at("resolution_missed")).toBe(shanghai("2026-03-04T20:00"));
  });

  test("a facts' version of the schedule is the one that held when it happened", () => {
    const { world } = live(start, "normal", [], end);

    const facts = world.facts.filter(({ kind }) => kind === "sla_missed");
    expect(facts.map(({ value, scheduleVersion }) => ({ value, scheduleVersion }))).toEqual([
      { value: 1, scheduleVersion: 1 },
      { value: 3, scheduleVersion: 2 },
    ]);
  });

  test("a learner who went silent is reminded and let go only while people are there", () => {
    const plans: readonly Plan[] = [
      { at: shanghai("2026-03-04T09:50"), deed: { deed: "claim" } },
      { at: shanghai("2026-03-04T10:00"), deed: { deed: "reply" } },
    ];

    const { fired, stepper, world } = live(start, "low", plans, end);

    expect(sorted(fired)).toEqual(sorted(stepper.fired));
    // A day later is Thursday, a holiday; two days after Friday's opening is Sunday.
    expect(fired).toContainEqual({ at: shanghai("2026-03-06T09:00"), step: "learner_reminded" });
    expect(fired).toContainEqual({ at: shanghai("2026-03-09T09:00"), step: "closed" });
    expect(world.ticket).toMatchObject({ status: "solved", solveReason: "silent" });
  });

  const deeds: fc.Arbitrary<Deed> = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Deed>({ deed: "claim" }, { deed: "reply" }, { deed: "write" }) },
    { weight: 1, arbitrary: fc.constantFrom<Deed>({ deed: "release" }, { deed: "snooze_until_word" }) },
    {
      weight: 1,
      arbitrary: fc.record({ deed: fc.constant("snooze" as const), minutes: fc.integer({ min: 1, max: 3000 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ deed: fc.constant("priority" as const), priority: fc.constantFrom(...PRIORITIES) }),
    },
  );
  const gap = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 300 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 4000 }) },
  );
  const stories = fc.array(fc.tuple(gap, deeds), { maxLength: 20 });

  test("whatever people do and whenever, every step comes at the minute the counter says", () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 * 24 * 60 }), fc.constantFrom(...PRIORITIES), stories, (minute, priority, drawn) => {
        const begin = start + minute * MINUTE;
        let at = begin;
        const story = drawn.map(([minutes, deed]) => {
          at += minutes * MINUTE;
          return { at, deed };
        });

        const { world, fired, stepper } = live(begin, priority, story, at + 5 * DAY);

        expect(sorted(fired)).toEqual(sorted(stepper.fired));
        expect(world.ticket?.status).toBe(stepper.status);
        const { resolution, first, next } = ticketOf(world).clocks;
        expect(shows(resolution, world.now)).toBe(stepper.counted.resolution * MINUTE);
        if (first !== null) expect(shows(first, world.now)).toBe(stepper.counted.first * MINUTE);
        if (next !== null) expect(shows(next, world.now)).toBe(stepper.counted.next * MINUTE);
      }),
      { numRuns: 200 },
    );
  });
});

function shows({ spentMs, since }: Stopwatch, now: Millis): Millis {
  return spentMs + (since === null ? 0 : businessMs(calendar, since, now));
}
