/**
 * The impact report on a replayed month: `npm run bench -- impact [--quick]`. A month of 10,000 questions is made from the shipped
 * pack; then the pack is changed for better and for worse, and each change is replayed over the month. A full run writes its section
 * of docs/benchmarks.md, a quick one takes 1,000 questions and writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Intent, Pack } from "../src/core/pack.ts";
import type { Would } from "../src/core/replay.ts";
import { askedOf } from "../src/insight/asked.ts";
import { type Impact, impactOf } from "../src/insight/impact.ts";
import { type Learned, openEvidenceThread } from "../src/nlu/evidence.ts";
import { loadPack } from "../src/nlu/pack/load.ts";
import { openTrainer } from "../src/nlu/trainer.ts";
import { halfOf, lived, wantedIn } from "./impact/month.ts";
import { withSection } from "./pages/sections.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PAGE = `${ROOT}docs/benchmarks.md`;
const QUESTIONS = 10_000;
/** The live pack lacks it; learners ask for it. */
const LACKING = "certificate";

const without = (pack: Pack, id: string): Pack => ({
  ...pack,
  intents: new Map([...pack.intents].filter(([each]) => each !== id)),
});

const changed = (pack: Pack, id: string, change: (intent: Intent) => Intent): Pack => ({
  ...pack,
  intents: new Map([...pack.intents].map(([each, intent]) => [each, each === id ? change(intent) : intent])),
});

/** All examples of one intent are put under another, as a slip of the editor would. */
function merged(pack: Pack, from: string, into: string): Pack {
  const moved = pack.intents.get(from)?.examples ?? { zh: [], en: [] };
  return changed(without(pack, from), into, (intent) => ({
    ...intent,
    examples: { zh: [...intent.examples.zh, ...moved.zh], en: [...intent.examples.en, ...moved.en] },
  }));
}

const thinned = (pack: Pack, id: string): Pack =>
  changed(pack, id, (intent) => ({
    ...intent,
    examples: { zh: intent.examples.zh.slice(0, 2), en: intent.examples.en.slice(0, 2) },
  }));

const eager = (pack: Pack): Pack => ({
  ...pack,
  intents: new Map([...pack.intents].map(([id, intent]) => [id, { ...intent, answerWhenSure: 0.4 }])),
});

/** The live pack, what learners ask, and what it is changed to. */
function changesOf(pack: Pack) {
  const known = halfOf(pack, (place) => place % 2 === 0);
  const asked = halfOf(pack, (place) => place % 2 === 1);
  const [often = LACKING] = [...pack.intents.keys()].filter((id) => id !== LACKING).sort();
  const lacking = pack.intents.has(LACKING) ? LACKING : often;
  const live = without(known, lacking);
  const drafts: readonly (readonly [string, Pack])[] = [
    ["nothing changed", live],
    [`better: the intent \`${lacking}\` is added`, known],
    ["better: all other examples are added as well", pack],
    ["worse: `request_refund` is removed", without(live, "request_refund")],
    ["worse: `login_problem` is put under `reset_password`", merged(live, "login_problem", "reset_password")],
    ["worse: `video_playback` keeps two examples a language", thinned(live, "video_playback")],
    ["every intent answers from 0.4 on", eager(live)],
  ];
  return { live, asked, drafts };
}

export async function bench(options: readonly string[] = []): Promise<void> {
  const isQuick = options.includes("--quick");
  const loaded = await loadPack([`${ROOT}intents/online-education`]);
  if (!("pack" in loaded)) throw new Error(loaded.problems.join("\n"));
  const { live, asked, drafts } = changesOf(loaded.pack);
  const wanted = wantedIn(asked, isQuick ? QUESTIONS / 10 : QUESTIONS);
  const texts = wanted.map(({ text }) => text);
  const trainer = openTrainer();
  const learned = async (pack: Pack) => ({ pack, match: await trainer.train(pack).rehearsed });
  const answering = await learned(live);
  const did = await replayed([answering], texts).then(({ would: [each = []] }) => each);
  const turns = lived(wanted, did);
  const now = (turns.at(-1)?.at ?? 0) + 4 * 86_400_000;
  const questions = turns.map((turn) => askedOf(turn, { now, smallTalk: new Set() }));
  const lines: string[] = [];
  for (const [name, draft] of drafts) {
    const { would, seconds, again } = await replayed([answering, await learned(draft)], texts);
    const [before = [], after = []] = would;
    const both = questions.flatMap((question, index) => {
      const [one, other] = [before[index], after[index]];
      return one === undefined || other === undefined ? [] : [{ question, live: one, draft: other }];
    });
    lines.push(
      lineOf(
        name,
        impactOf(both, ({ text }) => text),
        { seconds, again },
      ),
    );
  }
  await trainer.stop();
  const text = [introduction(texts), HEAD, ...lines, ""].join("\n");
  console.log(text);
  if (isQuick) return;
  writeFileSync(PAGE, withSection(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", "impact", text));
  console.log("impact: written to docs/benchmarks.md");
}

/** On threads that know nothing but how to read, so that both packs are put every question; and once more, as publishing does. */
async function replayed(packs: readonly Learned[], texts: readonly string[]) {
  const thread = openEvidenceThread();
  await thread.replay(packs, ["?"]);
  const seconds: number[] = [];
  let would: readonly (readonly Would[])[] = [];
  for (let round = 0; round < 2; round += 1) {
    const begun = performance.now();
    would = await thread.replay(packs, texts);
    seconds.push((performance.now() - begun) / 1000);
  }
  await thread.stop();
  return { would, seconds: seconds[0] ?? 0, again: seconds[1] ?? 0 };
}

const introduction = (texts: readonly string[]): string => `## What a changed FAQ would have done

Written by \`npm run bench -- impact\`. A month of ${texts.length.toLocaleString("en")} questions (${new Set(texts).size.toLocaleString("en")} different ones) is made from the shipped pack: the bot knows one half of the examples and lacks one
intent, learners ask the other half, and three in ten say that an answer helped. Each change is replayed over the month beside the live pack. Times
are for both packs, each on a thread of its own, from the questions in memory to what both would do; learning is not in them. _Again_ is the
same once more, as publishing asks: what was said is remembered.
`;

const HEAD = `| change | verdict | known | broken | mended | slower | quicker | gained | lost | spared | answered before → after | time | again |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |`;

type Times = { readonly seconds: number; readonly again: number };

function lineOf(name: string, { verdict, known, effects, answered }: Impact, { seconds, again }: Times): string {
  const { broken, mended, slower, quicker, gained, lost, spared } = effects;
  const said = `${answered.live} → ${answered.draft}`;
  return `| ${[name, verdict, known, broken, mended, slower, quicker, gained, lost, spared, said, `${seconds.toFixed(1)} s`, `${again.toFixed(2)} s`].join(" | ")} |`;
}
