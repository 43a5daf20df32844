/** The FAQ's truth: versions one after another, drafts that nobody overwrites unseen, what folders held, conflicts. */
import { expect, test } from "vitest";
import { type Conflict, hashOf, type Texts, treeOf } from "../../src/core/faq/faq.ts";
import type { NewDraft, Publication } from "../../src/core/ports.ts";
import { anAgent, NOW } from "./builders.ts";
import { deedsOf } from "./deeds.ts";
import type { OpenedStore } from "./store.ts";

const ANN = anAgent("Ann");
const BO = anAgent("Bo");
const REFUND = "id: refund # 退款\n";

export function conformFaq(opened: () => OpenedStore): void {
  versions(opened);
  drafts(opened);
  folders(opened);
}

function aPublication(texts: Texts, more: Partial<Publication> = {}): Publication {
  return {
    ...{ at: NOW, by: ANN, why: "New prices", source: "console", parent: null, despite: null },
    ...{ tree: treeOf(texts), texts: new Map([...texts.values()].map((text) => [hashOf(text), text])) },
    ...{ drafts: [], settles: [] },
    ...more,
  };
}

function aDraft(more: Partial<NewDraft> = {}): NewDraft {
  return {
    ...{ path: "school/refund.yaml", base: hashOf(REFUND), text: "id: refund\n", why: "Shorter" },
    ...{ source: "console", by: ANN, at: NOW, evidence: [] },
    ...more,
  };
}

function versions(opened: () => OpenedStore): void {
  const FIRST = new Map([
    ["school/refund.yaml", REFUND],
    ["school/pack.yaml", "name: School\n"],
  ]);

  test("what was published is read back letter by letter, its files in the same order", async () => {
    const { faq } = opened().store;

    const number = await faq.publish(aPublication(FIRST));

    const store = await opened().again();
    const version = await store.faq.version(1);
    expect([number, await store.faq.newest()]).toEqual([1, 1]);
    expect(version).toMatchObject({ number: 1, by: ANN, why: "New prices", source: "console", parent: null, at: NOW });
    expect([...(version?.tree.keys() ?? [])]).toEqual([...FIRST.keys()]);
    expect((await store.faq.texts([hashOf(REFUND), hashOf("none")])).get(hashOf(REFUND))).toBe(REFUND);
  });

  test("of admins who publish on the same version at once, one does and all others are told", async () => {
    const { faq } = opened().store;
    await faq.publish(aPublication(FIRST));
    const second = (name: string) => aPublication(new Map([...FIRST, ["school/more.yaml", name]]), { parent: 1 });

    const numbers = await Promise.all(["a", "b", "c", "d"].map((name) => faq.publish(second(name))));

    expect(numbers.filter((number) => number === 2)).toHaveLength(1);
    expect(numbers.filter((number) => number === null)).toHaveLength(3);
    expect((await faq.versions({ before: null, limit: 10 })).map(({ number }) => number)).toEqual([2, 1]);
    expect((await faq.versions({ before: 2, limit: 10 })).map(({ number }) => number)).toEqual([1]);
  });

  test("before the first version there is none", async () => {
    const { faq } = opened().store;

    expect([await faq.newest(), await faq.version(1), await faq.versions({ before: null, limit: 5 })]).toEqual([
      null,
      null,
      [],
    ]);
  });
}

function drafts(opened: () => OpenedStore): void {
  test("two who begin a draft of one file at once get the same draft", async () => {
    const { faq } = opened().store;

    const begun = await Promise.all([faq.openDraft(aDraft()), faq.openDraft(aDraft({ by: BO, text: null }))]);

    expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(begun[0]?.draft).toEqual(begun[1]?.draft);
    expect(await faq.drafts()).toEqual([begun[0]?.draft]);
  });

  test("a draft that somebody changed meanwhile is not overwritten", async () => {
    const { faq } = opened().store;
    const { draft } = await faq.openDraft(aDraft());
    const change = { id: draft.id, revision: draft.revision, at: NOW + 1 };

    const changed = await faq.changeDraft({ ...change, by: ANN, text: "id: refund # mine\n" });
    const late = await faq.changeDraft({ ...change, by: BO, text: "id: refund # late\n" });

    expect(changed).toMatchObject({ text: "id: refund # mine\n", revision: 2, why: "Shorter", by: ANN, at: NOW + 1 });
    expect(late).toBeNull();
    expect(await faq.draft(draft.id)).toEqual(changed);
  });

  test("drafts are published together or not at all", async () => {
    const { faq } = opened().store;
    const one = (await faq.openDraft(aDraft())).draft;
    const other = (await faq.openDraft(aDraft({ path: "school/more.yaml", base: null }))).draft;
    const publication = aPublication(new Map([["school/refund.yaml", "id: refund\n"]]));

    const stale = await faq.publish({ ...publication, drafts: [one, { ...other, revision: 7 }] });
    const stateAfterStale = (await faq.draft(one.id))?.state;
    const number = await faq.publish({ ...publication, drafts: [one, other] });

    expect([stale, stateAfterStale, number]).toEqual([null, "open", 1]);
    expect(await faq.draft(one.id)).toMatchObject({ state: "published", version: 1 });
    expect(await faq.drafts()).toEqual([]);
  });

  test("after a draft was discarded the file can have another one", async () => {
    const { faq } = opened().store;
    const { draft } = await faq.openDraft(aDraft());

    const discarded = [await faq.discardDraft(draft.id, BO, NOW + 5), await faq.discardDraft(draft.id, BO, NOW + 6)];
    const next = await faq.openDraft(aDraft({ text: null }));

    expect(discarded).toEqual([true, false]);
    expect(await faq.draft(draft.id)).toMatchObject({ state: "discarded", by: BO, at: NOW + 5 });
    expect(next).toMatchObject({ isNew: true, draft: { text: null } });
  });

  test("a draft keeps what it was made from", async () => {
    const { faq } = opened().store;
    const evidence = [
      { question: "退款多久到？", language: "zh", answer: "三天", ticketId: null, by: BO, at: NOW } as const,
    ];

    const { draft } = await faq.openDraft(aDraft({ evidence }));

    expect((await faq.draft(draft.id))?.evidence).toEqual(evidence);
  });

  test("drafts that are saved together are all saved, or none of them when one came too late", async () => {
    const { faq } = opened().store;
    const { draft } = await faq.openDraft(aDraft());
    const more = aDraft({ path: "school/more.yaml", base: null });
    const change = { id: draft.id, text: "id: x\n", by: BO, at: NOW };

    const late = await faq.saveDrafts([more, { ...change, revision: 7 }]);
    const left = await faq.drafts();
    const twice = await faq.saveDrafts([{ ...change, revision: 1 }, aDraft()]);
    const saved = await faq.saveDrafts([more, { ...change, revision: 1 }]);

    expect([late, twice]).toEqual([null, null]);
    expect(left).toEqual([draft]);
    expect(saved).toMatchObject([
      { path: "school/more.yaml", revision: 1 },
      { id: draft.id, revision: 2, text: "id: x\n", by: BO },
    ]);
  });
}

