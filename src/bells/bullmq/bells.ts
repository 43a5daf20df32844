/**
 * Bells on BullMQ: any number of processes ring and hear, and a process that dies is replaced within seconds. Redis keeps
 * ids only and no truth: whatever it forgets, the sweeper rings again.
 *
 *   ring         a job, deduplicated by its ref: while one waits it is the one; while one is heard, BullMQ keeps a single
 *                next one and adds it in the very step that ends the hearing. So a ref is never heard twice at once.
 *   ring at …    a job of its own, known by ref and moment, that is not heard but rings when its time comes.
 *
 * Not to break: `removeOnComplete` and `removeOnFail` belong on the job. A finished job that stays would swallow every later
 * bell of its id, in silence.
 */
import { randomUUID } from "node:crypto";
import { Queue } from "bullmq";
import { BellError, ConfigError } from "../../core/errors.ts";
import type { Millis } from "../../core/model.ts";
import { BELL_QUEUES, type Bell, type Bells, type Now } from "../../core/ports.ts";
import { parseRedisUrl, type RedisAddress } from "./address.ts";
import { type Client, clientFor, firstConnection } from "./connect.ts";
import { humanQueue } from "./human.ts";
import { type Limit, openLimit } from "./limit.ts";
import { type Listening, listenTo } from "./listen.ts";
import { type Outage, openOutage, type RedisReport } from "./outage.ts";

export type BullmqBellsOptions = {
  /** As address.ts describes. */
  readonly redisUrl: string;
  /** The database's time: what `at` of a bell means, whatever this machine's own clock says. */
  readonly now: Now;
  /** Told what `hear` rejected with. Must not throw. */
  readonly onTrouble: (bell: Bell, trouble: unknown) => void;
  /** Told that Redis is in trouble, at most once a minute per kind, and that it is back. Must not throw. */
  readonly onRedis: (report: RedisReport) => void;
  /** How many refs of a queue this process hears at the same time; each queue has a limit of its own when not given. */
  readonly hearAtOnceMax?: number;
  /** How long the start waits for Redis, milliseconds. */
  readonly connectMsMax?: number;
};

export type BullmqBells = Bells & {
  /** Whether Redis answers as fast as a bell needs it to. Never rejects. */
  isReachable(): Promise<boolean>;
  /** For a look inside; nobody else adds to them. */
  readonly queues: readonly Queue[];
};

/** The braces keep every key in one slot of a Redis Cluster: BullMQ's scripts touch several at once. */
const PREFIX = "{aftercare}";
const BELL_MS_MAX = 250;
const PENDING_MAX = 10_000;
const CONNECT_MS_MAX = 10_000;
const HEAR_AT_ONCE_MAX: Readonly<Record<Bell["queue"], number>> = {
  turns: 64,
  deliver: 64,
  offers: 8,
  clocks: 8,
  nightly: 1,
};
/** Nobody reads the streams of events but a person on the board. */
const EVENTS_KEPT = 1000;
/** Ringing for a bell that came due is tried for as long as an outage may last; then the sweeper has long rung. */
const ALARM_TRIES = { attempts: 600, backoff: 1000 };
const GONE_AFTERWARDS = { removeOnComplete: true, removeOnFail: true };

/**
 * Connects, then resolves.
 * Errors: ConfigError when the address, the password or the version is wrong, BellError when Redis cannot be reached (yet);
 * their words repeat nothing of the address. Later `ring` and the human queue reject with BellError after 250 ms at most
 * (`human.list` after five seconds), and nothing else ever rejects.
 */
export async function bullmqBells(options: BullmqBellsOptions): Promise<BullmqBells> {
  const parsed = parseRedisUrl(options.redisUrl);
  if ("problem" in parsed) throw new ConfigError([`REDIS_URL: ${parsed.problem}`]);
  const outage = openOutage(options.now, options.onRedis);
  const ringing = clientFor(parsed.address, "ring");
  await firstConnection(ringing, options.connectMsMax ?? CONNECT_MS_MAX);
  ringing.on("error", outage.failed);
  ringing.on("ready", outage.answered);
  const limited = reporting(openLimit({ ms: BELL_MS_MAX, pendingMax: PENDING_MAX }), outage);
  return openBells({ options, address: parsed.address, outage, ringing, limited });
}

