/** What arrives from the scripted network: updates of learners and agents, with everything a test does not care about filled in. */
import type { Inbound, Said } from "../../src/core/inbound.ts";
import type { ChannelName } from "../../src/core/model.ts";

export const STAFF_CHAT = "-1001";

let updates = 0;

/** An update as the network would bring it. The same `updateId` twice is a redelivery. */
export function update(
  place: Inbound["place"],
  what: Said,
  more: {
    readonly updateId?: string;
    readonly networkId?: string;
    readonly name?: string;
    readonly channel?: ChannelName;
    readonly isAdmin?: boolean;
  } = {},
): Inbound {
  return {
    channel: more.channel ?? "telegram",
    bot: "bot-1",
    updateId: more.updateId ?? `update-${++updates}`,
    from: {
      ...{ networkId: more.networkId ?? "1", name: more.name ?? "Ming", languageHint: "en" },
      ...(more.isAdmin === undefined ? {} : { isAdmin: more.isAdmin }),
    },
    place,
    what,
  };
}

export function words(text: string): Said {
  return { kind: "words", messageId: `message-${++updates}`, text, attachments: [], albumId: null };
}

export function command(name: string, argument = ""): Said {
  return { kind: "command", messageId: `message-${++updates}`, name, argument, attachments: [], albumId: null };
}

/** A learner writes in their private chat. */
export function learnerSays(chatId: string, text: string, updateId?: string): Inbound {
  return update({ kind: "learner", chatId }, words(text), updateId === undefined ? {} : { updateId });
}

/** A learner asks for a person. */
export function learnerWantsPerson(chatId: string): Inbound {
  return update({ kind: "learner", chatId }, command("human"));
}

/** An agent writes in a thread of the staff room, or in the room itself. */
export function agentSays(threadId: string | null, what: Said, name = "Ann"): Inbound {
  return update({ kind: "staff", chatId: STAFF_CHAT, threadId }, what, { networkId: name, name });
}
