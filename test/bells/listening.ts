/** Bells of a Redis and what was heard by them. */
import { type BullmqBells, bullmqBells } from "../../src/bells/bullmq/bells.ts";

export const LANE = { queue: "deliver", ref: "telegram:1" } as const;

export async function listening(redisUrl: string): Promise<{ readonly bells: BullmqBells; readonly heard: string[] }> {
  const heard: string[] = [];
  const bells = await bullmqBells({ redisUrl, now: Date.now, onTrouble: () => undefined, onRedis: () => undefined });
  bells.listen("deliver", async (ref) => void heard.push(ref));
  return { bells, heard };
}
