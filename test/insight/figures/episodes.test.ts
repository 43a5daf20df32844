/** What is said about tickets, from facts written out by hand to figures worked out by hand. */
import { describe, expect, test } from "vitest";
import type { Calendar } from "../../../src/core/calendar/calendar.ts";
import { aPlan, bookOf, figures, groupsOf, OFFICE, of } from "./folded.ts";

describe("waiting", () => {
  test("handed over on Friday at 17:30 and answered on Monday at 09:45 is 75 business minutes and 3,855 of the calendar", () => {
    const found = figures([
      of("escalated", "2026-03-06T17:30"),
      of("agent_replied", "2026-03-09T09:45", { by: "ann" }),
    ]);

    expect(found.first_response_business).toMatchObject({ n: 1, median: 75 * 60, mean: 75 * 60, p90: 75 * 60 });
    expect(found.first_response).toMatchObject({ n: 1, median: 3855 * 60 });
  });

  test("business time is judged by the hours in force then, whatever they are now", () => {
    const [first] = OFFICE;
    const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]);
    const changed: Calendar = first
      ? [first, { version: 2, from: Date.parse("2026-03-16T00:00Z"), schedule: { ...first.schedule, weekly: always } }]
      : [];
    const facts = [
      of("escalated", "2026-03-06T17:30"),
      of("agent_replied", "2026-03-09T09:45", { by: "ann" }),
      of("escalated", "2026-03-20T17:30", { ticket: 2 }),
      of("agent_replied", "2026-03-23T09:45", { ticket: 2, by: "ann" }),
    ];

    const days = groupsOf(bookOf(facts, aPlan({ calendar: changed, splits: ["day"] })), "day");

    expect(days["2026-03-06"]?.first_response_business.median).toBe(75 * 60);
    expect(days["2026-03-20"]?.first_response_business.median).toBe(3855 * 60);
  });

  test("what the bot solved on Monday and a learner reopened on Friday at 14:00 waits from Friday: ten minutes", () => {
    const found = figures([
      of("escalated", "2026-03-02T10:00"),
      of("agent_replied", "2026-03-02T10:01", { by: "ann" }),
      of("solved", "2026-03-02T10:02", { by: "ann" }),
      of("reopened", "2026-03-06T14:00", { episode: 2 }),
      of("agent_replied", "2026-03-06T14:10", { episode: 2, by: "ann" }),
    ]);

    expect(found.first_response).toMatchObject({ n: 2, mean: (60 + 600) / 2 });
    expect(found.reopen_rate).toMatchObject({ n: 1, value: 100 });
    expect(found.full_resolution).toMatchObject({ n: 0, value: null });
  });

  test("five waits of 1, 2, 3, 4 and 100 seconds have mean 22, median 3 and p90 61.6", () => {
    const waits = [1, 2, 3, 4, 100].flatMap((seconds, index) => [
      of("escalated", "2026-03-02T10:00:00.000Z", { ticket: index + 1 }),
      of("agent_replied", new Date(Date.parse("2026-03-02T10:00Z") + seconds * 1000).toISOString(), {
        ...{ ticket: index + 1, by: "ann" },
      }),
    ]);

    const found = figures(waits.toSorted((one, other) => one.at - other.at));

    expect(found.first_response).toMatchObject({ n: 5, mean: 22, median: 3, p90: expect.closeTo(61.6, 9) });
  });

  test("a turn is measured from the oldest words that were not answered, and only after the first response", () => {
    const found = figures([
      of("escalated", "2026-03-02T10:00"),
      of("learner_wrote", "2026-03-02T10:01"),
      of("agent_replied", "2026-03-02T10:05", { by: "ann" }),
      of("learner_wrote", "2026-03-02T10:10"),
      of("learner_wrote", "2026-03-02T10:12"),
      of("agent_replied", "2026-03-02T10:20", { by: "ann" }),
      of("agent_replied", "2026-03-02T10:21", { by: "ann" }),
      of("solved", "2026-03-02T10:30", { by: "ann" }),
    ]);

    expect(found.next_response).toMatchObject({ n: 1, median: 600 });
    expect(found.waiting).toMatchObject({ n: 1, median: 900 });
    expect(found.resolution).toMatchObject({ n: 1, median: 1800 });
    expect(found.one_touch).toMatchObject({ n: 1, value: 0 });
  });

  test("words that were never answered keep the next word with us until the ticket is solved", () => {
    const found = figures([
      of("escalated", "2026-03-02T10:00"),
      of("agent_replied", "2026-03-02T10:05", { by: "ann" }),
      of("learner_wrote", "2026-03-02T10:10"),
      of("solved", "2026-03-02T10:30", { by: "ann" }),
    ]);

    expect(found.waiting).toMatchObject({ n: 1, median: 25 * 60 });
    expect(found.one_touch).toMatchObject({ n: 1, value: 100, interval: [expect.closeTo(20.65, 1), 100] });
  });
});

