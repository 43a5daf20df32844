/** Bells of a ticket's clocks may be late, early, doubled or lost, and a ticket may be snoozed: nothing comes twice, or not at all. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wind } from "../../../src/core/queue/clocks.ts";
import { firstRules } from "../../../src/core/queue/rules.ts";
import { ALWAYS, agentsRead, ann, say, type World } from "../world.ts";
import {
  anAnsweredTicket,
  aTicketWithAnn,
  aWorldOfTickets,
  awake,
  DAY,
  HOUR,
  last,
  MINUTE,
  opensTicket,
  pass,
  rings,
  ringsAndTells,
  steps,
  ticketOf,
  withRules,
} from "./clockwork.ts";

describe("a snoozed ticket", () => {
  test("stands still until its time, then its holder is told and its clocks go on", () => {
    const world = aTicketWithAnn({ remindHolderMs: DAY });
    pass(world, 30 * MINUTE);
    world.agentDoes(ann, { verb: "snooze", until: "2h" });

    expect(steps(pass(world, 2 * HOUR))).toEqual(["woken"]);

    expect(agentsRead(last(world))).toEqual(["⏰ Ann: the snooze is over."]);
    expect(ticketOf(world).clocks.first).toEqual({ spentMs: 30 * MINUTE, since: world.now });
    expect(steps(pass(world, 18 * MINUTE))).toEqual(["first_warned"]);
  });

  test("heard of late has run since its snooze was over", () => {
    const world = aTicketWithAnn({ remindHolderMs: DAY });
    world.agentDoes(ann, { verb: "snooze", until: "2h" });
    world.wait(3 * HOUR + MINUTE);

    expect(steps(ringsAndTells(world))).toEqual(["first_warned", "first_missed", "woken"]);
  });

  test("heard of late, whose learner owes the word, has not run for the solution", () => {
    const world = anAnsweredTicket();
    world.agentDoes(ann, { verb: "snooze", until: "2h" });
    world.wait(9 * HOUR);

    expect(steps(ringsAndTells(world))).toEqual(["woken"]);

    expect(ticketOf(world).clocks.resolution).toEqual({ spentMs: 0, since: null });
    expect(ticketOf(world).dueAt).toBe(world.now - 7 * HOUR + DAY);
  });

  test("is woken by the learner's words, whatever the time", () => {
    const world = anAnsweredTicket();
    world.agentDoes(ann, { verb: "snooze", until: "" });
    expect(ticketOf(world).dueAt).toBeNull();

    world.learnerSays("it works!");

    expect(ticketOf(world)).toMatchObject({ snoozedUntil: null, waitingFor: "agent" });
    expect(steps(pass(world, 20 * MINUTE))).toEqual(["holder_reminded"]);
  });
});

describe("bells", () => {
  const deed = fc.constantFrom("claim", "reply", "write", "snooze", "priority");
  const tamper = fc.record({
    early: fc.integer({ min: 0, max: 3 }),
    lateMs: fc.integer({ min: 0, max: 2 * DAY }),
    again: fc.integer({ min: 0, max: 2 }),
    isRestarted: fc.boolean(),
  });

  test("that are late, early, doubled, or heard after a restart do the same steps, each once", () => {
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 6 }),
        fc.array(tamper, { minLength: 1, maxLength: 8 }),
        (deeds, tampers) => {
          const onTime = aStory(deeds);
          const tampered = aStory(deeds);

          const expected = steps(pass(onTime, 400 * DAY));
          const actual = ringBadly(tampered, tampers);

          expect(actual.toSorted()).toEqual(expected.toSorted());
          expect(ticketOf(tampered).status).toBe(ticketOf(onTime).status);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("never close a ticket that waits for an agent, and never leave one without a next look while it runs", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(deed, fc.integer({ min: 0, max: 3 * DAY })), { maxLength: 12 }), (deeds) => {
        const world = awake();
        opensTicket(world, "high");
        for (const [each, ms] of deeds) {
          happens(world, each);
          const before = ticketOf(world);
          if (steps(pass(world, ms)).includes("closed")) expect(before.waitingFor).toBe("learner");
        }
      }),
    );
  });

  test("that are a moment early do nothing", () => {
    const world = aTicketWithAnn();
    world.wait((ticketOf(world).dueAt ?? 0) - world.now - 1);

    expect(ringsAndTells(world)).toEqual([]);
    world.wait(1);
    expect(ringsAndTells(world)).toHaveLength(1);
  });

  test("that ring for nothing change nothing", () => {
    const world = aTicketWithAnn();
    const before = ticketOf(world);

    const heard = rings(world);

    expect(heard).toMatchObject({ outcome: { outcome: "ignored" }, messages: [], outbound: [], facts: [] });
    expect(ticketOf(world)).toEqual(before);
  });

  test("that come after the ticket was solved, or for nobody's ticket, do nothing", () => {
    const world = anAnsweredTicket();
    world.agentDoes(ann, { verb: "solve" });

    expect(ticketOf(world).dueAt).toBeNull();
    expect(rings(world)).toMatchObject({ outcome: { outcome: "ignored" }, messages: [], outbound: [] });
    expect(world.happens({ by: "world", what: "due" })).toMatchObject({ outcome: { outcome: "ignored" }, tickets: [] });
  });

  test("after new rules move the next look to where these say", () => {
    const world = awake();
    opensTicket(world, "low");
    const { dueAt } = ticketOf(world);
    world.staff = { ...world.staff, ...withRules(ALWAYS, { offerWiderMs: 2 * HOUR }) };

    rings(world);

    expect(dueAt).toBe(world.now + 10 * MINUTE);
    expect(ticketOf(world).dueAt).toBe(world.now + 2 * HOUR);
  });

  test("of a desk that never opens ring for nothing but a snooze", () => {
    const closed = { timeZone: "UTC", weekly: Array.from({ length: 7 }, () => []), holidays: [] };
    const world = aWorldOfTickets(withRules(firstRules(closed), {}));
    opensTicket(world, "urgent");

    expect(ticketOf(world).dueAt).toBeNull();
  });
});

test("winding a ticket twice in one turn is winding it once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("claim", "reply", "write", "snooze", "priority"), { maxLength: 8 }),
      (deeds) => {
        const world = awake();
        opensTicket(world, "normal");
        for (const deed of deeds) {
          const before = ticketOf(world);
          happens(world, deed);
          const after = ticketOf(world);
          const winding = { ...world.staff, now: world.now, hasLearnerWritten: false };
          if (deed !== "write") expect(wind(before, after, winding)).toEqual(after);
          expect(wind(after, after, winding)).toEqual(after);
          pass(world, 7 * MINUTE);
        }
      },
    ),
  );
});

function happens(world: World, deed: string): void {
  const { status, holder } = ticketOf(world);
  if (status === "solved") return;
  const by = holder ?? ann;
  if (deed === "claim") world.agentDoes(ann, { verb: "claim" });
  if (deed === "reply") world.agentDoes(by, say("Hello."));
  if (deed === "write") world.learnerSays("more");
  if (deed === "snooze" && status === "open") world.agentDoes(by, { verb: "snooze", until: "90m" });
  if (deed === "priority" && status === "open") world.agentDoes(by, { verb: "priority", priority: "urgent" });
}

function aStory(deeds: readonly string[]): World {
  const world = awake();
  opensTicket(world, "normal");
  for (const deed of deeds) {
    happens(world, deed);
    world.wait(MINUTE);
  }
  return world;
}

type Tamper = {
  readonly early: number;
  readonly lateMs: number;
  readonly again: number;
  readonly isRestarted: boolean;
};

function ringBadly(world: World, tampers: readonly Tamper[]): readonly string[] {
  const fired: string[] = [];
  for (let rung = 0; rung < 200; rung++) {
    const tamper = tampers[rung % tampers.length];
    const { dueAt } = ticketOf(world);
    if (dueAt === null || !tamper) return fired;
    const toWait = Math.max(0, dueAt - world.now);
    for (let times = 0; times < tamper.early; times++) {
      world.wait(Math.floor(toWait / 4));
      fired.push(...steps(ringsAndTells(world)));
    }
    world.wait(Math.max(0, dueAt - world.now) + tamper.lateMs);
    if (tamper.isRestarted) world.restart();
    for (let times = 0; times <= tamper.again; times++) fired.push(...steps(ringsAndTells(world)));
  }
  throw new Error("the clocks never come to rest");
}
