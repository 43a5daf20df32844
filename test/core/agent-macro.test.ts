/** Saved replies and reasons: what the learner reads, and what stays among agents. */
import { describe, expect, test } from "vitest";
import { unknownBlanks } from "../../src/core/agent/macro.ts";
import type { Macro } from "../../src/core/staff.ts";
import { agentsRead, aLearnerWithAnn, ann, bo, learnerReads, rowsIn, say, type World } from "./world.ts";

describe("saved replies", () => {
  const refund: Macro = {
    id: 5,
    name: "refund",
    words: { zh: "{{learner}} 您好", en: "Hi {{learner}}, {{agent}} refunded {{ ticket }}." },
    actions: [{ action: "solve" }, { action: "tag", tag: "paid" }, { action: "priority", priority: "low" }],
    uses: 0,
  };
  const withMacro = (world: World, macro: Macro | null = refund): World => {
    world.staff = { ...world.staff, macro, macroNames: ["hello", "refund"] };
    return world;
  };
  const use = { verb: "macro", name: "refund", isPreview: false } as const;

  test("the holder's macro says its words in the learner's language and does all it should", () => {
    const world = withMacro(aLearnerWithAnn());

    const decision = world.agentDoes(ann, use);

    expect(decision.outcome).toEqual({ outcome: "macro_used" });
    expect(learnerReads(decision)[0]).toBe("Hi Ming, Ann refunded #1.");
    expect(world.ticket).toMatchObject({ status: "solved", priority: "low", humanReplies: 1, isRatingAsked: true });
    expect(world.ticket?.tags).toContain("paid");
    expect(world.conversation.mode).toBe("rating");
    expect(agentsRead(decision)[0]).toBe("💬 Ann: Hi Ming, Ann refunded #1.");
    expect(rowsIn(decision).filter(({ content }) => content.kind === "card")).toHaveLength(1);
    expect(decision.facts.map(({ kind }) => kind)).toEqual([
      "agent_replied",
      "tagged",
      "prioritised",
      "rating_asked",
      "solved",
      "macro_used",
    ]);
  });

  test("a name with braces in it is not filled in again", () => {
    const world = withMacro(aLearnerWithAnn());
    world.conversation = { ...world.conversation, learnerName: "{{agent}}" };

    const text = learnerReads(world.agentDoes({ ...ann, name: "{{ticket}} $& $1" }, use))[0];

    expect(text).toBe("Hi Ming, {{ticket}} $& $1 refunded #1.");
  });

  test("a preview is for the agent only and does nothing", () => {
    const world = withMacro(aLearnerWithAnn());

    const decision = world.agentDoes(bo, { ...use, isPreview: true });

    expect(decision.outcome).toMatchObject({ outcome: "macro_shown", text: "Hi Ming, Bo refunded #1." });
    expect(learnerReads(decision)).toEqual([]);
    expect(agentsRead(decision)[0]).toContain("Then: solve, tag paid, low priority");
    expect(decision.tickets).toEqual([]);
  });

  test("only the holder's macro is said, and not to somebody who cannot be reached", () => {
    const world = withMacro(aLearnerWithAnn());

    expect(world.agentDoes(bo, use).outcome).toEqual({ outcome: "not_holder", holder: ann });
    world.happens({ by: "world", what: "unreachable" });
    const unread = world.agentDoes(ann, use);
    expect(unread.outcome).toEqual({ outcome: "unreachable" });
    expect(unread.tickets).toEqual([]);
  });

  test("an unknown name is answered with those there are", () => {
    const decision = withMacro(aLearnerWithAnn(), null).agentDoes(ann, { ...use, name: "refnd" });

    expect(decision.outcome).toEqual({ outcome: "unknown_macro", names: ["hello", "refund"] });
    expect(agentsRead(decision)[0]).toContain("There are: hello, refund");
  });

  test("braces nobody fills in are found before they are kept", () => {
    expect(unknownBlanks("{{learner}} {{ agent }} {{refund_days}} {{}}")).toEqual(["refund_days", ""]);
  });
});

describe("solving with a reason", () => {
  test("the reason is a note: colleagues read it, the learner does not", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, say("Done."));

    const decision = world.agentDoes(ann, { verb: "solve", reason: "paid back by hand" });

    expect(decision.messages[0]).toMatchObject({ kind: "note", text: "paid back by hand" });
    expect(learnerReads(decision).join()).not.toContain("paid back");
    expect(world.ticket).toMatchObject({ solveReason: "answered", isRatingAsked: true });
  });
});
