/** What the clocks of a ticket do when they come, as an agent and a learner see it. */
import { describe, expect, test } from "vitest";
import type { TeamId } from "../../../src/core/model.ts";
import type { AgentProfile } from "../../../src/core/staff.ts";
import { agentsRead, ann, bo, buttonsIn, learnerReads, pressOf, rowsIn, say, type World } from "../world.ts";
import {
  anAnsweredTicket,
  aTicketWithAnn,
  awake,
  DAY,
  HOUR,
  last,
  MINUTE,
  opensTicket,
  pass,
  steps,
  ticketOf,
} from "./clockwork.ts";

/** What agents read in the room itself, outside every thread. */
const roomReads = (world: World) =>
  rowsIn(last(world)).flatMap(({ ticketId, content }) =>
    ticketId === null && content.kind === "say" ? [content.text] : [],
  );

describe("the time for an answer", () => {
  test("when most of it is gone, whoever holds the ticket is told how much is left", () => {
    const world = aTicketWithAnn({ remindHolderMs: DAY });

    expect(pass(world, 48 * MINUTE)).toEqual([{ at: world.now, step: "first_warned" }]);

    expect(agentsRead(last(world))).toEqual(["⏰ Ann: 12 min of open time left for the first answer."]);
    expect(last(world).facts).toMatchObject([{ kind: "sla_warned", value: 1, agentId: ann.id, episode: 1 }]);
  });

  test("when it is over, the whole staff room is told, with the number of the ticket", () => {
    const world = awake({ offerWiderMs: DAY });
    opensTicket(world, "normal");

    expect(steps(pass(world, HOUR))).toEqual(["first_warned", "first_missed"]);

    expect(roomReads(world)).toEqual(["🚨 #1: the first answer is overdue, nobody has claimed it."]);
    expect(last(world).facts).toMatchObject([{ kind: "sla_missed", value: 1, agentId: null }]);
  });

  test("ends with the answer, and begins again with the learner's next words, not with later ones", () => {
    const world = anAnsweredTicket({ remindHolderMs: DAY });
    world.learnerSays("still broken");
    pass(world, 30 * MINUTE);
    world.learnerSays("hello?");

    const fired = pass(world, 30 * MINUTE);

    expect(steps(fired)).toEqual(["next_warned", "next_missed"]);
  });

  test("is judged by the priority the ticket has now", () => {
    const world = aTicketWithAnn({ remindHolderMs: DAY });
    pass(world, 30 * MINUTE);

    world.agentDoes(ann, { verb: "priority", priority: "urgent" });

    expect(steps(pass(world, 0))).toEqual(["first_warned", "first_missed"]);
  });

  test("does not run for the solution while the learner owes the word", () => {
    const world = anAnsweredTicket({ remindLearnerMs: 30 * DAY });

    pass(world, 20 * DAY);

    expect(ticketOf(world).clocks.resolution).toEqual({ spentMs: 0, since: null });
  });
});

describe("a ticket nobody comes for", () => {
  test("is everybody's after a while, once, and the staff room hears of it", () => {
    const world = awake();
    opensTicket(world, "low");

    const fired = pass(world, 30 * MINUTE);

    expect(steps(fired)).toEqual(["offered_wider"]);
    expect(roomReads(world)).toEqual([
      "📣 #1 has waited 10 min of open time and nobody has claimed it: it is everybody's now.",
    ]);
    expect(rowsIn(last(world)).map(({ content }) => content.kind)).toContain("card");
    expect(ticketOf(world).teamId).toBeNull();
  });
});

describe("a ticket of a team", () => {
  test("is no longer that team's alone when nobody of it comes, nor the next team's it is given to", () => {
    const world = awake();
    const [first, second] = [1, 2].map((id) => ({ id: id as TeamId, name: `team${id}`, languages: [], tags: [] }));
    if (!first || !second) throw new Error("there are two teams");
    world.staff = { ...world.staff, teams: [first, second] };
    opensTicket(world, "low");
    world.agentDoes(ann, { verb: "transfer", to: "team1" });
    const given = ticketOf(world).teamId;

    expect(steps(pass(world, 10 * MINUTE))).toEqual(["offered_wider"]);
    expect([given, ticketOf(world).teamId]).toEqual([first.id, null]);
    world.agentDoes(ann, { verb: "transfer", to: "team2" });
    expect(steps(pass(world, 10 * MINUTE))).toEqual(["offered_wider"]);
  });
});

