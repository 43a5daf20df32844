/** Agents and their teams: who is there, when, how much they hold, and whose work a ticket is. */
import { expect, test } from "vitest";
import type { Before, Decision } from "../../src/core/decision.ts";
import type { Agent, AgentId, TeamId, Ticket } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import type { Team } from "../../src/core/staff.ts";
import { act, anAgent, aTicketInTheQueue, claim, NOW, nothing, solve } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const MINUTE = 60_000;
const ANN = anAgent("Ann");
const BO = anAgent("Bo");
const BILLING: Omit<Team, "id"> = { name: "Billing", languages: ["zh"], tags: ["refund"] };

export function conformStaff(opened: () => OpenedStore): void {
  profiles(opened);
  presence(opened);
  teams(opened);
  removedTeams(opened);
  caps(opened);
}

function profiles(opened: () => OpenedStore): void {
  test("an agent is known from their first deed, under the name they use now", async () => {
    const { staff } = opened().store;
    await seen(opened().store, BO, 0);
    await seen(opened().store, { ...ANN, name: "Annabel" }, 1);
    await seen(opened().store, ANN, 2);

    expect(await staff.agents()).toEqual([
      {
        ...{ id: ANN.id, name: "Ann", teamId: null, languages: [], tags: [], cap: null },
        ...{ isAway: false, awayUntil: null, quiet: null, isGone: false, assignedAt: 0, seenAt: NOW + 2 * MINUTE },
      },
      expect.objectContaining({ name: "Bo", seenAt: NOW }),
    ]);
  });

  test("what is changed of an agent stays after a restart, and what is not mentioned stays as it was", async () => {
    const { store } = opened();
    const teamId = (await store.staff.addTeam(BILLING)) ?? expect.fail();
    await seen(store, ANN, 0);
    const quiet = { from: 1320, to: 420 };

    await store.staff.changeAgent(ANN.id, { teamId, languages: ["zh", "en"], tags: ["退款"], cap: 3, quiet });
    await store.staff.changeAgent(ANN.id, { isAway: true, awayUntil: NOW + 9, assignedAt: NOW + 5 });
    await seen(store, ANN, 1);
    const later = await opened().again();

    expect(await later.staff.agents()).toEqual([
      {
        ...{ id: ANN.id, name: "Ann", teamId, languages: ["zh", "en"], tags: ["退款"], cap: 3, quiet },
        ...{ isAway: true, awayUntil: NOW + 9, isGone: false, assignedAt: NOW + 5, seenAt: NOW + MINUTE },
      },
    ]);
    expect(await later.staff.changeAgent(ANN.id, { teamId: null, quiet: null, isAway: false, isGone: true })).toBe(
      true,
    );
    expect(await later.staff.agents()).toMatchObject([
      { teamId: null, quiet: null, isAway: false, isGone: true, cap: 3 },
    ]);
  });

  test("nobody is changed who never was an agent", async () => {
    const { staff } = opened().store;

    expect(await staff.changeAgent("telegram:nobody" as AgentId, { cap: 1 })).toBe(false);
    expect(await staff.agents()).toEqual([]);
  });

  test("two admins who change different things of one agent at once both have their way", async () => {
    const { store } = opened();
    await seen(store, ANN, 0);

    await Promise.all([
      store.staff.changeAgent(ANN.id, { cap: 4 }),
      store.staff.changeAgent(ANN.id, { tags: ["refund"] }),
      store.staff.changeAgent(ANN.id, { isAway: true }),
    ]);

    expect(await store.staff.agents()).toMatchObject([{ cap: 4, tags: ["refund"], isAway: true }]);
  });

  test("agents hold what they claimed and nobody solved", async () => {
    const { store } = opened();
    const tickets = [];
    for (const chatId of ["1", "2", "3"]) tickets.push(await aTicketInTheQueue(store, { chatId }));
    const [one, two, three] = tickets;
    await act(store, one ?? expect.fail(), claim(ANN));
    await act(store, two ?? expect.fail(), claim(ANN));
    await act(store, three ?? expect.fail(), claim(BO));
    await act(store, three ?? expect.fail(), solve(BO));

    expect(await store.staff.held()).toEqual(new Map([[ANN.id, 2]]));
  });
}

