/** Discord passes what every channel must pass. To it "acknowledged" is the mark of the place: what is behind it never comes again. */
import type { Channel } from "../../../src/core/ports.ts";
import { channelConformance } from "../../conformance/channel.ts";
import { type BothWaysRig, channelBothWays } from "../../conformance/channel-both-ways.ts";
import type { DiscordMessage } from "../../emulators/discord/types.ts";
import { openRig, seen } from "./rig.ts";

async function open(): Promise<BothWaysRig> {
  const { dc, channel, receiver, ming, dm, place, close } = await openRig();
  const byBot = () => dm.history().filter((message) => message.author.bot === true);
  // They wrote before: what comes while nobody listens is found by that mark.
  receiver.mark(dm.id, ming.dms("hi").id);
  let last: DiscordMessage | null = null;
  let isAway = false;
  let acknowledged = "0";
  dc.inject({ status: 502 }, { times: Number.POSITIVE_INFINITY, where: () => isAway });
  const marking: Channel = {
    ...channel,
    start: async (receive) => {
      await channel.start(async (inbound) => {
        await receive(inbound);
        acknowledged = inbound.mark?.at ?? acknowledged;
      });
      // What is said while the place is still being read back may come twice, which is right but not what is tested here.
      if (!isAway) await dc.until(() => dc.calls("GET /channels/{channel_id}/messages").some(({ result }) => result));
    },
  };
  const messageOf = (messageId: string) => theOne(byBot(), messageId);
  return {
    channel: marking,
    place,
    says: (text) => {
      last = ming.dms(text);
    },
    redelivers: () => last && dc.gateway.dispatch("MESSAGE_CREATE", dm.event(last)),
    isAcknowledged: () => acknowledged === last?.id,
    presses: (messageId, label) => void ming.clicks(messageOf(messageId), label),
    repliesTo: (messageId, text) => void ming.dms(text, { replyTo: messageOf(messageId) }),
    edits: (text) => void (last && ming.edits(last, text)),
    answeredBy: (messageId) => messageOf(messageId).message_reference?.message_id ?? null,
    shown: () => byBot().map(seen),
    goesAway: () => {
      isAway = true;
      dc.gateway.refuseNext(Number.POSITIVE_INFINITY);
      dc.gateway.drop();
    },
    comesBack: () => {
      isAway = false;
      dc.gateway.refuseNext(0);
    },
    gone: { messageId: "987654", pressId: "123:abc" },
    // A late answer to a press is what one of the tests is about.
    close: () => close(["unknown-webhook"]),
  };
}

function theOne(messages: readonly DiscordMessage[], messageId: string): DiscordMessage {
  const message = messages.find(({ id }) => id === messageId);
  if (!message) throw new Error("there is no such message");
  return message;
}

channelConformance("discord", open);
channelBothWays("discord", open);
