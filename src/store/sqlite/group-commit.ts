/**
 * The only writer of the SQLite file. Changes that wait share one BEGIN IMMEDIATE … COMMIT, because a commit waits for the
 * disk (about 3 ms) and a change does not; each runs in a savepoint of its own, so one that throws takes no other with it.
 * Nobody hears of success before the COMMIT returned, and when it fails everybody of the group hears that.
 *
 *   waiting ──> BEGIN ──> [ SAVEPOINT ─ work ─ RELEASE | ROLLBACK TO ]… ──> COMMIT ──> resolve all
 *                                          └─ the transaction is gone (disk full) ──> reject all
 */
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kysely } from "kysely";
import { StoreError } from "../../core/errors.ts";
import type { Tables } from "../tables/schema.ts";
import { translate } from "./trouble.ts";

/**
 * How many changes share a commit. A group runs without a pause, so this also bounds how long the process is deaf: at about
 * 0.2 ms each no longer than a slow disk's commit.
 */
const GROUP_SIZE_MAX = 64;

type Waiting = {
  /** Runs the work; what it returns tells its caller, and is called after the commit. */
  readonly attempt: () => Promise<() => void>;
  readonly reject: (error: unknown) => void;
};

type Kept = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #on: Kysely<Tables>;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #isClosed = false;

  /** `on` must run its queries on `database`, and nobody else may write there. */
  constructor(database: DatabaseSync, on: Kysely<Tables>) {
    this.#database = database;
    this.#on = on;
  }

  write<Result>(work: (on: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new StoreError("the store is closed", "broken"));
    return new Promise((resolve, reject) => {
      const attempt = async () => {
        const result = await work(this.#on);
        return () => resolve(result);
      };
      this.#waiting.push({ attempt, reject });
      this.#running ??= this.#commitGroups();
    });
  }

  /** Takes no more work and resolves when all that was taken is committed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  async #commitGroups(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What arrived on the network while the last commit blocked us is read now and joins this group.
      await nextTurn();
      await this.#commitGroup(this.#waiting.splice(0, GROUP_SIZE_MAX));
    }
    this.#running = null;
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const kept: Kept[] = [];
    let started = 0;
    try {
      this.#database.exec("begin immediate");
      for (const waiting of group) {
        started += 1;
        const resolve = await this.#attempt(waiting);
        if (resolve) kept.push({ resolve, reject: waiting.reject });
      }
      this.#database.exec("commit");
    } catch (error) {
      this.#rollBack();
      const trouble = lost(error);
      for (const { reject } of [...kept, ...group.slice(started)]) reject(trouble);
      return;
    }
    for (const { resolve } of kept) resolve();
  }

  /** What to call after the commit, or null when the work threw. Throws when the whole transaction is gone. */
  async #attempt({ attempt, reject }: Waiting): Promise<(() => void) | null> {
    try {
      this.#database.exec("savepoint change");
      const resolve = await attempt();
      this.#database.exec("release change");
      return resolve;
    } catch (error) {
      reject(translate(error));
      // A full disk can end the whole transaction; what the others of the group wrote is gone then, too.
      if (!this.#database.isTransaction) throw error;
      this.#database.exec("rollback to change; release change");
      return null;
    }
  }

  #rollBack(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec("rollback");
    } catch {
      // The error that brought us here is reported; the next BEGIN fails by itself if this one is still open.
    }
  }
}

/** What the others hear whose work was in order: for them it is the store that failed, whatever the reason. */
function lost(error: unknown): StoreError {
  const trouble = translate(error);
  return trouble instanceof StoreError ? trouble : new StoreError("a group of changes was not kept", "broken", error);
}
