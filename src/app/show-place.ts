/**
 * A message that tells a waiting learner their place in the line: remembered when it was sent, with the promise it makes, and
 * changed from then on. What it says is drawn from the ticket's row at the last moment. Not to break: a message that cannot be
 * changed any more is let go, or it would be tried again for ever.
 */
import { ChannelError } from "../core/errors.ts";
import type { TicketId } from "../core/model.ts";
import type { Outbound } from "../core/outbound.ts";
import type { BoundPlace, Channel, Words } from "../core/ports.ts";
import type { PlaceTold } from "../core/queue/told.ts";
import { placeLook } from "../core/queue/waiting.ts";
import type { Parts } from "./parts.ts";
import { persist } from "./pause.ts";

type Placing = Pick<Parts, "store" | "book" | "waits" | "now"> & {
  readonly channel: Channel;
  readonly outbound: Outbound;
  readonly isOver: () => boolean;
};

type Binding = { readonly ticketId: TicketId; readonly messageId: string; readonly told: PlaceTold };

/** A crash between sending and binding leaves a message that says for ever where its learner stood at first. */
export async function bindPlace(placing: Placing, { ticketId, messageId, told }: Binding): Promise<void> {
  const { store, channel, outbound, isOver } = placing;
  const { episode, shown } = told;
  await keepPromise(placing, ticketId, told);
  if (!channel.can.edits) return;
  const place = { ticketId, episode, chat: outbound.to, messageId, shown, changedAt: 0 };
  await persist(() => store.places.bind(place), isOver);
}

/** What was told can be judged later. */
async function keepPromise(
  { store, now, isOver }: Placing,
  ticketId: TicketId,
  { wait, episode, position }: Omit<PlaceTold, "shown">,
): Promise<void> {
  if (wait === null) return;
  await persist(() => store.staff.promise({ ticketId, episode, promisedAt: now(), position, ...wait }), isOver);
}

/** Brings the message up to date. Nothing happens where none is bound. Errors: ChannelError, StoreError. */
export async function showPlace(placing: Placing, ticketId: TicketId): Promise<void> {
  const { store, channel } = placing;
  const [place, ticket] = [await store.places.of(ticketId), await store.ticket(ticketId)];
  if (place === null || ticket === null || !channel.can.edits) return;
  const { book, waits, now } = placing;
  const known = { now: now(), calendar: book.facts().calendar, waitAt: waits.at() };
  const { text, buttons, line } = placeLook(ticket, place, known);
  if (line?.text === place.shown) return;
  const isThere = await changed(channel, place, { text, buttons });
  if (line === null || !isThere) await store.places.letGo(place);
  else {
    const shown = line.text;
    await store.places.show({ ticketId, messageId: place.messageId, shown, changedAt: now() });
    await keepPromise(placing, ticketId, { episode: place.episode, ...line });
  }
}

/** False when the message is gone, or can no longer be changed. Errors: ChannelError for what may pass later. */
async function changed(channel: Channel, { chat, messageId }: BoundPlace, words: Pick<Words, "text" | "buttons">) {
  try {
    return await channel.edit({ ...chat, threadId: null }, messageId, words);
  } catch (trouble) {
    if (!isForGood(trouble)) throw trouble;
    return false;
  }
}

function isForGood(trouble: unknown): boolean {
  if (!(trouble instanceof ChannelError)) return false;
  const { kind } = trouble.trouble;
  return kind === "rejected" || kind === "forbidden";
}
