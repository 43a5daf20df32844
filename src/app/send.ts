/**
 * Puts one outbound row where people see it. In a staff room that means the ticket's thread, which is opened when there is
 * none and, unless the ticket is solved, opened again when somebody deleted it. Cards and transcripts are drawn here, at the last moment, from the
 * ticket's row, so that an old card never covers a newer one. A room that takes no more threads gets all of it in the room itself.
 */
import { type CardStyle, cardOf } from "../core/card.ts";
import { ChannelError } from "../core/errors.ts";
import { recordOf } from "../core/learning/record.ts";
import { linesOfRecord } from "../core/learning/shown.ts";
import type { Attachment, Ticket, TicketId } from "../core/model.ts";
import type { Outbound, OutboundContent } from "../core/outbound.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Channel, Enclosed, Place, Thread, Words } from "../core/ports.ts";
import type { Spoken } from "../core/shown.ts";
import { oneLine, truncate } from "../core/text.ts";
import { recapOf, transcriptText } from "../core/transcript.ts";
import type { FullRooms } from "./full-rooms.ts";
import type { Parts } from "./parts.ts";
import { persist } from "./pause.ts";
import { type Replying, replyOf, showEdit, showReaction } from "./show-line.ts";
import { bindPlace, showPlace } from "./show-place.ts";

export type Sending = Pick<Parts, "store" | "settings" | "channels" | "book" | "waits" | "now"> & {
  readonly channel: Channel;
  readonly outbound: Outbound;
  readonly fullRooms: FullRooms;
  /** True once nobody may wait for the store any longer. */
  readonly isOver: () => boolean;
};

/** Of a learner's name in front of words in the room itself. */
const NAME_LENGTH_MAX = 40;

/** The network's id of what was shown; null when nothing was posted. Errors: ChannelError, StoreError. */
export async function send(sending: Sending): Promise<string | null> {
  const { channel, outbound } = sending;
  const { content, to, ticketId } = outbound;
  switch (content.kind) {
    case "say":
      if (outbound.audience === "learner" || ticketId === null) return await say(sending, content);
      return await inThread(sending, ticketId, (spot) => sendToAgents(sending, spot, content));
    case "edit": {
      const { lineId } = content;
      if (outbound.audience === "learner" || ticketId === null)
        return await showEdit(sending, { lineId, threadId: null, lead: "" });
      return await inThread(sending, ticketId, (spot) => showEdit(sending, { lineId, ...spot }));
    }
    case "react":
      await showReaction(sending, content);
      return null;
    case "place":
      await showPlace(sending, ticketOf(ticketId));
      return null;
    case "settle_buttons":
      await channel.settleButtons(to, content.messageId);
      return null;
    case "toast":
      await channel.toast(content.pressId, content.text);
      return null;
    case "card":
      return await showCard(sending, ticketOf(ticketId));
    case "transcript":
      return await sendTranscript(sending, ticketOf(ticketId), content.form);
  }
}

async function say(sending: Sending, content: Extract<OutboundContent, { kind: "say" }>): Promise<string> {
  const { channel, outbound } = sending;
  const { ticketId, to } = outbound;
  const words = { ...wordsOf(sending, content), ...(await replyOf(sending, content)) };
  const messageId = await channel.send({ ...to, threadId: content.threadId ?? null }, words);
  if (content.place && ticketId !== null) await bindPlace(sending, { ticketId, messageId, told: content.place });
  return messageId;
}

async function showCard(sending: Sending, ticketId: TicketId): Promise<string | null> {
  const { channel, outbound, fullRooms } = sending;
  const ticket = await ticketRow(sending, ticketId);
  return await fullRooms.put(
    { channel, room: outbound.to },
    () => cardInThread(sending, ticket),
    // A closed thread that cannot be opened again shows an old card of a solved ticket: that is worth no line in the room.
    async () => (ticket.status === "solved" ? null : await cardInRoom(sending, ticket)),
  );
}

