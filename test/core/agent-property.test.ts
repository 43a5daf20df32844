/** Whatever three agents, a learner and the clocks do, and in whatever order: who holds what is never in doubt. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import type { AgentVerb } from "../../src/core/inbound.ts";
import type { Agent, Ticket, TicketId } from "../../src/core/model.ts";
import { PRIORITIES } from "../../src/core/model.ts";
import type { Macro } from "../../src/core/staff.ts";
import { billing, cy, profile } from "./agents.ts";
import { ann, aWorld, bo, learnerReads, type World } from "./world.ts";

const AGENTS = [ann, bo, cy] as const;
/** Every word of an agent begins with this, so that it is known when it reaches the learner. */
const SAID = "word of";
const MACRO: Macro = {
  id: 1,
  name: "bye",
  words: { zh: `${SAID} {{agent}}`, en: `${SAID} {{agent}}` },
  actions: [{ action: "tag", tag: "bye" }, { action: "snooze", ms: 3_600_000 }, { action: "solve" }],
  uses: 0,
};

type Step =
  | { readonly who: "agent"; readonly agent: Agent; readonly does: AgentVerb; readonly ticket: number }
  | { readonly who: "learner"; readonly says: string }
  | { readonly who: "presses"; readonly button: number; readonly ticket: number }
  | {
      readonly who: "queue";
      readonly what: "due" | "assigned" | "left";
      readonly agent: Agent;
      readonly ticket: number;
    }
  | { readonly who: "time"; readonly ms: number };

const agent = fc.constantFrom(...AGENTS);
const ticket = fc.nat({ max: 3 });
const bare = fc
  .constantFrom("claim", "claim", "release", "takeover", "wake", "reopen", "unblock")
  .map((verb) => ({ verb }));
const verb: fc.Arbitrary<AgentVerb> = fc.oneof(
  { arbitrary: bare, weight: 4 },
  { arbitrary: fc.constant({ verb: "say", text: SAID, attachments: [] } as const), weight: 3 },
  fc.constant({ verb: "note", text: "note" } as const),
  { arbitrary: fc.constant({ verb: "solve", reason: "done" } as const), weight: 2 },
  fc.constantFrom("Ann", "bo", "@Cy", "Billing", "nobody").map((to) => ({ verb: "transfer", to }) as const),
  fc.constantFrom("", "2h", "tomorrow", "nonsense", "1y").map((until) => ({ verb: "snooze", until }) as const),
  fc.constantFrom(...PRIORITIES).map((priority) => ({ verb: "priority", priority }) as const),
  fc.constant({ verb: "tag", add: ["one"], remove: ["two"] } as const),
  fc.nat({ max: 4 }).map((into) => ({ verb: "merge", into: into as TicketId }) as const),
  fc.boolean().map((isPreview) => ({ verb: "macro", name: "bye", isPreview }) as const),
  fc.constantFrom(null, 60_000, 86_400_000).map((ms) => ({ verb: "block", ms, reason: "spam" }) as const),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ who: fc.constant("agent"), agent, does: verb, ticket } as const), weight: 6 },
  {
    arbitrary: fc.record({
      who: fc.constant("learner"),
      says: fc.constantFrom("talk_to_human", "reset_password", "five stars", "hello!!!", "/cancel", "/human"),
    } as const),
    weight: 4,
  },
  fc.record({ who: fc.constant("presses"), button: fc.nat({ max: 3 }), ticket } as const),
  {
    arbitrary: fc.record({
      who: fc.constant("queue"),
      what: fc.constantFrom("due", "due", "assigned", "left"),
      agent,
      ticket,
    } as const),
    weight: 2,
  },
  fc.record({ who: fc.constant("time"), ms: fc.constantFrom(60_000, 3_600_000, 86_400_000, 8 * 86_400_000) } as const),
);

