/** What waiting learners and agents see of each other, one sentence each. */
import { describe, expect, test } from "vitest";
import { agentsRead, aLearnerWithAnn, ann, aQueuedLearner, bo, learnerReads, say } from "./world.ts";

describe("while a learner waits", () => {
  test("more words go onto the ticket and are confirmed at most once a minute", () => {
    const world = aQueuedLearner();

    const early = world.learnerSays("reset_password");
    world.wait(60_000);
    const late = world.learnerSays("and one more thing");

    expect(learnerReads(early)).toEqual([]);
    expect(agentsRead(early)).toEqual(["👤 reset_password"]);
    expect(learnerReads(late)[0]).toContain("Added to your request #1");
  });

  test("cancel takes the request back, asks for no rating, and tells the agents", () => {
    const world = aQueuedLearner();

    const decision = world.learnerOrders("cancel");

    expect(world.conversation.mode).toBe("bot");
    expect(world.ticket).toMatchObject({ status: "solved", isRatingAsked: false, holder: null });
    expect(agentsRead(decision)[0]).toContain("took the request back");
  });

  test("asking for a person again tells where the request stands instead of opening another", () => {
    const world = aQueuedLearner();

    const decision = world.learnerOrders("human");

    expect(world.tickets).toHaveLength(1);
    expect(learnerReads(decision)[0]).toContain("#1 is waiting");
  });
});

describe("while an agent holds the ticket", () => {
  test("of two agents who claim, the second learns who was first", () => {
    const world = aQueuedLearner();
    world.agentDoes(ann, { verb: "claim" });

    const decision = world.agentDoes(bo, { verb: "claim" });

    expect(decision.outcome).toEqual({ outcome: "already_claimed", by: ann });
    expect(agentsRead(decision)).toEqual(["Already claimed by Ann."]);
  });

  test("the bot is mute: the learner's words go to the agent and nowhere else", () => {
    const decision = aLearnerWithAnn().learnerSays("reset_password");

    expect(learnerReads(decision)).toEqual([]);
    expect(agentsRead(decision)).toEqual(["👤 reset_password"]);
  });

  test("the agent's words reach the learner as they are", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, say("Hi, I look into it."));

    expect(learnerReads(decision)).toEqual(["Hi, I look into it."]);
    expect(world.ticket).toMatchObject({ waitingFor: "learner", humanReplies: 1 });
  });

  test("words of someone who does not hold the ticket are not sent, and they are told", () => {
    const decision = aLearnerWithAnn().agentDoes(bo, say("me too"));

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: ann });
    expect(learnerReads(decision)).toEqual([]);
    expect(agentsRead(decision)[0]).toContain("Ann holds this ticket");
  });

  test("words in an unclaimed ticket are not sent", () => {
    const decision = aQueuedLearner().agentDoes(ann, say("who takes this?"));

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: null });
    expect(learnerReads(decision)).toEqual([]);
  });

  test("a note by anybody stays inside", () => {
    const decision = aLearnerWithAnn().agentDoes(bo, { verb: "note", text: "knows her from last week" });

    expect(decision.outcome).toEqual({ outcome: "noted" });
    expect(learnerReads(decision)).toEqual([]);
    expect(decision.messages[0]).toMatchObject({ kind: "note", text: "knows her from last week" });
  });

  test("a release puts the learner back in line and says so", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, { verb: "release" });

    expect(world.conversation.mode).toBe("queued");
    expect(learnerReads(decision)[0]).toContain("back in line");
  });

  test("a learner who blocked the bot is written to no more, and the agent is told once", () => {
    const world = aLearnerWithAnn();

    const first = world.happens({ by: "world", what: "unreachable" });
    const second = world.happens({ by: "world", what: "unreachable" });
    const words = world.agentDoes(ann, say("Are you there?"));

    expect(agentsRead(first)[0]).toContain("cannot be reached");
    expect(agentsRead(second)).toEqual([]);
    expect(learnerReads(words)).toEqual([]);
  });
});
