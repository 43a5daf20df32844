/** Words that are changed after they were said, and words that answer others: who sees what, and what stays as it was. */
import { describe, expect, test } from "vitest";
import { quoteOf } from "../../src/core/edits.ts";
import type { AgentVerb } from "../../src/core/inbound.ts";
import {
  aLearnerWithAnn,
  ann,
  aQueuedLearner,
  aWorld,
  bo,
  home,
  learnerReads,
  rowsIn,
  staffRoom,
  type World,
} from "./world.ts";

const otherRoom = { channel: "discord", chatId: "900" } as const;
const writes = (messageId: string, text: string, replyTo?: string): AgentVerb => ({
  ...{ verb: "say", text, attachments: [] },
  said: { messageId, ...(replyTo === undefined ? {} : { replyTo }) },
});
const notes = (messageId: string, text: string): AgentVerb => ({ verb: "note", text, said: { messageId } });
const edits = (messageId: string, text: string): AgentVerb => ({ verb: "edit", messageId, text });
const twoRooms = () => {
  const world = aWorld({ ...aWorldSettings, staffRooms: [staffRoom, otherRoom] });
  world.learnerSays("talk_to_human");
  world.agentDoes(ann, { verb: "claim" });
  return world;
};

import { literalMatcher, pack } from "./world.ts";

const aWorldSettings = { pack, match: literalMatcher };

describe("a learner who changes what they said", () => {
  test("changes it in every staff room, and the agents have heard from them", () => {
    const world = twoRooms();
    world.learnerSays("chapter too is black", { messageId: "m7" });

    const decision = world.learnerDoes({ kind: "edited", messageId: "m7", text: "chapter two is black" });

    expect(decision.outcome).toEqual({ outcome: "relayed" });
    expect(decision.messages).toEqual([]);
    expect(decision.amendments).toMatchObject([{ text: "chapter two is black" }]);
    expect(rowsIn(decision).map(({ to, content }) => [to.channel, content.kind])).toEqual([
      ["telegram", "edit"],
      ["discord", "edit"],
    ]);
    expect(decision.tickets).toHaveLength(1);
  });

  test("to the same words again, or to nothing, changes nothing", () => {
    const world = aLearnerWithAnn();
    world.learnerSays("one", { messageId: "m7" });
    const edit = (text: string) => world.learnerDoes({ kind: "edited", messageId: "m7", text });

    const decisions = [edit("one"), edit("two"), edit("two"), edit(" ")];

    expect(decisions.map(({ amendments = [] }) => amendments.length)).toEqual([0, 1, 0, 0]);
    expect(decisions.flatMap(({ messages }) => messages)).toEqual([]);
  });

  test("after the bot answered is kept, and no agent has to see it", () => {
    const world = aWorld();
    world.learnerSays("reset_password");

    const decision = world.learnerDoes({ kind: "edited", messageId: "m0", text: "login_problem" });

    expect(decision.outcome).toEqual({ outcome: "ignored" });
    expect(decision.amendments).toMatchObject([{ lineId: 0, text: "login_problem", deliveries: [] }]);
    expect(learnerReads(decision)).toEqual([]);
  });

  test("before the bot could answer is understood anew, in the line that was there", () => {
    const world = aWorld();
    world.learnerSays("qwertz");

    const decision = world.learnerDoes({ kind: "edited", messageId: "m0", text: "reset_password" });

    expect(decision.outcome).toEqual({ outcome: "answered" });
    expect(decision.amendments).toMatchObject([{ lineId: 0, text: "reset_password" }]);
    expect(decision.messages.map(({ author }) => author.kind)).toEqual(["bot"]);
  });

  test("from before the first version that knew such names is a new line for the agents", () => {
    const world = aLearnerWithAnn();

    const decision = world.learnerDoes({ kind: "edited", messageId: "long ago", text: "still broken" });

    expect(decision.amendments).toBeUndefined();
    expect(decision.messages).toMatchObject([{ text: "✏️ edited: still broken" }]);
  });
});

