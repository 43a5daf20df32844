/** What learners say, from facts written out by hand to figures worked out by hand. */
import { describe, expect, test } from "vitest";
import type { Rating } from "../../../src/core/model.ts";
import { figuresOf } from "../../../src/insight/figures/tally.ts";
import { aPlan, bookOf, bot, figures, groupsOf, of } from "./folded.ts";

/** A learner each who is asked, and rates a day later. */
function rated(ratings: readonly number[]) {
  const asked = ratings.map((_, index) => of("rating_asked", "2026-03-02T10:00", { ticket: index + 1, by: "ann" }));
  const given = ratings.map((value, index) => of("rated", "2026-03-03T10:00", { ticket: index + 1, by: "ann", value }));
  return [...asked, ...given];
}

describe("CSAT", () => {
  test("one rating of each kind is 40 %, 3.0 on average, −40 net, and anything from 11.8 to 76.9 %", () => {
    const found = figures(rated([5, 4, 3, 2, 1]));

    expect(found.csat).toMatchObject({
      n: 5,
      value: 40,
      interval: [expect.closeTo(11.76, 2), expect.closeTo(76.93, 2)],
    });
    expect(found.average_rating).toMatchObject({ n: 5, value: 3, distribution: { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 } });
    expect(found.net_satisfaction).toMatchObject({ n: 5, value: -40 });
    expect(found.nps).toMatchObject({ n: 0, value: null });
  });

  test("45 content of 50 is 90 %, and anything from 78.6 to 95.7 %", () => {
    const found = figures(rated(Array.from({ length: 50 }, (_, index) => (index < 45 ? 5 : 2))));

    expect(found.csat).toMatchObject({ value: 90, interval: [expect.closeTo(78.64, 2), expect.closeTo(95.65, 2)] });
  });

  test("where a 3 is good enough, the limit is another", () => {
    const { range } = bookOf(rated([5, 4, 3, 2, 1]));

    expect(figuresOf(range.all, 3 satisfies Rating).csat.value).toBe(60);
  });

  test("nobody asked is nothing, never 0 %", () => {
    const found = figures([]);

    expect(found.csat).toEqual({ n: 0, value: null, interval: null });
    expect(found.response_rate).toEqual({ n: 0, value: null, interval: null });
  });

  test("of four who were asked one rated: 25 %", () => {
    const facts = rated([5, 5, 5, 5]).filter(({ kind, ticketId }) => kind === "rating_asked" || ticketId === 1);

    expect(figures(facts).response_rate).toMatchObject({ n: 4, value: 25 });
  });

  test("a rating belongs to the time it was asked for and to who was asked about, whatever the fact of the rating says", () => {
    const range = { from: Date.parse("2026-03-02T00:00Z"), to: Date.parse("2026-03-03T00:00Z") };
    const facts = [
      of("rating_asked", "2026-03-02T23:00", { by: "ann", intent: "refund" }),
      of("rated", "2026-03-03T10:00", { by: "bo", value: 5, intent: "video" }),
    ];

    const book = bookOf(facts, aPlan({ range, splits: ["agent", "intent"] }));

    expect(groupsOf(book, "agent")).toMatchObject({ ann: { csat: { n: 1, value: 100 } } });
    expect(groupsOf(book, "intent")).toMatchObject({ refund: { csat: { n: 1 } } });
    expect(groupsOf(book, "agent")["bo"]).toBeUndefined();
  });

  test("a rating that is changed within a day counts once, as what it became", () => {
    const found = figures([
      of("rating_asked", "2026-03-02T10:00", { by: "ann" }),
      of("rated", "2026-03-02T10:05", { value: 1 }),
      of("rating_changed", "2026-03-02T20:00", { value: 4 }),
    ]);

    expect(found.average_rating).toMatchObject({ n: 1, value: 4 });
    expect(found.response_rate).toMatchObject({ n: 1, value: 100 });
  });

  test("feedback from offline counts as a rating nobody asked for", () => {
    const found = figures([
      { kind: "feedback_given", at: Date.parse("2026-03-02T10:00Z"), channel: "offline", rating: 5 },
      of("rating_asked", "2026-03-02T11:00", { by: "ann" }),
    ]);

    expect(found.csat).toMatchObject({ n: 1, value: 100 });
    expect(found.response_rate).toMatchObject({ n: 1, value: 0 });
  });
});

describe("NPS", () => {
  const answered = (values: readonly number[]) => [
    ...values.map((_, index) => bot("nps_asked", "2026-03-02T10:00", { learner: index + 1 })),
    ...values.map((value, index) => bot("nps_answered", "2026-03-02T12:00", { learner: index + 1, value })),
  ];

  test("is the share of 9 and 10 less that of 0 to 6", () => {
    const found = figures(answered([10, 9, 9, 8, 7, 6, 0]));

    expect(found.nps).toMatchObject({ n: 7, value: expect.closeTo((100 * (3 - 2)) / 7, 9) });
    expect(found.nps_response_rate).toMatchObject({ n: 7, value: 100 });
  });

  test("of three happy answers alone is 100, and its interval says how little that is", () => {
    const { interval, value } = figures(answered([10, 10, 9])).nps;

    expect(value).toBe(100);
    expect(interval?.[0]).toBeLessThan(40);
    expect(interval?.[1]).toBe(100);
  });
});
