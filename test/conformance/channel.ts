/**
 * What every channel must pass, whatever network it speaks to: nothing is acknowledged before it is written down, what was
 * not written comes again, what is gone is no error, and stopping loses nothing. The test of each channel opens it on its
 * own fake network and hands it in.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inbound } from "../../src/core/inbound.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { Channel, Place, Words } from "../../src/core/ports.ts";
import type { Press } from "../../src/core/press.ts";
import { conformChanges, conformTyping } from "./channel-changes.ts";

/** A channel, not started yet, and the hands on its network that a test needs. */
export type ChannelRig = {
  readonly channel: Channel;
  /** The chat of a learner who may be written to. */
  readonly place: Place;
  /** The learner writes. */
  says(text: string): void;
  /** The network delivers the learner's last words once more. */
  redelivers(): void;
  /** Whether the network knows that the learner's last words arrived. */
  isAcknowledged(): boolean;
  /** The learner presses a button of the message with this id. */
  presses(messageId: string, label: string): void;
  /** What the learner sees now, oldest first, by the bot. */
  shown(): readonly string[];
  /** From now on the network cannot be reached, or can be again. */
  goesAway(): void;
  comesBack(): void;
  /** A message and a press the network has forgotten. */
  readonly gone: { readonly messageId: string; readonly pressId: string };
  /** Stops the channel and its network; fails when the channel broke a rule of it. */
  close(): Promise<void>;
};

/** What not every network has. A test that needs what is missing is not there for it; the channel's own tests say why. */
export type Traits = {
  /** It can be asked whether it knows that words arrived, and delivers some twice. */
  readonly acknowledges: boolean;
  /** It can be away while we are here. */
  readonly goesAway: boolean;
  /** Messages can be changed: buttons taken off, other words put in their place. */
  readonly edits: boolean;
};
const ALL: Traits = { acknowledges: true, goesAway: true, edits: true };

let keys = 0;
/** Other words every time, as if each came from a row of its own. */
const plain = (text: string): Words => {
  keys += 1;
  return { key: `o${keys}`, text, buttons: [], attachments: [] };
};

const wordsOf = ({ what }: Inbound): string => (what.kind === "words" ? what.text : what.kind);

export function channelConformance(name: string, open: () => Promise<ChannelRig>, traits: Traits = ALL): void {
  describe(`every channel: ${name}`, () => {
    let rig: ChannelRig;
    beforeEach(async () => {
      rig = await open();
    });
    afterEach(() => rig.close());
    receiving(() => rig);
    if (traits.acknowledges) acknowledging(() => rig);
    listening(() => rig);
    if (traits.goesAway) goingAway(() => rig);
    sending(() => rig);
    if (traits.edits) editing(() => rig);
    if (traits.edits) conformChanges(() => rig);
    conformTyping(() => rig);
    stopping(() => rig);
  });
}

function acknowledging(rig: () => ChannelRig): void {
  test("the network is told that words arrived only after they are written down", async () => {
    const { channel, says, isAcknowledged } = rig();
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const receive = vi.fn(() => written);
    await channel.start(receive);

    says("how do I reset my password?");
    await vi.waitFor(() => expect(receive).toHaveBeenCalledOnce());

    expect(isAcknowledged()).toBe(false);
    write();
    await vi.waitFor(() => expect(isAcknowledged()).toBe(true));
  });

  test("words that could not be written down come again", async () => {
    const { channel, says, isAcknowledged } = rig();
    const offered: Inbound[] = [];
    await channel.start(async (inbound) => {
      offered.push(inbound);
      if (offered.length === 1) throw new Error("the disk is full");
    });

    says("hello?");
    await vi.waitFor(() => expect(offered).toHaveLength(2), 5000);

    expect(offered[1]).toEqual(offered[0]);
    await vi.waitFor(() => expect(isAcknowledged()).toBe(true));
  });

  test("words the network delivers twice carry the same update id both times", async () => {
    const { channel, says, redelivers } = rig();
    const got: Inbound[] = [];
    await channel.start(async (inbound) => void got.push(inbound));
    says("only once, please");
    await vi.waitFor(() => expect(got).toHaveLength(1));

    redelivers();
    await vi.waitFor(() => expect(got).toHaveLength(2));

    expect(got[1]?.updateId).toBe(got[0]?.updateId);
    expect(got[1]?.bot).toBe(got[0]?.bot);
  });
}

