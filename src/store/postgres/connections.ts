/**
 * How we connect. Nothing may wait for ever: neither for a server that is away, nor for a statement, nor for a lock, and a
 * transaction somebody forgot is ended by the server. Whatever the address itself sets counts more than what stands here.
 */
import assert from "node:assert/strict";
import { Socket } from "node:net";
import { type ClientBase, type ClientConfig, Pool, types } from "pg";

const CONNECT_MS_MAX = 5000;
const STATEMENT_MS_MAX = 15_000;
const LOCK_MS_MAX = 10_000;
/** Above the server's own limit for a statement: reached only when the server or the way to it is gone. */
const ANSWER_MS_MAX = 20_000;

/** Settings shared by every connection to `databaseUrl`. */
export function connectionTo(databaseUrl: string): ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: "aftercare",
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    lock_timeout: LOCK_MS_MAX,
    idle_in_transaction_session_timeout: STATEMENT_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  };
}

export type PoolOptions = { readonly max: number; readonly isReadOnly: boolean };

/**
 * At most `max` connections at once; whoever finds all of them taken waits for one as long as for the server. A connection takes
 * the next statement before it has answered the last one.
 */
export function openPool(connection: ClientConfig, { max, isReadOnly }: PoolOptions): Pool {
  const onConnect = async (client: ClientBase) => {
    if (isReadOnly) await client.query("set default_transaction_read_only = on");
  };
  const pool = new Pool({ ...connection, max, onConnect, pipeline: true, stream: () => new GatheringSocket() });
  // A connection that breaks while nobody uses it is replaced; one that is used tells whoever uses it.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/**
 * Sends what is written in one go as one piece. pg corks each statement for itself, and a system call for each of them costs
 * more than the statement. Under TLS the statements go out one by one as before.
 */
class GatheringSocket extends Socket {
  #isGathering = false;

  override cork(): void {
    super.cork();
    if (this.#isGathering) return;
    this.#isGathering = true;
    super.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      this.uncork();
    });
  }
}

const numberOf = (text: string): number => {
  const value = Number(text);
  assert(Number.isSafeInteger(value), "an integer of the database is too large for a number");
  return value;
};

/** Ids, times and counts are eight-byte integers there and numbers here. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === types.builtins.INT8 && format !== "binary" ? numberOf : types.getTypeParser(oid, format);
