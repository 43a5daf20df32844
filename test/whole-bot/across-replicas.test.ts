/** Learners and agents of Telegram, Discord and the web chat with a fleet: PostgreSQL, Redis, three replicas, one of which alone is on Discord. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fleet, openFleet } from "../chaos/fleet.ts";
import { isLeftOut as isPostgresLeftOut } from "../servers/postgres.ts";
import { isLeftOut as isRedisLeftOut } from "../servers/redis.ts";
import { walkAcross } from "./across-flows.ts";
import { type Across, acrossOf, type DiscordSide, openDiscord, untilOnDiscord } from "./across-place.ts";
import { gather, ROUNDS, sayAll, untilEachOnce } from "./discord-crowd.ts";

describe.skipIf(isPostgresLeftOut || isRedisLeftOut)("three replicas, agents on Discord in a forum", () => {
  let side: DiscordSide;
  let fleet: Fleet;
  let place: Across;
  beforeAll(async () => {
    side = await openDiscord("forum");
    fleet = await openFleet({ replicas: 3, env: side.env });
    await untilOnDiscord(side);
    place = acrossOf(side, fleet.place);
  }, 60_000);
  afterAll(async () => {
    await fleet?.close();
    await side?.dc.stop();
  }, 30_000);

  walkAcross(() => place, "essential");

  test("when the replica that is on Discord dies while learners write, another one reads back what was said", async () => {
    const crowd = await gather(place);
    const isOnDiscord = (output: string) => /"lease":"discord".*"leading"/.test(output);
    const leader = fleet.runs.find((run) => isOnDiscord(run.output())) ?? expect.fail("nobody is on Discord");

    for (const round of ROUNDS.keys()) {
      await sayAll(crowd, round);
      if (round === 1) await leader.kill("SIGKILL");
    }
    await untilEachOnce(place, crowd);

    expect(side.dc.gateway.stats.identifies).toBe(2);
  }, 60_000);
});
