/** Kept up to date is the same as recomputed, in whatever pieces the history came, and remembers no more the longer it is. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../../src/core/facts.ts";
import { type Book, emptyBook, mergeBook } from "../../../src/insight/figures/book.ts";
import { addEvent, bookAt, type Fold, mergeFold, openFold, rememberedBy } from "../../../src/insight/figures/fold.ts";
import { missingBy } from "../../../src/insight/figures/gaps.ts";
import { SPLITS } from "../../../src/insight/figures/groups.ts";
import { reportOf } from "../../../src/insight/figures/report.ts";
import { aPlan, DAY_MS } from "./folded.ts";
import { aHistory } from "./history.ts";

const FROM = Date.parse("2026-01-05T00:00Z");
const range = { from: FROM + 45 * DAY_MS, to: FROM + 90 * DAY_MS };
const plan = aPlan({ range, previous: { from: FROM, to: range.from }, splits: SPLITS });

function folded(facts: readonly Fact[]): Fold {
  const fold = openFold(plan);
  for (const fact of facts) addEvent(fold, fact);
  return fold;
}

/** All that can be read out of a fold, as text that can be compared. */
function shown(fold: Fold, now: number): unknown {
  return shownBook(bookAt(fold, now), fold, now);
}

function shownBook(book: Book, fold: Fold, now: number): unknown {
  const missing = missingBy(fold.watch, FROM);
  return reportOf(book, {
    now,
    channel: null,
    timeZone: "UTC",
    satisfiedFrom: 4,
    labelOf: (_, group) => group,
    missing,
  });
}

function expectSame(facts: readonly Fact[], { parts, looks }: { parts: number; looks: number }): void {
  const now = (facts.at(-1)?.at ?? FROM) + 1;
  const recomputed = shown(folded(facts), now);

  const kept = openFold(plan);
  for (const [index, fact] of facts.entries()) {
    // Somebody looks now and then: that must change nothing.
    if (looks > 0 && index > 0 && index % Math.ceil(facts.length / looks) === 0) bookAt(kept, fact.at);
    addEvent(kept, fact);
  }
  expect(shown(kept, now)).toEqual(recomputed);

  const shares = Array.from({ length: parts }, (_, part) =>
    folded(facts.filter(({ conversationId }) => conversationId % parts === part)),
  );
  const [first, ...others] = shares;
  if (first === undefined) return;
  for (const other of others) mergeFold(first, other);
  expect(shown(first, now)).toEqual(recomputed);
}

describe("figures kept up to date", () => {
  test("equal those recomputed from a history of 100,000 events, in one piece and in two", () => {
    expectSame(aHistory(100_000, { seed: 7 }), { parts: 2, looks: 3 });
  }, 60_000);

  test("equal them for any history, any number of looks and any way it is split", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          count: fc.integer({ min: 1, max: 600 }),
          learners: fc.integer({ min: 1, max: 40 }),
        }),
        fc.record({ parts: fc.integer({ min: 1, max: 5 }), looks: fc.integer({ min: 0, max: 9 }) }),
        ({ seed, count, learners }, how) => expectSame(aHistory(count, { seed, learners }), how),
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test("books of disjoint cases are the same in any order", () => {
    const books = [1, 2, 3].map((seed) => bookAt(folded(aHistory(500, { seed })), range.to));
    const merged = (order: readonly Book[]) => {
      const all = emptyBook(plan);
      for (const book of order) mergeBook(all, book);
      return shownBook(all, openFold(plan), range.to);
    };

    expect(merged(books)).toEqual(merged(books.toReversed()));
  });
});

describe("what is remembered", () => {
  test("does not grow with the history: four times the time at the same pace takes as much", () => {
    const pace = 40;
    const most = (days: number) => {
      const facts = aHistory(days * pace, { from: FROM, to: FROM + days * DAY_MS, learners: days * pace });
      const fold = openFold({ ...plan, range: { from: FROM, to: FROM + days * DAY_MS }, previous: null, splits: [] });
      let remembered = 0;
      for (const [index, fact] of facts.entries()) {
        addEvent(fold, fact);
        if (index % 500 === 0) bookAt(fold, fact.at);
        if (index % 500 === 0 && index > facts.length / 2) remembered = Math.max(remembered, rememberedBy(fold));
      }
      return remembered;
    };

    const [short, long] = [most(100), most(400)];

    expect(long).toBeLessThan(short * 1.5);
  });
});