describe("what becomes of tickets", () => {
  test("a ticket reopened twice is solved in the end counted from its first beginning", () => {
    const found = figures([
      of("escalated", "2026-03-02T10:00"),
      of("solved", "2026-03-02T11:00", { by: "ann" }),
      of("reopened", "2026-03-03T10:00", { episode: 2 }),
      of("solved", "2026-03-03T11:00", { episode: 2, by: "ann" }),
    ]);

    expect(found.full_resolution).toMatchObject({ n: 1, median: 25 * 3600 });
    expect(found.resolution).toMatchObject({ n: 2, median: 3600 });
    expect(found.reopen_rate).toMatchObject({ n: 2, value: 50 });
  });

  test("a solve whose seven days are not over counts, and is named as one that may change", () => {
    const facts = [of("escalated", "2026-03-02T10:00"), of("solved", "2026-03-02T11:00", { by: "ann" })];

    const soon = figures(facts, aPlan(), Date.parse("2026-03-05T00:00Z"));
    const later = figures(facts);

    expect(soon.reopen_rate).toMatchObject({ n: 1, value: 0, pending: 1 });
    expect(later.reopen_rate).toEqual(expect.not.objectContaining({ pending: expect.anything() }));
  });

  test("reopening after more than seven days does not count against the one who solved", () => {
    const found = figures([
      of("escalated", "2026-03-02T10:00"),
      of("solved", "2026-03-02T11:00", { by: "ann" }),
      of("reopened", "2026-03-20T10:00", { episode: 2 }),
    ]);

    expect(found.reopen_rate).toMatchObject({ n: 1, value: 0 });
  });

  test("taken back, merged or blocked is not solved, and is no backlog", () => {
    const found = figures([
      of("escalated", "2026-03-02T10:00", { ticket: 1 }),
      of("escalated", "2026-03-02T10:00", { ticket: 2 }),
      of("cancelled", "2026-03-02T10:05", { ticket: 1 }),
      of("dropped", "2026-03-02T10:06", { ticket: 2, by: "ann" }),
    ]);

    expect(found.episodes.n).toBe(2);
    expect(found.solved.n).toBe(0);
    expect(found.resolution).toMatchObject({ n: 0, mean: null });
    expect(found.backlog_age).toMatchObject({ n: 0, value: null });
  });

  test("what is still open at the end of the range is shown with its age, though it was solved since", () => {
    const range = { from: Date.parse("2026-03-02T00:00Z"), to: Date.parse("2026-03-09T00:00Z") };
    const facts = [
      of("escalated", "2026-03-01T00:00", { ticket: 1 }),
      of("escalated", "2026-03-08T00:00", { ticket: 2 }),
      of("solved", "2026-03-10T00:00", { ticket: 1, by: "ann" }),
    ];

    const found = figures(facts, aPlan({ range }));

    expect(found.backlog_age).toMatchObject({ n: 2, mean: 4.5 * 86_400 });
    expect(found.episodes.n).toBe(1);
  });

  test("a fact of an episode whose beginning was never seen makes no figure", () => {
    const found = figures([of("agent_replied", "2026-03-02T10:05", { by: "ann" })]);

    expect(found.first_response).toMatchObject({ n: 0, value: null });
  });
});

describe("groups", () => {
  test("each agent has the waits they ended, each team those of its agents, and nobody's have a group of their own", () => {
    const facts = [
      of("escalated", "2026-03-02T10:00", { ticket: 1, intent: "refund" }),
      of("escalated", "2026-03-02T10:00", { ticket: 2, intent: "video" }),
      of("agent_replied", "2026-03-02T10:01", { ticket: 1, by: "ann" }),
      of("agent_replied", "2026-03-02T10:03", { ticket: 2, by: "bo" }),
    ];
    const plan = aPlan({
      splits: ["agent", "team", "intent", "hour"],
      teamOf: (id) => (id === "ann" ? "Billing" : null),
    });

    const book = bookOf(facts, plan);

    expect(groupsOf(book, "agent")["ann"]?.first_response.median).toBe(60);
    expect(groupsOf(book, "agent")["bo"]?.first_response.median).toBe(180);
    expect(groupsOf(book, "team")["Billing"]?.first_response.n).toBe(1);
    expect(groupsOf(book, "team")["?"]?.first_response.n).toBe(1);
    expect(groupsOf(book, "intent")["refund"]?.episodes.n).toBe(1);
    expect(groupsOf(book, "hour")["10"]?.episodes.n).toBe(2);
  });

  test("the range before is counted apart", () => {
    const range = { from: Date.parse("2026-03-08T00:00Z"), to: Date.parse("2026-03-15T00:00Z") };
    const previous = { from: Date.parse("2026-03-01T00:00Z"), to: range.from };
    const facts = [
      of("escalated", "2026-03-07T10:00", { ticket: 1 }),
      of("escalated", "2026-03-08T10:00", { ticket: 2 }),
      of("escalated", "2026-03-09T10:00", { ticket: 3 }),
    ];

    const book = bookOf(facts, aPlan({ range, previous }));

    expect([book.range.all.counts.get("episodes"), book.previous?.all.counts.get("episodes")]).toEqual([2, 1]);
  });
});
