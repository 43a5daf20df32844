/** What is said about a figure: to machines, in reports and in docs/figures.md. */
import type { Language } from "../../core/model.ts";

/** In every language there is. */
export type Said = Readonly<Record<Language, string>>;

export type Definition = {
  readonly name: Said;
  /** The formula in words. */
  readonly formula: Said;
  /** By which of its moments a case belongs to a range of time. */
  readonly countedBy: Said;
  /** `points`: from −100 to 100; `stars`: from 1 to 5. */
  readonly unit: "seconds" | "percent" | "points" | "stars" | "count";
  /** Whether more is better; null: neither. */
  readonly isMoreBetter: boolean | null;
};
