/** The same bells on a cluster, and behind sentinels while the master dies. */
import { describe, expect, test, vi } from "vitest";
import { type BullmqBells, bullmqBells } from "../../src/bells/bullmq/bells.ts";
import type { TicketId } from "../../src/core/model.ts";
import { isLeftOut } from "../servers/redis.ts";
import { startRedisCluster, startWatchedRedis } from "../servers/redis-shapes.ts";

const LANE = { queue: "deliver", ref: "telegram:1" } as const;

async function listening(redisUrl: string): Promise<{ readonly bells: BullmqBells; readonly heard: string[] }> {
  const heard: string[] = [];
  const bells = await bullmqBells({ redisUrl, now: Date.now, onTrouble: () => undefined, onRedis: () => undefined });
  bells.listen("deliver", async (ref) => void heard.push(ref));
  return { bells, heard };
}

describe.skipIf(isLeftOut)("bells", () => {
  test("on a Redis cluster are heard, now and later, and tickets wait there", async () => {
    const redis = await startRedisCluster();
    const { bells, heard } = await listening(redis.url);

    await bells.ring(LANE);
    await bells.ring({ queue: "deliver", ref: "telegram:2" }, Date.now() + 100);
    await bells.human.add({ ticketId: 1 as TicketId, episode: 1, priority: "high" });

    await vi.waitFor(() => expect(heard).toEqual(["telegram:1", "telegram:2"]), { timeout: 5000 });
    expect(await bells.human.list()).toEqual([{ ticketId: 1, episode: 1, priority: "high" }]);
    expect(await bells.isReachable()).toBe(true);
    await bells.stop();
    await redis.stop();
  });

  test("behind a sentinel are heard again after the master died and its replica took over", async () => {
    const redis = await startWatchedRedis();
    const { bells, heard } = await listening(redis.url);
    await bells.ring(LANE);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    heard.length = 0;

    await redis.master.kill9();

    const ringAgain = async () => {
      await bells.ring(LANE).catch(() => undefined);
      expect(heard).toContain(LANE.ref);
    };
    // On a busy machine the sentinel distrusts its own clock for half a minute before it promotes anybody.
    await vi.waitFor(ringAgain, { timeout: 110_000, interval: 100 });
    await bells.stop();
    await redis.stop();
  }, 120_000);
});
