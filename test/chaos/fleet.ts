/**
 * Several replicas of the bot as processes on one PostgreSQL and one Redis, behind a balancer, against a strict fake Telegram.
 * Everything is real but the network's far end.
 */

import type { Chat } from "../emulators/telegram/chat.ts";
import { startTelegram, type TelegramServer } from "../emulators/telegram/server.ts";
import type { User } from "../emulators/telegram/user.ts";
import { type Postgres, startPostgres } from "../servers/postgres.ts";
import { type RedisServer, startRedis } from "../servers/redis.ts";
import {
  type Answer,
  call,
  type Environment,
  freePort,
  post,
  type Run,
  runBot,
  untilReady,
} from "../whole-bot/house.ts";
import type { Place } from "../whole-bot/place.ts";
import { type Balancer, openBalancer } from "./balancer.ts";

export type Fleet = {
  readonly tg: TelegramServer;
  readonly agents: Chat;
  readonly ann: User;
  readonly bo: User;
  readonly postgres: Postgres;
  readonly redis: RedisServer;
  readonly databaseUrl: string;
  readonly ports: readonly number[];
  readonly runs: readonly Run[];
  /** Ends one replica the hard way and starts it again; resolves when it is ready. */
  readonly killAndRestart: (replica: number) => Promise<void>;
  /** The HTTP door of one replica. */
  readonly get: (path: string, replica?: number) => Promise<Answer>;
  /** The fleet as a place for flows: each call goes to a replica that did not take in the last update. */
  readonly place: Place;
  /** Stops everything. */
  readonly close: () => Promise<void>;
};

export type FleetOptions = {
  readonly replicas: number;
  readonly env?: Environment;
  readonly isPolling?: boolean;
  /** One for each replica; all of them do everything when left out. */
  readonly roles?: readonly string[];
};

export async function openFleet({ replicas, env = {}, isPolling = false, roles = [] }: FleetOptions): Promise<Fleet> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const databaseUrl = await postgres.createDatabase();
  // The real network tries for a day; replicas are away for seconds here.
  const webhookRetryMs = Array.from({ length: 200 }, () => 200);
  const tg = await startTelegram({ rateLimits: "off", webhookRetryMs });
  const [ann, bo] = [tg.user({ first_name: "Ann" }), tg.user({ first_name: "Bo" })];
  const agents = tg.forum({ title: "Agents", members: [bo], admins: [ann] });
  const ports = await Promise.all(Array.from({ length: replicas }, freePort));
  const balancer = await openBalancer(ports);
  const common = {
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redis.url, DEFAULT_LANGUAGE: "en" },
    ...{ TELEGRAM_BOT_TOKEN: tg.token, TELEGRAM_API_ROOT: tg.apiRoot, TELEGRAM_STAFF_CHAT_ID: String(agents.id) },
    ...(isPolling ? {} : webhookOf(balancer.url)),
    ...env,
  };
  const start = (port: number) => runBot({ ...common, PORT: String(port), ROLE: roles[ports.indexOf(port)] ?? "all" });
  const runs = ports.map((port) => start(port));
  await Promise.all(runs.map(untilReady));
  return {
    ...{ tg, agents, ann, bo, postgres, redis, databaseUrl, ports, runs },
    place: { ...{ tg, agents, ann, bo }, ...elsewhere(ports, balancer) },
    killAndRestart: async (replica) => {
      await runs[replica]?.kill("SIGKILL");
      const run = start(ports[replica] ?? 0);
      runs[replica] = run;
      await untilReady(run);
    },
    get: (path, replica = 0) => call(`http://127.0.0.1:${ports[replica]}${path}`),
    close: async () => {
      await Promise.all(runs.map((run) => run.kill("SIGTERM")));
      await balancer.close();
      await tg.stop();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

/** Calls the API of the replicas in turn, passing over the one that took in the last update. */
function elsewhere(ports: readonly number[], balancer: Balancer): Pick<Place, "doors" | "get" | "post"> {
  const doorOf = (port: number) => `http://127.0.0.1:${port}`;
  let calls = 0;
  const next = (): string => {
    const others = ports.filter((port) => port !== balancer.lastPort());
    calls += 1;
    return doorOf(others[calls % others.length] ?? 0);
  };
  return {
    doors: ports.map(doorOf),
    get: (path) => call(`${next()}${path}`),
    post: (path, body = {}) => post(`${next()}${path}`, body),
  };
}

function webhookOf(url: string): Environment {
  return { TELEGRAM_WEBHOOK_URL: `${url}/telegram/webhook`, TELEGRAM_WEBHOOK_SECRET: "a-secret-of-this-test" };
}
