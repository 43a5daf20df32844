/**
 * Where what was found is written down: a range of time with the one before it, each with the tally of all its cases and, for the
 * splits asked for, one for each group. Books of disjoint cases merge.
 */
import { businessMs } from "../../core/calendar/calendar.ts";
import type { Millis } from "../../core/model.ts";
import type { DurationId } from "./catalogue.ts";
import { type Around, type Case, type Dimension, groupOf, LOYALTY_DIMENSIONS, SPLITS, type Split } from "./groups.ts";
import { keptIn } from "./kept.ts";
import { addTime, emptyTally, mergeTally, type Tally } from "./tally.ts";
import { addWait, emptyWaits, mergeWaits, type Waits } from "./waits.ts";

/** [from, to) */
export type Span = { readonly from: Millis; readonly to: Millis };

/** As long, and just before; null when there is no time before. */
export function spanBefore({ from, to }: Span): Span | null {
  const start = from - (to - from);
  return start < 0 || to <= from ? null : { from: start, to: from };
}

export type BookPlan = Around & {
  readonly range: Span;
  /** The range before it; null: there is none. */
  readonly previous: Span | null;
  readonly splits: readonly Split[];
};

/** The name of what is not known of a case: no agent, no intent. */
export const UNKNOWN = "";

type Page = {
  readonly span: Span;
  readonly all: Tally;
  readonly waits: Waits;
  readonly groups: ReadonlyMap<Dimension, Map<string, Tally>>;
};
export type Book = { readonly plan: BookPlan; readonly range: Page; readonly previous: Page | null };

/** Exact up to so many durations of one figure: for all cases together, and for one group. */
const EXACT_MAX = { all: 10_000, group: 1000 } as const;

export function emptyBook(plan: BookPlan): Book {
  return {
    plan,
    range: emptyPage(plan.range, [...plan.splits, ...LOYALTY_DIMENSIONS]),
    previous: plan.previous === null ? null : emptyPage(plan.previous, LOYALTY_DIMENSIONS),
  };
}

function emptyPage(span: Span, dimensions: readonly Dimension[]): Page {
  const groups = new Map(dimensions.map((dimension) => [dimension, new Map<string, Tally>()]));
  return { span, all: emptyTally(EXACT_MAX.all), waits: emptyWaits(), groups };
}

export function mergeBook(to: Book, from: Book): void {
  mergePage(to.range, from.range);
  if (to.previous !== null && from.previous !== null) mergePage(to.previous, from.previous);
}

function mergePage(to: Page, from: Page): void {
  mergeTally(to.all, from.all);
  mergeWaits(to.waits, from.waits);
  for (const [dimension, tallies] of from.groups) {
    for (const [group, tally] of tallies) {
      const known = tallyIn(to, dimension, group);
      if (known !== null) mergeTally(known, tally);
    }
  }
}

function tallyIn({ groups }: Page, dimension: Dimension, group: string): Tally | null {
  const tallies = groups.get(dimension);
  return tallies === undefined ? null : keptIn(tallies, group, () => emptyTally(EXACT_MAX.group));
}

function pageAt({ range, previous }: Book, at: Millis): Page | null {
  if (at >= range.span.from && at < range.span.to) return range;
  return previous !== null && at >= previous.span.from && at < previous.span.to ? previous : null;
}

/** Whether two moments are counted in the same range. */
export function isSameRange(book: Book, one: Millis, other: Millis): boolean {
  return pageAt(book, one) === pageAt(book, other);
}

/** Every tally a case counts in; none when it lies outside the ranges. */
export function talliesOf(book: Book, of: Case): readonly Tally[] {
  const page = pageAt(book, of.at);
  return page === null ? [] : talliesOn(book, page, of);
}

function talliesOn({ plan }: Book, page: Page, of: Case, among: readonly Split[] = SPLITS): readonly Tally[] {
  const tallies = [page.all];
  if (page.groups.size === LOYALTY_DIMENSIONS.length) return tallies;
  for (const split of plan.splits) {
    if (!among.includes(split)) continue;
    const tally = tallyIn(page, split, groupOf(split, of, plan) ?? UNKNOWN);
    if (tally !== null) tallies.push(tally);
  }
  return tallies;
}

/** The tally of one group of a dimension that is not a property of cases. */
export function groupAt(
  book: Book,
  at: Millis,
  place: { readonly dimension: Dimension; readonly group: string },
): Tally | null {
  const page = pageAt(book, at);
  return page === null ? null : tallyIn(page, place.dimension, place.group);
}

type Stretch = { readonly from: Millis; readonly to: Millis };
type TimeIds = { readonly calendar: DurationId; readonly business: DurationId };

/** A time by the clock on the wall and by the hours that were in force. A clock that went back makes no negative time. */
export function addStretches(
  book: Book,
  of: Case,
  { calendar, business }: TimeIds,
  stretches: readonly Stretch[],
): void {
  const tallies = talliesOf(book, of);
  if (tallies.length === 0) return;
  let [calendarMs, openMs] = [0, 0];
  for (const { from, to } of stretches) {
    calendarMs += Math.max(0, to - from);
    openMs += businessMs(book.plan.calendar, from, to);
  }
  for (const tally of tallies) {
    addTime(tally, calendar, calendarMs);
    addTime(tally, business, openMs);
  }
}

/** The wait for the first words of a person, for the picture of how waits are spread. */
export function addFirstWait(book: Book, at: Millis, ms: Millis): void {
  const page = pageAt(book, at);
  if (page !== null) addWait(page.waits, ms);
}

/** What is open at the end of a range belongs to no day or hour of it. */
const TIMELESS: readonly Split[] = SPLITS.filter((split) => split !== "day" && split !== "hour");

/** The tallies of each range that ends at `end`, for what is open then. */
export function talliesEndingAt(book: Book, end: Millis, of: Case): readonly Tally[] {
  const pages = [book.range, book.previous].filter((page) => page !== null);
  return pages.filter(({ span }) => span.to === end).flatMap((page) => talliesOn(book, page, of, TIMELESS));
}
