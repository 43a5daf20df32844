/**
 * Figures → Markdown tables, one function a question. What was not measured is "–", what took too long "> 60 s"; a figure is
 * never rounded up to look like another.
 */

import type { Figures } from "./cell.ts";
import { SHOTS, type Shots } from "./corpus.ts";
import { calibrationError, median, percentile } from "./figures.ts";
import type { Lag } from "./live.ts";
import type { CorpusResult, Outcome, Results } from "./run.ts";
import { SYSTEMS, type SystemId } from "./systems/all.ts";

/** Fewer out-of-scope rows make an AUROC that another draw would turn round. */
export const OUT_OF_SCOPE_MIN = 50;

type Cells = readonly string[];

export function table(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function percent(share: number | null): string {
  return share === null ? "–" : (100 * share).toFixed(1);
}

export function outcomeOf({ outcomes }: CorpusResult, system: SystemId, shots: Shots): Outcome | null {
  return outcomes.find((one) => one.system === system && one.shots === shots)?.outcome ?? null;
}

/** One figure of an outcome as it stands in a table. */
const TOO_SLOW = "> 60 s";

function show(outcome: Outcome | null, figure: (figures: Figures) => string): string {
  if (outcome === null) return "–";
  return outcome === "too slow" ? TOO_SLOW : figure(outcome);
}

/** Shots of which anything was measured. */
function shotsOf({ corpora }: Results): readonly Shots[] {
  return SHOTS.filter((shots) => corpora.some(({ outcomes }) => outcomes.some((one) => one.shots === shots)));
}

function titlesOf({ systems }: Results): Cells {
  return systems.map((system) => SYSTEMS[system].title);
}

export function corpusTable({ corpora }: Results): string {
  const ways = { valid: "validation part", test: "test part", fifths: "five fifths in turn", "one fifth": "one fifth" };
  return table(
    ["corpus", "intents", "rows learned", "rows asked", "asked on"],
    corpora.map(({ name, intents, learned, asked, protocol }) => [
      name,
      String(intents),
      String(learned),
      String(asked),
      ways[protocol],
    ]),
  );
}

/** A share for each system, full / 10 / 5. */
export function sharesTable(results: Results, figure: (figures: Figures) => number | null): string {
  const shots = shotsOf(results);
  const rows = results.corpora.map((corpus) => [
    corpus.name,
    ...results.systems.map((system) =>
      shots.map((shot) => show(outcomeOf(corpus, system, shot), (figures) => percent(figure(figures)))).join(" / "),
    ),
  ]);
  return table(["corpus", ...titlesOf(results)], rows);
}

export function outOfScopeTable(results: Results): string {
  const shots = shotsOf(results).filter((shot) => shot !== 5);
  const rows = results.corpora.flatMap((corpus) =>
    shots.flatMap((shot) => (hasOutOfScope(corpus, shot) ? outOfScopeRows(results, corpus, shot) : [])),
  );
  return table(["corpus", "examples", "figure", ...titlesOf(results)], rows);
}

function hasOutOfScope(corpus: CorpusResult, shots: Shots): boolean {
  const ours = outcomeOf(corpus, "ours", shots);
  return ours !== null && ours !== "too slow" && ours.report.oos.n >= OUT_OF_SCOPE_MIN;
}

function outOfScopeRows({ systems }: Results, corpus: CorpusResult, shots: Shots): readonly Cells[] {
  const figures: readonly (readonly [string, (figures: Figures) => number | null])[] = [
    ["AUROC", ({ report }) => report.oos.auroc],
    ["AUROC, near", ({ near }) => near],
    ["AUROC, far", ({ far }) => far],
    ["rejected at 95 %", ({ report }) => report.oos.recallAt95],
    ["rejected at 90 %", ({ report }) => report.oos.recallAt90],
  ];
  return figures
    .map(([name, figure]) => [
      corpus.name,
      String(shots),
      name,
      ...systems.map((system) => show(outcomeOf(corpus, system, shots), (one) => percent(figure(one)))),
    ])
    .filter(([, , , ...values]) => values.some((value) => value !== "–" && value !== TOO_SLOW));
}

export function variantTable(results: Results): string {
  const shots = shotsOf(results).filter((shot) => shot !== 5);
  const rows = results.corpora.flatMap((corpus) => shots.flatMap((shot) => variantRows(results, corpus, shot)));
  return table(["corpus", "examples", "variant", "rows", ...titlesOf(results)], rows);
}

function variantRows({ systems }: Results, corpus: CorpusResult, shots: Shots): readonly Cells[] {
  const ours = outcomeOf(corpus, "ours", shots);
  if (ours === null || ours === "too slow") return [];
  return ours.variants.map(({ name, n }) => [
    corpus.name,
    String(shots),
    name,
    String(n),
    ...systems.map((system) =>
      show(outcomeOf(corpus, system, shots), ({ variants }) => {
        const variant = variants.find((one) => one.name === name);
        if (variant === undefined) return "–";
        return `${percent(variant.before)} → ${percent(variant.after)}`;
      }),
    ),
  ]);
}

export function calibrationTable(results: Results): string {
  const promising = results.systems.filter((system) => system !== "minisearch");
  const shots = shotsOf(results);
  const rows = results.corpora.map((corpus) => [
    corpus.name,
    ...promising.map((system) =>
      shots
        .map((shot) =>
          show(outcomeOf(corpus, system, shot), ({ bins }) =>
            bins === null ? "–" : calibrationError(bins).toFixed(3),
          ),
        )
        .join(" / "),
    ),
  ]);
  return table(["corpus", ...promising.map((system) => SYSTEMS[system].title)], rows);
}

export function speedTable({ speed, systems }: Results): string {
  const roundsOf = (system: SystemId): readonly Figures[] =>
    speed.rounds.map((round) => round.get(system)).filter((one) => one !== undefined && one !== "too slow");
  const middle = (system: SystemId, figure: (figures: Figures) => number): number =>
    median(roundsOf(system).map(figure));
  const bayesP99 = quickest(roundsOf("bayes"), 0.99);
  const rows = systems.map((system) => {
    if (roundsOf(system).length === 0) return [SYSTEMS[system].title, "–", "–", "–", "–", "–"];
    const p99 = quickest(roundsOf(system), 0.99);
    return [
      SYSTEMS[system].title,
      milliseconds(middle(system, ({ trainMs }) => trainMs)),
      microseconds(quickest(roundsOf(system), 0.5)),
      microseconds(p99),
      bayesP99 > 0 ? (p99 / bayesP99).toFixed(2) : "–",
      `${middle(system, ({ rssMb }) => rssMb).toFixed(0)} MB`,
    ];
  });
  return table(["system", "training", "p50", "p99", "p99 ÷ natural Bayes", "memory"], rows);
}

/** A percentile of each text's least time: rounds ask the same texts in the same order, and what a busy machine added is in others. */
function quickest(rounds: readonly Figures[], share: number): number {
  const texts = rounds[0]?.timesUs ?? [];
  const least = texts.map((_one, index) => Math.min(...rounds.map(({ timesUs }) => timesUs[index] ?? Infinity)));
  return percentile(least, share);
}

export function costTable(results: Results): string {
  const rows = results.corpora.map((corpus) => [
    corpus.name,
    ...results.systems.map((system) =>
      show(
        outcomeOf(corpus, system, "full"),
        ({ trainMs, rssMb }) => `${milliseconds(trainMs)}, ${rssMb.toFixed(0)} MB`,
      ),
    ),
  ]);
  return table(["corpus", ...titlesOf(results)], rows);
}

export function scaleTable({ scale }: Results): string {
  const titles = ["system", "intents", "accuracy", "training", "p50", "p99", "p99 ÷ the smaller", "memory"];
  const rows = scale.map(({ system, intents, rounds }) => {
    const few = scale.find((one) => one.system === system)?.rounds;
    const named = [SYSTEMS[system].title, String(intents)];
    const [first] = rounds === "too slow" ? [] : rounds;
    if (rounds === "too slow" || first === undefined) return [...named, ...titles.slice(2).map(() => TOO_SLOW)];
    const p99 = quickest(rounds, 0.99);
    return [
      ...named,
      percent(first.report.accuracy),
      milliseconds(median(rounds.map(({ trainMs }) => trainMs))),
      microseconds(quickest(rounds, 0.5)),
      microseconds(p99),
      few === undefined || few === "too slow" ? "–" : (p99 / quickest(few, 0.99)).toFixed(2),
      `${median(rounds.map(({ rssMb }) => rssMb)).toFixed(0)} MB`,
    ];
  });
  return table(titles, rows);
}

export function liveTable({ live }: Results): string {
  const rows: readonly (readonly [string, Lag])[] = [
    ["learns the edited pack", live.learning],
    ["only counts", live.counting],
    ["is not there", live.idle],
  ];
  return table(
    ["the other thread", "questions answered", "late, p99", "worst", "worst of the quietest round"],
    rows.map(([what, { asked, p99Ms, worstMs, quietestMs }]) => [
      what,
      String(asked),
      ...[p99Ms, worstMs, quietestMs].map(shortly),
    ]),
  );
}

export function shortly(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}

export function similarityTable({ similarity }: Results): string {
  return table(
    ["pairs", "rows", "Aftercare's features", "character pairs"],
    similarity.map(({ name, n, ours, bigrams }) => [name, String(n), percent(ours), percent(bigrams)]),
  );
}

export function milliseconds(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`;
}

function microseconds(us: number): string {
  return us >= 1000 ? `${(us / 1000).toFixed(1)} ms` : `${us.toFixed(0)} µs`;
}
