/** What a learner can do to end a request themselves while a person holds it or held it. */
import { describe, expect, test } from "vitest";
import { agentsRead, aLearnerWithAnn, ann, aQueuedLearner, buttonsIn, learnerReads, pressOf, say } from "./world.ts";

describe("a learner whose request a person holds", () => {
  test("finds a button to call it solved where they read who is there, and under /status", () => {
    const world = aQueuedLearner();

    const claimed = world.agentDoes(ann, { verb: "claim" });
    const status = world.learnerOrders("status");

    expect(buttonsIn(claimed).map(({ label }) => label)).toEqual(["✅ It is solved"]);
    expect(buttonsIn(status).map(({ label }) => label)).toEqual(["✅ It is solved"]);
  });

  test("is asked back, and with a yes the ticket is solved for their reason and the 1–5 follows", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, say("Try this."));

    const asked = world.learnerPresses(pressOf(world.learnerOrders("status"), "solved"));
    const solved = world.learnerPresses(pressOf(asked, "Yes"));

    expect(learnerReads(asked)).toEqual([expect.stringContaining("Is your request #1 solved?")]);
    expect(world.ticket).toMatchObject({ status: "solved", solveReason: "learner", isRatingAsked: true });
    expect(learnerReads(solved).at(-1)).toContain("from 1 (poor) to 5 (great)");
    expect(agentsRead(solved)).toContain("✅ The learner says it is solved.");
  });

  test("and answers not yet, goes on as before", () => {
    const world = aLearnerWithAnn();
    const asked = world.learnerPresses(pressOf(world.learnerOrders("status"), "solved"));

    const stayed = world.learnerPresses(pressOf(asked, "Not yet"));

    expect(learnerReads(stayed)).toEqual(["All right, your request #1 goes on. Just write here."]);
    expect(world.ticket).toMatchObject({ status: "open", holder: ann });
  });

  test("keeps the button when the ticket goes back into the queue after a person wrote, and is asked for no rating of silence", () => {
    const wrote = aLearnerWithAnn();
    wrote.agentDoes(ann, say("One moment."));
    const silent = aLearnerWithAnn();

    const afterWords = wrote.agentDoes(ann, { verb: "release" });
    const afterSilence = silent.agentDoes(ann, { verb: "release" });

    expect(buttonsIn(afterWords).map(({ label }) => label)).toContain("✅ It is solved");
    expect(buttonsIn(afterSilence).map(({ label }) => label)).not.toContain("✅ It is solved");
  });

  test("who taps it after the ticket was solved is told that the button is old", () => {
    const world = aLearnerWithAnn();
    const press = pressOf(world.learnerOrders("status"), "solved");
    world.agentDoes(ann, { verb: "solve" });

    expect(world.learnerPresses(press).outcome).toEqual({ outcome: "stale_press" });
  });
});
