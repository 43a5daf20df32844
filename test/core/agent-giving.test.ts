/** Who gets a ticket, by which way, and who does not: one sentence each, as an agent would say it. */
import { describe, expect, test } from "vitest";
import { cardOf } from "../../src/core/card.ts";
import type { Agent, AgentId, Ticket } from "../../src/core/model.ts";
import { billing, cy, everybody, profile, style, withStaff } from "./agents.ts";
import { agentsRead, aLearnerWithAnn, ann, aQueuedLearner, bo, learnerReads, say } from "./world.ts";

describe("an agent who left for good", () => {
  test("cannot claim any more, and is told who can take them back", () => {
    const world = withStaff(aQueuedLearner(), profile(bo), profile(cy, { isGone: true }));

    const decision = world.agentDoes(cy, { verb: "claim" });

    expect(decision.outcome).toEqual({ outcome: "gone" });
    expect(agentsRead(decision)).toEqual([expect.stringContaining("an admin can take you back")]);
    expect(world.ticket).toMatchObject({ status: "new" });
  });
});

describe("giving a ticket away", () => {
  test("the holder transfers it to a colleague by name, and everybody is told", () => {
    const world = withStaff(aLearnerWithAnn(), ...everybody);

    const decision = world.agentDoes(ann, { verb: "transfer", to: "@bO" });

    expect(decision.outcome).toEqual({ outcome: "transferred" });
    expect(world.ticket).toMatchObject({ status: "open", holder: bo });
    expect(world.conversation).toMatchObject({ mode: "agent", agentId: bo.id });
    expect(agentsRead(decision)).toContain("➡️ Ann transferred this ticket to Bo.");
    expect(learnerReads(decision)).toEqual([expect.stringContaining("Bo will go on helping you")]);
    expect(decision.facts.map(({ kind }) => kind)).toEqual(["transferred"]);
  });

  test("to a team it goes back into the queue, and to that team", () => {
    const world = withStaff(aLearnerWithAnn(), ...everybody);

    const decision = world.agentDoes(ann, { verb: "transfer", to: "billing" });

    expect(world.ticket).toMatchObject({ status: "new", holder: null, teamId: billing.id });
    expect(world.conversation.mode).toBe("queued");
    expect(learnerReads(decision)[0]).toContain("back in line");
    expect(cardOf(world.ticket as Ticket, style).text).toContain("team Billing");
  });

  test("a ticket that waits can be given to a colleague, which takes it out of the queue", () => {
    const world = withStaff(aQueuedLearner(), ...everybody);

    const decision = world.agentDoes(ann, { verb: "transfer", to: "discord:3" });

    expect(world.ticket).toMatchObject({ status: "open", holder: cy });
    expect(decision.facts.map(({ kind, agentId }) => [kind, agentId])).toEqual([
      ["transferred", ann.id],
      ["claimed", cy.id],
    ]);
  });

  test("whoever does not hold it cannot give it away", () => {
    const world = withStaff(aLearnerWithAnn(), ...everybody);

    const decision = world.agentDoes(bo, { verb: "transfer", to: "Cy" });

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: ann });
    expect(agentsRead(decision)[0]).toContain("/takeover");
  });

  test("an unknown name is answered with those there are, those who left not among them", () => {
    const world = withStaff(aLearnerWithAnn(), profile(ann), profile(bo), profile(cy, { isGone: true }));

    const unknown = world.agentDoes(ann, { verb: "transfer", to: "Zoe" });
    const gone = world.agentDoes(ann, { verb: "transfer", to: "Cy" });

    expect(unknown.outcome).toEqual({ outcome: "unknown_recipient", names: ["Ann", "Bo", "Billing"] });
    expect(gone.outcome).toMatchObject({ outcome: "unknown_recipient" });
  });

  test("a name two people have is not guessed", () => {
    const twin = { id: "console:9" as AgentId, name: "bo" };
    const world = withStaff(aLearnerWithAnn(), ...everybody, profile(twin));

    const decision = world.agentDoes(ann, { verb: "transfer", to: "Bo" });

    expect(decision.outcome).toEqual({ outcome: "ambiguous_recipient", names: [bo.id, twin.id] });
    expect(world.ticket).toMatchObject({ holder: ann });
    expect(world.agentDoes(ann, { verb: "transfer", to: twin.id }).outcome).toEqual({ outcome: "transferred" });
  });

  test("whoever is away gets nothing, and the agent learns who is there instead", () => {
    const world = withStaff(aLearnerWithAnn(), profile(ann), profile(bo, { isAway: true }), profile(cy));

    const decision = world.agentDoes(ann, { verb: "transfer", to: "Bo" });

    expect(decision.outcome).toEqual({ outcome: "recipient_away", agent: bo, names: ["Cy"] });
    expect(agentsRead(decision)[0]).toContain("Bo is away. Here are: Cy");
  });

  test("whoever's time away is over gets tickets again", () => {
    const world = withStaff(aLearnerWithAnn(), profile(ann), profile(bo, { isAway: true, awayUntil: 1 }));

    expect(world.agentDoes(ann, { verb: "transfer", to: "Bo" }).outcome).toEqual({ outcome: "transferred" });
  });

  test("a ticket taken over explicitly is the other agent's, who alone may write from then on", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(bo, { verb: "takeover" });

    expect(decision.outcome).toEqual({ outcome: "taken_over" });
    expect(world.ticket).toMatchObject({ holder: bo });
    expect(agentsRead(decision)).toContain("🤝 Bo took this ticket over from Ann.");
    expect(world.agentDoes(ann, say("wait")).outcome).toEqual({ outcome: "not_holder", holder: bo });
    expect(world.agentDoes(bo, { verb: "takeover" }).outcome).toEqual({ outcome: "already_claimed", by: bo });
  });

  test("taking over what nobody holds is claiming it", () => {
    expect(aQueuedLearner().agentDoes(bo, { verb: "takeover" }).outcome).toEqual({ outcome: "claimed" });
  });
});

