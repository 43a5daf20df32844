/**
 * The way in for everything a network tells us. Not to break: it resolves only after the row is written, and rejects when it
 * is not, because the channel tells its network "arrived" on the strength of that.
 */

import { presenceText } from "../core/agent/presence.ts";
import type { Inbound } from "../core/inbound.ts";
import { spokenLanguage } from "../core/language.ts";
import type { NewOutbound, OutboundContent } from "../core/outbound.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Fence } from "../core/ports.ts";
import { AGENT_COMMANDS, eventOf, isForAdmins, namedTicket } from "../core/verbs.ts";
import { announce } from "./announce.ts";
import { faultOf } from "./fault.ts";
import type { Lanes } from "./lanes.ts";
import { changePresence, isPresence } from "./look-up.ts";
import type { Parts } from "./parts.ts";
import { ringLane } from "./ring.ts";
import { openSeldom } from "./seldom.ts";

/** `fence` proves that we lead what was listened to, where one replica alone may. */
export type Hear = (inbound: Inbound, fence?: Fence) => Promise<void>;

/** How often agents who talk in a topic are told that it belongs to no ticket. */
const HINT_MS = 60_000;

/** Errors: StoreError when the row could not be written; the same update must come again. */
export function hearOf(parts: Parts, lanes: Pick<Lanes, "run">): Hear {
  const isFirstInAWhile = openSeldom(HINT_MS);
  return async (inbound, fence) => {
    const now = parts.now();
    const { defaultLanguage } = parts.settings;
    const ticketId = namedTicket(inbound);
    const received = await parts.store.receive(outsideOfTickets(inbound), {
      ticketId,
      defaultLanguage,
      now,
      fence: fence ?? null,
    });
    switch (received.outcome) {
      case "received":
        lanes.run(received.conversationId);
        return;
      case "duplicate":
        // Usually settled long ago. If not, its lane may have been lost with a process, and this is a free reminder.
        if (received.conversationId !== null) lanes.run(received.conversationId);
        return;
      case "nobody's":
        // Agents may talk in a topic of their own, and a group may tease the bot: one hint, not one for each line.
        if (!isTalk(inbound) || isFirstInAWhile(placeOf(inbound), now)) await hint(parts, inbound);
    }
  };
}

/** An admin's order is about no ticket, though it may be typed in the thread of one. */
function outsideOfTickets(inbound: Inbound): Inbound {
  const { place } = inbound;
  return place.kind === "staff" && isForAdmins(inbound) ? { ...inbound, place: { ...place, threadId: null } } : inbound;
}

function isTalk({ what }: Inbound): boolean {
  return what.kind === "words";
}

function placeOf({ channel, place }: Inbound): string {
  return `${channel}:${place.chatId}:${place.kind === "learner" ? null : place.threadId}`;
}

/** Tells an agent whose words, command or button found no ticket what to do. Best effort: the row is already settled. */
async function hint(parts: Parts, inbound: Inbound): Promise<void> {
  try {
    const row = await hintFor(parts, inbound);
    if (row === null) return;
    const lanes = await parts.store.queueOutbound([row], parts.now());
    await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
  } catch (trouble) {
    parts.log.warn({ channel: inbound.channel, fault: faultOf(trouble) }, "hint to an agent not written");
  }
}

async function hintFor(parts: Parts, inbound: Inbound): Promise<NewOutbound | null> {
  switch (inbound.place.kind) {
    case "learner":
      return null;
    case "group":
      return invitationTo(parts, inbound, inbound.place);
    case "staff":
      return staffHint(parts, inbound, {
        place: inbound.place,
        done: (await announce(parts, inbound)) ?? (await presenceOf(parts, inbound)),
      });
  }
}

type PlaceOf<Kind extends Inbound["place"]["kind"]> = Extract<Inbound["place"], { kind: Kind }>;

/** Mentioned among others, the bot says where to write instead, and nothing else. */
function invitationTo(parts: Parts, { channel, what }: Inbound, place: PlaceOf<"group">): NewOutbound | null {
  if (what.kind !== "words" && what.kind !== "command") return null;
  const words = what.kind === "words" ? what.text : what.argument;
  const language = spokenLanguage(words, parts.settings.defaultLanguage) ?? parts.settings.defaultLanguage;
  const text = phrasesIn(language).learner.writePrivately(place.invitation);
  const thread = place.threadId === null ? {} : { threadId: place.threadId };
  const content: OutboundContent = { kind: "say", text, buttons: [], attachments: [], ...thread };
  return { to: { channel, chatId: place.chatId }, audience: "staff", ticketId: null, content };
}

/** Away and back are about no ticket, so they are obeyed where there is none. Null: it is about something else. */
async function presenceOf(parts: Parts, inbound: Inbound): Promise<string | null> {
  const event = eventOf(inbound);
  if (event?.by !== "agent" || !isPresence(event.does)) return null;
  const { staffLanguage } = parts.settings;
  const presence = await changePresence(parts, event.agent, event.does);
  return presenceText(presence, { rules: parts.book.facts().rules, staffLanguage });
}

type InStaff = { readonly place: PlaceOf<"staff">; readonly done: string | null };

function staffHint(parts: Parts, inbound: Inbound, { place, done }: InStaff): NewOutbound | null {
  const { channel, what } = inbound;
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
  if (done !== null) return line(done);
  const missing = namedTicket(inbound) === null ? say.notATicket : say.noSuchTicket;
  if (what.kind === "pressed") return row({ kind: "toast", pressId: what.pressId, text: missing });
  // Said in the room itself, words are talk among agents. In a topic they may be meant for a learner who never sees them.
  if (what.kind === "words") return threadId === null ? null : line(missing);
  if (what.kind !== "command") return null;
  const isKnown = AGENT_COMMANDS.some((known) => known === what.name);
  return line(isKnown ? missing : say.commands);
}
