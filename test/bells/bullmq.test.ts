/** Bells on BullMQ keep what every Bells keeps, on a real Redis. */
import { afterAll, beforeAll, describe } from "vitest";
import { bullmqBells } from "../../src/bells/bullmq/bells.ts";
import { bellsConformance } from "../conformance/bells.ts";
import { isLeftOut, type RedisServer, startRedis } from "../servers/redis.ts";

describe.skipIf(isLeftOut)("on a Redis of its own", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  bellsConformance("BullMQ", async ({ onTrouble, hearAtOnceMax }) => {
    await redis.flush();
    return await bullmqBells({
      redisUrl: redis.url,
      now: Date.now,
      onTrouble: (_, trouble) => onTrouble(trouble),
      onRedis: (report) => onTrouble(report),
      hearAtOnceMax,
    });
  });
});
