/**
 * What a bell costs beside the bare queue under it. The floor is BullMQ as its manual shows it, on the same Redis in the same
 * run: a job is added, a worker takes it. Ours deduplicates each ref, has a limit of time, and hears no ref twice at once.
 */
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { bullmqBells } from "../src/bells/bullmq/bells.ts";
import { REDIS, startRedis } from "../test/servers/redis.ts";

const PICKUPS = 500;
const BELLS = 5_000;
const AT_ONCE = 64;
const ROUNDS = 3;

/** Something that can be rung, and tells when a ref was heard. */
type Rung = { readonly ring: (ref: string) => Promise<unknown>; readonly stop: () => Promise<void> };
type OpenRung = (redisUrl: string, hear: (ref: string) => void) => Promise<Rung>;

const bare: OpenRung = async (redisUrl, hear) => {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue("floor", { connection });
  const worker = new Worker<{ ref: string }>("floor", async ({ data }) => hear(data.ref), {
    connection,
    concurrency: AT_ONCE,
  });
  await worker.waitUntilReady();
  return {
    ring: (ref) => queue.add("job", { ref }, { removeOnComplete: true, removeOnFail: true }),
    async stop() {
      await worker.close();
      await queue.close();
      connection.disconnect();
    },
  };
};

const ours: OpenRung = async (redisUrl, hear) => {
  const bells = await bullmqBells({
    redisUrl,
    now: Date.now,
    onTrouble: (_, trouble) => console.error(trouble),
    onRedis: (report) => console.error(report),
  });
  bells.listen("deliver", async (ref) => hear(ref));
  return { ring: (ref) => bells.ring({ queue: "deliver", ref }), stop: () => bells.stop() };
};

type Measured = { readonly p50Ms: number; readonly p99Ms: number; readonly perSecond: number };

async function measure(redisUrl: string, open: OpenRung): Promise<Measured> {
  let onHeard = (): void => undefined;
  const rung = await open(redisUrl, () => onHeard());
  const once = async (ref: string): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    onHeard = resolve;
    const begun = performance.now();
    await rung.ring(ref);
    await promise;
    return performance.now() - begun;
  };
  for (let warm = 0; warm < 100; warm++) await once(`warm-${warm}`);
  const pickups: number[] = [];
  for (let bell = 0; bell < PICKUPS; bell++) pickups.push(await once(`telegram:${bell}`));
  pickups.sort((one, other) => one - other);
  const perSecond = await throughput(rung, (listener) => {
    onHeard = listener;
  });
  await rung.stop();
  return { p50Ms: pickups[PICKUPS / 2] ?? 0, p99Ms: pickups[Math.floor(PICKUPS * 0.99)] ?? 0, perSecond };
}

/** Bells rung and heard in a second, as many on their way as lanes work at once. */
async function throughput(rung: Rung, listen: (heard: () => void) => void): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let heard = 0;
  listen(() => {
    heard++;
    if (heard === BELLS) resolve();
  });
  const refs = Array.from({ length: BELLS }, (_, number) => `telegram:${number}`).values();
  const begun = performance.now();
  const ringAll = async (): Promise<void> => {
    for (const ref of refs) await rung.ring(ref);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ringAll));
  await promise;
  return BELLS / ((performance.now() - begun) / 1000);
}

/** Each figure's median over the rounds. */
function middleOf(rounds: readonly Measured[]): Measured {
  const middle = (figure: keyof Measured): number =>
    rounds.map((round) => round[figure]).toSorted((one, other) => one - other)[Math.floor(rounds.length / 2)] ?? 0;
  return { p50Ms: middle("p50Ms"), p99Ms: middle("p99Ms"), perSecond: middle("perSecond") };
}

export async function bench(): Promise<void> {
  if (REDIS === null) {
    console.log("bells: left out, there is no redis-server");
    return;
  }
  const redis = await startRedis();
  try {
    // In turns, so that what else the machine does falls on both.
    const floors: Measured[] = [];
    const measured: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await measure(redis.url, bare));
      measured.push(await measure(redis.url, ours));
    }
    const floor = middleOf(floors);
    const bells = middleOf(measured);
    const line = (name: string, { p50Ms, p99Ms, perSecond }: Measured): void => {
      const ratio = `${(p50Ms / floor.p50Ms).toFixed(2)} × pickup, ${(perSecond / floor.perSecond).toFixed(2)} × rate`;
      const times = `pickup p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`;
      console.log(`${name.padEnd(24)} ${times}  ${String(Math.round(perSecond)).padStart(6)}/s  ${ratio}`);
    };
    line("bare BullMQ (floor)", floor);
    line("bells on BullMQ", bells);
  } finally {
    await redis.stop();
  }
}
