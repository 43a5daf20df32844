/** The master of Redis dies and its replica takes over: seconds on a quiet machine, minutes on a busy one. */
import { describe, expect, test, vi } from "vitest";
import { LANE, listening } from "../bells/listening.ts";
import { isLeftOut } from "../servers/redis.ts";
import { startWatchedRedis } from "../servers/redis-shapes.ts";

describe.skipIf(isLeftOut)("bells", () => {
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