async function cardInRoom(sending: Sending, ticket: Ticket): Promise<string> {
  const { channel, outbound } = sending;
  const { text, buttons } = cardOf(ticket, await styleOf(sending, ticket));
  return await channel.send({ ...outbound.to, threadId: null }, wordsOf(sending, { text, buttons, attachments: [] }));
}

async function cardInThread(sending: Sending, ticket: Ticket): Promise<string | null> {
  const { store, channel, outbound } = sending;
  const thread = await store.thread(ticket.id, outbound.to);
  if (thread !== null) {
    try {
      await channel.showCard(outbound.to, thread, cardOf(ticket, await styleOf(sending, ticket)));
      return thread.cardId;
    } catch (trouble) {
      if (!isThreadGone(trouble)) throw trouble;
    }
  }
  // Agents tidy solved tickets away by deleting their threads: a late rating must not bring them back.
  if (ticket.status === "solved") return null;
  return (await openThread(sending, ticket)).cardId;
}

async function sendTranscript(
  sending: Sending,
  ticketId: TicketId,
  form: Extract<OutboundContent, { kind: "transcript" }>["form"],
): Promise<string | null> {
  const { store, channel, outbound, settings } = sending;
  const ticket = await ticketRow(sending, ticketId);
  const messages = await store.transcript(ticketId);
  if (form === "file") {
    const file = { name: `ticket-${ticketId}.txt`, text: transcriptText(messages, ticket, settings.staffLanguage) };
    const sendTo = (threadId: string | null) => channel.sendFile({ ...outbound.to, threadId }, file);
    const sent = await inThread(sending, ticketId, ({ threadId }) => sendTo(threadId));
    // Somebody asked for it: without a thread it comes into the room itself.
    return sent ?? (await sendTo(null));
  }
  const { text, attachments } = recapOf(messages, ticket, {
    language: settings.staffLanguage,
    lengthMax: channel.can.textLengthMax,
  });
  return await inThread(sending, ticketId, (spot) => sendToAgents(sending, spot, { text, buttons: [], attachments }));
}

/**
 * A file its network no longer gives out, or that is too large for this one, must not take the words with it. An agent's own
 * file for a learner is another matter: there the row fails, and the agent is told.
 */
async function sendToAgents(sending: Sending, { threadId, lead }: Spot, spoken: Replying): Promise<string> {
  const { channel, outbound, settings } = sending;
  const place = { ...outbound.to, threadId };
  const words = await ledBy(
    lead,
    { ...wordsOf(sending, spoken), ...(await replyOf(sending, spoken)) },
    { channel, place },
  );
  try {
    return await channel.send(place, words);
  } catch (trouble) {
    if (words.attachments.length === 0 || troubleKind(trouble) !== "rejected") throw trouble;
    const { fileLost } = phrasesIn(settings.staffLanguage).learner;
    const lines = [words.text, ...words.attachments.map(({ name, kind }) => fileLost(name ?? kind))];
    const text = truncate(lines.filter((line) => line !== "").join("\n"), channel.can.textLengthMax);
    return await channel.send(place, { ...words, text, attachments: [] });
  }
}

/** Words that leave no room for what leads them have it in front of them, as a message of its own. */
async function ledBy(
  lead: string,
  words: Words,
  { channel, place }: { channel: Channel; place: Place },
): Promise<Words> {
  if (lead === "") return words;
  const text = `${lead}${words.text}`;
  if (text.length <= channel.can.textLengthMax) return { ...words, text };
  await channel.send(place, { key: `${words.key}.l`, text: lead, buttons: [], attachments: [] });
  return words;
}

function wordsOf(sending: Sending, { text, buttons, attachments }: Spoken): Words {
  const key = `o${sending.outbound.id}`;
  return { key, text, buttons, attachments: attachments.map((attachment) => enclosed(sending, attachment)) };
}

