/** Who is told that there is something to look at, and the queue of those who wait for a person. */
import type { Millis, Priority, TicketId } from "../model.ts";

/** "Look at this row." Carries an id, never words. Ringing twice for one ref before it is heard is ringing once. */
export const BELL_QUEUES = ["turns", "offers", "deliver", "clocks", "nightly"] as const;
export type Bell = { readonly queue: (typeof BELL_QUEUES)[number]; readonly ref: string };

/** An unclaimed ticket as the human queue sees it. */
export type Waiting = { readonly ticketId: TicketId; readonly episode: number; readonly priority: Priority };

export type Bells = {
  /** Rings now, or at `at`. A bell is heard at least once; two bells of one ref are never heard at the same time. */
  ring(bell: Bell, at?: Millis): Promise<void>;
  /** Who hears. What `hear` rejects with is logged; the sweeper rings again. */
  listen(queue: Bell["queue"], hear: (ref: string) => Promise<void>): void;
  /** The human queue: one entry per unclaimed ticket and episode, nobody takes from it but a claim or a cancel. */
  readonly human: {
    add(waiting: Waiting): Promise<void>;
    remove(waiting: Pick<Waiting, "ticketId" | "episode">): Promise<void>;
    /** Urgent first, then the one that was added first. */
    list(): Promise<readonly Waiting[]>;
    count(): Promise<number>;
  };
  /** Stops hearing and waits for what is being heard. */
  stop(): Promise<void>;
};
