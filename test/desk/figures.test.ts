/**
 * `GET /satisfaction` and `GET /response_time`, from what learners and agents did down to the JSON.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Rating, TicketId } from "../../src/core/model.ts";
import { parseInstant } from "../../src/desk/range.ts";
import { update } from "../app/scripted-channel.ts";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const feedback = (rating: Rating, more: object = {}) => house.post("/feedback", { user_id: "a", rating, ...more });
const figures = async (path: string) => (await house.ask(path)).json();

async function solvedByAnn(ticketId: TicketId): Promise<void> {
  await house.aftercare.act(ticketId, ANN, { verb: "claim" });
  await house.aftercare.act(ticketId, ANN, { verb: "say", text: "好了", attachments: [] });
  await house.aftercare.act(ticketId, ANN, { verb: "solve" });
}

describe("satisfaction", () => {
  test("before anybody has rated, there are nulls and zeros and no division by zero", async () => {
    expect(await figures("/satisfaction")).toEqual({
      average_rating: null,
      csat: null,
      csat_interval: null,
      nps: null,
      responses: 0,
      asked: 0,
      distribution: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 },
    });
  });

  test("one rating of each kind is 40 % satisfied and 3.0 on average, and nobody was asked", async () => {
    for (const rating of [5, 4, 3, 2, 1] as const) await feedback(rating);

    expect(await figures("/satisfaction")).toEqual({
      average_rating: 3,
      csat: 40,
      csat_interval: [expect.closeTo(11.76, 2), expect.closeTo(76.93, 2)],
      nps: null,
      responses: 5,
      asked: 0,
      distribution: { "1": 1, "2": 1, "3": 1, "4": 1, "5": 1 },
    });
  });

  test("a rating given in a channel counts beside feedback, and as asked for", async () => {
    await feedback(2);
    const ticketId = await aTicket(house);
    await solvedByAnn(ticketId);
    await house.channel.deliver(
      update(
        { kind: "learner", chatId: "7" },
        { kind: "pressed", messageId: "m", pressId: "p", press: { press: "rate", ticketId, episode: 1, rating: 5 } },
        { networkId: "7" },
      ),
    );
    await expect.poll(() => figures("/satisfaction")).toMatchObject({ responses: 2, asked: 1, average_rating: 3.5 });

    expect(await figures("/satisfaction?channel=telegram")).toMatchObject({ responses: 1, csat: 100 });
    expect(await figures("/satisfaction?channel=api")).toMatchObject({ responses: 1, asked: 0, csat: 0 });
    expect(await figures("/satisfaction?channel=nowhere")).toMatchObject({ responses: 0, average_rating: null });
  });
});

describe("response time", () => {
  test("before anybody was answered, there are nulls and zeros", async () => {
    const nothing = { n: 0, mean: null, median: null, p90: null };

    expect(await figures("/response_time")).toEqual({
      average_response_time: null,
      median_response_time: null,
      p90_response_time: null,
      responses: 0,
      first_response: nothing,
      resolution: nothing,
    });
  });

  test("given response times are averaged; feedback without one does not break it", async () => {
    for (const seconds of [1, 2, 3, 4, 100]) await feedback(5, { response_time: seconds });
    await feedback(1);

    expect(await figures("/response_time")).toMatchObject({
      average_response_time: 22,
      median_response_time: 3,
      p90_response_time: expect.closeTo(61.6, 9),
      responses: 5,
      first_response: { n: 0 },
    });
  });

  test("an episode's first human words and its solution are measured", async () => {
    await solvedByAnn(await aTicket(house));

    expect(await figures("/response_time")).toMatchObject({
      responses: 1,
      first_response: { n: 1, mean: expect.any(Number) },
      resolution: { n: 1, mean: expect.any(Number) },
    });
  });
});

describe("the range", () => {
  test("holds an episode by when it began, however late it was answered", async () => {
    const id = await aTicket(house);
    const openedAt = (await house.store.ticket(id))?.openedAt ?? 0;
    await expect.poll(() => Date.now()).toBeGreaterThan(openedAt + 1);
    await solvedByAnn(id);

    expect(await figures(`/response_time?to=${openedAt}`)).toMatchObject({ responses: 0, resolution: { n: 0 } });
    expect(await figures(`/response_time?to=${openedAt + 1}`)).toMatchObject({ responses: 1, resolution: { n: 1 } });
    expect(await figures(`/response_time?from=${openedAt + 1}`)).toMatchObject({ responses: 0 });
  });

  test("counts from the first moment up to, not including, the last", async () => {
    for (const [at, rating] of [
      ["2026-03-01T00:00:00Z", 5],
      ["2026-03-31T23:59:59.999Z", 4],
      ["2026-04-01T00:00:00Z", 1],
    ] as const) {
      const seconds = { responseSeconds: 10, comment: null };
      await house.store.addFeedback({ userId: "a", rating, channel: "api", at: Date.parse(at), ...seconds });
    }

    expect(await figures("/satisfaction?from=2026-03-01&to=2026-04-01")).toMatchObject({ responses: 2, csat: 100 });
    expect(await figures(`/satisfaction?from=${Date.parse("2026-04-01")}`)).toMatchObject({ responses: 1, csat: 0 });
    expect(await figures("/response_time?to=2026-03-02T08:00:00%2B08:00")).toMatchObject({ responses: 1 });
  });

  test.each([
    "from=yesterday",
    "from=2026-02-30",
    "from=2026-13-01",
    "from=2026-3-1",
    "from=2026-03-01T10:00",
    "to=1e3",
    "to=-5",
    "to=NaN",
    "from=",
    "from=2026-04-01&to=2026-03-01",
    "from=2026-03-01&from=2026-03-02",
    "channel=",
    "channel=a'%20or%20'1'='1",
    "channel=a&channel=b",
    `channel=${"x".repeat(33)}`,
  ])("?%s is refused, not guessed", async (query) => {
    for (const path of ["/satisfaction", "/response_time"]) {
      expect((await house.ask(`${path}?${query}`)).status).toBe(422);
    }
  });

  test("a time may be written with the plus of its zone as it is", () => {
    expect(parseInstant("2026-03-02T08:00:00 08:00")).toBe(Date.parse("2026-03-02T00:00:00Z"));
    expect(parseInstant("2026-03-02T08:00+08:00")).toBe(Date.parse("2026-03-02T00:00:00Z"));
  });
});
