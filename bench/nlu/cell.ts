/**
 * One measurement in a process of its own, so that memory is the system's alone and nobody pays for another's compiled code.
 * Started by `measure.ts`, which sends the cell and waits for its figures.
 */

import { diceOf } from "../../src/core/dice.ts";
import { OUT_OF_SCOPE } from "../../src/nlu/dataset.ts";
import { evaluate, type Report } from "../../src/nlu/evaluation.ts";
import { isKnown, type Part, partsOf, type Row, readCorpus, type Shots } from "./corpus.ts";
import { type Bin, binsOf, percentile } from "./figures.ts";
import { synthesize } from "./synthetic.ts";
import { type Reader, type Said, SYSTEMS, type SystemId } from "./systems/all.ts";
import { VARIANTS, type Variant } from "./variants.ts";

/**
 * What to measure. A `corpus` cell learns a file and is asked its variants too, unless it is plain; a `scale` cell learns
 * so many made-up intents; `bare` is a process that has read a file and learns nothing.
 */
export type Cell =
  | {
      readonly kind: "corpus";
      readonly system: SystemId;
      readonly file: string;
      readonly shots: Shots;
      readonly isPlain?: true;
    }
  | { readonly kind: "scale"; readonly system: SystemId; readonly intents: number; readonly examples: number }
  | { readonly kind: "bare"; readonly file: string };

/** Accuracy on the rows a variant changed, before and after. */
export type VariantFigures = {
  readonly name: Variant["name"];
  readonly n: number;
  readonly before: number;
  readonly after: number;
};

export type Figures = {
  readonly report: Report;
  /** AUROC against out-of-scope rows of one kind, null where the file tells no kinds. */
  readonly near: number | null;
  readonly far: number | null;
  /** Null for a system without probabilities. */
  readonly bins: readonly Bin[] | null;
  readonly variants: readonly VariantFigures[];
  /** Training of all parts together. */
  readonly trainMs: number;
  readonly p50Us: number;
  readonly p99Us: number;
  /** Of every text that was timed, in the order asked. */
  readonly timesUs: readonly number[];
  readonly rssMb: number;
};

/** Variants are asked on so many rows, spread evenly: each costs another reading, and some peers take 10 ms for one. */
const VARIED_MAX = 1000;
/** Rows read before the clock counts. They are asked again, but not timed: some systems remember texts. */
const WARM_UP = 300;
const SEED = 42;

type Asked = { readonly row: Row; readonly said: Said };
type Tally = {
  readonly asked: Asked[];
  readonly variants: Map<Variant["name"], { n: number; before: number; after: number }>;
};

export async function measureCell(cell: Cell): Promise<Figures> {
  const { parts, isChinese } = lessonsOf(cell);
  const tally: Tally = { asked: [], variants: new Map() };
  const times: number[] = [];
  let trainMs = 0;
  let rssMb = memoryMb();
  for (const [index, { train, test }] of parts.entries()) {
    if (cell.kind === "bare") break;
    const begun = performance.now();
    const reader = await SYSTEMS[cell.system].learn({ rows: train, isChinese });
    trainMs += performance.now() - begun;
    const asked = await ask(reader, test, times);
    tally.asked.push(...asked);
    // Of one model: what the models of other parts leave behind is not the system's.
    if (index === 0) rssMb = memoryMb();
    for (const variant of VARIANTS) {
      if (variant.isChinese === isChinese && cell.kind === "corpus" && cell.isPlain !== true)
        await askVariant(reader, { asked, variant, tally });
    }
  }
  const timed = { trainMs, p50Us: percentile(times, 0.5), p99Us: percentile(times, 0.99), timesUs: times };
  return { ...figuresOf(tally), ...timed, rssMb };
}

function memoryMb(): number {
  return process.memoryUsage().rss / 2 ** 20;
}

function lessonsOf(cell: Cell): { readonly parts: readonly Part[]; readonly isChinese: boolean } {
  if (cell.kind === "scale") return { parts: [synthesize(cell.intents, cell.examples)], isChinese: false };
  const corpus = readCorpus(cell.file);
  if (corpus === null) return { parts: [], isChinese: false };
  return { parts: partsOf(corpus, cell.kind === "bare" ? "full" : cell.shots) ?? [], isChinese: corpus.isChinese };
}

async function ask(reader: Reader, rows: readonly Row[], times: number[]): Promise<readonly Asked[]> {
  // A small file is all needed for its times; a large one can spare what warms up.
  const warm = Math.min(WARM_UP, Math.floor(rows.length / 2));
  for (const { text } of rows.slice(0, warm)) await reader(text);
  const asked: Asked[] = [];
  for (const [index, row] of rows.entries()) {
    const begun = performance.now();
    const said = reader(row.text);
    const settled = said instanceof Promise ? await said : said;
    if (index >= warm) times.push((performance.now() - begun) * 1000);
    asked.push({ row, said: settled });
  }
  return asked;
}

async function askVariant(
  reader: Reader,
  { asked, variant, tally }: { readonly asked: readonly Asked[]; readonly variant: Variant; readonly tally: Tally },
): Promise<void> {
  const dice = diceOf(SEED);
  const sums = tally.variants.get(variant.name) ?? { n: 0, before: 0, after: 0 };
  tally.variants.set(variant.name, sums);
  for (const { row, said } of spread(asked.filter(({ row }) => isKnown(row)))) {
    const written = variant.write(row.text, dice);
    if (written === null) continue;
    const again = await reader(written);
    sums.n += 1;
    sums.before += said.intent === row.intent ? 1 : 0;
    sums.after += again.intent === row.intent ? 1 : 0;
  }
}

function spread(asked: readonly Asked[]): readonly Asked[] {
  const stride = Math.ceil(asked.length / VARIED_MAX);
  return asked.filter((_one, index) => index % stride === 0);
}

function figuresOf({ asked, variants }: Tally): Omit<Figures, "trainMs" | "p50Us" | "p99Us" | "timesUs" | "rssMb"> {
  return {
    report: evaluate(asked.map(verdictOf)),
    near: aurocOf(asked, "near"),
    far: aurocOf(asked, "far"),
    bins: asked.some(({ said }) => said.probability === null) ? null : binsOf(asked.map(promisedOf)),
    variants: [...variants].flatMap(([name, { n, before, after }]) =>
      n === 0 ? [] : [{ name, n, before: before / n, after: after / n }],
    ),
  };
}

function verdictOf({ row, said }: Asked) {
  return { gold: isKnown(row) ? row.intent : null, said: said.intent, confidence: said.familiarity };
}

function promisedOf({ row, said }: Asked) {
  return { probability: said.probability ?? 0, isRight: row.intent !== OUT_OF_SCOPE && row.intent === said.intent };
}

function aurocOf(asked: readonly Asked[], kind: "near" | "far"): number | null {
  const some = asked.filter(({ row }) => isKnown(row) || row.oosKind === kind);
  return evaluate(some.map(verdictOf)).oos.auroc;
}

/** What `measure.ts` gets back. */
export type Answer = { readonly figures: Figures } | { readonly failure: string };

if (process.send !== undefined) {
  process.once("message", async (message: Cell) => {
    const answer: Answer = await measureCell(message).then(
      (figures) => ({ figures }),
      (error: unknown) => ({ failure: String(error) }),
    );
    process.send?.(answer, undefined, {}, () => process.exit(0));
  });
}