function folders(opened: () => OpenedStore): void {
  const CONFLICT: Conflict = { path: "school/refund.yaml", base: hashOf("b"), folder: hashOf("theirs"), at: NOW };

  test("what a folder held is remembered, the latest first, each once", async () => {
    const { faq } = opened().store;
    const [first, second] = [new Map([["school/a.yaml", hashOf("1")]]), new Map([["school/a.yaml", hashOf("2")]])];
    await faq.keepCopy("school", { tree: first, at: NOW });
    await faq.keepCopy("school", { tree: second, at: NOW + 1 });

    await faq.keepCopy("school", { tree: first, at: NOW + 2 });

    expect(await faq.copies("school")).toEqual([first, second]);
    expect(await faq.copies("other")).toEqual([]);
  });

  test("a conflict is noted once, with the folder's words, and settled once", async () => {
    const { faq } = opened().store;
    await faq.keepConflict(CONFLICT, "theirs");
    await faq.keepConflict({ ...CONFLICT, at: NOW + 9 }, "theirs");

    const open = await faq.conflicts();
    const by = ANN.id;
    const settled = [
      await faq.settleConflict(CONFLICT, { by, at: NOW }),
      await faq.settleConflict(CONFLICT, { by, at: NOW }),
    ];

    expect(open).toEqual([CONFLICT]);
    expect(settled).toEqual([true, false]);
    expect((await faq.texts([hashOf("theirs")])).size).toBe(1);
    expect(await faq.conflicts()).toEqual([]);
    expect(await faq.settled("school")).toEqual([{ path: CONFLICT.path, folder: CONFLICT.folder }]);
  });

  test("a file removed in its folder can be in conflict as well, and be settled by a version", async () => {
    const { faq } = opened().store;
    const removed = { ...CONFLICT, folder: null };
    await faq.keepConflict(removed, null);

    await faq.publish(aPublication(new Map([["school/pack.yaml", "x"]]), { settles: [removed] }));

    expect(await faq.conflicts()).toEqual([]);
    expect(await faq.settled("school")).toEqual([{ path: CONFLICT.path, folder: null }]);
  });

  test("who published, went back and settled stands in the log; a folder that was brought back is nobody's deed", async () => {
    const { store } = opened();
    const { faq } = store;
    const tree = new Map([["school/pack.yaml", "x"]]);
    const kept = { ...CONFLICT, folder: hashOf("other") };
    for (const one of [CONFLICT, kept, { ...CONFLICT, folder: null }]) await faq.keepConflict(one, "x");

    await faq.publish(aPublication(tree, { settles: [CONFLICT] }));
    await faq.publish(aPublication(tree, { parent: 1, source: "rollback" }));
    await faq.settleConflict(kept, { by: ANN.id, at: NOW });
    await faq.settleConflict({ ...CONFLICT, folder: null }, { by: null, at: NOW });

    const deed = { at: NOW, agentId: ANN.id, intentId: null };
    expect(await deedsOf(store)).toEqual([
      { ...deed, kind: "conflict_settled", value: null, variant: CONFLICT.path },
      { ...deed, kind: "faq_published", value: 1, variant: "console" },
      { ...deed, kind: "faq_rolled_back", value: 2, variant: "rollback" },
      { ...deed, kind: "conflict_settled", value: null, variant: CONFLICT.path },
    ]);
  });
}
