/** The tables of step-7.ts as types. */
import type { ChannelName, Millis } from "../../core/model.ts";

/** Sends to learners whose rows were deleted, for each stretch of time (see sends.ts) that begins at `at`. */
export type SendsTidiedTable = { at: Millis; channel: ChannelName; sent: number };

export type SendTables = {
  sends_tidied: SendsTidiedTable;
  /** Since when no row was deleted without being counted, in one row; no row: always. */
  sends_known: { since: Millis };
};
