/** Signs people put on messages: passed on once, to whom they are meant for, and nobody is answered. */
import { expect, test } from "vitest";
import type { Said } from "../../src/core/inbound.ts";
import { agentsRead, aLearnerWithAnn, ann, bo, home, learnerReads, rowsIn, type World } from "./world.ts";

const thumbs = (messageId: string, emoji = "👍"): Said => ({ kind: "reacted", messageId, emoji });
const lineOf = (world: World, text: string): string => `copy-${world.lines.findIndex((line) => line.text === text)}`;

function aTalk(): World {
  const world = aLearnerWithAnn();
  world.learnerSays("chapter two is black", { messageId: "m7" });
  world.agentDoes(ann, { verb: "say", text: "Press F5\nand wait", attachments: [], said: { messageId: "a1" } });
  return world;
}

test("a learner's sign on an agent's words is one quiet line for the agents, once for each sign", () => {
  const world = aTalk();
  const words = lineOf(world, "Press F5\nand wait");

  const decisions = ["👍", "👍", "🎉"].map((emoji) => world.learnerDoes(thumbs(words, emoji)));

  expect(decisions.map(agentsRead)).toEqual([["👤 👍 on: Press F5"], [], ["👤 🎉 on: Press F5"]]);
  expect(decisions.flatMap(learnerReads)).toEqual([]);
  expect(decisions.flatMap(({ tickets, messages, facts }) => [...tickets, ...messages, ...facts])).toEqual([]);
});

test("a sign on what the bot or the learner said, or on nothing known, is nobody's news", () => {
  const world = aTalk();
  const before = world.conversation;

  for (const messageId of [lineOf(world, "chapter two is black"), "copy-1", "long ago"]) {
    expect(world.learnerDoes(thumbs(messageId)).outcome).toEqual({ outcome: "ignored" });
  }
  expect(world.conversation).toEqual(before);
});

test("a sign without a name, from another chat, neither renames the learner nor moves the conversation", () => {
  const world = aTalk();
  const chat = { channel: "discord", chatId: "5" } as const;

  world.happens({ by: "learner", chat, name: "", said: thumbs(lineOf(world, "Press F5\nand wait")) });

  expect(world.conversation).toMatchObject({ learnerName: "Ming", home });
});

test("the holder's sign on a learner's words is put on them, once", () => {
  const world = aTalk();
  const react = { verb: "react", messageId: lineOf(world, "chapter two is black"), emoji: "👀" } as const;

  const [first, again] = [world.agentDoes(ann, react), world.agentDoes(ann, react)];

  expect(rowsIn(first)).toMatchObject([{ to: home, audience: "learner", content: { kind: "react", emoji: "👀" } }]);
  expect(rowsIn(again)).toEqual([]);
});

test("the sign of somebody who does not hold the ticket, or on a colleague's words, stays where it is", () => {
  const world = aTalk();
  const react = (text: string) => ({ verb: "react", messageId: lineOf(world, text), emoji: "👀" }) as const;

  expect(rowsIn(world.agentDoes(bo, react("chapter two is black")))).toEqual([]);
  expect(rowsIn(world.agentDoes(ann, react("Press F5\nand wait")))).toEqual([]);
});