describe("a holder who owes the word", () => {
  test("is reminded by name, and later the ticket goes to somebody else, which the learner is told", () => {
    const world = aTicketWithAnn();

    pass(world, 20 * MINUTE);
    const reminded = agentsRead(last(world));
    const fired = pass(world, 20 * MINUTE);

    expect(reminded).toEqual([
      "⏰ Ann: the learner has been waiting for your word for 20 min of open time. Answer, snooze or release it.",
    ]);
    expect(steps(fired)).toEqual(["offered_again"]);
    expect(ticketOf(world)).toMatchObject({ status: "new", holder: null });
    expect(world.conversation.mode).toBe("queued");
    expect(learnerReads(last(world))).toEqual([
      "Sorry that it takes so long: I am asking another colleague to take your request #1. You are next.",
    ]);
    expect(last(world).facts).toMatchObject([{ kind: "released", agentId: ann.id }]);
  });

  test("who is away for long is not reminded: the ticket goes to somebody else at once", () => {
    const world = aTicketWithAnn();
    world.staff = { ...world.staff, agents: [anAgentAway(null)] };

    expect(steps(pass(world, 20 * MINUTE))).toEqual(["offered_again"]);
  });

  test("who left for good is not reminded either", () => {
    const world = aTicketWithAnn();
    world.staff = { ...world.staff, agents: [{ ...anAgentAway(null), isAway: false, isGone: true }] };

    expect(steps(pass(world, 20 * MINUTE))).toEqual(["offered_again"]);
  });

  test("who is back soon is reminded like anybody", () => {
    const world = aTicketWithAnn();
    world.staff = { ...world.staff, agents: [anAgentAway(world.now + 25 * MINUTE)] };

    expect(steps(pass(world, 20 * MINUTE))).toEqual(["holder_reminded"]);
  });

  test("is not reminded again of what they answered, but of what the learner wrote then", () => {
    const world = aTicketWithAnn();
    pass(world, 20 * MINUTE);
    world.agentDoes(ann, say("Looking."));
    world.learnerSays("thanks, and this?");

    expect(steps(pass(world, 20 * MINUTE))).toEqual(["holder_reminded"]);
  });

  test("has as much time as anybody when they take it from another", () => {
    const world = aTicketWithAnn();
    pass(world, 30 * MINUTE);
    world.agentDoes(ann, { verb: "release" });
    world.agentDoes(bo, { verb: "claim" });

    expect(steps(pass(world, 19 * MINUTE))).toEqual(["first_warned"]);
    expect(steps(pass(world, MINUTE))).toEqual(["holder_reminded"]);
  });
});

