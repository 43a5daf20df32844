/**
 * Whatever is edited in two folders, imported, published, rolled back and written back, in whatever order two replicas look: in
 * the end all folders hold the live version, letter by letter, and every version that ever was live loads whole.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldersOf } from "../../../src/app/faq/folders.ts";
import { publishOf, type Wish } from "../../../src/app/faq/publish.ts";
import { openSync, type Sync } from "../../../src/app/faq/sync.ts";
import { openTexts, packFolders } from "../../../src/app/faq/texts.ts";
import type { FaqStore } from "../../../src/core/ports.ts";
import { packOf } from "../../../src/nlu/pack/load.ts";
import { ANN, type Folder, House, intentFile, PACK } from "./house.ts";

const NAMES = ["refund", "login", "group"] as const;
type Name = (typeof NAMES)[number];
type Step =
  | { readonly step: "save"; readonly at: 0 | 1; readonly name: Name; readonly word: number }
  | { readonly step: "break" | "remove"; readonly at: 0 | 1; readonly name: Name }
  | { readonly step: "look" | "restart" | "old_image"; readonly at: 0 | 1 }
  | { readonly step: "publish"; readonly name: Name; readonly word: number }
  | { readonly step: "rollback"; readonly to: number };

const at = fc.constantFrom<0 | 1>(0, 1);
const name = fc.constantFrom(...NAMES);
const word = fc.integer({ min: 0, max: 3 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ step: fc.constant("save" as const), at, name, word }),
  fc.record({ step: fc.constantFrom("break" as const, "remove" as const), at, name }),
  fc.record({ step: fc.constantFrom("look" as const, "restart" as const), at }),
  fc.record({ step: fc.constant("publish" as const), name, word }),
  fc.record({ step: fc.constant("rollback" as const), to: fc.integer({ min: 1, max: 6 }) }),
);

function textOf(id: Name, word: number): string {
  return intentFile(id, [`first ${id} question`, `second ${id} question`], `Answer ${word}.`);
}

test("any edits, imports, exports and rollbacks on two replicas end with the same whole pack everywhere", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
      const house = new House();
      try {
        await walk(house, steps);
      } finally {
        await house.close();
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);

const quietStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ step: fc.constantFrom("look" as const, "restart" as const, "old_image" as const), at }),
  fc.record({ step: fc.constant("publish" as const), name, word }),
  fc.record({ step: fc.constant("rollback" as const), to: fc.integer({ min: 1, max: 6 }) }),
);

test("while nobody edits a folder, only what was published is live, whatever old copy comes up, and nobody is asked", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(quietStep, { minLength: 1, maxLength: 10 }), async (steps) => {
      const house = new House();
      try {
        const world = await begin(house);
        for (const step of steps) {
          const before = await world.store.newest();
          await take(step, world);
          if (step.step !== "publish" && step.step !== "rollback") expect(await world.store.newest()).toBe(before);
          expect(await world.store.conflicts()).toEqual([]);
        }
      } finally {
        await house.close();
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);

const FIRST = { "pack.yaml": PACK, "refund.yaml": textOf("refund", 0), "login.yaml": textOf("login", 0) };

async function begin(house: House): Promise<World> {
  const { faq: store } = await house.store();
  const first = await house.folder(FIRST);
  const folders: readonly [Folder, Folder] = [first, await first.copy()];
  const syncs: [Sync, Sync] = [syncOf(house, store, folders[0]), syncOf(house, store, folders[1])];
  for (const sync of syncs) await sync.look();
  return { house, store, folders, syncs };
}

async function walk(house: House, steps: readonly Step[]): Promise<void> {
  const world = await begin(house);
  const { store, folders, syncs } = world;

  for (const step of steps) await take(step, world);

  await settleAll(store, folders, syncs);
  const newest = (await store.newest()) ?? 0;
  const live = await store.version(newest);
  const texts = Object.fromEntries(await openTexts(store)(live?.tree ?? new Map()));
  for (const folder of folders) {
    const held = Object.entries(await folder.read()).map(([file, text]) => [`school/${file}`, text]);
    expect(Object.fromEntries(held)).toEqual(texts);
  }
  for (let number = 1; number <= newest; number += 1) {
    const version = await store.version(number);
    expect(packOf(packFolders(await openTexts(store)(version?.tree ?? new Map())))).toHaveProperty("pack");
  }
}

type World = {
  readonly house: House;
  readonly store: FaqStore;
  readonly folders: readonly [Folder, Folder];
  readonly syncs: [Sync, Sync];
};

async function take(step: Step, { house, store, folders, syncs }: World): Promise<void> {
  switch (step.step) {
    case "save":
      return await folders[step.at].save(`${step.name}.yaml`, textOf(step.name, step.word));
    case "break":
      return await folders[step.at].save(`${step.name}.yaml`, "id: [");
    case "remove":
      return await folders[step.at].remove(`${step.name}.yaml`);
    case "look":
      return void (await syncs[step.at].look());
    case "old_image":
      await folders[step.at].becomeFresh(FIRST);
      syncs[step.at] = syncOf(house, store, folders[step.at]);
      return void (await syncs[step.at].look());
    case "restart":
      syncs[step.at] = syncOf(house, store, folders[step.at]);
      return void (await syncs[step.at].look());
    case "publish":
      return await publish(store, (texts) => texts.set(`school/${step.name}.yaml`, textOf(step.name, step.word)));
    case "rollback": {
      const old = await store.version(step.to);
      if (old === null) return;
      const before = await openTexts(store)(old.tree);
      return await publish(store, (texts) => {
        texts.clear();
        for (const [path, text] of before) texts.set(path, text);
      });
    }
  }
}

/** What is broken is mended, every conflict is settled for what is live, and both look until nothing moves. */
async function settleAll(store: FaqStore, folders: readonly Folder[], syncs: readonly Sync[]): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const [index, sync] of syncs.entries()) {
      for (const [file, text] of Object.entries((await folders[index]?.read()) ?? {})) {
        if (text === "id: [")
          await folders[index]?.save(file, textOf(NAMES.find((one) => file.startsWith(one)) ?? "refund", 0));
      }
      const { problems } = await sync.look();
      // A folder without any intent left is no pack.
      if (problems.length > 0) await folders[index]?.save("refund.yaml", textOf("refund", 0));
      await sync.look();
    }
    for (const conflict of await store.conflicts())
      await store.settleConflict(conflict, { by: ANN.id, at: Date.now() });
  }
  for (const sync of [...syncs, ...syncs]) await sync.look();
}

function syncOf(house: House, store: FaqStore, folder: Folder): Sync {
  return openSync({
    ...{ store, folders: foldersOf([folder.directory]), textsOf: openTexts(store), now: Date.now, log: house.log },
    publish: publisher(store),
  });
}

/** Checks that a pack loads, and learns nothing: what is learned is not what this is about. */
function publisher(store: FaqStore) {
  const nothing = () => Promise.reject(new Error("nothing is learned here"));
  const workshop = {
    build: nothing,
    buildNow: nothing,
    find: () => null,
    stop: async () => {},
  };
  return publishOf({ store, workshop, live: () => null, gate: async () => [], now: Date.now });
}

async function publish(store: FaqStore, change: (texts: Map<string, string>) => void): Promise<void> {
  const newest = await store.newest();
  const parent = newest === null ? null : await store.version(newest);
  const texts = new Map(parent === null ? [] : await openTexts(store)(parent.tree));
  change(texts);
  const wish: Wish = { texts, parent, by: ANN, why: "test", source: "console", despite: null };
  await publisher(store)(wish);
}
