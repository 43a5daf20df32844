/**
 * Questions that come while versions change: two replicas, folders that are edited and broken, publications and rollbacks on either
 * side. Whatever a learner asks in between, the answers and what understands the question are of one whole version.
 */
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { liveTexts, rollBack } from "../../../src/app/faq/drafts.ts";
import type { FaqLife } from "../../../src/app/faq/life.ts";
import type { LiveFaq } from "../../../src/app/faq/live.ts";
import { openTexts, packFolders } from "../../../src/app/faq/texts.ts";
import type { Store } from "../../../src/core/ports.ts";
import { trainMatcher } from "../../../src/nlu/matcher.ts";
import { packOf } from "../../../src/nlu/pack/load.ts";
import { ANN, type Folder, House, intentFile, PACK, until } from "./house.ts";

const NAMES = ["refund", "login", "group"] as const;
const name = fc.constantFrom(...NAMES);
const at = fc.constantFrom<0 | 1>(0, 1);
const word = fc.integer({ min: 1, max: 4 });
const anyStep = fc.oneof(
  { weight: 3, arbitrary: fc.record({ step: fc.constant("publish" as const), at, word }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant("save" as const), at, name, word }) },
  fc.record({ step: fc.constant("break" as const), at, name }),
  fc.record({ step: fc.constant("rollback" as const), at, to: word }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer One> ? One : never;

/** The words tell versions apart in what is answered as in what is understood. */
function textOf(id: string, word: number): string {
  return intentFile(id, [`${id} question ${"abcde"[word]}`, `other ${id} ${"vwxyz"[word]} please`], `Answer ${word}.`);
}
const PROBES = NAMES.flatMap((id) => ["b", "d", "w", "y"].map((mark) => `${id} question ${mark}`));
const FIRST = {
  "pack.yaml": PACK,
  ...Object.fromEntries(NAMES.map((id) => [`${id}.yaml`, textOf(id, 0)])),
};

test("whatever is asked while versions change on two replicas is answered by one whole version", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 8 }), async (steps) => {
      const house = new House();
      try {
        const store = await house.store();
        const first = await house.folder(FIRST);
        const folders = [first, await first.copy()] as const;
        const lives = [await house.replica(store, folders[0]), await house.replica(store, folders[1])] as const;

        const asked = await askedWhile(lives, async () => {
          for (const step of steps) await take(step, { life: lives[step.at], folder: folders[step.at] });
          for (const life of lives) await until(() => isNewest(life), "the newest version answers");
        });

        for (const faq of asked) await expectWhole(store, faq);
      } finally {
        await house.close();
      }
    }),
    { numRuns: 8 },
  );
}, 120_000);

/** Every FAQ that answered anybody meanwhile. */
async function askedWhile(lives: readonly FaqLife[], work: () => Promise<void>): Promise<ReadonlySet<LiveFaq>> {
  const asked = new Set<LiveFaq>();
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      for (const life of lives) asked.add(life.current());
      await setImmediate();
    }
  })();
  await work().finally(() => {
    isOver = true;
  });
  await asking;
  return asked;
}

async function take(step: Step, { life, folder }: { readonly life: FaqLife; readonly folder: Folder }): Promise<void> {
  switch (step.step) {
    case "publish": {
      const { texts, version } = await liveTexts(life);
      const next = new Map([...texts].map(([path, text]) => [path, stamped(path, text, step.word)]));
      const wish = { texts: next, parent: version, by: ANN, why: "", source: "console", despite: null } as const;
      await life.publish(wish);
      return;
    }
    case "save":
      return await folder.save(`${step.name}.yaml`, textOf(step.name, step.word));
    case "break":
      return await folder.save(`${step.name}.yaml`, "id: [");
    case "rollback":
      return void (await rollBack(life, { to: step.to, by: ANN, why: "" }));
  }
}

/** All intents of a version that was published together carry its word. */
function stamped(path: string, text: string, word: number): string {
  const id = NAMES.find((each) => path.endsWith(`/${each}.yaml`));
  return id === undefined ? text : textOf(id, word);
}

async function isNewest(life: FaqLife): Promise<boolean> {
  return life.current().version === (await life.store.newest());
}

async function expectWhole(store: Store, { pack, match, version }: LiveFaq): Promise<void> {
  const kept = await store.faq.version(version);
  const loaded = packOf(packFolders(await openTexts(store.faq)(kept?.tree ?? new Map())));
  if (!("pack" in loaded)) throw new Error(loaded.problems.join());
  expect(pack).toEqual(loaded.pack);
  expect(PROBES.map(match)).toEqual(PROBES.map(trainMatcher(loaded.pack)));
}