type Parts = {
  readonly options: BullmqBellsOptions;
  readonly address: RedisAddress;
  readonly outage: Outage;
  readonly ringing: Client;
  readonly limited: Limit;
};

function openBells({ options, address, outage, ringing, limited }: Parts): BullmqBells {
  const queueOf = (name: string): Queue => openQueue(name, ringing, outage);
  const human = queueOf("human");
  const queues = new Map(BELL_QUEUES.map((name) => [name, queueOf(name)] as const));
  const listening: Listening[] = [];
  let hearing: Client | null = null;
  let isStopped = false;

  async function ring({ queue: name, ref }: Bell, at?: Millis): Promise<void> {
    const queue = queues.get(name);
    if (isStopped || !queue) throw new BellError(`bells are stopped, ${name} was not rung`);
    const now = options.now();
    const add = () => (at !== undefined && at > now ? addAlarm(queue, ref, { at, now }) : addBell(queue, ref));
    await limited(`bell of ${name}`, add);
  }

  return {
    ring,
    listen(queue, hear) {
      hearing ??= listeningClient(address, outage);
      const one = listenTo({
        ...{ queue, hear, connection: hearing, prefix: PREFIX, now: options.now, onRedisTrouble: outage.failed },
        atOnceMax: options.hearAtOnceMax ?? HEAR_AT_ONCE_MAX[queue],
        ring: (ref) => ring({ queue, ref }),
        onTrouble: (ref, trouble) => options.onTrouble({ queue, ref }, trouble),
      });
      listening.push(one);
    },
    human: humanQueue(human, limited),
    async stop() {
      await Promise.all(listening.map((one) => one.stop()));
      isStopped = true;
      for (const one of listening) one.letGo();
      hearing?.disconnect();
      ringing.disconnect();
    },
    async isReachable() {
      try {
        await limited("ping", () => ringing.ping());
        return true;
      } catch {
        return false;
      }
    },
    queues: [human, ...queues.values()],
  };
}

function openQueue(name: string, connection: Client, outage: Outage): Queue {
  const queue = new Queue(name, { connection, prefix: PREFIX, streams: { events: { maxLen: EVENTS_KEPT } } });
  queue.on("error", outage.failed);
  return queue;
}

function listeningClient(address: RedisAddress, outage: Outage): Client {
  const client = clientFor(address, "listen");
  client.on("error", outage.failed);
  return client;
}

/** Unique ids, deduplicated by ref: an id that came again could be taken for the one a process still hears. */
async function addBell(queue: Queue, ref: string): Promise<void> {
  const id = encoded(ref);
  const deduplication = { id, keepLastIfActive: true };
  await queue.add("bell", { ref }, { jobId: `${id}-${randomUUID()}`, deduplication, ...GONE_AFTERWARDS });
}

/** An id that is there already is the same bell for the same moment: BullMQ leaves it as it is. */
async function addAlarm(queue: Queue, ref: string, { at, now }: { at: Millis; now: Millis }): Promise<void> {
  const when = { timestamp: now, delay: at - now };
  await queue.add(
    "alarm",
    { ref, at },
    { jobId: `${encoded(ref)}-at-${at}`, ...when, ...ALARM_TRIES, ...GONE_AFTERWARDS },
  );
}

/** BullMQ's ids must hold no colon, and the ref of a lane does. */
function encoded(ref: string): string {
  return encodeURIComponent(ref);
}

/** What a person who runs it should know of: bells that failed, and that they are taken again. */
function reporting(limited: Limit, outage: Outage): Limit {
  return async (what, work, ms) => {
    try {
      const result = await limited(what, work, ms);
      outage.answered();
      return result;
    } catch (trouble) {
      outage.failed(trouble instanceof BellError ? (trouble.cause ?? trouble) : trouble);
      throw trouble;
    }
  };
}
