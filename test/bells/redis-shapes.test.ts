/** The same bells on a cluster. Behind sentinels while the master dies: test/chaos. */
import { describe, expect, test, vi } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { isLeftOut } from "../servers/redis.ts";
import { startRedisCluster } from "../servers/redis-shapes.ts";
import { LANE, listening } from "./listening.ts";

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
});
