/** The board in a browser, under its own policy: it draws itself, says nothing wrong, and asks nobody but us. */
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BullmqBells, bullmqBells } from "../../src/bells/bullmq/bells.ts";
import { boardOf } from "../../src/bells/bullmq/board.ts";
import type { TicketId } from "../../src/core/model.ts";
import { isLeftOut as isRedisLeftOut, type RedisServer, startRedis } from "../servers/redis.ts";
import { isLeftOut, launch, pageOf } from "./browser.ts";

describe.skipIf(isLeftOut || isRedisLeftOut)("the board in a browser", () => {
  let redis: RedisServer;
  let bells: BullmqBells;
  beforeAll(async () => {
    redis = await startRedis();
    const { url: redisUrl } = redis;
    bells = await bullmqBells({ redisUrl, now: Date.now, onTrouble: () => undefined, onRedis: () => undefined });
    await bells.human.add({ ticketId: 7 as TicketId, episode: 1, priority: "high" });
  });
  afterAll(async () => {
    await bells.stop();
    await redis.stop();
  });

  test("shows the ticket that waits, and nothing is refused or fetched from elsewhere", async () => {
    const board = await boardOf(bells);
    const server = createServer(async (request, response) => {
      const answer = await board.fetch(new Request(`http://${request.headers.host}${request.url}`));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const browser = await launch();
    const { page, complaints } = await pageOf(browser);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));

    await page.goto(`${origin}${board.path}/queue/human?status=prioritized`);
    await page.getByText("ticket-7-1").first().waitFor();
    await browser.close();
    server.closeAllConnections();
    server.close();

    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:"))).toEqual([]);
  });
});
