/**
 * Finding tickets by what was said in them. Not to break: what is found depends on the query and the rows alone. An index may
 * make it faster, but must never add or lose a ticket.
 */
import type { Millis, Ticket, TicketId } from "../model.ts";

/** At most this many tickets come at once. */
export const FOUND_MAX = 100;

/** Where a page ended; opaque, and for the same query only. */
export type SearchCursor = string;

/**
 * What is looked for. Any text is allowed everywhere: nothing in it is a command.
 *
 * `words`   separated by spaces; all of them must stand in one message, anywhere in it, also inside longer words. What stands
 *           in "double quotes" is one word, spaces and all. A–Z and a–z are the same letter; a word
 *           with other letters is found as typed, in small letters, in capitals and capitalised. What NFKC makes of a word
 *           (full width → half width) counts as well. Control characters are left out, and so is what comes after 4,096
 *           UTF-16 units. No words: every ticket, by its filters alone.
 * `learner` part of the learner's name, or their id in digits.
 * `tag`     exactly one of the ticket's tags.
 * `from`, `to` half-open range [from, to) of when the message was said; without words, of when the ticket was opened.
 * `limit`   1..FOUND_MAX.
 */
export type SearchQuery = {
  readonly words: string;
  readonly learner?: string | undefined;
  readonly tag?: string | undefined;
  readonly status?: Ticket["status"] | undefined;
  readonly from?: Millis | undefined;
  readonly to?: Millis | undefined;
  readonly limit: number;
  /** The cursor of the page before. One that is none of ours finds nothing. */
  readonly before?: SearchCursor | undefined;
};

/** A part of a message fit for one or two lines; `ranges` are where the words stand in it, [start, end) in UTF-16 units. */
export type Excerpt = {
  readonly text: string;
  readonly ranges: readonly (readonly [start: number, end: number])[];
};

export type FoundMessage = {
  readonly id: number;
  readonly author: "learner" | "bot" | "agent";
  readonly excerpt: Excerpt;
};

/** One ticket. */
export type Found = {
  readonly ticketId: TicketId;
  readonly learnerName: string;
  readonly status: Ticket["status"];
  /** When `message` was said; without words, when the ticket was opened. */
  readonly at: Millis;
  /** The newest message of the ticket that holds all words; without words the newest one about it, null for none. */
  readonly message: FoundMessage | null;
};

export type Search = {
  /**
   * Newest message first; without words, newest ticket first. `next` is null when there is no more. A message belongs to the
   * ticket it was said about, or else to the one it led to (see `transcript`). A ticket comes once, however many pages are
   * asked for, unless something is said in it meanwhile.
   * Errors: StoreError when the database does not answer.
   */
  find(query: SearchQuery): Promise<{ readonly found: readonly Found[]; readonly next: SearchCursor | null }>;
};
