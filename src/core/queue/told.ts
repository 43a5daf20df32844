/** What learners are told about the wait, as data: kept with the message that tells it, so that the promise can be judged. */
import type { Millis } from "../model.ts";

/** A wait as it is said: rounded, whole milliseconds. `factor` is what the estimate was multiplied with before. */
export type ToldWait = { readonly medianMs: Millis; readonly p90Ms: Millis; readonly factor: number };

/** The wait at a place in the line (1 is next), by all that is known at this moment; null: too little to promise anything. */
export type WaitAt = (position: number) => ToldWait | null;

/** A place in the line as a message tells it. `shown` are the words about it, to see when they are no longer true. */
export type PlaceTold = {
  readonly episode: number;
  readonly position: number;
  readonly shown: string;
  readonly wait: ToldWait | null;
};
