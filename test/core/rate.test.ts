/** The end of a ticket: 1–5, in one of two ways, or another look. What follows a rating is in aftermath.test.ts. */
import { describe, expect, test } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { agentsRead, aLearnerWithAnn, ann, aSolvedTicket, bo, buttonsIn, learnerReads, pressOf, say } from "./world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

describe("when a ticket is solved", () => {
  test("the learner is asked for 1–5 and a star closes the circle", () => {
    const { world, asked } = aSolvedTicket();

    const decision = world.learnerPresses(pressOf(asked, "5"));

    expect(decision.outcome).toEqual({ outcome: "rated" });
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 5 }]);
    expect(world.conversation.mode).toBe("bot");
  });

  test("words count as a rating too", () => {
    const { world } = aSolvedTicket();

    world.learnerSays("五星");

    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 5 }]);
  });

  test("what is no rating is a new question, and the buttons stay good", () => {
    const { world, asked } = aSolvedTicket();

    const question = world.learnerSays("reset_password");
    world.learnerPresses(pressOf(asked, "4"));

    expect(learnerReads(question)).toEqual(["Answer reset_password"]);
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 4 }]);
  });

  test("the same star twice is one star", () => {
    const { world, asked } = aSolvedTicket();
    world.learnerPresses(pressOf(asked, "5"));

    const decision = world.learnerPresses(pressOf(asked, "5"));

    expect(learnerReads(decision)[0]).toContain("already rated");
    expect(world.ratings).toHaveLength(1);
  });

  test("a star for somebody else's ticket is refused kindly", () => {
    const { world } = aSolvedTicket();

    const decision = world.learnerPresses({ press: "rate", ticketId: 999 as TicketId, episode: 1, rating: 1 });

    expect(learnerReads(decision)).toEqual(["That button does not belong to a request of yours."]);
    expect(world.ratings).toEqual([]);
  });

  test("nothing is asked when no person wrote a word", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, { verb: "solve" });

    expect(world.ticket).toMatchObject({ status: "solved", isRatingAsked: false });
    expect(buttonsIn(decision)).toEqual([]);
    expect(world.conversation.mode).toBe("bot");
  });

  test("a low star offers to look again, which opens the next episode of the same ticket", () => {
    const { world, asked } = aSolvedTicket();
    const low = world.learnerPresses(pressOf(asked, "2"));

    const decision = world.learnerPresses(pressOf(low, "Not solved"));

    expect(decision.outcome).toEqual({ outcome: "reopened" });
    expect(world.tickets).toHaveLength(1);
    expect(world.ticket).toMatchObject({ id: 1, episode: 2, status: "new", humanReplies: 0 });
  });

  test("each episode is rated for itself", () => {
    const { world, asked } = aSolvedTicket();
    world.learnerPresses(pressOf(world.learnerPresses(pressOf(asked, "2")), "Not solved"));
    world.agentDoes(bo, { verb: "claim" });
    world.agentDoes(bo, say("Now?"));
    const again = world.agentDoes(bo, { verb: "solve" });

    world.learnerPresses(pressOf(again, "5"));

    expect(world.ratings.map(({ episode, rating }) => [episode, rating])).toEqual([
      [1, 2],
      [2, 5],
    ]);
  });

  test("a claim of a solved ticket is refused with what to do instead", () => {
    const { world } = aSolvedTicket();

    const decision = world.agentDoes(bo, { verb: "claim" });

    expect(decision.outcome).toEqual({ outcome: "already_solved" });
    expect(agentsRead(decision)[0]).toContain("/reopen");
  });

  test("an agent who reopens holds the ticket, within seven days", () => {
    const { world } = aSolvedTicket();

    const decision = world.agentDoes(bo, { verb: "reopen" });

    expect(decision.outcome).toEqual({ outcome: "reopened" });
    expect(world.ticket).toMatchObject({ status: "open", holder: bo, episode: 2 });
  });

  test("after seven days a ticket stays closed", () => {
    const { world, asked } = aSolvedTicket();
    world.wait(7 * DAY_MS);

    expect(world.agentDoes(bo, { verb: "reopen" }).outcome).toEqual({ outcome: "too_late" });
    expect(learnerReads(world.learnerPresses(pressOf(asked, "Not solved")))[0]).toContain("too long ago");
  });

  test("a ticket is not reopened beside another open one", () => {
    const { world } = aSolvedTicket();
    world.learnerOrders("human");

    const decision = world.agentDoes(ann, { verb: "reopen" }, 1 as TicketId);

    expect(decision.outcome).toEqual({ outcome: "other_ticket_open", ticketId: 2 });
  });

  test("the new question belongs to no ticket, and no agent of the old one is bothered", () => {
    const { world } = aSolvedTicket();

    const question = world.learnerSays("reset_password");

    expect(question.messages[0]).toMatchObject({ text: "reset_password", ticketId: null });
    expect(agentsRead(question)).toEqual([]);
  });

  test("nobody is asked who cannot be reached, so that nothing counts as asked", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, say("Done."));
    world.happens({ by: "world", what: "unreachable" });

    world.agentDoes(ann, { verb: "solve" });
    world.learnerSays("3");

    expect(world.ratings).toEqual([]);
    expect(world.facts.some(({ kind }) => kind === "rating_asked")).toBe(false);
  });
});