/** A network knows only the files it keeps itself: others are read where they are, at the moment they are sent. */
function enclosed({ channel, channels }: Sending, attachment: Attachment): Enclosed {
  const { keeper, ref } = attachment;
  if (keeper === channel.name || ref === null) return { ...attachment, open: null };
  const open = async (): Promise<ReadableStream<Uint8Array>> => {
    const network = channels.get(keeper);
    if (network) return await network.openFile(ref);
    throw new ChannelError(`${keeper}, which keeps this file, is not set up here`, { kind: "rejected" });
  };
  return { ...attachment, open };
}

/** Where a ticket is shown, and what says which ticket it is about where that is not plain from the place. */
type Spot = { readonly threadId: string | null; readonly lead: string };

/** Posts in the ticket's thread, or in the room itself when that takes no more threads. Null: see postInThread. */
async function inThread<Result>(
  sending: Sending,
  ticketId: TicketId,
  post: (spot: Spot) => Promise<Result>,
): Promise<Result | null> {
  const { channel, outbound, fullRooms } = sending;
  return await fullRooms.put(
    { channel, room: outbound.to },
    () => postInThread(sending, ticketId, ({ threadId }) => post({ threadId, lead: "" })),
    async () => {
      const { learnerName } = await ticketRow(sending, ticketId);
      return await post({ threadId: null, lead: `#${ticketId} ${oneLine(learnerName, NAME_LENGTH_MAX)}: ` });
    },
  );
}

/**
 * Posts in the ticket's thread. A thread that is gone is opened once more; gone again, its ChannelError is thrown. Null when
 * the ticket is solved: agents tidied its thread away, and what comes late must not bring it back.
 */
async function postInThread<Result>(
  sending: Sending,
  ticketId: TicketId,
  post: (thread: Thread) => Promise<Result>,
): Promise<Result | null> {
  const known = await sending.store.thread(ticketId, sending.outbound.to);
  if (known !== null) {
    try {
      return await post(known);
    } catch (trouble) {
      if (!isThreadGone(trouble)) throw trouble;
    }
  }
  const ticket = await ticketRow(sending, ticketId);
  if (known !== null && ticket.status === "solved") return null;
  return await post(await openThread(sending, ticket));
}

/** A crash between opening and binding leaves an empty thread behind; that is the price of never losing words. */
async function openThread(sending: Sending, ticket: Ticket): Promise<Thread> {
  const { store, channel, outbound, fullRooms, isOver } = sending;
  const room = outbound.to;
  if (fullRooms.rests(room)) throw new ChannelError("the staff room was full a moment ago", { kind: "room_full" });
  const thread = await channel.openThread(room, cardOf(ticket, await styleOf(sending, ticket)));
  await persist(() => store.bindThread(ticket.id, room, thread), isOver);
  return thread;
}

async function styleOf({ store, book, settings, now }: Sending, { learnerId }: Ticket): Promise<CardStyle> {
  const { rules, teams } = book.facts();
  const { staffLanguage: language } = settings;
  const record = recordOf(await store.learning.of({ learnerId }));
  const learning = linesOfRecord(record, { language, now: now() });
  return { language, teams, timeZone: rules.schedule.timeZone, learning };
}

async function ticketRow({ store }: Sending, ticketId: TicketId): Promise<Ticket> {
  const ticket = await store.ticket(ticketId);
  if (ticket === null) throw new ChannelError("the ticket of this row is gone", { kind: "rejected" });
  return ticket;
}

function ticketOf(ticketId: TicketId | null): TicketId {
  if (ticketId === null) throw new ChannelError("a card or transcript without a ticket", { kind: "rejected" });
  return ticketId;
}

function isThreadGone(trouble: unknown): boolean {
  return troubleKind(trouble) === "thread_gone";
}

function troubleKind(trouble: unknown): ChannelError["trouble"]["kind"] | null {
  return trouble instanceof ChannelError ? trouble.trouble.kind : null;
}
