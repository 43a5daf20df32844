/** Satisfaction by week, put together from days: a day alone has too few ratings to say anything. */
import type { Group } from "../figures/report.ts";
import { wilsonInterval } from "../wilson.ts";
import type { Point } from "./plots.ts";

const DAY_MS = 86_400_000;
const SATISFIED = ["4", "5"] as const;

/** Weeks begin on the first day there is; those without a rating are left out. */
export function csatByWeek(days: readonly Group[]): readonly Point[] {
  const dated = days.filter(({ group }) => group !== null);
  const first = Date.parse(dated[0]?.group ?? "");
  const weeks = new Map<number, { n: number; hits: number }>();
  for (const { group, figures } of dated) {
    const { n, distribution = {} } = figures.average_rating;
    if (n === 0) continue;
    const week = Math.floor((Date.parse(group ?? "") - first) / (7 * DAY_MS));
    const known = weeks.get(week) ?? { n: 0, hits: 0 };
    const hits = SATISFIED.reduce((sum, given) => sum + (distribution[given] ?? 0), known.hits);
    weeks.set(week, { n: known.n + n, hits });
  }
  return [...weeks].map(([week, { n, hits }]) => {
    const interval = wilsonInterval(hits, n);
    const name = new Date(first + week * 7 * DAY_MS).toISOString().slice(5, 10);
    return { name, n, value: (hits / n) * 100, low: (interval?.low ?? 0) * 100, high: (interval?.high ?? 0) * 100 };
  });
}
