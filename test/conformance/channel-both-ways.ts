/**
 * What a channel with `quotes` and `edits` must pass: a reply points at one message in both directions, an edit names the
 * message it changes. A network without them passes its rules by saying so in `can`.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inbound } from "../../src/core/inbound.ts";
import type { Words } from "../../src/core/ports.ts";
import type { ChannelRig } from "./channel.ts";

export type BothWaysRig = ChannelRig & {
  /** The learner answers the message of the bot with this id, in words. */
  repliesTo(messageId: string, text: string): void;
  /** The learner changes their last words. */
  edits(text: string): void;
  /** The message that a message of the bot is shown as a reply to; null when it is no reply. */
  answeredBy(messageId: string): string | null;
};

let keys = 0;
const plain = (text: string): Words => {
  keys += 1;
  return { key: `b${keys}`, text, buttons: [], attachments: [] };
};

export function channelBothWays(name: string, open: () => Promise<BothWaysRig>): void {
  describe(`every channel with replies and edits: ${name}`, () => {
    let rig: BothWaysRig;
    let got: Inbound[];
    beforeEach(async () => {
      rig = await open();
      got = [];
      await rig.channel.start(async (inbound) => void got.push(inbound));
    });
    afterEach(() => rig.close());
    const said = async (count: number) => {
      await vi.waitFor(() => expect(got).toHaveLength(count), 5000);
      return got.at(-1)?.what ?? expect.fail();
    };

    test("says so in what it can", () => {
      expect(rig.channel.can).toMatchObject({ quotes: true, edits: true });
    });

    test("words that answer a message are shown as the reply to it", async () => {
      const { channel, place, says, answeredBy } = rig;
      says("which one?");
      const asked = await said(1);
      if (!("messageId" in asked)) expect.fail("words have an id");

      const answer = await channel.send(place, { ...plain("the second one"), replyTo: asked.messageId });
      const own = await channel.send(place, { ...plain("I mean this"), replyTo: answer });
      const none = await channel.send(place, plain("something else"));

      expect([answer, own, none].map(answeredBy)).toEqual([asked.messageId, answer, null]);
    });

    test("of words in several messages the first one is the reply", async () => {
      const { channel, place, says, answeredBy, shown } = rig;
      says("and then?");
      const asked = await said(1);
      if (!("messageId" in asked)) expect.fail("words have an id");
      const text = `${"*".repeat(channel.can.textLengthMax)} end`;

      const last = await channel.send(place, { ...plain(text), replyTo: asked.messageId });

      expect(shown().length).toBeGreaterThan(1);
      expect(answeredBy(last)).toBeNull();
    });

    test("words that answer a message which is gone are said all the same", async () => {
      const { channel, place, gone, shown } = rig;

      await channel.send(place, { ...plain("as I said"), replyTo: gone.messageId });

      expect(shown()).toEqual(["as I said"]);
    });

    test("what a learner answers comes with the message it answers, and other words with none", async () => {
      const { channel, place, says, repliesTo } = rig;
      const asked = await channel.send(place, plain("Which browser?"));

      repliesTo(asked, "Firefox");
      const answer = await said(1);
      says("hello?");
      const other = await said(2);

      expect(answer).toMatchObject({ kind: "words", text: "Firefox", replyTo: asked });
      expect(other).not.toHaveProperty("replyTo");
    });

    test("changed words come with the id they had when they were said", async () => {
      const { says, edits } = rig;
      says("chapter too");
      const first = await said(1);
      if (!("messageId" in first)) expect.fail("words have an id");

      edits("chapter two");

      expect(await said(2)).toEqual({ kind: "edited", messageId: first.messageId, text: "chapter two" });
    });

    test("a changed message says that it was changed, and one that is gone that it was not", async () => {
      const { channel, place, gone, shown } = rig;
      const messageId = await channel.send(place, plain("Press F5"));
      const change = { text: "Press *F6*", buttons: [] };

      const isChanged = [await channel.edit(place, messageId, change), await channel.edit(place, messageId, change)];

      expect(isChanged).toEqual([true, true]);
      expect(await channel.edit(place, gone.messageId, change)).toBe(false);
      expect(shown()).toEqual(["Press *F6*"]);
    });
  });
}
