/** A learner at a terminal: the smallest channel passes what every channel must, and numbers stand for buttons. */
import { PassThrough } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { terminalChannel } from "../../../src/channels/terminal/channel.ts";
import type { Inbound } from "../../../src/core/inbound.ts";
import type { Channel, Words } from "../../../src/core/ports.ts";
import type { Button } from "../../../src/core/press.ts";
import { type ChannelRig, channelConformance } from "../../conformance/channel.ts";

const PLACE = { channel: "terminal", chatId: "terminal", threadId: null } as const;

function openTerminal() {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: "utf8" });
  const printed: string[] = [];
  output.on("data", (text: string) => void printed.push(text.trim()));
  const onEnd = vi.fn();
  const channel = terminalChannel({ input, output, learner: "ming", languageHint: "zh_CN.UTF-8", onEnd });
  return { channel, input, printed, onEnd, type: (line: string) => void input.write(`${line}\n`) };
}

async function openRig(): Promise<ChannelRig> {
  const { channel, printed, type } = openTerminal();
  const absent = () => {
    throw new Error("a terminal has none of this");
  };
  const asked = new Map<string, readonly string[]>();
  return {
    channel: { ...channel, send: sendNumbered(channel, asked) },
    place: PLACE,
    says: type,
    redelivers: absent,
    isAcknowledged: absent,
    presses: (messageId, label) => type(String((asked.get(messageId) ?? []).indexOf(label) + 1)),
    shown: () => printed,
    goesAway: absent,
    comesBack: absent,
    gone: { messageId: "gone", pressId: "gone" },
    close: () => channel.stop(),
  };
}

/** Remembers which labels a message had, as the learner who reads their numbers does. */
function sendNumbered(channel: Channel, asked: Map<string, readonly string[]>): Channel["send"] {
  return async (to, words: Words) => {
    const messageId = await channel.send(to, words);
    const labels = words.buttons.flat().map(({ label }) => label);
    asked.set(messageId, labels);
    return messageId;
  };
}

channelConformance("terminal", openRig, { acknowledges: false, goesAway: false, edits: false });

describe("at a terminal", () => {
  const yes: Button = { label: "Yes", press: { press: "solved", turn: 1 } };
  const asking: Words = { key: "o1", text: "Did it help?\n1. Yes", buttons: [[yes]], attachments: [] };

  test("lines are words, a slash is a command, a number picks what was offered last", async () => {
    const { channel, type } = openTerminal();
    const got: Inbound[] = [];
    await channel.start(async (inbound) => void got.push(inbound));
    await channel.send(PLACE, asking);

    for (const line of ["退款", "", "/human now", "1"]) type(line);
    await vi.waitFor(() => expect(got).toHaveLength(3));

    expect(got.map(({ what }) => what)).toMatchObject([
      { kind: "words", text: "退款" },
      { kind: "command", name: "human", argument: "now" },
      { kind: "pressed", press: { press: "solved", turn: 1 } },
    ]);
    expect(new Set(got.map(({ updateId }) => updateId)).size).toBe(3);
    expect(got[0]?.from).toEqual({ networkId: "ming", name: "ming", languageHint: "zh_CN.UTF-8" });
    await channel.stop();
  });

  test("a line that could not be written down is tried again before the next one", async () => {
    const { channel, type } = openTerminal();
    const offered: string[] = [];
    await channel.start(async ({ what }) => {
      offered.push(what.kind === "words" ? what.text : what.kind);
      if (offered.length === 1) throw new Error("the disk is full");
    });

    type("first");
    type("second");

    await vi.waitFor(() => expect(offered).toEqual(["first", "first", "second"]), 3000);
    await channel.stop();
  });

  test("the end of the input is told once all of it is taken", async () => {
    const { channel, input, onEnd, type } = openTerminal();
    const got: Inbound[] = [];
    await channel.start(async (inbound) => void got.push(inbound));

    type("goodbye");
    input.end();

    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce());
    expect(got).toHaveLength(1);
    await channel.stop();
  });

  test("there are no threads and no files", async () => {
    const { channel } = openTerminal();

    await expect(channel.openFile("x")).rejects.toMatchObject({ trouble: { kind: "rejected" } });
  });
});
