/** A report as JSON: the shape is public (`aftercare report --format json` and `/api/v1/reports` answer the same). */
import type { Language } from "../../core/model.ts";
import { byFigure, CATALOGUE, FIGURE_IDS, type FigureId } from "./catalogue.ts";
import type { Definition } from "./definition.ts";
import type { FigureReport, Group } from "./report.ts";
import type { Figures } from "./tally.ts";

export function reportJson(report: FigureReport) {
  const { range, previous, now, timeZone, channel, satisfiedFrom } = report;
  const { figures, previousFigures, waits, groups, gaps } = report;
  return {
    from: iso(range.from),
    to: iso(range.to),
    previous: previous === null ? null : { from: iso(previous.from), to: iso(previous.to) },
    made_at: iso(now),
    time_zone: timeZone,
    channel,
    satisfied_from: satisfiedFrom,
    figures: figuresJson(figures),
    previous_figures: previousFigures === null ? null : figuresJson(previousFigures),
    first_response_waits: waits.map(({ upToMs, count }) => ({
      up_to_seconds: upToMs === null ? null : upToMs / 1000,
      count,
    })),
    by: Object.fromEntries(Object.entries(groups).map(([dimension, list]) => [dimension, (list ?? []).map(groupJson)])),
    missing: gaps.map(({ id, count, what, means }) => ({ id, count, what, means })),
    definitions: definitionsJson(),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function groupJson({ group, label, figures }: Group) {
  return { group, label, figures: figuresJson(figures) };
}

function figuresJson(figures: Figures) {
  return byFigure((id) => {
    const { isApproximate, ...figure } = figures[id];
    return {
      unit: CATALOGUE[id].unit,
      ...figure,
      ...(isApproximate === undefined ? {} : { is_approximate: isApproximate }),
    };
  });
}

/** What each figure means, for machines. */
export function definitionsJson(): readonly (Omit<Definition, "countedBy" | "isMoreBetter"> & {
  readonly id: FigureId;
  readonly counted_by: Readonly<Record<Language, string>>;
  readonly is_more_better: boolean | null;
})[] {
  return FIGURE_IDS.map((id) => {
    const { name, formula, countedBy, unit, isMoreBetter }: Definition = CATALOGUE[id];
    return { id, name, formula, unit, counted_by: countedBy, is_more_better: isMoreBetter };
  });
}
