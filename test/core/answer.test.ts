/** What the bot does with a question while it holds the conversation, one sentence each. */
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import { aQueuedLearner, aWorld, buttonsIn, learnerReads, pressOf, rowsIn } from "./world.ts";

function kindsIn(decision: Decision): readonly string[] {
  return rowsIn(decision).map(({ audience, content }) => `${audience} ${content.kind}`);
}

describe("while the bot holds the conversation", () => {
  test("a question it is sure about is answered, with three buttons under it", () => {
    const world = aWorld();

    const decision = world.learnerSays("reset_password");

    expect(decision.outcome).toEqual({ outcome: "answered" });
    expect(learnerReads(decision)).toEqual(["Answer reset_password"]);
    expect(buttonsIn(decision).map(({ label }) => label)).toEqual(["✅ Solved", "🤔 Not quite", "🙋 A person"]);
  });

  test("the answer comes in the language of the question", () => {
    const world = aWorld();

    const decision = world.learnerSays("怎么办 reset_password");

    expect(learnerReads(decision)).toEqual(["答案 reset_password"]);
  });

  test("small talk gets no question whether it helped", () => {
    const decision = aWorld().learnerSays("greeting");

    expect(learnerReads(decision)).toEqual(["Answer greeting"]);
    expect(buttonsIn(decision)).toEqual([]);
  });

  test("of two close intents the learner is asked which, and the pick is answered", () => {
    const world = aWorld();

    const asked = world.learnerSays("reset_password 50 login_problem 40");
    const answered = world.learnerPresses(pressOf(asked, "Title login_problem"));

    expect(asked.outcome).toEqual({ outcome: "clarified" });
    expect(buttonsIn(asked).map(({ label }) => label)).toEqual([
      "Title reset_password",
      "Title login_problem",
      "None of these",
      "🙋 A person",
    ]);
    expect(learnerReads(answered)).toContain("Answer login_problem");
  });

  test("what is not understood twice in a row becomes a ticket", () => {
    const world = aWorld();

    const first = world.learnerSays("qwertz");
    const second = world.learnerSays("asdf");

    expect(first.outcome).toEqual({ outcome: "missed" });
    expect(second.outcome).toEqual({ outcome: "escalated" });
    expect(world.ticket).toMatchObject({ status: "new", reason: "missed", priority: "normal" });
    expect(world.conversation.mode).toBe("queued");
  });

  test("an understood question between two misses starts the count anew", () => {
    const world = aWorld();
    world.learnerSays("qwertz");
    world.learnerSays("reset_password");

    const decision = world.learnerSays("asdf");

    expect(decision.outcome).toEqual({ outcome: "missed" });
  });

  test("'not quite' twice in a row becomes a ticket", () => {
    const world = aWorld();
    world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Not quite"));

    const decision = world.learnerPresses(pressOf(world.learnerSays("login_problem"), "Not quite"));

    expect(decision.outcome).toEqual({ outcome: "escalated" });
    expect(world.facts.map(({ kind }) => kind).filter((kind) => kind === "not_quite")).toHaveLength(2);
  });

  test("'solved' is confirmed and counted for the intent", () => {
    const world = aWorld();

    const decision = world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Solved"));

    expect(decision.outcome).toEqual({ outcome: "confirmed" });
    expect(world.facts.at(-1)).toMatchObject({ kind: "confirmed", intentId: "reset_password" });
    expect(kindsIn(decision)).toContain("learner settle_buttons");
  });

  test("who asks for a person gets a ticket at once, without an answer first", () => {
    const world = aQueuedLearner();

    expect(world.ticket).toMatchObject({ id: 1, reason: "asked", status: "new" });
    expect(kindsIn(world.decisions[0] as Decision)).toEqual(["learner say", "staff card", "staff transcript"]);
  });

  test("an intent that always needs a person is answered and handed over with its priority", () => {
    const world = aWorld();

    const decision = world.learnerSays("complaint");

    expect(learnerReads(decision)[0]).toBe("Answer complaint");
    expect(world.ticket).toMatchObject({ reason: "intent", priority: "urgent", intentId: "complaint" });
  });

  test("an intent that offers a person says so under its answer", () => {
    const decision = aWorld().learnerSays("request_refund");

    expect(learnerReads(decision)[0]).toContain("a person can look into it");
  });

  test("the person button keeps what the talk was about, and its priority", () => {
    const world = aWorld();

    world.learnerPresses(pressOf(world.learnerSays("request_refund"), "A person"));

    expect(world.ticket).toMatchObject({ reason: "asked", intentId: "request_refund", priority: "high" });
  });

  test("a picture without words is asked to be described, and a second one goes to a person", () => {
    const world = aWorld();
    const photo = {
      attachments: [{ kind: "photo", keeper: "telegram", ref: "f", name: null, mime: null, bytes: 1 }],
    } as const;

    const first = world.learnerSays("", photo);
    const second = world.learnerSays("", photo);

    expect(learnerReads(first)[0]).toContain("only read text");
    expect(second.outcome).toEqual({ outcome: "escalated" });
  });

  test("an album of three pictures is one message, not three misses", () => {
    const world = aWorld();
    const album = { albumId: "a" };

    const outcomes = ["", "", ""].map((text) => world.learnerSays(text, album).outcome.outcome);

    expect(outcomes).toEqual(["missed", "acknowledged", "acknowledged"]);
  });

  test("an old button says that it is old and changes nothing", () => {
    const world = aWorld();
    const old = pressOf(world.learnerSays("reset_password"), "Solved");
    world.learnerSays("login_problem");
    const before = world.conversation;

    const decision = world.learnerPresses(old);

    expect(decision.outcome).toEqual({ outcome: "stale_press" });
    expect(learnerReads(decision)[0]).toContain("earlier moment");
    expect(world.conversation).toEqual(before);
  });

  test("an edited question is read again only while it is unanswered", () => {
    const world = aWorld();
    const edits = (messageId: string, text: string) => world.learnerDoes({ kind: "edited", messageId, text });
    world.learnerSays("qwertz");

    const again = edits("m0", "reset_password");
    const later = edits("m0", "login_problem");

    expect(again.outcome).toEqual({ outcome: "answered" });
    expect(learnerReads(later)).toEqual([]);
  });

  test("an edit after 'did you mean' is read, and an edit that helps nobody is no second miss", () => {
    const world = aWorld();
    const edits = (messageId: string, text: string) => world.learnerDoes({ kind: "edited", messageId, text });
    world.learnerSays("reset_password 50 login_problem 40");

    const clearer = edits("m0", "reset_password");
    world.learnerSays("qwertz");
    const still = edits("m2", "qwertzu");
    const elsewhere = edits("m0", "asdf");

    expect(clearer.outcome).toEqual({ outcome: "answered" });
    expect([still.outcome, elsewhere.outcome]).toEqual([{ outcome: "missed" }, { outcome: "ignored" }]);
    expect(world.tickets).toEqual([]);
  });
});
