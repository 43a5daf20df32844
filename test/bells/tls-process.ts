/**
 * A process of its own, because an authority is trusted from the start of a process or not at all: rings a bell on the Redis it
 * is given, hears it, lets a ticket wait and be taken, and says so on standard output; or says why Redis was refused.
 */
import { writeSync } from "node:fs";
import { bullmqBells } from "../../src/bells/bullmq/bells.ts";
import { BellError, ConfigError } from "../../src/core/errors.ts";
import type { TicketId } from "../../src/core/model.ts";

const [redisUrl = "", connectMsMax = "10000"] = process.argv.slice(2);
const print = (line: string) => writeSync(1, `${line}\n`);
const silent = () => undefined;

try {
  const told = { now: Date.now, onTrouble: silent, onRedis: silent };
  const bells = await bullmqBells({ redisUrl, ...told, connectMsMax: Number(connectMsMax) });
  const { promise: heard, resolve: hear } = Promise.withResolvers<string>();
  bells.listen("deliver", async (ref) => hear(ref));
  await bells.ring({ queue: "deliver", ref: "telegram:1" });
  print(`heard ${await heard}`);
  const ticketId = 7 as TicketId;
  await bells.human.add({ ticketId, episode: 1, priority: "high" });
  print(`waiting ${await bells.human.count()}`);
  await bells.human.remove({ ticketId, episode: 1 });
  print(`waiting ${await bells.human.count()}`);
  await bells.stop();
} catch (error) {
  if (!(error instanceof BellError || error instanceof ConfigError)) throw error;
  print(`${error.name}: ${error.message}`);
}
