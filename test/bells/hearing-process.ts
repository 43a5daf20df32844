/**
 * A process of its own that hears the bells of `deliver` on the Redis it is given, each for so many milliseconds, so many at once, and says on
 * standard output when a hearing began and ended. The tests around it read those lines, and kill it.
 */
import { writeSync } from "node:fs";
import { bullmqBells } from "../../src/bells/bullmq/bells.ts";

const [redisUrl = "", heardForMs = "0", atOnceMax = "64"] = process.argv.slice(2);
// Straight to the descriptor: a line is out before the hearing goes on, however the process ends.
const print = (what: string, ref: string) =>
  writeSync(1, `${what} ${ref} ${performance.timeOrigin + performance.now()}\n`);

const bells = await bullmqBells({
  redisUrl,
  now: Date.now,
  onTrouble: () => undefined,
  onRedis: () => undefined,
  hearAtOnceMax: Number(atOnceMax),
});
bells.listen("deliver", async (ref) => {
  print("begin", ref);
  await new Promise((resolve) => setTimeout(resolve, Number(heardForMs)));
  print("end", ref);
});
print("ready", "-");
