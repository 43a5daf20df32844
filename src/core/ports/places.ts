/** Which message tells a waiting learner their place in the line, so that it can be changed as the line moves. */
import type { ChatRef, Language, Millis, TicketId } from "../model.ts";

/** A message that tells a place, and what stands in it. One for each ticket: the one that was sent last. */
export type BoundPlace = {
  readonly ticketId: TicketId;
  readonly episode: number;
  readonly chat: ChatRef;
  readonly messageId: string;
  /** Our own words about the place, without anything said by anybody. */
  readonly shown: string;
  /** When it was changed last; 0: it stands as it was sent. */
  readonly changedAt: Millis;
};

/** A bound place beside the ticket as it is now. */
export type PlaceNow = BoundPlace & {
  /** What the learner is spoken to in now. */
  readonly language: Language;
  /** 1 is next; null: the ticket is no longer in the line, or in another episode than the message is about. */
  readonly position: number | null;
  /** A row that will bring the message up to date waits to be sent. */
  readonly isQueued: boolean;
};

export type Places = {
  /** From now on this message tells the ticket's place. */
  bind(place: BoundPlace): Promise<void>;
  /** The message shows that now. Nothing happens when another one was bound meanwhile. */
  show(place: Pick<BoundPlace, "ticketId" | "messageId" | "shown" | "changedAt">): Promise<void>;
  /** The message is not changed any more. Nothing happens when another one was bound meanwhile. */
  letGo(place: Pick<BoundPlace, "ticketId" | "messageId">): Promise<void>;
  /** Null when no message tells the ticket's place. */
  of(ticketId: TicketId): Promise<PlaceNow | null>;
  /** All of them: first those that left the line, then by position. */
  all(): Promise<readonly PlaceNow[]>;
};
