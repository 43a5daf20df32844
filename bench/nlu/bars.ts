/**
 * The picture of accuracy: a group of bars a corpus, a bar a system, with ten examples an intent (all there are where no intent
 * has more). A system that took too long has no bar.
 */
import type { CorpusResult, Results } from "./run.ts";
import { bar, COLOURS, line, picture, text } from "./svg.ts";
import { SYSTEMS, type SystemId } from "./systems/all.ts";
import { outcomeOf } from "./tables.ts";

const WIDTH = 760;
const LEFT = 190;
const RIGHT = 50;
const TOP = 40;
const BAR = 9;
const GAP = 14;

export function barsOf({ corpora, systems }: Results): string {
  const group = systems.length * BAR + GAP;
  const bottom = TOP + corpora.length * group;
  const shapes = corpora.flatMap((corpus, place) => groupOf({ corpus, systems, top: TOP + place * group }));
  return picture("Accuracy of every system on every corpus", { width: WIDTH, height: bottom + 24 }, [
    ...legend(systems),
    ...scale(bottom),
    ...shapes,
  ]);
}

function groupOf({
  corpus,
  systems,
  top,
}: {
  readonly corpus: CorpusResult;
  readonly systems: readonly SystemId[];
  readonly top: number;
}): readonly string[] {
  const name = text({ x: LEFT - 8, y: top + (systems.length * BAR) / 2 + 4 }, corpus.name, "end");
  const bars = systems.flatMap((system, place) => {
    const share = accuracyOf(corpus, system);
    if (share === null) return [];
    const y = top + place * BAR;
    const drawn = bar({ x: LEFT, y }, { width: across(share) - LEFT, height: BAR - 1 }, COLOURS[system]);
    return system === "ours" ? [drawn, text({ x: across(share) + 5, y: y + BAR }, (100 * share).toFixed(1))] : [drawn];
  });
  return [name, ...bars];
}

function accuracyOf(corpus: CorpusResult, system: SystemId): number | null {
  const outcome = outcomeOf(corpus, system, 10) ?? outcomeOf(corpus, system, "full");
  return outcome === null || outcome === "too slow" ? null : outcome.report.accuracy;
}

function across(share: number): number {
  return LEFT + share * (WIDTH - LEFT - RIGHT);
}

function legend(systems: readonly SystemId[]): readonly string[] {
  return systems.flatMap((system, place) => {
    const x = LEFT + place * 108;
    return [
      bar({ x, y: 10 }, { width: 10, height: 10 }, COLOURS[system]),
      text({ x: x + 14, y: 19 }, SYSTEMS[system].title),
    ];
  });
}

function scale(bottom: number): readonly string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const x = across(share);
    const grid = line(
      [
        { x, y: TOP - 8 },
        { x, y: bottom - GAP + 4 },
      ],
      undefined,
      'stroke-opacity="0.35"',
    );
    return [grid, text({ x, y: bottom + 8 }, `${100 * share} %`, "middle")];
  });
}
