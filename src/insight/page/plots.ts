/**
 * Plots as inline SVG: bars, a heat map, a line with its interval. Every plot has a name for whoever cannot see it, and shows its
 * numbers or has them in a table beside it; two series differ in pattern and not by colour alone.
 */
import { html, type Markup } from "./markup.ts";
import { COLOURS, HEAT, HEAT_DARK_FROM } from "./style.ts";

const WIDTH = 720;
const LEFT = 44;

type Series = { readonly name: string; readonly values: readonly number[] };

/** A round number at or above the largest value, for the top of an axis. */
export function roundUp(max: number): number {
  if (max <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(max));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= max) ?? 10) * power;
}

const fix = (value: number): number => Math.round(value * 100) / 100;

function frame(label: string, height: number, inside: readonly Markup[]): Markup {
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${inside}</svg>`;
}

function axis(top: number, { height, bottom }: { height: number; bottom: number }, unit = ""): readonly Markup[] {
  return [0, 0.5, 1].map((share) => {
    const y = fix(bottom - share * height);
    return html`<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}" stroke="${COLOURS.line}"/>
<text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${fix(top * share)}${unit}</text>`;
  });
}

/** Bars of two series side by side at each place; the second is striped. At most about thirty labels are written. */
export function bars(label: string, labels: readonly string[], [first, second]: readonly [Series, Series]): Markup {
  const [height, bottom] = [150, 165];
  const top = roundUp(Math.max(0, ...first.values, ...second.values));
  const step = (WIDTH - LEFT) / Math.max(1, labels.length);
  const every = Math.max(1, Math.ceil(labels.length / 12));
  const bar = (value: number, x: number, fill: string) => {
    const tall = (value / top) * height;
    return html`<rect x="${fix(x)}" y="${fix(bottom - tall)}" width="${fix(step * 0.4)}" height="${fix(tall)}" fill="${fill}"/>`;
  };
  return frame(label, 195, [
    stripes(),
    ...axis(top, { height, bottom }),
    ...labels.flatMap((name, index) => {
      const x = LEFT + index * step;
      const shown = index % every === 0 && x + 34 < WIDTH ? [html`<text x="${fix(x)}" y="182">${name}</text>`] : [];
      return [
        bar(first.values[index] ?? 0, x + step * 0.08, COLOURS.first),
        bar(second.values[index] ?? 0, x + step * 0.5, "url(#striped)"),
        ...shown,
      ];
    }),
  ]);
}

function stripes(): Markup {
  return html`<defs><pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="6" height="6" fill="${COLOURS.paper}"/><rect width="4" height="6" fill="${COLOURS.second}"/></pattern></defs>`;
}

export function legend(first: string, second: string): Markup {
  const striped = `repeating-linear-gradient(45deg, ${COLOURS.second} 0 4px, ${COLOURS.paper} 4px 6px)`;
  return html`<p class="legend"><span><i style="background:${COLOURS.first}"></i>${first}</span>
<span><i style="background:${striped}"></i>${second}</span></p>`;
}

export type Lying = { readonly name: string; readonly value: number; readonly shown: string };

/** Bars that lie, each with its name before it and its number behind it. */
export function lyingBars(label: string, rows: readonly Lying[]): Markup {
  const [row, names, room] = [26, 190, 380];
  const max = Math.max(1, ...rows.map(({ value }) => value));
  return frame(
    label,
    rows.length * row + 6,
    rows.map(({ name, value, shown }, index) => {
      const y = index * row + 4;
      const long = fix((value / max) * room);
      return html`<text x="${names - 8}" y="${y + 14}" text-anchor="end">${name}</text>
<rect x="${names}" y="${y}" width="${long}" height="18" fill="${COLOURS.first}"/>
<text x="${names + long + 6}" y="${y + 14}">${shown}</text>`;
    }),
  );
}

/** Seven days of 24 hours; each cell shows its number, and a darker one is more. */
export function heatMap(label: string, days: readonly string[], counts: readonly number[]): Markup {
  const [cell, tall, head] = [(WIDTH - LEFT) / 24, 24, 18];
  const max = Math.max(1, ...counts);
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return frame(label, head + days.length * tall + 2, [
    ...hours.map(
      (hour) => html`<text x="${fix(LEFT + (hour + 0.5) * cell)}" y="12" text-anchor="middle">${hour}</text>`,
    ),
    ...days.flatMap((name, day) => [
      html`<text x="${LEFT - 6}" y="${head + day * tall + 16}" text-anchor="end">${name}</text>`,
      ...hours.map((hour) =>
        heatCell(counts[day * 24 + hour] ?? 0, max, [LEFT + hour * cell, head + day * tall, cell]),
      ),
    ]),
  ]);
}

function heatCell(count: number, max: number, [x, y, width]: readonly [number, number, number]): Markup {
  const level = count === 0 ? 0 : Math.max(1, Math.ceil((count / max) * (HEAT.length - 1)));
  const ink = level >= HEAT_DARK_FROM ? COLOURS.paper : COLOURS.ink;
  const text = count === 0 ? "" : count > 9999 ? `${Math.round(count / 1000)}k` : String(count);
  return html`<rect x="${fix(x)}" y="${y}" width="${fix(width - 1)}" height="23" fill="${HEAT[level] ?? HEAT[0]}"/>
<text x="${fix(x + width / 2)}" y="${y + 16}" text-anchor="middle" style="fill:${ink}">${text}</text>`;
}

export type Point = {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
};

/** Percentages over time, each with its interval as a whisker and how many it is of. */
export function shareOverTime(label: string, points: readonly Point[]): Markup {
  const [height, bottom] = [140, 155];
  const step = (WIDTH - LEFT) / Math.max(1, points.length);
  const every = Math.max(1, Math.ceil(points.length / 10));
  const y = (value: number) => fix(bottom - (value / 100) * height);
  const x = (index: number) => fix(LEFT + (index + 0.5) * step);
  const path = points.map(({ value }, index) => `${x(index)},${y(value)}`).join(" ");
  return frame(label, 205, [
    ...axis(100, { height, bottom }, " %"),
    html`<polyline points="${path}" fill="none" stroke="${COLOURS.first}" stroke-width="2"/>`,
    ...points.map(({ name, value, low, high, n }, index) => {
      const words = html`<text x="${x(index)}" y="172" text-anchor="middle">${name}</text>
<text x="${x(index)}" y="188" text-anchor="middle">n = ${n}</text>`;
      return html`<line x1="${x(index)}" x2="${x(index)}" y1="${y(low)}" y2="${y(high)}" stroke="${COLOURS.quiet}"/>
<circle cx="${x(index)}" cy="${y(value)}" r="4" fill="${COLOURS.first}"/>${index % every === 0 ? words : ""}`;
    }),
  ]);
}
