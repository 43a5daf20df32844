/** What holds in every mode: commands, languages, long words, and our own faults. */
import { describe, expect, test } from "vitest";
import { agentsRead, aLearnerWithAnn, ann, aSolvedTicket, aWorld, learnerReads, pressOf, say } from "./world.ts";

describe("whatever happens", () => {
  test("a message that broke the bot is kept and goes to a person", () => {
    const world = aWorld();

    const decision = world.happens({ by: "world", what: "poisoned", text: "boom", attachments: [] });

    expect(world.ticket).toMatchObject({ reason: "poisoned", priority: "high" });
    expect(decision.messages[0]).toMatchObject({ text: "boom", author: { kind: "learner" } });
    expect(learnerReads(decision)[0]).toContain("your message is not lost");
  });

  test("words of an agent that fail after the ticket was solved are still told in its thread", () => {
    const { world } = aSolvedTicket();
    world.learnerSays("reset_password");

    const decision = world.happens({ by: "world", what: "not_delivered" }, world.ticket?.id);

    expect(agentsRead(decision)[0]).toContain("was not delivered");
  });

  test("/language fixes the language whatever is written after", () => {
    const world = aWorld();
    world.learnerOrders("language", "中文");

    const decision = world.learnerSays("reset_password");

    expect(learnerReads(decision)).toEqual(["答案 reset_password"]);
  });

  test("/language without a language shows both, and a button chooses", () => {
    const world = aWorld();

    world.learnerPresses(pressOf(world.learnerOrders("language"), "中文"));

    expect(world.conversation).toMatchObject({ language: "zh", isLanguageChosen: true });
  });

  test.each(["start", "help", "status", "cancel", "nonsense"])("/%s is answered", (command) => {
    expect(learnerReads(aWorld().learnerOrders(command))).toHaveLength(1);
  });

  test("what an agent writes longer than the network takes is split, not cut", () => {
    const world = aLearnerWithAnn();
    const long = "字".repeat(5000);

    const decision = world.agentDoes(ann, say(long));

    expect(learnerReads(decision)).toHaveLength(2);
    expect(learnerReads(decision).join("")).toBe(long);
  });

  test("what is written behind a command is kept for the person who looks", () => {
    const world = aWorld();

    const decision = world.learnerOrders("human", "order 12345 was charged twice");

    expect(decision.messages[0]).toMatchObject({ text: "/human order 12345 was charged twice" });
    expect(world.ticket).toMatchObject({ status: "new" });
  });

  test("an answer that got nowhere brings a person, once", () => {
    const world = aWorld();
    world.learnerSays("reset_password");

    const first = world.happens({ by: "world", what: "unanswered" });
    const second = world.happens({ by: "world", what: "unanswered" });

    expect(learnerReads(first)[0]).toContain("your message is not lost");
    expect(learnerReads(second)).toEqual([]);
    expect(agentsRead(second)[0]).toContain("was not delivered");
    expect(world.tickets).toHaveLength(1);
  });
});
