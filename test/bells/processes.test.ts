/** Several processes hear the bells of one Redis. Whatever happens to one of them, each ref has one listener at a time. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type BullmqBells, bullmqBells } from "../../src/bells/bullmq/bells.ts";
import { isLeftOut, type RedisServer, startRedis } from "../servers/redis.ts";

const SCRIPT = fileURLToPath(new URL("hearing-process.ts", import.meta.url));

type Line = { readonly what: string; readonly ref: string; readonly at: number; readonly pid: number };
type Hearing = { readonly ref: string; readonly begin: number; readonly end: number };

describe.skipIf(isLeftOut)("several processes", () => {
  let redis: RedisServer;
  let bells: BullmqBells;
  let lines: Line[];
  const running = new Set<ChildProcessByStdio<null, Readable, null>>();

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    lines = [];
    await redis.flush();
    const { url: redisUrl } = redis;
    bells = await bullmqBells({ redisUrl, now: Date.now, onTrouble: () => undefined, onRedis: () => undefined });
  });
  afterEach(async () => {
    for (const child of running) child.kill("SIGKILL");
    running.clear();
    await bells.stop();
  });

  /** A process that hears each bell for so long; resolves once it listens. */
  async function listener(heardForMs: number, atOnceMax = 64) {
    const child = spawn(process.execPath, [SCRIPT, redis.url, String(heardForMs), String(atOnceMax)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.add(child);
    createInterface({ input: child.stdout }).on("line", (text) => {
      const [what = "", ref = "", at = ""] = text.split(" ");
      lines.push({ what, ref, at: Number(at), pid: child.pid ?? 0 });
    });
    await vi.waitFor(() => expect(said("ready").map(({ pid }) => pid)).toContain(child.pid), { timeout: 10_000 });
    return child;
  }

  const said = (what: string) => lines.filter((line) => line.what === what);

  /** Each hearing that ended, with its begin; a process hears one ref once at a time, so they pair up in order. */
  function hearings(): readonly Hearing[] {
    return said("end").map((end) => {
      const begins = said("begin").filter(({ pid, ref, at }) => pid === end.pid && ref === end.ref && at <= end.at);
      return { ref: end.ref, begin: begins.at(-1)?.at ?? Number.NaN, end: end.at };
    });
  }

  test("a lane is heard by one of two processes at a time, however often it is rung", async () => {
    await Promise.all([listener(7, 2), listener(7, 2)]);
    const refs = ["telegram:1", "telegram:2", "telegram:3", "telegram:4", "telegram:5"];

    for (let times = 0; times < 500; times++) await bells.ring({ queue: "deliver", ref: refs[times % 5] ?? "" });
    await bells.ring({ queue: "deliver", ref: "last" });
    await vi.waitFor(() => expect(said("end").map(({ ref }) => ref)).toContain("last"), { timeout: 10_000 });
    await vi.waitFor(() => expect(said("end")).toHaveLength(said("begin").length));

    expect(new Set(said("begin").map(({ pid }) => pid)).size).toBe(2);
    for (const ref of refs) {
      const heard = hearings().filter((hearing) => hearing.ref === ref);
      const sorted = heard.toSorted((one, other) => one.begin - other.begin);
      expect(sorted.length).toBeGreaterThan(3);
      sorted.slice(1).forEach((hearing, index) => {
        expect(hearing.begin).toBeGreaterThanOrEqual(sorted[index]?.end ?? Number.NaN);
      });
    }
  });

  test("when the process that hears a lane is killed, another hears it long before BullMQ would notice by itself", async () => {
    const first = await listener(60_000);
    await bells.ring({ queue: "deliver", ref: "telegram:1" });
    await vi.waitFor(() => expect(said("begin")).toHaveLength(1));
    await listener(0);

    first.kill("SIGKILL");

    // It looks for the dead every thirty seconds unless told otherwise.
    await vi.waitFor(() => expect(said("end")).toHaveLength(1), { timeout: 20_000 });
  });

  test("what was rung while the dead process heard it is heard as well", async () => {
    const first = await listener(60_000);
    await bells.ring({ queue: "deliver", ref: "telegram:1" });
    await vi.waitFor(() => expect(said("begin")).toHaveLength(1));
    await bells.ring({ queue: "deliver", ref: "telegram:1" });
    first.kill("SIGKILL");

    await listener(0);

    await vi.waitFor(() => expect(said("end")).toHaveLength(2), { timeout: 20_000 });
  });

  test("a hearing that takes longer than a lock lasts is not heard by a second process meanwhile", async () => {
    await Promise.all([listener(4500), listener(4500)]);

    await bells.ring({ queue: "deliver", ref: "telegram:1" });
    await vi.waitFor(() => expect(said("end")).toHaveLength(1), { timeout: 20_000 });

    expect(said("begin")).toHaveLength(1);
  });
});