function receiving(rig: () => ChannelRig): void {
  test("what one learner writes arrives in the order it was written", async () => {
    const { channel, says } = rig();
    const got: string[] = [];
    const said = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    await channel.start(async (inbound) => void got.push(wordsOf(inbound)));

    for (const line of said) says(line);

    await vi.waitFor(() => expect(got).toEqual(said));
  });
}

function listening(rig: () => ChannelRig): void {
  test("it says that it listens from when the network is there until it is stopped", async () => {
    const { channel } = rig();
    expect(channel.isListening()).toBe(false);

    await channel.start(async () => undefined);

    await vi.waitFor(() => expect(channel.isListening()).toBe(true));
    await channel.stop();
    expect(channel.isListening()).toBe(false);
  });
}

function goingAway(rig: () => ChannelRig): void {
  test("it says that it does not listen while the network is away", async () => {
    const { channel, says, goesAway, comesBack } = rig();
    const receive = vi.fn(async () => undefined);
    goesAway();

    await channel.start(receive);
    says("hello?");

    expect(channel.isListening()).toBe(false);
    comesBack();
    await vi.waitFor(() => expect(channel.isListening()).toBe(true), 5000);
    await vi.waitFor(() => expect(receive).toHaveBeenCalledOnce(), 5000);
  });
}

function sending(rig: () => ChannelRig): void {
  test("words that are sent are shown, and each message gets an id of its own", async () => {
    const { channel, place, shown } = rig();

    const first = await channel.send(place, plain("<b>你好</b> *hello* 👩‍👩‍👧"));
    const second = await channel.send(place, plain("second"));

    expect(first).not.toBe(second);
    expect(shown()).toEqual(["<b>你好</b> *hello* 👩‍👩‍👧", "second"]);
  });

  test("the longest text the channel claims to take is taken in one message", async () => {
    const { channel, place, shown } = rig();
    const text = "字".repeat(channel.can.textLengthMax);

    await channel.send(place, plain(text));

    expect(shown()).toEqual([text]);
  });

  test("a pressed button arrives as the press it was made from, with the id of its message", async () => {
    const { channel, place, presses } = rig();
    const press: Press = { press: "rate", ticketId: 1042 as TicketId, episode: 2, rating: 5 };
    const got: Inbound[] = [];
    await channel.start(async (inbound) => void got.push(inbound));
    const messageId = await channel.send(place, { ...plain("How was it?"), buttons: [[{ label: "5", press }]] });

    presses(messageId, "5");
    await vi.waitFor(() => expect(got).toHaveLength(1));

    expect(got[0]?.what).toMatchObject({ kind: "pressed", messageId, press });
  });

  test("a message and a press that are gone are no error", async () => {
    const { channel, place, gone } = rig();

    await channel.settleButtons(place, gone.messageId);
    await channel.toast(gone.pressId, "too late");
  });
}

function editing(rig: () => ChannelRig): void {
  test("a settled message has lost its buttons and keeps its words", async () => {
    const { channel, place, presses, shown } = rig();
    const press: Press = { press: "solved", turn: 1 };
    const messageId = await channel.send(place, { ...plain("Did it help?"), buttons: [[{ label: "Yes", press }]] });

    await channel.settleButtons(place, messageId);
    await channel.settleButtons(place, messageId);

    expect(shown()).toEqual(["Did it help?"]);
    expect(() => presses(messageId, "Yes")).toThrow();
  });
}

function stopping(rig: () => ChannelRig): void {
  test("stopping waits for words that are being written down, and takes no more after that", async () => {
    const { channel, says } = rig();
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const receive = vi.fn(() => written);
    let isStopped = false;
    await channel.start(receive);
    says("just before closing");
    await vi.waitFor(() => expect(receive).toHaveBeenCalledOnce());

    const stopped = channel.stop().then(() => {
      isStopped = true;
    });
    says("just after closing");
    await new Promise(setImmediate);
    expect(isStopped).toBe(false);
    write();
    await stopped;

    expect(receive).toHaveBeenCalledOnce();
  });

  test("a channel that was never started can be stopped", async () => {
    await rig().channel.stop();
  });
}
