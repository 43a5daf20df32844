/**
 * The reliability diagram: what each system promised against what it kept, over the rows of all corpora with all examples. On
 * the diagonal a probability means what it says; a dot grows with its share of the rows.
 */
import { type Bin, calibrationError } from "./figures.ts";
import type { Results } from "./run.ts";
import { bar, COLOURS, dot, line, type Point, picture, text } from "./svg.ts";
import { SYSTEMS, type SystemId } from "./systems/all.ts";
import { outcomeOf } from "./tables.ts";

const SIDE = 320;
const LEFT = 60;
const TOP = 20;
const WIDTH = 620;
/** What fewer rows kept is chance and only pulls the eye. */
const DOT_ROWS_MIN = 5;

export function diagramOf(results: Results): string {
  const curves = results.systems.flatMap((system) => {
    const bins = pooled(results, system);
    return bins === null ? [] : [{ system, bins }];
  });
  return picture("How often a system is right, by how sure it says it is", { width: WIDTH, height: TOP + SIDE + 50 }, [
    ...axes(),
    ...curves.flatMap(({ system, bins }) => curve(bins, COLOURS[system])),
    ...curves.flatMap(({ system, bins }, place) => legend(system, { bins, y: TOP + 20 + place * 22 })),
  ]);
}

/** The bins of all corpora as one; null for a system without probabilities. */
function pooled({ corpora }: Results, system: SystemId): readonly Bin[] | null {
  const measured = corpora.flatMap((corpus) => {
    const outcome = outcomeOf(corpus, system, "full") ?? outcomeOf(corpus, system, 10);
    return outcome === null || outcome === "too slow" || outcome.bins === null ? [] : [outcome.bins];
  });
  const first = measured[0];
  if (first === undefined) return null;
  return first.map((_bin, place) => {
    const same = measured.flatMap((bins) => bins[place] ?? []);
    const n = same.reduce((sum, one) => sum + one.n, 0);
    const mean = (figure: "promised" | "kept"): number =>
      n === 0 ? 0 : same.reduce((sum, one) => sum + one.n * one[figure], 0) / n;
    return { n, promised: mean("promised"), kept: mean("kept") };
  });
}

function pointOf(promised: number, kept: number): Point {
  return { x: LEFT + promised * SIDE, y: TOP + (1 - kept) * SIDE };
}

function curve(bins: readonly Bin[], colour: string): readonly string[] {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const filled = bins.filter(({ n }) => n >= DOT_ROWS_MIN);
  const points = filled.map(({ promised, kept }) => pointOf(promised, kept));
  const dots = filled.map(({ n, promised, kept }) =>
    dot(pointOf(promised, kept), 2 + 10 * Math.sqrt(n / total), colour),
  );
  return [line(points, colour, 'stroke-width="2"'), ...dots];
}

function axes(): readonly string[] {
  const frame = line([pointOf(0, 1), pointOf(0, 0), pointOf(1, 0), pointOf(1, 1), pointOf(0, 1)]);
  const diagonal = line([pointOf(0, 0), pointOf(1, 1)], undefined, 'stroke-dasharray="4 4"');
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((share) => [
    text({ x: pointOf(share, 0).x, y: TOP + SIDE + 16 }, share.toFixed(1), "middle"),
    text({ x: LEFT - 6, y: pointOf(0, share).y + 4 }, share.toFixed(1), "end"),
  ]);
  const names = [
    text({ x: LEFT + SIDE / 2, y: TOP + SIDE + 36 }, "promised", "middle"),
    text({ x: 4, y: TOP + SIDE / 2 }, "kept"),
  ];
  return [frame, diagonal, ...ticks, ...names];
}

function legend(
  system: SystemId,
  { bins, y }: { readonly bins: readonly Bin[]; readonly y: number },
): readonly string[] {
  const x = LEFT + SIDE + 24;
  const name = `${SYSTEMS[system].title}, error ${calibrationError(bins).toFixed(3)}`;
  return [bar({ x, y: y - 10 }, { width: 10, height: 10 }, COLOURS[system]), text({ x: x + 16, y }, name)];
}
