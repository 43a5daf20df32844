/**
 * Every figure there is, with its definition: what a machine, a report and docs/figures.md say about it is said once, here. A
 * figure that is not in the catalogue cannot be folded, and one that is has a name and a formula in every language.
 */
import assert from "node:assert/strict";
import type { Definition } from "./definition.ts";
import { BOT_FIGURES } from "./definitions/bot.ts";
import { LOYALTY_FIGURES } from "./definitions/loyalty.ts";
import { SATISFACTION_FIGURES } from "./definitions/satisfaction.ts";
import { WAITING_FIGURES } from "./definitions/waiting.ts";

export const CATALOGUE = {
  ...WAITING_FIGURES,
  ...SATISFACTION_FIGURES,
  ...BOT_FIGURES,
  ...LOYALTY_FIGURES,
} as const satisfies Readonly<Record<string, Definition>>;

export type FigureId = keyof typeof CATALOGUE;

type WithUnit<Unit extends Definition["unit"]> = {
  [Id in FigureId]: (typeof CATALOGUE)[Id]["unit"] extends Unit ? Id : never;
}[FigureId];
export type DurationId = WithUnit<"seconds">;
export type CountId = WithUnit<"count">;
/** Everything in percent is a share of cases. */
export type ShareId = WithUnit<"percent">;

/** In the order they are read. */
export const FIGURE_IDS: readonly FigureId[] = Object.keys(CATALOGUE).filter(isFigureId);

function isFigureId(id: string): id is FigureId {
  return id in CATALOGUE;
}

export function isDuration(id: FigureId): id is DurationId {
  return CATALOGUE[id].unit === "seconds";
}

export function isCount(id: FigureId): id is CountId {
  return CATALOGUE[id].unit === "count";
}

export function isShare(id: FigureId): id is ShareId {
  return CATALOGUE[id].unit === "percent";
}

export type ByFigure<Value> = Readonly<Record<FigureId, Value>>;

/** Something for each figure, in the order they are read. */
export function byFigure<Value>(make: (id: FigureId) => Value): ByFigure<Value> {
  const all = Object.fromEntries(FIGURE_IDS.map((id) => [id, make(id)]));
  assertComplete(all);
  return all;
}

function assertComplete<Value>(all: Readonly<Record<string, Value>>): asserts all is ByFigure<Value> {
  assert(
    FIGURE_IDS.every((id) => id in all),
    "there is something for each figure",
  );
}
