/** Tickets in which something was said, and the shortest way to look for them. */
import type { TicketId } from "../../src/core/model.ts";
import type { SearchQuery, Store } from "../../src/core/ports.ts";
import { aLearnerSays, aMessage, escalate, NOW, received, ticketIn, turnOf, type Who } from "./builders.ts";

/** A ticket in which all of these lines were said about it, a millisecond apart. */
export async function aTicketSaying(
  store: Store,
  lines: readonly string[],
  who: Who & { readonly tags?: readonly string[] },
) {
  const arrived = await received(store, aLearnerSays("?", who));
  const changed = await store.change(turnOf(arrived), (before) => {
    const decision = escalate("normal", NOW)(before);
    const tickets = decision.tickets.map((ticket) => ({ ...ticket, tags: who.tags ?? [] }));
    const [ticket] = tickets;
    const messages = lines.map((text, at) => aMessage(text, { at: NOW + at, ticketId: ticket?.id ?? null }));
    return { ...decision, tickets, messages };
  });
  return { ...arrived, ticketId: ticketIn(changed) };
}

/** One ticket for each text, every one of another learner, in this order. */
export async function ticketsSaying(store: Store, texts: readonly string[]): Promise<readonly TicketId[]> {
  const ids: TicketId[] = [];
  for (const [number, text] of texts.entries()) {
    ids.push((await aTicketSaying(store, [text], { chatId: `${text.length} ${number}` })).ticketId);
  }
  return ids;
}

export async function find(store: Store, words: string, more: Partial<SearchQuery> = {}) {
  return (await store.search.find({ words, limit: 100, ...more })).found;
}

export async function idsOf(
  store: Store,
  words: string,
  more: Partial<SearchQuery> = {},
): Promise<readonly TicketId[]> {
  return (await find(store, words, more)).map(({ ticketId }) => ticketId);
}
