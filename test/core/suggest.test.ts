/** The suggestion box: what goes into it, in one message or two, and that the unnamed leave no trace. */
import { describe, expect, test } from "vitest";
import {
  agentsRead,
  aLearnerWithAnn,
  aSolvedTicket,
  aWorld,
  buttonsIn,
  learnerReads,
  rowsIn,
  type World,
} from "./world.ts";

const MINUTE = 60_000;

const suggestions = (world: World) => world.decisions.flatMap(({ suggestion }) => (suggestion ? [suggestion] : []));

describe("what a learner suggests", () => {
  test.each(["suggest", "feedback"])("goes into the box by /%s with its words, and is thanked for", (name) => {
    const world = aWorld();

    const decision = world.learnerOrders(name, "subtitles for all videos");

    expect(suggestions(world)).toEqual([{ text: "subtitles for all videos", isUnnamed: false, at: world.now }]);
    expect(learnerReads(decision)).toEqual([expect.stringMatching(/^Thank you for your suggestion/)]);
    expect(decision.facts).toEqual([]);
  });

  test("may follow a bare /suggest in the next message, even when the bot knows an answer to it", () => {
    const world = aWorld();
    const asked = world.learnerOrders("suggest");

    const decision = world.learnerSays("reset_password");
    const later = world.learnerSays("reset_password");

    expect(learnerReads(asked)).toEqual([expect.stringContaining("write your suggestion in your next message")]);
    expect(suggestions(world)).toMatchObject([{ text: "reset_password" }]);
    expect(buttonsIn(decision).map(({ label }) => label)).toEqual(["🙋 A person"]);
    expect(later.outcome).toEqual({ outcome: "answered" });
  });

  test("does not wait for ever: after ten minutes words are a question", () => {
    const world = aWorld();
    world.learnerOrders("suggest");
    world.wait(10 * MINUTE);

    expect(world.learnerSays("reset_password").outcome).toEqual({ outcome: "answered" });
    expect(suggestions(world)).toEqual([]);
  });

  test("does not take words from a person: with one there it comes in one message, and they do not read it", () => {
    const world = aLearnerWithAnn();

    const bare = world.learnerOrders("suggest");
    const said = world.learnerSays("it still fails");
    const suggested = world.learnerOrders("suggest", "shorter videos");

    expect(learnerReads(bare)).toEqual([expect.stringContaining("/suggest subtitles for all videos")]);
    expect(agentsRead(said)).toEqual([expect.stringContaining("it still fails")]);
    expect(suggestions(world)).toMatchObject([{ text: "shorter videos" }]);
    expect(agentsRead(suggested)).toEqual([]);
  });

  test("may come instead of a rating, and the rating still counts afterwards", () => {
    const { world } = aSolvedTicket();
    world.learnerOrders("suggest");
    world.learnerSays("longer opening hours");

    expect(suggestions(world)).toMatchObject([{ text: "longer opening hours" }]);
    expect(world.conversation.mode).toBe("bot");
  });
});

describe("whoever wants to stay unnamed", () => {
  const unnamed = [
    ["anonymous more jokes", "more jokes"],
    ["Anonymously: more jokes", "more jokes"],
    ["匿名 多讲笑话", "多讲笑话"],
    ["匿名多讲笑话", "多讲笑话"],
    ["匿名：多讲笑话", "多讲笑话"],
  ] as const;

  test.each(unnamed)("“%s” is kept by its day, and neither words nor sender are written down", (argument, text) => {
    const world = aWorld();

    const decision = world.learnerOrders("suggest", argument);

    expect(suggestions(world)).toEqual([{ text, isUnnamed: true, at: Date.parse("2026-03-02T00:00:00Z") }]);
    expect(JSON.stringify([decision.messages, rowsIn(decision), decision.facts])).not.toContain(text);
    expect(decision.messages.map(({ author }) => author.kind)).toEqual(["bot"]);
  });

  test("is not given away by an edit, nor in the message after a bare /suggest", () => {
    const world = aWorld();
    world.learnerOrders("suggest");
    const said = world.learnerSays("匿名 老师太凶");
    const edited = world.learnerDoes({ kind: "edited", messageId: "m1", text: "/suggest 匿名 老师太凶了" });

    expect(suggestions(world)).toMatchObject([{ text: "老师太凶", isUnnamed: true }]);
    expect(JSON.stringify([said.messages, edited.messages])).not.toContain("太凶");
  });

  test("“anonymously” has to stand alone: words that only begin so are all kept", () => {
    const world = aWorld();
    world.learnerOrders("suggest", "anonymous123 should be a nickname");

    expect(suggestions(world)).toMatchObject([{ text: "anonymous123 should be a nickname", isUnnamed: false }]);
  });
});

test("an admin's answer reaches the learner with what it is about, but nobody who blocked the bot", () => {
  const world = aWorld();
  const answer = { by: "world", what: "suggestion_answered", suggested: "more jokes", text: "Coming soon!" } as const;

  const told = world.happens(answer);
  world.learnerDoes({ kind: "blocked" });
  const lost = world.happens(answer);

  expect(learnerReads(told)).toEqual(["About your suggestion “more jokes”:\n\nComing soon!"]);
  expect(lost.outcome).toEqual({ outcome: "unreachable" });
  expect(rowsIn(lost)).toEqual([]);
});
