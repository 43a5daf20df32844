/** A file that is too large to be passed on: whoever sent it reads so at once, and what fits. */
import { expect, test } from "vitest";
import { tooLargeFor } from "../../src/core/files.ts";
import type { Attachment } from "../../src/core/model.ts";
import { agentsRead, ann, aWorld, learnerReads, literalMatcher, pack, rowsIn, staffRoom } from "./world.ts";

const MB = 1_000_000;
const file = (keeper: Attachment["keeper"], bytes: number | null): Attachment => ({
  ...{ kind: "document", keeper, ref: "f", name: "screen.mp4", mime: "video/mp4", bytes },
});
const withAnn = () => {
  const discord = { channel: "discord", chatId: "900" } as const;
  const world = aWorld({ pack, match: literalMatcher, staffRooms: [staffRoom, discord] });
  world.learnerSays("talk_to_human");
  world.agentDoes(ann, { verb: "claim" });
  return world;
};

test("a learner whose file is too large for a staff room is told what fits, and the words arrive all the same", () => {
  const decision = withAnn().learnerSays("see", { attachments: [file("telegram", 11 * MB)] });

  expect(learnerReads(decision)).toEqual([expect.stringMatching(/screen\.mp4 is too large.*10 MB/)]);
  expect(agentsRead(decision)).toEqual(["👤 see", "👤 see"]);
});

test("a file that fits, or whose size nobody told, says nothing", () => {
  const world = withAnn();

  expect(learnerReads(world.learnerSays("see", { attachments: [file("telegram", 10 * MB)] }))).toEqual([]);
  expect(learnerReads(world.learnerSays("see", { attachments: [file("telegram", null)] }))).toEqual([]);
});

test("an agent whose file is too large for where the learner is reads so, and nothing was sent", () => {
  const world = withAnn();

  const decision = world.agentDoes(ann, { verb: "say", text: "here", attachments: [file("discord", 11 * MB)] });

  expect(decision.outcome).toEqual({ outcome: "file_too_large" });
  expect(agentsRead(decision)).toEqual([expect.stringMatching(/Nothing was sent: 📎 screen\.mp4 is too large.*10 MB/)]);
  expect(rowsIn(decision).filter(({ audience }) => audience === "learner")).toEqual([]);
  expect(world.ticket?.humanReplies).toBe(0);
});

test("what a network does not give out is too large for every other one, and never for itself", () => {
  const able = {
    textLengthMax: 1,
    buttons: null,
    edits: true,
    quotes: true,
    reacts: true,
    typing: true,
    threads: true,
  };
  const telegram = { ...able, files: { bytesMax: 50 * MB, givesMax: 20 * MB } };
  const web = { ...able, files: { bytesMax: 40 * MB } };
  const can = { telegram, web, discord: web, terminal: { ...able, files: null } };

  expect(tooLargeFor("web", [file("telegram", 21 * MB)], { can })).toMatchObject({ megabytesMax: 20 });
  expect(tooLargeFor("telegram", [file("telegram", 49 * MB)], { can })).toBeNull();
  expect(tooLargeFor("telegram", [file("web", 30 * MB)], { can })).toBeNull();
  expect(tooLargeFor("terminal", [file("web", 39 * MB)], { can })).toBeNull();
});
