/** Starting with a Redis that cannot be used: the words name the setting and what to do, and nothing of its value. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bullmqBells } from "../../src/bells/bullmq/bells.ts";
import { BellError, ConfigError } from "../../src/core/errors.ts";
import type { TicketId } from "../../src/core/model.ts";
import { isLeftOut, type RedisServer, startRedis } from "../servers/redis.ts";

const PASSWORD = "only-for-this-test";

async function open(redisUrl: string, now = Date.now) {
  const silent = () => undefined;
  return await bullmqBells({ redisUrl, now, onTrouble: silent, onRedis: silent, connectMsMax: 1500 });
}

async function refusal(redisUrl: string): Promise<BellError | ConfigError> {
  const error: unknown = await open(redisUrl).then(
    (bells) => bells.stop(),
    (trouble: unknown) => trouble,
  );
  if (error instanceof BellError || error instanceof ConfigError) return error;
  throw new Error("it was not refused");
}

describe.skipIf(isLeftOut)("starting", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis(["--requirepass", PASSWORD]);
  });
  afterAll(() => redis.stop());

  const withPassword = (password: string) => redis.url.replace("//", `//:${password}@`);

  test.each([
    ["a wrong password", () => withPassword("hush-hush"), /does not accept this user name and password/, ConfigError],
    ["no password where one is needed", () => redis.url, /does not accept this user name and password/, ConfigError],
    ["nobody listening", () => "redis://:hush-hush@127.0.0.1:1", /nothing listens/, BellError],
    ["a database that is not there", () => `${withPassword(PASSWORD)}/99`, /this number of a database/, ConfigError],
    ["an unknown host", () => "redis://:hush-hush@hush.invalid", /no host of this name/, BellError],
    ["an address of another shape", () => "http://hush-hush@example.org", /write redis:\/\/host/, ConfigError],
  ])("with %s says so", async (_, url, words, kind) => {
    const error = await refusal(url());

    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/REDIS_URL/);
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/hush|127\.0\.0\.1/);
  });

  test("with the right password hears bells, the listener included", async () => {
    const bells = await open(withPassword(PASSWORD));
    const heard: string[] = [];
    bells.listen("deliver", async (ref) => void heard.push(ref));

    await bells.ring({ queue: "deliver", ref: "telegram:1" });

    await vi.waitFor(() => expect(heard).toEqual(["telegram:1"]));
    await bells.stop();
  });

  test("puts a waiting ticket where other tools look for it: its id, its two numbers, and how urgent it is", async () => {
    const bells = await open(withPassword(PASSWORD));
    const human = bells.queues.find(({ name }) => name === "human");

    await bells.human.add({ ticketId: 1042 as TicketId, episode: 2, priority: "urgent" });
    const job = await human?.getJob("ticket-1042-2");
    await bells.human.remove({ ticketId: 1042 as TicketId, episode: 2 });

    expect(human?.qualifiedName).toBe("{aftercare}:human");
    expect(job?.data).toEqual({ ticketId: 1042, episode: 2 });
    expect(job?.opts.priority).toBe(1);
    expect(await human?.getJob("ticket-1042-2")).toBeUndefined();
    await bells.stop();
  });

  test("on a machine whose clock runs ahead hears a bell for later no earlier for it", async () => {
    const aheadMs = 700;
    const truth = () => Date.now() - aheadMs;
    const bells = await open(withPassword(PASSWORD), truth);
    const heardAt: number[] = [];
    bells.listen("deliver", async () => void heardAt.push(truth()));
    const at = truth() + 300;

    await bells.ring({ queue: "deliver", ref: "telegram:1" }, at);

    await vi.waitFor(() => expect(heardAt).toHaveLength(1), { timeout: 5000 });
    expect(heardAt[0]).toBeGreaterThanOrEqual(at);
    await bells.stop();
  });

  test("and stopping leaves nothing behind that another process would hear again", async () => {
    const bells = await open(withPassword(PASSWORD));
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const heard: string[] = [];
    for (const queue of ["deliver", "offers", "clocks"] as const) {
      bells.listen(queue, (ref) => {
        heard.push(ref);
        return held;
      });
    }
    await bells.ring({ queue: "deliver", ref: "telegram:1" });
    await vi.waitFor(() => expect(heard).toHaveLength(1));

    const stopping = bells.stop();
    await bells.ring({ queue: "offers", ref: "rung while stopping" });
    // The workers with nothing to hear are done long before the one that hears.
    await new Promise((resolve) => setTimeout(resolve, 300));
    letGo();
    await stopping;

    const next = await open(withPassword(PASSWORD));
    const counts = await Promise.all(next.queues.map((queue) => queue.getJobCounts("active", "wait")));
    await next.stop();
    expect(counts.map(({ active }) => active)).toEqual(next.queues.map(() => 0));
    expect(counts.map(({ wait }) => wait).filter((wait) => wait !== 0)).toEqual([1]);
  });
});
