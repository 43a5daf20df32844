/**
 * Learners and agents write on Discord while the gateway breaks, sessions are lost, calls fail or their answers do, and the bot
 * is killed. What was lost, doubled or overtaken shows in what people read.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Across, acrossOf, type DiscordSide, openDiscord, untilOnDiscord } from "./across-place.ts";
import { type Crowd, expectEachOnce, gather, ROUNDS, sayAll, untilAnswered, untilEachOnce } from "./discord-crowd.ts";
import { type House, openHouse } from "./house.ts";
import { WAIT } from "./place.ts";

const SEND = "POST /channels/{channel_id}/messages";
const READ_BACK = "GET /channels/{channel_id}/messages";

describe("learners write on Discord", () => {
  let side: DiscordSide;
  let house: House;
  let place: Across;
  const everybody: Crowd[] = [];

  beforeAll(async () => {
    side = await openDiscord("forum");
    house = await openHouse("polling", side.env);
    await untilOnDiscord(side);
    place = acrossOf(side, { ...house, doors: [house.url] });
  });
  afterAll(async () => {
    await house?.close();
    await side?.dc.stop();
    side?.dc.assertClean();
  });

  /** All write, round after round without waiting; `breaks` makes something go wrong after a round. */
  const walk = (name: string, breaks: (round: number, crowd: Crowd) => unknown) =>
    test(`${name}: nothing is lost, doubled or overtaken`, async () => {
      const crowd = await gather(place);
      everybody.push(crowd);
      for (const round of ROUNDS.keys()) {
        await sayAll(crowd, round);
        await breaks(round, crowd);
      }
      await untilEachOnce(place, crowd);
    }, 60_000);

  walk("while the gateway breaks off and resumes", async (round, crowd) => {
    if (round === 3) await untilAnswered(place, crowd, round);
    if (round % 2 === 0) side.dc.gateway.drop();
  });

  walk("while sessions are lost and what was said has to be read back", async (round, crowd) => {
    const { dc } = side;
    if (round === 3) await untilAnswered(place, crowd, round);
    if (round === 1) dc.inject({ status: 429, retry_after: 0.2 }, { call: READ_BACK, times: 2 });
    if (round === 1) dc.inject({ status: 502 }, { call: READ_BACK, times: 2 });
    if (round === 1) dc.gateway.invalidSession();
    if (round === 4) dc.gateway.expireSessions();
    if (round === 4) dc.gateway.drop();
  });

  walk("while calls fail and answers get lost", (round, { askers }) => {
    if (round > 0) return;
    const faults = [
      { status: 429, retry_after: 0.3 },
      { reset: "after" },
      { close: "after" },
      { status: 502 },
      { garbage: true },
      { reset: "before" },
    ] as const;
    const channels = askers.map((asker) => side.dc.dmWith(asker).id);
    for (const [index, [, answer]] of ROUNDS.entries()) {
      // Every fault meets half of them: each one costs its chat a second.
      for (const id of channels.filter((_, asker) => (asker + index) % 2 === 0)) {
        const where = ({ body, params }: { body: { content?: string }; params: { channel_id: string } }) =>
          params.channel_id === id && body.content === answer;
        side.dc.inject(faults[index] ?? {}, { call: SEND, where });
      }
    }
  });

  let restarted: Promise<void> = Promise.resolve();
  walk("while the bot is killed twice and comes back", async (round) => {
    if (round !== 1 && round !== 3) return;
    await restarted;
    restarted = house.killAndRestart();
    if (round === 3) await restarted;
  });

  test("afterwards nothing is left undone, and nothing came late", async () => {
    for (const status of ["queued", "sending", "uncertain"]) {
      await expect.poll(() => outbound(place, status), { ...WAIT, message: status }).toBe(0);
    }

    for (const crowd of everybody) expectEachOnce(place, crowd);
    expect(side.dc.gateway.stats.resumes).toBeGreaterThanOrEqual(2);
    // The first, two lost sessions, two kills.
    expect(side.dc.gateway.stats.identifies).toBeGreaterThanOrEqual(5);
  });
});

async function outbound({ get }: Across, status: string): Promise<number> {
  const { body } = await get("/metrics");
  return Number(new RegExp(`aftercare_outbound_messages\\{status="${status}"\\} (\\d+)`).exec(body)?.[1]);
}
