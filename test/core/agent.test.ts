/** What waiting learners and agents see of each other, one sentence each. */
import { describe, expect, test } from "vitest";
import { agentsRead, aLearnerWithAnn, ann, aQueuedLearner, bo, learnerReads, rowsIn, say } from "./world.ts";

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

  test("the other pictures of an album that began with a note are notes as well", () => {
    const world = aLearnerWithAnn();
    const photo = { kind: "photo", keeper: "telegram", ref: "f", name: null, mime: null, bytes: 1 } as const;
    const part = { attachments: [photo], albumId: "a" };

    world.agentDoes(ann, { verb: "note", text: "card data", ...part });
    const second = world.agentDoes(ann, { verb: "say", text: "", ...part });
    const other = world.agentDoes(ann, { verb: "say", text: "", attachments: [photo], albumId: "b" });

    expect(second.outcome).toEqual({ outcome: "noted" });
    expect(second.messages[0]).toMatchObject({ kind: "note", attachments: [photo] });
    expect(rowsIn(second).filter(({ audience }) => audience === "learner")).toEqual([]);
    expect(rowsIn(other).filter(({ audience }) => audience === "learner")).toHaveLength(1);
  });

  test("an agent who changes words nobody knows of is told that the learner does not see it", () => {
    const decision = aLearnerWithAnn().agentDoes(ann, { verb: "edit", messageId: "m9", text: "better words" });

    expect(agentsRead(decision)[0]).toContain("not passed on");
    expect(learnerReads(decision)).toEqual([]);
  });

  test("a command nobody knows is words to the person who helps", () => {
    const decision = aLearnerWithAnn().learnerOrders("order", "12345 paid twice");

    expect(agentsRead(decision)).toEqual(["👤 /order 12345 paid twice"]);
    expect(learnerReads(decision)).toEqual([]);
  });
});