describe("a learner who went silent", () => {
  test("is asked once whether they are there, with a button that says it is solved", () => {
    const world = anAnsweredTicket();

    expect(steps(pass(world, DAY))).toEqual(["learner_reminded"]);

    expect(learnerReads(last(world))[0]).toMatch(
      /^Are you still there\? Ann has answered your request #1 .* 2 days\.$/,
    );
    expect(buttonsIn(last(world)).map(({ label }) => label)).toEqual(["✅ Solved"]);
  });

  test("is asked a day after the last of our words, not after the first", () => {
    const world = anAnsweredTicket();
    pass(world, 2 * HOUR);
    world.agentDoes(ann, say("One more thing: restart it first."));

    expect(pass(world, DAY)).toEqual([{ at: world.now, step: "learner_reminded" }]);
  });

  test("who taps solved has it solved, and is asked for a rating because a person wrote", () => {
    const world = anAnsweredTicket();
    pass(world, DAY);
    const press = pressOf(last(world), "Solved");

    const pressed = world.learnerPresses(press);

    expect(pressed.outcome).toEqual({ outcome: "confirmed" });
    expect(ticketOf(world)).toMatchObject({
      status: "solved",
      solveReason: "learner",
      isRatingAsked: true,
      dueAt: null,
    });
    expect(learnerReads(pressed)).toEqual([
      "Great! Your request #1 is marked as solved.",
      expect.stringContaining("from 1 (poor) to 5 (great)"),
    ]);
    expect(agentsRead(pressed)).toContain("✅ The learner says it is solved.");
    expect(pressed.facts.map(({ kind }) => kind)).toEqual(["solved", "rating_asked"]);
  });

  test("who says it is solved before anybody wrote is asked for no rating, and has a way back", () => {
    const world = aTicketWithAnn();

    const pressed = world.learnerPresses({ press: "settled", ticketId: ticketOf(world).id });

    expect(ticketOf(world)).toMatchObject({ status: "solved", isRatingAsked: false });
    expect(world.conversation.mode).toBe("bot");
    expect(buttonsIn(pressed).map(({ label }) => label)).toEqual(["🔁 Not solved yet"]);
    expect(pressed.facts.map(({ kind }) => kind)).toEqual(["solved"]);
  });

  test("who taps it twice, or long after, is told that the button is old", () => {
    const world = anAnsweredTicket();
    pass(world, DAY);
    const press = pressOf(last(world), "Solved");
    world.learnerPresses(press);

    expect(world.learnerPresses(press).outcome).toEqual({ outcome: "stale_press" });
  });

  test("gets the ticket closed in the end, kindly, with a rating asked and a way back", () => {
    const world = anAnsweredTicket();

    expect(steps(pass(world, 3 * DAY))).toEqual(["learner_reminded", "closed"]);

    expect(ticketOf(world)).toMatchObject({
      status: "solved",
      solveReason: "silent",
      holder: ann,
      isRatingAsked: true,
    });
    expect(learnerReads(last(world))[0]).toContain("Nothing is lost");
    expect(buttonsIn(last(world)).map(({ label }) => label)).toContain("🔁 Not solved yet");
    world.learnerPresses(pressOf(last(world), "Not solved"));
    expect(ticketOf(world)).toMatchObject({ status: "new", episode: 2 });
    expect(ticketOf(world).clocks).toMatchObject({ first: { spentMs: 0, since: world.now }, fired: [] });
  });

  test("who writes after the reminder keeps the ticket open, and is reminded anew after the next silence", () => {
    const world = anAnsweredTicket();
    pass(world, DAY);
    world.learnerSays("yes, I am here");
    world.agentDoes(ann, say("And now?"));

    expect(steps(pass(world, 3 * DAY - 1))).toEqual(["learner_reminded"]);
    expect(steps(pass(world, 1))).toEqual(["closed"]);
  });

  test.each(["order", "edit", "poisoned"] as const)(
    "but whose words reached the agents by another way (%s) is never closed upon",
    (way) => {
      const world = anAnsweredTicket({ remindHolderMs: 90 * DAY });
      if (way === "order") world.learnerOrders("human", "it is still broken");
      if (way === "edit") world.learnerDoes({ kind: "edited", messageId: "m0", text: "still broken" });
      if (way === "poisoned") world.happens({ by: "world", what: "poisoned", text: "still broken", attachments: [] });

      const fired = pass(world, 30 * DAY);

      expect(ticketOf(world)).toMatchObject({ status: "open", waitingFor: "agent" });
      expect(steps(fired)).toContain("next_missed");
      expect(steps(fired)).not.toContain("learner_reminded");
    },
  );
});

function anAgentAway(awayUntil: number | null): AgentProfile {
  return {
    id: ann.id,
    name: ann.name,
    ...{ teamId: null, languages: [], tags: [], cap: null, quiet: null, isGone: false, assignedAt: 0, seenAt: 0 },
    isAway: true,
    awayUntil,
  };
}
