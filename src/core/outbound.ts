/**
 * What leaves: rows that say what to show where. Cards and transcripts carry no text; they are drawn from the ticket's row
 * when they are sent, so that the last state wins however long they waited.
 */
import {
  type Attachment,
  CHANNELS,
  type ChannelName,
  type ChatRef,
  type ConversationId,
  type Millis,
  type OutboundId,
  type TicketId,
} from "./model.ts";
import type { Button } from "./press.ts";
import type { PlaceTold } from "./queue/told.ts";

export type OutboundContent =
  | {
      readonly kind: "say";
      /** Within the channel's text length: long words are split before they become rows. */
      readonly text: string;
      /** Rows of buttons, top to bottom. */
      readonly buttons: readonly (readonly Button[])[];
      readonly attachments: readonly Attachment[];
      /** In a staff room, for words about no ticket: the thread they answer in. Else the ticket's own is meant, or none. */
      readonly threadId?: string;
      /** The words tell a place in the line: the message is remembered, and changed in place as the line moves. */
      readonly place?: PlaceTold;
      /** The line of the transcript the words answer: shown as a reply to it, or quoted, by whatever the network can. */
      readonly repliesTo?: number;
    }
  /** Brings what was said there of a line of the transcript up to its newest words; drawn when it is sent. */
  | { readonly kind: "edit"; readonly lineId: number }
  /** Puts a sign on a line a learner said right there. */
  | { readonly kind: "react"; readonly lineId: number; readonly emoji: string }
  /** Brings the message that tells the ticket's place up to date; drawn from the ticket's row when it is sent. */
  | { readonly kind: "place" }
  /** Takes the buttons off a message that was pressed. */
  | { readonly kind: "settle_buttons"; readonly messageId: string }
  /** A short line shown to whoever pressed; the network forgets the press soon, so a late one is dropped. */
  | { readonly kind: "toast"; readonly pressId: string; readonly text: string }
  /** Brings the ticket's thread up to date: name, pinned card, buttons, open or closed. */
  | { readonly kind: "card" }
  /** Into the ticket's thread: as `recap` what led to it, in one message; as `file` all of it. */
  | { readonly kind: "transcript"; readonly form: "recap" | "file" };

export type NewOutbound = {
  /** A learner's chat, or a staff room; in a staff room the ticket's own thread is meant, whichever that is by then. */
  readonly to: ChatRef;
  readonly audience: "learner" | "staff";
  readonly ticketId: TicketId | null;
  readonly content: OutboundContent;
};

/** `queued → sending → sent | failed | uncertain`; `uncertain` is sent again until its tries are used up. */
export type OutboundStatus = "queued" | "sending" | "sent" | "failed" | "uncertain";

export type Outbound = NewOutbound & {
  readonly id: OutboundId;
  readonly lane: string;
  /** Null for rows that belong to no conversation (a hint in a staff room). */
  readonly conversationId: ConversationId | null;
  /** Words an agent wrote to the learner: when these cannot be delivered, the agent must be told. */
  readonly isWordsOfPerson: boolean;
  /** How often sending it was begun before this time. */
  readonly tries: number;
  readonly queuedAt: Millis;
};

/**
 * Rows of one lane leave one after another. Each ticket has its own in a staff room, so that a learner who writes without end
 * holds up nobody else's ticket. Toasts wait for nobody: a press is forgotten within minutes.
 */
export function laneOf({ to, audience, ticketId, content }: NewOutbound): string {
  const chat = `${to.channel}:${to.chatId}`;
  if (content.kind === "toast") return `${chat}${TOAST_LANE_END}`;
  return audience === "staff" && ticketId !== null ? `${chat}:${ticketId}` : chat;
}

/** How the lane of a toast ends. */
export const TOAST_LANE_END = ":toast";

/** The lane whose rests hold for this one too: a network counts all that is said in a chat. For most lanes it is itself. */
export function chatLaneOf(lane: string): string {
  return TICKET_LANE.exec(lane)?.[1] ?? lane;
}

/** The channel a lane leads to; null for a lane nobody can have written. */
export function channelOf(lane: string): ChannelName | null {
  return CHANNELS.find((channel) => lane.startsWith(`${channel}:`)) ?? null;
}

const TICKET_LANE = /^([a-z]+:[^:]+):\d+$/;

/** What became of a try. Times are milliseconds since 1970. */
export type Settlement =
  | { readonly status: "sent"; readonly messageId: string | null; readonly at: Millis }
  | { readonly status: "failed"; readonly why: "forbidden" | "rejected" | "worn_out"; readonly at: Millis }
  /** Back into the queue, nothing was sent; the lane, or all lanes of its chat, rest until `notBefore`. */
  | { readonly status: "queued"; readonly notBefore: Millis; readonly rests: "lane" | "chat" }
  /** May have been sent; tried again at `notBefore`. */
  | { readonly status: "uncertain"; readonly notBefore: Millis };
