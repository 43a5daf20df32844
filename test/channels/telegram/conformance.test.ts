/** Telegram passes what every channel must pass, by long polling and by webhook. */

import { channelConformance } from "../../conformance/channel.ts";
import { type BothWaysRig, channelBothWays } from "../../conformance/channel-both-ways.ts";
import type { Said } from "../../emulators/telegram/types.ts";
import { openRig } from "./rig.ts";

async function open(by: "polling" | "webhook"): Promise<BothWaysRig> {
  const { tg, channel, close } = await openRig({ by });
  const ming = tg.user({ first_name: "Ming", started: true });
  const byBot = () => saidByBot(ming);
  let last: Said | null = null;
  let isAway = false;
  // Without a method a fault concerns all calls but the long poll.
  for (const method of [undefined, "getUpdates"]) {
    tg.inject({ status: 502 }, { times: Number.POSITIVE_INFINITY, where: () => isAway, ...(method && { method }) });
  }
  const lastUpdate = () => last?.update ?? null;
  const isDelivered = (updateId: number): boolean =>
    by === "polling"
      ? !tg.updates.pending.some((update) => update.update_id === updateId)
      : tg.journal.of("webhook-ok").some((delivery) => delivery.updateId === updateId);
  const messageOf = (messageId: string) => theOne(byBot(), messageId);
  return {
    channel,
    place: { channel: "telegram", chatId: String(ming.id), threadId: null },
    says: (text) => {
      last = ming.says(text);
    },
    redelivers: () => tg.redeliver(lastUpdate()),
    isAcknowledged: () => isDelivered(lastUpdate()?.update_id ?? -1),
    presses: (messageId, label) => void ming.clicks(messageOf(messageId), label),
    repliesTo: (messageId, text) => void ming.says(text, { replyTo: messageOf(messageId) }),
    edits: (text) => {
      if (last === null) throw new Error("nothing was said");
      ming.edits(last, text);
    },
    answeredBy: (messageId) => {
      const answered = messageOf(messageId).reply_to_message;
      return answered === undefined ? null : String(answered.message_id);
    },
    shown: () => byBot().map((message) => message.text ?? ""),
    goesAway: () => {
      isAway = true;
      tg.dropPoll();
    },
    comesBack: () => {
      isAway = false;
    },
    gone: { messageId: "987654", pressId: "123" },
    // A late answer to a press is what one of the tests is about.
    close: () => close(["unknown-query"]),
  };
}

type Person = ReturnType<Awaited<ReturnType<typeof openRig>>["tg"]["user"]>;

function saidByBot({ dm }: Person) {
  return dm.history().filter((message) => message.from?.is_bot);
}

function theOne(messages: ReturnType<typeof saidByBot>, messageId: string) {
  const message = messages.find(({ message_id }) => String(message_id) === messageId);
  if (!message) throw new Error("there is no such message");
  return message;
}

channelConformance("telegram by polling", () => open("polling"));
channelConformance("telegram by webhook", () => open("webhook"));
channelBothWays("telegram by polling", () => open("polling"));
channelBothWays("telegram by webhook", () => open("webhook"));
