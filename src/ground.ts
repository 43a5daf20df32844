/**
 * What everything stands on: the store, the clock and the bells that the settings name, opened in that order, waited for when
 * they are away. Part of the assembly, like main.ts.
 */
import type pino from "pino";
import type { Clock } from "./app/clock.ts";
import { troubleLogger } from "./app/ring.ts";
import { waitFor } from "./app/wait-for.ts";
import { inProcessBells } from "./bells/in-process.ts";
import type { Config } from "./config.ts";
import { BellError, StoreError } from "./core/errors.ts";
import type { Bells, Store } from "./core/ports.ts";
import type { Board } from "./desk/desk.ts";
import { openStore } from "./store/store.ts";

export type Ground = {
  readonly config: Config;
  /** Who we are among the processes; another name for each. */
  readonly replica: string;
  readonly log: pino.Logger;
  readonly signal: AbortSignal;
};

export async function openTheStore({ config, replica, log, signal }: Ground): Promise<Store> {
  const { databaseUrl, dataDir, redisUrl } = config;
  if (databaseUrl === null) return await openStore({ dataDir });
  // Without Redis nobody would ring another process, so there must be none.
  const options = { databaseUrl, replica, isOnlyReplica: redisUrl === null };
  const isWorthWaiting = (error: unknown) => error instanceof StoreError && error.kind === "broken";
  return await waitFor(() => openStore(options), { what: "the database (DATABASE_URL)", isWorthWaiting, log, signal });
}

export type OpenBells = {
  readonly bells: Bells;
  readonly isReachable: () => Promise<boolean>;
  readonly board: Board | null;
};

export async function openBells({ config, log, signal }: Ground, { now }: Clock): Promise<OpenBells> {
  const onTrouble = troubleLogger(log);
  const { redisUrl } = config;
  if (redisUrl === null) {
    return { bells: inProcessBells({ now, onTrouble }), isReachable: async () => true, board: null };
  }
  // Whoever runs embedded does not pay for a client they never use.
  const { bullmqBells } = await import("./bells/bullmq/bells.ts");
  const { boardOf } = await import("./bells/bullmq/board.ts");
  const onRedis = (report: object) => log.warn(report, "redis");
  const isWorthWaiting = (error: unknown) => error instanceof BellError;
  const waiting = { what: "Redis (REDIS_URL)", isWorthWaiting, log, signal };
  const bells = await waitFor(() => bullmqBells({ redisUrl, now, onTrouble, onRedis }), waiting);
  return { bells, isReachable: () => bells.isReachable(), board: await boardOf(bells) };
}
