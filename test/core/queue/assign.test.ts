/** Who gets a ticket when the queue gives them out. */
import { expect, test } from "vitest";
import type { AgentId, Millis, TeamId, Ticket } from "../../../src/core/model.ts";
import { candidatesFor, type Roster } from "../../../src/core/queue/assign.ts";
import type { AgentProfile } from "../../../src/core/staff.ts";
import { ALWAYS, aQueuedLearner } from "../world.ts";

const NOW: Millis = Date.parse("2026-03-02T10:00:00Z");

function anAgent(name: string, wish: Partial<AgentProfile> = {}): AgentProfile {
  return {
    ...{ id: `telegram:${name}` as AgentId, name, teamId: null, languages: [], tags: [], cap: null },
    ...{ isAway: false, awayUntil: null, quiet: null, isGone: false, assignedAt: 0, seenAt: NOW - 60_000 },
    ...wish,
  };
}

function aRoster(agents: readonly AgentProfile[], wish: Partial<Roster> = {}): Roster {
  const rules = { ...ALWAYS, assignment: "round_robin" as const };
  return { agents, teams: [], rules, held: new Map(), now: NOW, ...wish };
}

function aTicket(wish: Partial<Ticket & { status: "new" }> = {}): Ticket {
  const { ticket } = aQueuedLearner();
  if (ticket?.status !== "new") throw new Error("nobody has claimed it");
  return { ...ticket, ...wish };
}

const names = (ticket: Ticket, roster: Roster) => candidatesFor(ticket, roster).map(({ name }) => name);

test("in turn: whoever was given one longest ago is next", () => {
  const agents = [
    anAgent("ann", { assignedAt: 30 }),
    anAgent("bo", { assignedAt: 10 }),
    anAgent("cy", { assignedAt: 20 }),
  ];

  expect(names(aTicket(), aRoster(agents))).toEqual(["bo", "cy", "ann"]);
});

test("by load: whoever holds least is next, and in turn among equals", () => {
  const agents = [
    anAgent("ann", { assignedAt: 1 }),
    anAgent("bo", { assignedAt: 9 }),
    anAgent("cy", { assignedAt: 5 }),
  ];
  const held = new Map([["telegram:ann" as AgentId, 2]]);
  const rules = { ...ALWAYS, assignment: "least_busy" as const };

  expect(names(aTicket(), aRoster(agents, { held, rules }))).toEqual(["cy", "bo", "ann"]);
});

test.each([
  ["is away", { isAway: true }],
  ["left for good", { isGone: true }],
  ["did nothing for a while", { seenAt: NOW - 16 * 60_000 }],
  ["holds as many as they may", { cap: 2 }],
  ["is in their quiet hours", { quiet: { from: 9 * 60, to: 11 * 60 } }],
  ["is in quiet hours over midnight", { quiet: { from: 22 * 60, to: 11 * 60 } }],
  ["speaks another language", { languages: ["zh"] }],
  ["knows other matters", { tags: ["billing"] }],
  ["is of another team", { teamId: 8 as TeamId }],
] as const)("an agent who %s gets nothing", (_why, wish) => {
  const held = new Map([["telegram:ann" as AgentId, 2]]);
  const ticket = aTicket({ language: "en", tags: ["videos"], teamId: 7 as TeamId });
  const fit = { teamId: 7 as TeamId };

  expect(names(ticket, aRoster([anAgent("ann", { ...fit, ...wish })], { held }))).toEqual([]);
  expect(names(ticket, aRoster([anAgent("ann", { ...fit, tags: ["videos"], languages: ["en"] })], { held }))).toEqual([
    "ann",
  ]);
});

test("whoever came back by themselves gets tickets again", () => {
  const back = anAgent("ann", { isAway: true, awayUntil: NOW - 1 });

  expect(names(aTicket(), aRoster([back]))).toEqual(["ann"]);
});

test("a ticket that waited long enough is anybody's who is there", () => {
  const ticket = aTicket({ language: "en", teamId: null });
  const wide: Ticket = { ...ticket, clocks: { ...ticket.clocks, fired: ["offered_wider"] } };

  expect(names(wide, aRoster([anAgent("ann", { languages: ["zh"] })]))).toEqual(["ann"]);
});

test("an agent speaks what their team speaks, unless they say otherwise", () => {
  const teams = [{ id: 7 as TeamId, name: "Chinese", languages: ["zh" as const], tags: [] }];
  const agents = [anAgent("ann", { teamId: 7 as TeamId }), anAgent("bo", { teamId: 7 as TeamId, languages: ["en"] })];

  expect(names(aTicket({ language: "en" }), aRoster(agents, { teams }))).toEqual(["bo"]);
});