describe("at most so many", () => {
  test("an agent who holds as many as they may claims no more, and is told how many that is", () => {
    const world = withStaff(aLearnerWithAnn(), profile(ann, { cap: 0 }), profile(bo));
    world.agentDoes(ann, { verb: "release" });

    const decision = world.agentDoes(ann, { verb: "claim" });

    expect(decision.outcome).toEqual({ outcome: "at_cap", agent: ann, held: 0, cap: 0 });
    expect(agentsRead(decision)[0]).toContain("Ann holds 0 open tickets, the most allowed is 0");
    expect(world.ticket).toMatchObject({ status: "new" });
  });

  test("the rules' cap holds for whoever has none of their own, whichever way a ticket comes", () => {
    const world = withStaff(aLearnerWithAnn(), profile(ann), profile(bo, { cap: 1 }));
    world.staff = { ...world.staff, rules: { ...world.staff.rules, cap: 0 } };

    expect(world.agentDoes(cy, { verb: "takeover" }).outcome).toMatchObject({ outcome: "at_cap", agent: cy });
    expect(world.agentDoes(ann, { verb: "transfer", to: "Bo" }).outcome).toEqual({ outcome: "transferred" });
  });

  test("a ticket is given only to who is there and has room, and only while it waits", () => {
    const world = withStaff(aQueuedLearner(), profile(ann, { isAway: true }), profile(bo, { cap: 0 }), profile(cy));
    const assign = (agent: Agent) => world.happens({ by: "world", what: "assigned", agent }, world.ticket?.id ?? null);

    expect(assign(ann).outcome).toEqual({ outcome: "not_assigned" });
    expect(assign(bo).outcome).toEqual({ outcome: "not_assigned" });
    const given = assign(cy);
    expect(given.outcome).toEqual({ outcome: "assigned" });
    expect(world.ticket).toMatchObject({ status: "open", holder: cy });
    expect(given.facts.map(({ kind, agentId }) => [kind, agentId])).toEqual([["claimed", cy.id]]);
    expect(assign(cy).outcome).toEqual({ outcome: "not_assigned" });
  });
});

describe("somebody leaves for good", () => {
  test("what they held goes back into the queue, once", () => {
    const world = aLearnerWithAnn();
    const leaves = () => world.happens({ by: "world", what: "left", agent: ann, to: null }, world.ticket?.id ?? null);

    expect(leaves().outcome).toEqual({ outcome: "released" });
    expect(world.ticket).toMatchObject({ status: "new" });
    expect(leaves().outcome).toEqual({ outcome: "not_assigned" });
  });

  test("what a colleague has taken over meanwhile stays with them", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(bo, { verb: "takeover" });

    const decision = world.happens({ by: "world", what: "left", agent: ann, to: null }, world.ticket?.id ?? null);

    expect(decision.outcome).toEqual({ outcome: "not_assigned" });
    expect(world.ticket).toMatchObject({ holder: bo });
  });

  test("or goes on with a colleague, of whom the learner is told", () => {
    const world = aLearnerWithAnn();

    const decision = world.happens({ by: "world", what: "left", agent: ann, to: bo }, world.ticket?.id ?? null);

    expect(world.ticket).toMatchObject({ holder: bo });
    expect(learnerReads(decision)[0]).toContain("Bo");
  });
});