describe("an agent who changes what they wrote", () => {
  test("changes it for the learner and in the other rooms, not where they wrote it", () => {
    const world = twoRooms();
    world.agentDoes(ann, writes("a1", "Press F5"));

    const decision = world.agentDoes(ann, edits("a1", "Press Ctrl+F5"));

    expect(decision.outcome).toEqual({ outcome: "edited" });
    expect(decision.amendments).toMatchObject([{ text: "Press Ctrl+F5" }]);
    expect(rowsIn(decision).map(({ to, audience, content }) => [to.chatId, audience, content.kind])).toEqual([
      [home.chatId, "learner", "edit"],
      [otherRoom.chatId, "staff", "edit"],
    ]);
    expect(decision.facts).toEqual([]);
  });

  test("to the same words again has nobody read them twice", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, writes("a1", "Press F5"));

    const decision = world.agentDoes(ann, edits("a1", "Press F5"));

    expect(decision.outcome).toEqual({ outcome: "edited" });
    expect(rowsIn(decision)).toEqual([]);
  });

  test("after somebody else took over is refused, and nothing changes for the learner", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, writes("a1", "Press F5"));
    world.agentDoes(bo, { verb: "takeover" });

    const decision = world.agentDoes(ann, edits("a1", "Press F6"));

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: bo });
    expect(decision.amendments).toBeUndefined();
  });

  test("into a command has it stay as it was for the learner, and is told so", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, writes("a1", "Press F5"));

    const decision = world.agentDoes(ann, edits("a1", "/note she is slow"));

    expect(decision.outcome).toEqual({ outcome: "not_passed_on" });
    expect(decision.amendments).toBeUndefined();
  });

  test.each(["/note paid twice, see May", "paid twice, see May"])("from a note into %j still has a note", (text) => {
    const world = aLearnerWithAnn();
    world.agentDoes(bo, notes("n1", "paid twice"));

    const decision = world.agentDoes(bo, edits("n1", text));

    expect(decision.amendments).toMatchObject([{ text: "paid twice, see May" }]);
    expect(rowsIn(decision).filter(({ audience }) => audience === "learner")).toEqual([]);
  });

  test("that a colleague wrote changes nothing", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, writes("a1", "Press F5"));

    expect(world.agentDoes(bo, edits("a1", "Press F6")).outcome).toEqual({ outcome: "not_passed_on" });
  });
});

describe("words that answer others", () => {
  test("carry the line they answer to everybody who reads them, in both directions", () => {
    const world = twoRooms();
    world.learnerSays("chapter two is black", { messageId: "m7" });
    const asked = world.lines.length - 1;

    const answer = world.agentDoes(ann, writes("a1", "Which browser?", `copy-${asked}`));
    const back = world.learnerSays("Firefox", { replyTo: `copy-${asked + 1}` });

    expect(answer.messages).toMatchObject([{ repliesTo: asked }]);
    expect(rowsIn(answer).map(({ content }) => content)).toMatchObject([{ repliesTo: asked }, { repliesTo: asked }]);
    expect(back.messages).toMatchObject([{ repliesTo: asked + 1 }]);
    expect(rowsIn(back).map(({ content }) => content)).toMatchObject([
      { repliesTo: asked + 1 },
      { repliesTo: asked + 1 },
    ]);
  });

  test("that are too long for one message answer with the first part only", () => {
    const world = aQueuedLearner();

    const decision = world.learnerSays("word ".repeat(1500), { replyTo: "copy-0" });

    const parts = rowsIn(decision).flatMap(({ content }) => (content.kind === "say" ? [content.repliesTo] : []));
    expect(parts).toEqual([0, undefined]);
  });
});

test("where a network cannot show an answer as one, a short first line says what is answered", () => {
  expect(quoteOf("\n  how do I get an invoice?\nand when")).toBe("> how do I get an invoice?");
  expect(quoteOf("word ".repeat(50))?.length).toBeLessThanOrEqual(80);
  expect(quoteOf(" \n ")).toBeNull();
});

describe("an agent in the console", () => {
  const inConsole = (world: World, does: AgentVerb) =>
    world.happens({ by: "agent", agent: ann, place: null, does }, world.ticket?.id ?? null);

  test("changes words by their line, answers one, and marks one; a slash is no command there", () => {
    const world = aLearnerWithAnn();
    world.learnerSays("chapter two is black", { messageId: "m7" });
    const asked = world.lines.length - 1;

    const answered = inConsole(world, { verb: "say", text: "Try again", attachments: [], answers: asked });
    const changed = inConsole(world, { verb: "edit", line: world.lines.length - 1, text: "/settings, then again" });
    const marked = inConsole(world, { verb: "react", line: asked, emoji: "👍" });

    expect(answered.messages).toMatchObject([{ repliesTo: asked }]);
    expect(changed.outcome).toEqual({ outcome: "edited" });
    expect(changed.amendments).toMatchObject([{ text: "/settings, then again" }]);
    expect(marked.reactions).toEqual([{ lineId: asked, emoji: "👍" }]);
  });

  test("changes nobody else's words", () => {
    const world = aLearnerWithAnn();
    world.learnerSays("chapter two is black", { messageId: "m7" });

    const decision = inConsole(world, { verb: "edit", line: world.lines.length - 1, text: "all is well" });

    expect(decision.outcome).toEqual({ outcome: "not_passed_on" });
    expect(decision.amendments).toBeUndefined();
  });
});
