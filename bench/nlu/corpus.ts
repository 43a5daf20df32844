/**
 * Corpora in JSONL and how they are cut into what is learned and what is asked. Every system gets exactly these rows, so
 * nothing here may depend on the system, the machine or the time: all dice are seeded.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { type Dice, diceOf } from "../../src/core/dice.ts";
import { OUT_OF_SCOPE } from "../../src/nlu/dataset.ts";

/** One labelled text. `oosKind` tells out-of-scope texts of the same trade ("near") from others ("far"), if the file does. */
export type Row = {
  readonly text: string;
  readonly intent: string;
  readonly split: string;
  readonly oosKind: "near" | "far" | null;
};

export type Corpus = { readonly name: string; readonly isChinese: boolean; readonly rows: readonly Row[] };

/** How many examples an intent has: all there are, or so many of them. */
export type Shots = "full" | 10 | 5;
export const SHOTS: readonly Shots[] = ["full", 10, 5];

/** What to learn (never out of scope) and what to ask. */
export type Part = { readonly train: readonly Row[]; readonly test: readonly Row[] };

/** How a file is asked: on rows it keeps apart for that, or on fifths of its training rows. */
export type Protocol = "valid" | "test" | "fifths" | "one fifth";

const FOLDS = 5;
/** A file as large as this is asked on one fifth only: the others would say the same and cost four trainings. */
const ONE_FOLD_ROWS_MIN = 2000;
const NEARLY_ALL = 0.9;
const SEED = 20_170_401;

const rowSchema = z.object({
  text: z.string(),
  intent: z.string().min(1),
  split: z.string().default("train"),
  lang: z.string().default("en"),
  oos_kind: z.string().optional(),
});
/** The spellings of "near" in the public corpora; any other kind is far. */
const NEAR = new Set(["near", "id-oos"]);

/** Reads a corpus; null when its rows are not labelled texts (files of pairs). Throws when a row is broken. */
export function readCorpus(file: string): Corpus | null {
  const lines = readFileSync(file, "utf8").split("\n");
  const parsed = lines.filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line));
  if (!rowSchema.safeParse(parsed[0]).success) return null;
  const rows = parsed.map((row) => rowSchema.parse(row));
  const chinese = rows.filter(({ lang }) => lang === "zh").length;
  return {
    name: basename(file, ".jsonl"),
    isChinese: chinese * 2 > rows.length,
    rows: rows.map(({ text, intent, split, oos_kind }) => ({ text, intent, split, oosKind: kindOf(oos_kind) })),
  };
}

function kindOf(kind: string | undefined): Row["oosKind"] {
  if (kind === undefined) return null;
  return NEAR.has(kind) ? "near" : "far";
}

export function isKnown({ intent }: Row): boolean {
  return intent !== OUT_OF_SCOPE;
}

/** How many intents a corpus has, out of scope not counted. */
export function intentCount({ rows }: Corpus): number {
  return new Set(rows.filter(isKnown).map(({ intent }) => intent)).size;
}

export function protocolOf({ rows }: Corpus): Protocol {
  const splits = new Set(rows.map(({ split }) => split));
  if (splits.has("valid")) return "valid";
  if (splits.has("test")) return "test";
  return rows.length < ONE_FOLD_ROWS_MIN ? "fifths" : "one fifth";
}

/** The parts to learn and ask, or null when so few shots are nearly all there are (the full figures say it already). */
export function partsOf(corpus: Corpus, shots: Shots): readonly Part[] | null {
  const parts = fullPartsOf(corpus);
  if (shots === "full") return parts;
  if (parts.every(({ train }) => draw(train, shots).length > NEARLY_ALL * train.length)) return null;
  const given = corpus.rows.filter((row) => row.split === `train_${shots}` && isKnown(row));
  return parts.map(({ train, test }) => ({ train: given.length > 0 ? given : draw(train, shots), test }));
}

function fullPartsOf(corpus: Corpus): readonly Part[] {
  const protocol = protocolOf(corpus);
  const train = corpus.rows.filter(({ split }) => split === "train");
  if (protocol === "valid" || protocol === "test") {
    return [{ train: train.filter(isKnown), test: corpus.rows.filter(({ split }) => split === protocol) }];
  }
  const folds = dealtOf(train);
  const asked = protocol === "fifths" ? FOLDS : 1;
  return Array.from({ length: asked }, (_, fold) => ({
    train: train.filter((row, index) => folds[index] !== fold && isKnown(row)),
    test: train.filter((_row, index) => folds[index] === fold),
  }));
}

/** The fold of each row: every intent's rows are shuffled and dealt round, each intent beginning where the last stopped. */
function dealtOf(rows: readonly Row[]): readonly number[] {
  const folds: number[] = new Array(rows.length).fill(0);
  let next = 0;
  for (const indexes of indexesByIntent(rows).values()) {
    for (const index of indexes) {
      folds[index] = next % FOLDS;
      next += 1;
    }
  }
  return folds;
}

/** At most `count` rows of every intent, drawn by seeded dice. */
function draw(rows: readonly Row[], count: number): readonly Row[] {
  return [...indexesByIntent(rows).values()].flatMap((indexes) =>
    indexes.slice(0, count).flatMap((index) => rows[index] ?? []),
  );
}

function indexesByIntent(rows: readonly Row[]): ReadonlyMap<string, readonly number[]> {
  const indexes = new Map<string, number[]>();
  rows.forEach(({ intent }, index) => {
    const own = indexes.get(intent) ?? [];
    own.push(index);
    indexes.set(intent, own);
  });
  const dice = diceOf(SEED);
  return new Map([...indexes].map(([intent, own]) => [intent, shuffled(own, dice)]));
}

function shuffled(values: readonly number[], dice: Dice): readonly number[] {
  return values
    .map((value) => ({ value, place: dice() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value);
}
