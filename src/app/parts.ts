/**
 * What the shell is assembled from: every door of the house, the FAQ in use, and a few settings. Passed as one argument to
 * everything in this folder. Nothing here keeps truth: that is in the store alone.
 */
import type { Logger } from "pino";
import type { Schedule } from "../core/calendar/schedule.ts";
import type { TaughtFact } from "../core/decision.ts";
import type { Agent, ChannelName, Language, Rating, StaffRoom, TicketId } from "../core/model.ts";
import type { Pack } from "../core/pack.ts";
import type { Bells, Channel, Matcher, Now, Store } from "../core/ports.ts";
import type { StaffBook } from "./staff-book.ts";
import type { Waits } from "./waits.ts";

/** A pack and the matcher trained on it. One value, so that a swap while running never mixes two packs. */
export type Faq = { readonly pack: Pack; readonly match: Matcher };

/** What an agent wants learned: the question of that ticket, as an example of that intent. Errors: StoreError. */
export type Teach = (lesson: {
  readonly ticketId: TicketId;
  readonly agent: Agent;
  readonly intentId: string;
}) => Promise<TaughtFact>;

export type AppSettings = {
  /** Every staff room a ticket appears in. */
  readonly staffRooms: readonly StaffRoom[];
  /** What cards and hints are written in. */
  readonly staffLanguage: Language;
  /** What a new learner is spoken to in, when their network tells no language of ours. */
  readonly defaultLanguage: Language;
  /** When people are there, until an admin sets other rules. */
  readonly schedule: Schedule;
  /** From this rating up a learner counts as satisfied; left out: as core/rating.ts says. */
  readonly satisfiedFrom?: Rating;
  /** Where admins find the console from elsewhere; left out or null: this machine only. */
  readonly consoleUrl?: string | null;
};

export type Parts = {
  readonly store: Store;
  readonly bells: Bells;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** The FAQ of this moment; asked anew for every message. */
  readonly faq: () => Faq;
  /** Puts a question into the draft of an intent; left out where no FAQ is edited. */
  readonly teach?: Teach;
  readonly now: Now;
  readonly log: Logger;
  readonly settings: AppSettings;
  readonly book: StaffBook;
  readonly waits: Waits;
};
