/** The whole flow on PostgreSQL and Redis with several replicas: by webhook through a balancer, and by polling with one leader. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fleet, openFleet } from "../chaos/fleet.ts";
import { isLeftOut as isPostgresLeftOut } from "../servers/postgres.ts";
import { isLeftOut as isRedisLeftOut } from "../servers/redis.ts";
import { walkFlows } from "./flows.ts";
import { PLACE_ENV, WAIT } from "./place.ts";

const isLeftOut = isPostgresLeftOut || isRedisLeftOut;

describe.skipIf(isLeftOut)("three replicas by webhook", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet({ replicas: 3, env: PLACE_ENV });
  }, 60_000);
  afterAll(() => fleet?.close(), 30_000);

  walkFlows(() => fleet.place);

  test("go on when one of them dies with work in its hands", async () => {
    const { tg } = fleet;
    const others = Array.from({ length: 20 }, (_, index) => tg.user({ first_name: `Learner ${index}` }));

    for (const other of others) other.says("I forgot my password");
    await fleet.runs[0]?.kill("SIGKILL");

    await tg.until(() => others.every(({ dm }) => tg.sent({ chat: dm }).length >= 1), WAIT);
    tg.assertClean(["error"]);
  }, 60_000);
});

describe.skipIf(isLeftOut)("two replicas by polling", () => {
  test("one alone polls, and the other follows within five seconds of its death", async () => {
    const fleet = await openFleet({ replicas: 2, env: { INTENTS_DIR: "test/chaos/pack" }, isPolling: true });
    try {
      const { tg } = fleet;
      const learner = tg.user({ first_name: "Mia" });
      learner.says("hello");
      await tg.expectMessage({ chat: learner.dm, text: "Hello!" }, WAIT);
      const leader = fleet.runs.findIndex((run) => run.output().includes('"leading"'));

      await fleet.runs[leader]?.kill("SIGKILL");
      const diedAt = Date.now();
      learner.says("hi there");
      await tg.expectMessage({ chat: learner.dm, text: "Hello!" }, WAIT);

      expect(Date.now() - diedAt).toBeLessThan(7000);
      expect(tg.violations.filter(({ kind }) => kind === "two-pollers")).toEqual([]);
    } finally {
      await fleet.close();
    }
  }, 60_000);
});

describe.skipIf(isLeftOut)("a process for each role", () => {
  test("takes in, decides and serves together what one does alone", async () => {
    const roles = ["intake", "worker", "web"];
    const fleet = await openFleet({ replicas: 3, roles, env: { INTENTS_DIR: "test/chaos/pack" }, isPolling: true });
    try {
      const { tg } = fleet;
      const learner = tg.user({ first_name: "Mia" });
      learner.says("hello");
      await tg.expectMessage({ chat: learner.dm, text: "Hello!" }, WAIT);
      learner.says("talk to a human");
      await tg.expectMessage({ chat: learner.dm, text: /request #\d+/ }, WAIT);

      const { waiting, items } = (await fleet.get("/api/v1/tickets?view=unassigned", 2)).body;
      const board = await fleet.get("/queues/", 2);

      expect([waiting, items.length]).toEqual([1, 1]);
      expect(board.body).toContain("<html");
      tg.assertClean(["error"]);
    } finally {
      await fleet.close();
    }
  }, 60_000);
});
