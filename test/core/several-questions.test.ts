/** Two questions in one message are both answered; whoever is angry is served sooner; a pick is remembered. */
import { describe, expect, test } from "vitest";
import { aWorld, buttonsIn, learnerReads, pressOf } from "./world.ts";

describe("two questions in one message", () => {
  test("are both answered, with the buttons under the last answer", () => {
    const decision = aWorld().learnerSays("reset_password + login_problem");

    expect(decision.outcome).toEqual({ outcome: "answered" });
    expect(learnerReads(decision)).toEqual(["Answer reset_password", "Answer login_problem"]);
    expect(buttonsIn(decision).map(({ label }) => label)).toEqual(["✅ Solved", "🤔 Not quite", "🙋 A person"]);
    expect(decision.facts.filter(({ kind }) => kind === "answered").map(({ intentId }) => intentId)).toEqual([
      "reset_password",
      "login_problem",
    ]);
  });

  test("of which one needs a person: the other is answered, then a person is called", () => {
    const world = aWorld();

    const decision = world.learnerSays("complaint + reset_password");

    expect(decision.outcome).toEqual({ outcome: "escalated" });
    expect(learnerReads(decision).slice(0, 2)).toEqual(["Answer reset_password", "Answer complaint"]);
    expect(world.ticket).toMatchObject({ status: "new", intentId: "complaint" });
  });

  test("of which one is not clear: the other is answered, and the bot asks back about it", () => {
    const decision = aWorld().learnerSays("reset_password + login_problem 50 request_refund 40");

    expect(decision.outcome).toEqual({ outcome: "clarified" });
    expect(learnerReads(decision)[0]).toBe("Answer reset_password");
    expect(buttonsIn(decision).map(({ label }) => label)).toContain("Title login_problem");
  });
});

describe("an angry learner", () => {
  test("who needs a person is more urgent than a calm one", () => {
    const world = aWorld();

    world.learnerSays("what is this!!!");
    world.learnerSays("qwertz");

    expect(world.ticket).toMatchObject({ status: "new", reason: "missed", priority: "high" });
  });

  test("is never less urgent than the FAQ says", () => {
    const world = aWorld();

    world.learnerSays("complaint !!!");

    expect(world.ticket).toMatchObject({ priority: "urgent" });
  });

  test("who was helped is calm again", () => {
    const world = aWorld();
    const answered = world.learnerSays("reset_password !!!");
    world.learnerPresses(pressOf(answered, "✅ Solved"));

    world.learnerSays("qwertz");
    world.learnerSays("asdf");

    expect(world.ticket).toMatchObject({ priority: "normal" });
  });
});

test("what a learner picks among the offered intents is remembered as what they meant", () => {
  const world = aWorld();
  const asked = world.learnerSays("reset_password 50 login_problem 40");

  const picked = world.learnerPresses(pressOf(asked, "Title login_problem"));

  expect(picked.facts.map(({ kind, intentId }) => [kind, intentId])).toContainEqual(["picked", "login_problem"]);
});
