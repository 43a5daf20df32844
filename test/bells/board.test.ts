/** The look inside the queues: what it shows, what it refuses, and that it asks nobody outside. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BullmqBells, bullmqBells } from "../../src/bells/bullmq/bells.ts";
import { type Board, boardOf } from "../../src/bells/bullmq/board.ts";
import type { TicketId } from "../../src/core/model.ts";
import { isLeftOut, type RedisServer, startRedis } from "../servers/redis.ts";

describe.skipIf(isLeftOut)("the board", () => {
  let redis: RedisServer;
  let bells: BullmqBells;
  let board: Board;

  beforeAll(async () => {
    redis = await startRedis();
    const { url: redisUrl } = redis;
    bells = await bullmqBells({ redisUrl, now: Date.now, onTrouble: () => undefined, onRedis: () => undefined });
    board = await boardOf(bells);
    await bells.human.add({ ticketId: 7 as TicketId, episode: 1, priority: "high" });
  });
  afterAll(async () => {
    await bells.stop();
    await redis.stop();
  });

  const get = (path: string, method = "GET") =>
    board.fetch(new Request(`http://localhost${board.path}${path}`, { method }));

  test("shows its page with files of its own only", async () => {
    const page = await get("");
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => file);

    expect(page.status).toBe(200);
    expect(html).not.toMatch(/https?:\/\//);
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self';/);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await get(`/${file}`)).status).toBe(200);
  });

  test("shows who waits in the human queue", async () => {
    const answer: unknown = await (await get("/api/queues?activeQueue=human&page=1&jobsPerPage=10")).json();

    const jobs = [expect.objectContaining({ id: "ticket-7-1", data: { ticketId: 7, episode: 1 } })];
    const counts = expect.objectContaining({ prioritized: 1 });
    const human = expect.objectContaining({ name: "human", readOnlyMode: true, counts, jobs });
    expect(answer).toMatchObject({ queues: expect.arrayContaining([human]) });
  });

  test("shows one ticket by its id, and finds none that is not there", async () => {
    expect((await get("/api/queues/human/ticket-7-1")).status).toBe(200);
    expect((await get("/api/queues/human/ticket-8-1")).status).toBe(404);
    expect((await get("/queue/human/ticket-7-1")).headers.get("content-type")).toMatch(/html/);
    expect((await get("/elsewhere")).status).toBe(404);
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"])("refuses every %s", async (method) => {
    expect((await get("/api/queues/human/pause", method)).status).toBe(405);
    expect(await bells.human.count()).toBe(1);
  });

  test.each(["/static/../../package.json", "/static/..%2f..%2fpackage.json", "/static/none.js", "/static/"])(
    "serves no file at %s",
    async (path) => {
      const answer = await get(path);

      expect(answer.status).toBe(404);
    },
  );

  test("says that Redis is away, and nothing of how it found out", async () => {
    await redis.kill9();

    const answer = await get("/api/queues");
    const text = await answer.text();
    await redis.start();

    expect(answer.status).toBe(503);
    expect(text).toBe("Redis does not answer.");
  });
});