function presence(opened: () => OpenedStore): void {
  test("an agent who is quiet for long was away in between, one who is quiet for a while was not", async () => {
    const { store } = opened();
    for (const minute of [0, 10, 25, 41, 50]) await seen(store, ANN, minute);
    await seen(store, BO, 20);

    expect(await spans(store)).toEqual([
      ["Ann", 0, 25],
      ["Bo", 20, 20],
      ["Ann", 41, 50],
    ]);
  });

  test("of the time agents were there, a report is told what lies within its hours", async () => {
    const { store } = opened();
    for (const minute of [0, 10, 40, 50]) await seen(store, ANN, minute);
    await seen(store, BO, 12);

    expect(await spans(store, 5, 45)).toEqual([
      ["Ann", 5, 10],
      ["Bo", 12, 12],
      ["Ann", 40, 45],
    ]);
    expect(await spans(store, 10, 12)).toEqual([]);
    expect(await spans(store, 12, 13)).toEqual([["Bo", 12, 12]]);
  });

  test("a word that comes late joins the times it lies between, and none is counted twice", async () => {
    const { store } = opened();
    for (const minute of [0, 28, 14, 20, 28]) await seen(store, ANN, minute);

    expect(await spans(store)).toEqual([["Ann", 0, 28]]);
    expect(await store.staff.agents()).toMatchObject([{ seenAt: NOW + 28 * MINUTE }]);
  });

  test("an agent seen by two processes at once, in any order, was there once", async () => {
    const { store } = opened();
    const minutes = [30, 0, 20, 10, 40, 5, 35, 100, 15, 25, 90];

    await Promise.all(minutes.flatMap((minute) => [seen(store, ANN, minute), seen(store, ANN, minute)]));

    expect(await spans(store)).toEqual([
      ["Ann", 0, 40],
      ["Ann", 90, 100],
    ]);
  });
}

function teams(opened: () => OpenedStore): void {
  test("a team has a name of its own, whoever adds or renames one at that moment", async () => {
    const { staff } = opened().store;

    const added = await Promise.all(Array.from({ length: 10 }, () => staff.addTeam(BILLING)));
    const [id = expect.fail(), ...others] = added.filter((team) => team !== null);
    const exams = (await staff.addTeam({ name: "Exams", languages: [], tags: [] })) ?? expect.fail();
    const travel = (await staff.addTeam({ name: "Travel", languages: [], tags: [] })) ?? expect.fail();
    const renamed = await Promise.all(
      [exams, travel].map((team) => staff.changeTeam({ id: team, name: "Trips", languages: ["en"], tags: [] })),
    );

    expect(others).toEqual([]);
    expect(renamed.toSorted()).toEqual(["changed", "name_taken"]);
    expect(await staff.changeTeam({ ...BILLING, id, name: "Trips" })).toBe("name_taken");
    expect(await staff.changeTeam({ ...BILLING, id, tags: ["invoice"] })).toBe("changed");
    expect(await staff.changeTeam({ ...BILLING, id: 404 as TeamId })).toBe("no_such_team");
    expect(await staff.teams()).toMatchObject(
      [
        { id, name: "Billing", languages: ["zh"], tags: ["invoice"] },
        { name: renamed[0] === "changed" ? "Travel" : "Exams" },
        { name: "Trips", languages: ["en"] },
      ].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    );
  });
}