function aBusyWorld(): World {
  const world = aWorld();
  world.staff = {
    ...world.staff,
    agents: [profile(ann), profile(bo, { cap: 1 }), profile(cy, { cap: 0 })],
    teams: [billing],
    macro: MACRO,
  };
  world.learnerSays("talk_to_human");
  return world;
}

function take(world: World, what: Step): Decision | null {
  const pick = (index: number): TicketId | null => world.tickets[index]?.id ?? world.ticket?.id ?? null;
  switch (what.who) {
    case "agent":
      return world.agentDoes(what.agent, what.does, pick(what.ticket));
    case "learner":
      return what.says.startsWith("/") ? world.learnerOrders(what.says.slice(1)) : world.learnerSays(what.says);
    case "presses": {
      const ticketId = pick(what.ticket);
      if (ticketId === null) return null;
      const episode = world.tickets.find(({ id }) => id === ticketId)?.episode ?? 1;
      const presses = [
        { press: "unsolved", ticketId },
        { press: "cancel", ticketId },
        { press: "settled", ticketId },
        { press: "rate", ticketId, episode, rating: 2 },
      ] as const;
      return world.learnerPresses(presses[what.button] ?? null);
    }
    case "queue":
      if (what.what === "due") return world.happens({ by: "world", what: "due" }, pick(what.ticket));
      if (what.what === "assigned") {
        return world.happens({ by: "world", what: "assigned", agent: what.agent }, pick(what.ticket));
      }
      return world.happens({ by: "world", what: "left", agent: what.agent, to: null }, pick(what.ticket));
    case "time":
      world.wait(what.ms);
      return null;
  }
}

function expectOneHolder({ conversation, tickets }: World): void {
  const unsolved = tickets.filter(({ status }) => status !== "solved");
  const current = "ticketId" in conversation ? tickets.find(({ id }) => id === conversation.ticketId) : undefined;
  switch (conversation.mode) {
    case "bot":
      expect(unsolved).toEqual([]);
      break;
    case "queued":
      expect(unsolved).toEqual([expect.objectContaining({ id: conversation.ticketId, status: "new", holder: null })]);
      break;
    case "agent":
      expect(unsolved).toMatchObject([
        { id: conversation.ticketId, status: "open", holder: { id: conversation.agentId } },
      ]);
      break;
    case "rating":
      expect(unsolved).toEqual([]);
      expect(current).toMatchObject({ status: "solved", episode: conversation.episode, isRatingAsked: true });
      break;
  }
}

function expectHistoryKept(before: readonly Ticket[], after: readonly Ticket[]): void {
  for (const was of before) {
    const is = after.find(({ id }) => id === was.id);
    expect(is).toBeDefined();
    if (is === undefined || is.episode !== was.episode) continue;
    expect(is.humanReplies).toBeGreaterThanOrEqual(was.humanReplies);
    if (was.status !== "solved") continue;
    expect(is).toMatchObject({ status: "solved", holder: was.holder, solveReason: was.solveReason });
    expect(is.snoozedUntil).toBeNull();
  }
}

test("one holder, history kept, and only the holder's words reach the learner", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const world = aBusyWorld();
      for (const what of steps) {
        const { conversation, tickets, now } = world;
        const isBlocked = conversation.blockedUntil !== null && conversation.blockedUntil > now + 1000;

        const decision = take(world, what);

        expectOneHolder(world);
        expectHistoryKept(tickets, world.tickets);
        const read = decision === null ? [] : learnerReads(decision);
        if (read.some((text) => text.startsWith(SAID))) {
          expect(what).toMatchObject({ who: "agent" });
          expect(conversation).toMatchObject({ mode: "agent", agentId: what.who === "agent" ? what.agent.id : null });
        }
        if (isBlocked && (what.who === "learner" || what.who === "presses")) {
          expect(read).toEqual([]);
          expect(decision?.tickets).toEqual([]);
        }
        expect(world.tickets.some(({ status, holder }) => status === "open" && holder?.id === cy.id)).toBe(false);
      }
    }),
    { numRuns: 600 },
  );
});
