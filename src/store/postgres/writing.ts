/**
 * The way into the database for everything that writes: one transaction per change, run again when it lost a race, and waited
 * for when the store closes.
 */
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Kysely } from "kysely";
import { StoreError } from "../../core/errors.ts";
import type { Tables } from "../tables/schema.ts";
import type { Transaction } from "./driver.ts";
import { isRace } from "./trouble.ts";

/** Races are lost to somebody who won; this many in a row are no race any more. */
const RUNS_MAX = 10;
const RACE_PAUSE_MS_MAX = 20;

export class Writing {
  readonly #transaction: Transaction;
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async write<Result>(work: (on: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new StoreError("the store is closed", "broken");
    const written = persistently(() => this.#transaction(work));
    this.#underWay.add(written);
    try {
      return await written;
    } finally {
      this.#underWay.delete(written);
    }
  }

  /** Takes no more work and resolves when all that was taken has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
  }
}

/** Runs a transaction again that lost a race. What it lost to is committed, so the next run sees it. */
async function persistently<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let run = 1; ; run += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (run >= RUNS_MAX || !isRace(error)) throw error;
    }
    // Not all of the losers at once, or they would lose to each other.
    await pause(randomInt(RACE_PAUSE_MS_MAX) + 1);
  }
}
