/**
 * The way in for everything a network tells us. Not to break: it resolves only after the row is written, and rejects when it
 * is not, because the channel tells its network "arrived" on the strength of that.
 */

import type { Inbound } from "../core/inbound.ts";
import type { NewOutbound, OutboundContent } from "../core/outbound.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import { AGENT_COMMANDS, namedTicket } from "../core/verbs.ts";
import { faultOf } from "./fault.ts";
import type { Lanes } from "./lanes.ts";
import type { Parts } from "./parts.ts";
import { ringLane } from "./ring.ts";
import { openSeldom } from "./seldom.ts";

export type Hear = (inbound: Inbound) => Promise<void>;

/** How often agents who talk in a topic are told that it belongs to no ticket. */
const HINT_MS = 60_000;

/** Errors: StoreError when the row could not be written; the same update must come again. */
export function hearOf(parts: Parts, lanes: Pick<Lanes, "run">): Hear {
  const isFirstInAWhile = openSeldom(HINT_MS);
  return async (inbound) => {
    const now = parts.now();
    const { defaultLanguage } = parts.settings;
    const received = await parts.store.receive(inbound, { ticketId: namedTicket(inbound), defaultLanguage, now });
    switch (received.outcome) {
      case "received":
        lanes.run(received.conversationId);
        return;
      case "duplicate":
        // Usually settled long ago. If not, its lane may have been lost with a process, and this is a free reminder.
        if (received.conversationId !== null) lanes.run(received.conversationId);
        return;
      case "nobody's":
        // Agents may talk in a topic of their own: one hint, not one for each line.
        if (!isTalk(inbound) || isFirstInAWhile(placeOf(inbound), now)) await hint(parts, inbound);
    }
  };
}

function isTalk({ what }: Inbound): boolean {
  return what.kind === "words";
}

function placeOf({ channel, place }: Inbound): string {
  return `${channel}:${place.chatId}:${place.kind === "staff" ? place.threadId : null}`;
}

/** Tells an agent whose words, command or button found no ticket what to do. Best effort: the row is already settled. */
async function hint(parts: Parts, inbound: Inbound): Promise<void> {
  const row = hintFor(parts, inbound);
  if (row === null) return;
  try {
    const lanes = await parts.store.queueOutbound([row], parts.now());
    await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
  } catch (trouble) {
    parts.log.warn({ channel: inbound.channel, fault: faultOf(trouble) }, "hint to an agent not written");
  }
}

function hintFor(parts: Parts, inbound: Inbound): NewOutbound | null {
  const { channel, place, what } = inbound;
  if (place.kind !== "staff") return null;
  const say = phrasesIn(parts.settings.staffLanguage).staff;
  const row = (content: OutboundContent): NewOutbound => ({
    to: { channel, chatId: place.chatId },
    audience: "staff",
    ticketId: null,
    content,
  });
  const { threadId } = place;
  const line = (text: string): NewOutbound =>
    row({ kind: "say", text, buttons: [], attachments: [], ...(threadId === null ? {} : { threadId }) });
  const missing = namedTicket(inbound) === null ? say.notATicket : say.noSuchTicket;
  if (what.kind === "pressed") return row({ kind: "toast", pressId: what.pressId, text: missing });
  // Said in the room itself, words are talk among agents. In a topic they may be meant for a learner who never sees them.
  if (what.kind === "words") return threadId === null ? null : line(missing);
  if (what.kind !== "command") return null;
  const isKnown = AGENT_COMMANDS.some((known) => known === what.name);
  return line(isKnown ? missing : say.commands);
}
