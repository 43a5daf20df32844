/** What the bot settles by itself, from facts written out by hand to figures worked out by hand. */
import { describe, expect, test } from "vitest";
import { aPlan, bookOf, bot, figures, groupsOf, of } from "./folded.ts";

const asksAndIsAnswered = (day: string, learner: number, intent = "video") => [
  bot("asked", `2026-03-${day}T10:00`, { learner }),
  bot("answered", `2026-03-${day}T10:00`, { learner, intent, value: 0.9 }),
];

describe("how conversations come out", () => {
  test("handed over, confirmed, silent, bounced and left without an answer are all there are", () => {
    const found = figures([
      ...asksAndIsAnswered("02", 1),
      of("escalated", "2026-03-02T10:01", { learner: 1 }),
      ...asksAndIsAnswered("03", 2),
      bot("confirmed", "2026-03-03T10:01", { learner: 2 }),
      ...asksAndIsAnswered("04", 3),
      ...asksAndIsAnswered("05", 4),
      bot("not_quite", "2026-03-05T10:01", { learner: 4 }),
      bot("asked", "2026-03-06T10:00", { learner: 5 }),
      bot("missed", "2026-03-06T10:00", { learner: 5 }),
    ]);

    expect(found.conversations.n).toBe(5);
    expect(found.deflection).toMatchObject({ n: 5, value: 80 });
    for (const id of ["confirmed", "silent", "bounced", "unanswered"] as const) {
      expect(found[id]).toMatchObject({ n: 5, value: 20 });
    }
  });

  test("automation is involvement × resolution", () => {
    const found = figures([
      ...asksAndIsAnswered("02", 1),
      ...asksAndIsAnswered("03", 2),
      bot("not_quite", "2026-03-03T10:01", { learner: 2 }),
      of("escalated", "2026-03-04T10:01", { learner: 3 }),
      ...asksAndIsAnswered("05", 4),
    ]);

    const { involvement, bot_resolution, automation } = found;
    expect(involvement.value).toBe(75);
    expect(bot_resolution).toMatchObject({ n: 3, value: expect.closeTo(200 / 3, 9) });
    expect(automation.value).toBeCloseTo(((involvement.value ?? 0) * (bot_resolution.value ?? 0)) / 100, 9);
  });

  test("who comes back within 72 hours bounced; after that it is another matter", () => {
    const back = (at: string) => figures([...asksAndIsAnswered("02", 1), bot("asked", at, { learner: 1 })]);

    expect(back("2026-03-05T09:59").bounced).toMatchObject({ n: 2, value: 50 });
    expect(back("2026-03-05T10:01").bounced).toMatchObject({ n: 2, value: 0 });
  });

  test("who said that it is solved comes back with something else", () => {
    const found = figures([
      ...asksAndIsAnswered("02", 1),
      bot("confirmed", "2026-03-02T10:01"),
      ...asksAndIsAnswered("03", 1),
      bot("confirmed", "2026-03-03T10:01"),
    ]);

    expect(found.confirmed).toMatchObject({ n: 2, value: 100 });
    expect(found.wrong_answers).toMatchObject({ n: 2, value: 0 });
  });

  test("nothing is said before the 72 hours are over, of one outcome as of the other", () => {
    const facts = [
      ...asksAndIsAnswered("02", 1),
      ...asksAndIsAnswered("02", 2),
      of("escalated", "2026-03-02T10:01", { learner: 2 }),
      of("cancelled", "2026-03-02T10:02", { learner: 2 }),
    ];

    const soon = figures(facts, aPlan(), Date.parse("2026-03-04T10:00Z"));

    expect(soon.conversations.n).toBe(2);
    expect(soon.deflection).toMatchObject({ n: 0, value: null });
    expect(figures(facts).deflection).toMatchObject({ n: 2, value: 50 });
  });
});

describe("answers", () => {
  test("is wrong after which the learner said no, wanted a person or came back", () => {
    const found = figures([
      ...asksAndIsAnswered("02", 1),
      bot("not_quite", "2026-03-02T10:01", { learner: 1 }),
      ...asksAndIsAnswered("03", 2),
      of("escalated", "2026-03-03T10:05", { learner: 2 }),
      ...asksAndIsAnswered("04", 3),
      bot("asked", "2026-03-05T10:00", { learner: 3 }),
      ...asksAndIsAnswered("06", 4),
    ]);

    expect(found.wrong_answers).toMatchObject({ n: 4, value: 75 });
  });

  test("an answer that sends everybody to a person is not wrong for that, and neither is one followed by another question", () => {
    const found = figures([
      ...asksAndIsAnswered("02", 1),
      of("escalated", "2026-03-02T10:00", { learner: 1 }),
      ...asksAndIsAnswered("03", 2),
      bot("asked", "2026-03-03T10:05", { learner: 2 }),
      bot("answered", "2026-03-03T10:05", { learner: 2, intent: "invoice" }),
    ]);

    expect(found.wrong_answers).toMatchObject({ n: 3, value: 0 });
  });

  test("each intent has the answers given for it", () => {
    const facts = [
      ...asksAndIsAnswered("02", 1, "video"),
      bot("not_quite", "2026-03-02T10:01", { learner: 1 }),
      ...asksAndIsAnswered("02", 2, "invoice"),
    ];
    const sorted = facts.toSorted((one, other) => one.at - other.at);

    const groups = groupsOf(bookOf(sorted, aPlan({ splits: ["intent"] })), "intent");

    expect(groups["video"]?.wrong_answers).toMatchObject({ n: 1, value: 100 });
    expect(groups["invoice"]?.wrong_answers).toMatchObject({ n: 1, value: 0 });
  });

  test("the bot's first response is from the first message to the first answer", () => {
    const found = figures([
      bot("asked", "2026-03-02T10:00"),
      bot("missed", "2026-03-02T10:00"),
      bot("asked", "2026-03-02T10:02"),
      bot("answered", "2026-03-02T10:02", { intent: "video" }),
    ]);

    expect(found.bot_first_response).toMatchObject({ n: 1, median: 120 });
  });

  test("what the first message waited before the bot looked at it is part of its first response, later waits are not", () => {
    const found = figures([
      bot("asked", "2026-03-02T10:00", { value: 4000 }),
      bot("answered", "2026-03-02T10:00", { intent: "video" }),
      bot("asked", "2026-03-02T10:05", { value: 60_000 }),
      bot("answered", "2026-03-02T10:05", { intent: "video" }),
    ]);

    expect(found.bot_first_response).toMatchObject({ n: 1, median: 4 });
  });

  test("of four sends one failed: 25 %", () => {
    const at = Date.parse("2026-03-02T10:00Z");

    const found = figures([{ kind: "sends_settled", at, channel: "telegram", sent: 3, failed: 1 }]);

    expect(found.delivery_failures).toMatchObject({ n: 4, value: 25 });
  });
});
