/** Reports over HTTP, from what learners and agents did down to JSON, CSV and the page. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeAll(async () => {
  house = await openDeskHouse();
  const ticketId = await aTicket(house);
  await house.aftercare.act(ticketId, ANN, { verb: "claim" });
  await house.aftercare.act(ticketId, ANN, { verb: "say", text: "好了", attachments: [] });
  await house.aftercare.act(ticketId, ANN, { verb: "solve" });
  await house.post("/feedback", { user_id: "=cmd()", rating: 5, comment: "=1+1", channel: "offline" });
});
afterAll(() => house.close());

const header = (answer: Awaited<ReturnType<DeskHouse["ask"]>>, name: string) => String(answer.headers[name]);

test("a report has what happened, with n, beside the period before", async () => {
  const answer = await house.ask("/api/v1/reports?by=agent,channel");

  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({
    figures: {
      episodes: { n: 1 },
      first_response: { n: 1, unit: "seconds" },
      csat: { n: 1, value: 100 },
      nps: { n: 0, value: null },
    },
    previous_figures: { episodes: { n: 0 } },
    by: { agent: expect.arrayContaining([expect.objectContaining({ group: ANN.id, label: ANN.name })]) },
    missing: expect.arrayContaining([expect.objectContaining({ id: "ratings_without_episode", count: 1 })]),
  });
});

test("sends to learners count once they are settled", async () => {
  await vi.waitFor(async () => {
    const report = (await house.ask("/api/v1/reports")).json();

    // Of none at all it would be null.
    expect(report).toMatchObject({ figures: { delivery_failures: { n: expect.any(Number), value: 0 } } });
  });
});

test("of another channel it has other figures", async () => {
  expect((await house.ask("/api/v1/reports?channel=offline")).json()).toMatchObject({
    figures: { episodes: { n: 0 }, csat: { n: 1 } },
  });
});

test.each(["by=nothing", "by=agent;drop", "from=yesterday", "from=2026-04-01&to=2026-03-01", "channel=a'b"])(
  "?%s is refused, not guessed",
  async (query) => {
    expect((await house.ask(`/api/v1/reports?${query}`)).status).toBe(422);
  },
);

test("figures and the log come as CSV, the log without words of anybody", async () => {
  const figures = await house.ask("/api/v1/reports/figures.csv");
  const events = await house.ask("/api/v1/reports/events.csv");

  expect([figures, events].map((answer) => header(answer, "content-type"))).toEqual(
    Array(2).fill("text/csv; charset=utf-8"),
  );
  expect(figures.text).toContain("\r\n,,,episodes,count,1,1,");
  expect(events.text.split("\r\n")[0]).toMatch(/^id,at,kind,/);
  expect(events.text).toContain(",escalated,");
  expect(events.text).not.toContain("好了");
});

test("the page may bring its style along and nothing else", async () => {
  const page = await house.ask("/api/v1/reports/page.html?lang=en");

  expect(page.text).toMatch(/^<!doctype html>/);
  expect(header(page, "content-security-policy")).toContain("default-src 'none'; style-src 'unsafe-inline'");
});

test("ratings come with what was said about them, the newest first, page by page", async () => {
  await house.post("/feedback", { user_id: "b", rating: 2, comment: "太慢了" });

  const first = (await house.ask("/api/v1/ratings?limit=1")).json();

  expect(first).toMatchObject({
    items: [{ rating: 2, comment: "太慢了", channel: "api", ticketId: null }],
    next: expect.any(Number),
  });
  expect((await house.ask("/api/v1/ratings?channel=offline")).json()).toMatchObject({
    items: [{ rating: 5, comment: "=1+1" }],
  });
});