function removedTeams(opened: () => OpenedStore): void {
  test("a team that goes leaves its agents and tickets to everybody", async () => {
    const { store } = opened();
    const id = (await store.staff.addTeam(BILLING)) ?? expect.fail();
    const other = (await store.staff.addTeam({ ...BILLING, name: "Exams" })) ?? expect.fail();
    await seen(store, ANN, 0);
    await seen(store, BO, 0);
    await store.staff.changeAgent(ANN.id, { teamId: id });
    await store.staff.changeAgent(BO.id, { teamId: other });
    const theirs = await aTicketOf(store, id, "1");
    const others = await aTicketOf(store, other, "2");

    expect(await store.staff.removeTeam(id)).toBe(true);
    expect(await store.staff.removeTeam(id)).toBe(false);

    expect((await store.staff.teams()).map((team) => team.id)).toEqual([other]);
    expect(await store.staff.agents()).toMatchObject([{ teamId: null }, { teamId: other }]);
    expect((await store.ticket(theirs.ticketId))?.teamId).toBeNull();
    expect((await store.ticket(others.ticketId))?.teamId).toBe(other);
  });

  test("who is given to a team that just went is everybody's", async () => {
    const { store } = opened();
    await seen(store, ANN, 0);
    const gone = 404 as TeamId;

    const ticket = await aTicketOf(store, gone, "1");
    await store.staff.changeAgent(ANN.id, { teamId: gone });

    expect((await store.ticket(ticket.ticketId))?.teamId).toBeNull();
    expect(await store.staff.agents()).toMatchObject([{ teamId: null }]);
  });

  test("tickets and agents given to a team at the moment it goes are everybody's, and no turn fails", async () => {
    const { store } = opened();
    const id = (await store.staff.addTeam(BILLING)) ?? expect.fail();
    const agents = Array.from({ length: 8 }, (_, number) => anAgent(`Agent${number}`));
    for (const agent of agents) await seen(store, agent, 0);
    const tickets = [];
    for (const { name } of agents) tickets.push(await aTicketInTheQueue(store, { chatId: name }));

    await Promise.all([
      ...tickets.slice(0, 4).map((ticket) => act(store, ticket, giveToTeam(id))),
      ...agents.slice(0, 4).map((agent) => store.staff.changeAgent(agent.id, { teamId: id })),
      store.staff.removeTeam(id),
      ...tickets.slice(4).map((ticket) => act(store, ticket, giveToTeam(id))),
      ...agents.slice(4).map((agent) => store.staff.changeAgent(agent.id, { teamId: id })),
    ]);

    expect(await store.staff.teams()).toEqual([]);
    expect((await store.staff.agents()).map(({ teamId }) => teamId)).toEqual(agents.map(() => null));
    expect((await store.openTickets(99)).map(({ teamId }) => teamId)).toEqual(tickets.map(() => null));
  });
}

function caps(opened: () => OpenedStore): void {
  test("of twenty tickets given to one agent at once they get as many as they may hold", async () => {
    const { store } = opened();
    await seen(store, ANN, 0);

    expect(await givenAtOnce(store, ANN)).toEqual([0, 1, 2, 3, 4]);
    expect(await store.staff.held()).toEqual(new Map([[ANN.id, 5]]));
  });

  test("so it is for an agent nobody has seen yet, and two agents do not count each other's", async () => {
    const { store } = opened();

    const [anns, bos] = await Promise.all([givenAtOnce(store, ANN), givenAtOnce(store, BO)]);

    expect([anns, bos]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
    await seen(store, ANN, 0);
    expect(await store.staff.agents()).toMatchObject([
      { id: ANN.id, name: "Ann" },
      { id: BO.id, name: BO.id, seenAt: 0 },
    ]);
  });
}

/** Twenty turns on twenty conversations, each taking what was lent for true. Resolves to what those saw that gave a ticket. */
async function givenAtOnce(store: Store, agent: Agent): Promise<readonly number[]> {
  const cap = 5;
  const tickets = await Promise.all(
    Array.from({ length: 20 }, (_, number) => aTicketInTheQueue(store, { chatId: `${agent.name}${number}` })),
  );
  const changes = await Promise.all(
    tickets.map(async (ticket) => {
      let held = -1;
      const changed = await act(store, { ...ticket, agentId: agent.id }, (before) => {
        held = before.held;
        return held < cap ? claim(agent)(before) : nothing(before);
      });
      return { held, isGiven: changed?.outcome.outcome === "claimed" };
    }),
  );
  return changes
    .filter(({ isGiven }) => isGiven)
    .map(({ held }) => held)
    .toSorted((one, other) => one - other);
}

function giveToTeam(teamId: TeamId): (before: Before) => Decision {
  return (before) => {
    const ticket: Ticket = before.named ?? expect.fail();
    return { ...nothing(before), tickets: [{ ...ticket, teamId }] };
  };
}

async function aTicketOf(store: Store, teamId: TeamId, chatId: string) {
  const ticket = await aTicketInTheQueue(store, { chatId });
  await act(store, ticket, giveToTeam(teamId));
  return ticket;
}

/** Minutes after NOW; a quarter of an hour of silence is a gap. */
function seen(store: Store, agent: Agent, minute: number): Promise<void> {
  return store.staff.seen(agent, { now: NOW + minute * MINUTE, gapMs: 15 * MINUTE });
}

/** `[name, from, to]` in minutes after NOW. */
async function spans(store: Store, from = -1000, to = 1000) {
  const names = new Map((await store.staff.agents()).map(({ id, name }) => [id, name]));
  const found = await store.staff.presence(NOW + from * MINUTE, NOW + to * MINUTE);
  return found.map(({ agentId, fromAt, toAt }) => [names.get(agentId), (fromAt - NOW) / MINUTE, (toAt - NOW) / MINUTE]);
}
