/**
 * Lines of the transcript where people read them: an edit changes the copy in its place, a reply points at the copy of what it
 * answers. Which copies there are is asked at the last moment. Not to break: words that cannot be shown in place are shown as
 * words of their own, so that nobody answers what the other side no longer says.
 */
import { editedLookOf, type Look, lookOf, quoteOf } from "../core/edits.ts";
import { ChannelError } from "../core/errors.ts";
import type { Outbound } from "../core/outbound.ts";
import type { Channel, LineThere, Place, Words } from "../core/ports.ts";
import { type Spoken, shownOn } from "../core/shown.ts";
import type { Parts } from "./parts.ts";

type Showing = Pick<Parts, "store" | "settings"> & { readonly channel: Channel; readonly outbound: Outbound };

/** Words, and the line of the transcript they answer. */
export type Replying = Spoken & { readonly repliesTo?: number };

/** What makes words an answer there: the message they answer, or its first line in front of them. */
export async function replyOf(showing: Showing, { text, repliesTo }: Replying): Promise<Partial<Words>> {
  const line = repliesTo === undefined ? null : await lineAt(showing, repliesTo);
  if (line === null) return {};
  const replyTo = line.saidAs ?? line.copies.find((copy) => copy !== null);
  if (showing.channel.can.quotes && replyTo !== undefined) return { replyTo };
  return { text: quoting(line, text, showing) };
}

/** `lead` stands in front of the words; empty: nothing does. */
type Amended = { readonly lineId: number; readonly threadId: string | null; readonly lead: string };

/** The network's id of the message that says the new words; null when the line is gone. Errors: ChannelError, StoreError. */
export async function showEdit(showing: Showing, { lineId, threadId, lead }: Amended): Promise<string | null> {
  const { channel, outbound, settings } = showing;
  const line = await lineAt(showing, lineId);
  if (line === null) return null;
  const { author, kind, text: words } = line;
  const look: Look = { author, kind, text: words, audience: outbound.audience, staffLanguage: settings.staffLanguage };
  const place: Place = { ...outbound.to, threadId };
  const answered = line.repliesTo === undefined ? null : await lineAt(showing, line.repliesTo);
  const isQuoted = answered !== null && answered.saidAs === null && answered.copies.every((copy) => copy === null);
  const inPlace = `${lead}${isQuoted || !channel.can.quotes ? quoting(answered, lookOf(look), showing) : lookOf(look)}`;
  const copy = changeable(line, inPlace, showing);
  if (copy !== null && (await edited(channel, { place, copy, text: inPlace }))) return copy;
  return await sayAnew(showing, place, `${lead}${editedLookOf(look)}`);
}

/** Where the line was said in another chat there is nothing to put a sign on. */
export async function showReaction(
  showing: Showing,
  { lineId, emoji }: { readonly lineId: number; readonly emoji: string },
): Promise<void> {
  const line = await lineAt(showing, lineId);
  if (line === null || line.saidAs === null) return;
  await showing.channel.react({ ...showing.outbound.to, threadId: null }, line.saidAs, emoji);
}

/** The one message that can say the new words in the place of the old ones; null when there is none. */
function changeable({ copies, hasFiles }: LineThere, text: string, { channel }: Showing): string | null {
  const [copy = null, ...others] = new Set(copies);
  const isWhole = others.length === 0 && shownOn(channel.can, { text, buttons: [], attachments: [] }).length === 1;
  return channel.can.edits && !hasFiles && isWhole ? copy : null;
}

type Change = { readonly place: Place; readonly copy: string; readonly text: string };

/** False when the message is gone, or the network will not have it changed. */
async function edited(channel: Channel, { place, copy, text }: Change): Promise<boolean> {
  try {
    return await channel.edit(place, copy, { text, buttons: [] });
  } catch (trouble) {
    if (trouble instanceof ChannelError && trouble.trouble.kind === "rejected") return false;
    throw trouble;
  }
}

async function sayAnew({ channel, outbound }: Showing, place: Place, text: string): Promise<string | null> {
  let messageId: string | null = null;
  for (const [index, part] of shownOn(channel.can, { text, buttons: [], attachments: [] }).entries()) {
    messageId = await channel.send(place, { ...part, attachments: [], key: `o${outbound.id}.${index}` });
  }
  return messageId;
}

/** What is answered stands in front where there is room for it. */
function quoting(line: LineThere | null, text: string, { channel }: Showing): string {
  const quote = line === null ? null : quoteOf(line.text);
  const quoted = quote === null ? text : `${quote}\n${text}`;
  return quoted.length > channel.can.textLengthMax ? text : quoted;
}

async function lineAt({ store, outbound }: Showing, lineId: number): Promise<LineThere | null> {
  const { to: chat, audience, ticketId, id: before } = outbound;
  return await store.lineThere(lineId, { chat, ticketId: audience === "staff" ? ticketId : null, before });
}
