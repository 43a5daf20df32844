/** A book → what people and machines read: every figure with how many cases it is of, beside the range before, and by group. */
import type { Millis, Rating } from "../../core/model.ts";
import { type Book, type Span, UNKNOWN } from "./book.ts";
import { type Dimension, LOYALTY_DIMENSIONS, type Split } from "./groups.ts";
import { type Gap, gapsOf, type Missing } from "./quality.ts";
import { type Figures, figuresOf } from "./tally.ts";
import { WAIT_LIMITS_MS } from "./waits.ts";

/** `group` null: what it would be grouped by is not known. `label` is what people call it. */
export type Group = { readonly group: string | null; readonly label: string | null; readonly figures: Figures };
/** How many first waits were at most `upToMs` and longer than the limit before; null: longer than all limits. */
export type WaitCount = { readonly upToMs: Millis | null; readonly count: number };

export type FigureReport = {
  readonly range: Span;
  readonly previous: Span | null;
  /** When it was made: what was open then is shown as it stood. */
  readonly now: Millis;
  readonly timeZone: string;
  /** Null: all channels. */
  readonly channel: string | null;
  /** From this rating up a learner counts as satisfied. */
  readonly satisfiedFrom: Rating;
  readonly figures: Figures;
  readonly previousFigures: Figures | null;
  readonly waits: readonly WaitCount[];
  /** By the dimensions asked for, and those of loyalty. */
  readonly groups: Readonly<Partial<Record<Dimension, readonly Group[]>>>;
  /** What is missing in the log that figures are folded from. */
  readonly gaps: readonly Gap[];
};

export type ReportFrame = {
  readonly now: Millis;
  readonly channel: string | null;
  readonly timeZone: string;
  readonly satisfiedFrom: Rating;
  /** What people call a group; null: as it is. */
  readonly labelOf: (dimension: Dimension, group: string) => string | null;
  readonly missing: Missing;
};

export function reportOf(book: Book, frame: ReportFrame): FigureReport {
  const { now, channel, timeZone, satisfiedFrom, labelOf, missing } = frame;
  const { range, previous, plan } = book;
  const dimensions: readonly Dimension[] = [...plan.splits, ...LOYALTY_DIMENSIONS];
  const groupsIn = (dimension: Dimension): readonly Group[] =>
    [...(range.groups.get(dimension) ?? [])]
      .map(([group, tally]) => ({
        group: group === UNKNOWN ? null : group,
        label: group === UNKNOWN ? null : labelOf(dimension, group),
        figures: figuresOf(tally, satisfiedFrom),
      }))
      .toSorted(inOrderOf(dimension));
  return {
    range: range.span,
    previous: previous?.span ?? null,
    ...{ now, timeZone, channel, satisfiedFrom },
    figures: figuresOf(range.all, satisfiedFrom),
    previousFigures: previous === null ? null : figuresOf(previous.all, satisfiedFrom),
    waits: range.waits.map((count, index) => ({ upToMs: WAIT_LIMITS_MS[index] ?? null, count })),
    groups: Object.fromEntries(dimensions.map((dimension) => [dimension, groupsIn(dimension)])),
    gaps: gapsOf(missing),
  };
}

const BY_NAME: readonly Dimension[] = ["day", "hour", "rating"] satisfies readonly (Split | "rating")[];

/** Days and hours as they come, everything else with the most cases first, and what is not known last. */
function inOrderOf(dimension: Dimension) {
  const isByName = BY_NAME.includes(dimension);
  return (one: Group, other: Group): number => {
    if (one.group === null || other.group === null) return Number(one.group === null) - Number(other.group === null);
    if (!isByName && weightOf(one) !== weightOf(other)) return weightOf(other) - weightOf(one);
    return one.group.localeCompare(other.group, "en", { numeric: true });
  };
}

function weightOf({ figures }: Group): number {
  return (
    figures.conversations.n + figures.episodes.n + figures.first_response.n + figures.csat.n + figures.repurchase.n
  );
}
