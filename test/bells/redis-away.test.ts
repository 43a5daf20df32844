/** Redis is away, slow, empty or back: nobody waits for it, and whoever rings again is heard. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type BullmqBells, bullmqBells } from "../../src/bells/bullmq/bells.ts";
import type { RedisReport } from "../../src/bells/bullmq/outage.ts";
import { BellError } from "../../src/core/errors.ts";
import { isLeftOut, type RedisServer, startRedis } from "../servers/redis.ts";

const LANE = { queue: "deliver", ref: "telegram:1" } as const;
const SOON = { timeout: 10_000 };

/** Whether it ended before a timer that was set after it began. Timers keep their order however busy the machine is. */
function isDoneWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms));
  return Promise.race([work.then(() => true), late]);
}

describe.skipIf(isLeftOut)("Redis", () => {
  let redis: RedisServer;
  let bells: BullmqBells;
  let reports: RedisReport[];
  let heard: string[];

  beforeEach(async () => {
    redis = await startRedis();
    reports = [];
    heard = [];
    bells = await bullmqBells({
      redisUrl: redis.url,
      now: Date.now,
      onTrouble: () => undefined,
      onRedis: (report) => reports.push(report),
    });
  });
  afterEach(async () => {
    redis.resume();
    await bells.stop();
    await redis.stop();
  });

  const listen = () => bells.listen("deliver", async (ref) => void heard.push(ref));
  /** What the sweeper does: rings until somebody took it. */
  const ringAgain = async () => {
    await bells.ring(LANE).catch(() => undefined);
    expect(heard).toContain(LANE.ref);
  };

  test("that lost its memory while bells waited hears them again when they are rung again", async () => {
    await bells.ring(LANE);
    await bells.ring({ queue: "deliver", ref: "telegram:2" }, Date.now() + 60_000);

    await redis.flush();
    listen();
    await bells.ring(LANE);

    await vi.waitFor(() => expect(heard).toEqual([LANE.ref]));
  });

  test("that lost its memory under a listener has a listener still", async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    bells.listen("deliver", (ref) => {
      heard.push(ref);
      return held;
    });
    await bells.ring(LANE);
    await vi.waitFor(() => expect(heard).toHaveLength(1));

    await redis.flush();
    await bells.ring(LANE);
    await bells.ring({ queue: "deliver", ref: "telegram:2" });
    await vi.waitFor(() => expect(heard).toEqual([LANE.ref, "telegram:2"]));
    const whileHeard = [...heard];
    letGo();

    expect(whileHeard.filter((ref) => ref === LANE.ref)).toHaveLength(1);
  });

  test("that was restarted is found again by who rings and who listens", async () => {
    listen();
    await bells.ring(LANE);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    heard.length = 0;

    await redis.restart();

    await vi.waitFor(ringAgain, SOON);
  });

  test("that was killed and comes back still has the bells that waited", async () => {
    await bells.ring(LANE);

    await redis.kill9();
    await redis.start();
    listen();

    await vi.waitFor(() => expect(heard).toEqual([LANE.ref]), SOON);
  });

  test("that is away lets nobody wait and is reported once, and once more when it is back", async () => {
    await redis.kill9();

    const ringing = Promise.allSettled(Array.from({ length: 50 }, () => bells.ring(LANE)));
    const isInTime = await isDoneWithin(ringing, 300);
    const rings = await ringing;
    const wasReachable = await bells.isReachable();
    await redis.start();
    await vi.waitFor(async () => expect(await bells.isReachable()).toBe(true), SOON);

    expect(isInTime).toBe(true);
    expect(rings.every((ring) => ring.status === "rejected" && ring.reason instanceof BellError)).toBe(true);
    expect(wasReachable).toBe(false);
    const codes = reports.map((report) => (report.state === "trouble" ? report.code : report.state));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.at(-1)).toBe("back");
  });

  test("that answers nothing costs a bell 250 ms and the event loop nothing", async () => {
    listen();
    redis.freeze();
    const before = process.cpuUsage();

    const rings = Promise.allSettled(Array.from({ length: 200 }, (_, n) => bells.ring({ ...LANE, ref: `r${n}` })));
    const isInTime = await isDoneWithin(rings, 300);
    const used = process.cpuUsage(before);
    const wasReachable = await bells.isReachable();
    redis.resume();

    await vi.waitFor(ringAgain, SOON);
    expect((await rings).every(({ status }) => status === "rejected")).toBe(true);
    expect(isInTime).toBe(true);
    expect((used.user + used.system) / 1000).toBeLessThan(250);
    expect(wasReachable).toBe(false);
  });

  test("that answers nothing for longer than a lock lasts is listened to again afterwards", async () => {
    listen();
    await vi.waitFor(ringAgain, SOON);
    heard.length = 0;

    redis.freeze();
    // It is Redis' own clock that ends a lock: nothing but time brings that about.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    redis.resume();

    await vi.waitFor(ringAgain, SOON);
  });

  test("that answers nothing does not keep the process from stopping", async () => {
    listen();
    await vi.waitFor(ringAgain, SOON);
    redis.freeze();

    expect(await isDoneWithin(bells.stop(), 2000)).toBe(true);
  });

  test("keeps nothing of a hearing that failed, for the failure may quote a learner", async () => {
    bells.listen("deliver", async (ref) => {
      heard.push(ref);
      throw new Error("hush");
    });
    await bells.ring(LANE);
    await vi.waitFor(() => expect(heard).toHaveLength(1));

    const deliver = bells.queues.find(({ name }) => name === "deliver");
    await vi.waitFor(async () => {
      const counts = await deliver?.getJobCounts();
      expect(Object.values(counts ?? { none: 1 }).every((count) => count === 0)).toBe(true);
    });
  });
});
