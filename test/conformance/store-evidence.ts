/** What was mined and decided about the FAQ, and which intents ask first. */
import { expect, test } from "vitest";
import type { GroupSketch } from "../../src/core/evidence.ts";
import type { AgentId } from "../../src/core/model.ts";
import type { NewDraft, NewGroup } from "../../src/core/ports.ts";
import { anAgent, NOW, STAFF_ROOM, say } from "./builders.ts";
import { deedsOf } from "./deeds.ts";
import type { OpenedStore } from "./store.ts";

const SKETCH: GroupSketch = { features: [4_294_967_295, 7], weights: [0.8, 0.6] };
const ann = anAgent("Ann").id;

function aGroup(parts: Partial<NewGroup> = {}): NewGroup & { readonly id: null } {
  return {
    ...{ id: null, language: "zh", sketch: SKETCH, messageIds: [3, 1], questions: 5, escalations: 2, minutesEach: 7.5 },
    ...{ nearest: { intentId: "invoice", share: 0.5 }, answerId: 9, ...parts },
  };
}

function aDraft(path: string): NewDraft {
  const by = anAgent("Ann");
  return { path, base: null, text: "id: invoice", why: "", source: "console", by, at: NOW, evidence: [] };
}

export function conformEvidence(opened: () => OpenedStore): void {
  test("what was mined comes back as it was, those that save the most first", async () => {
    const { evidence } = opened().store;

    await evidence.keepGroups([aGroup({ minutesEach: null, nearest: null, answerId: null }), aGroup()], NOW);

    const [first, second, ...more] = await evidence.groups();
    expect(more).toEqual([]);
    expect(first).toEqual({ ...aGroup(), id: first?.id, state: "open", title: null, minedAt: NOW });
    expect(second).toMatchObject({ minutesEach: null, nearest: null, answerId: null });
  });

  test("mining again takes the place of open groups, keeps the number and name of what goes on, and what was decided", async () => {
    const { evidence } = opened().store;
    await evidence.keepGroups([aGroup({ questions: 1 }), aGroup({ questions: 2 }), aGroup({ questions: 3 })], NOW);
    const [three, two, one] = (await evidence.groups()).map(({ id }) => id);
    await evidence.nameGroup(three ?? 0, "发票");
    await evidence.rejectGroup(two ?? 0, { by: ann, at: NOW });

    await evidence.keepGroups([{ ...aGroup({ questions: 30 }), id: three ?? 0 }, aGroup({ questions: 4 })], NOW + 1);

    const groups = await evidence.groups();
    expect(groups.map(({ id, state, title, questions }) => ({ id, state, title, questions }))).toEqual([
      { id: three, state: "open", title: "发票", questions: 30 },
      { id: expect.any(Number), state: "open", title: null, questions: 4 },
      { id: two, state: "rejected", title: null, questions: 2 },
    ]);
    expect(groups.some(({ id }) => id === one)).toBe(false);
  });

  test("of two admins who decide on a group at once one does", async () => {
    const { evidence } = opened().store;
    await evidence.keepGroups([aGroup()], NOW);
    const id = (await evidence.groups())[0]?.id ?? 0;

    const settled = await Promise.all(
      [ann, "telegram:bo" as AgentId].map((by) => evidence.rejectGroup(id, { by, at: NOW })),
    );

    expect(settled.filter((isSettled) => isSettled)).toHaveLength(1);
    expect(await evidence.nameGroup(id, "too late")).toBe(false);
    expect(await evidence.group(404)).toBeNull();
  });

  test("of two admins who accept a group at once one's draft is written, and nothing of the other's", async () => {
    const { evidence, faq } = opened().store;
    await evidence.keepGroups([aGroup()], NOW);
    const id = (await evidence.groups())[0]?.id ?? 0;
    const drafts = ["school/invoice.yaml", "school/bill.yaml"].map(aDraft);

    const accepted = await Promise.all(
      drafts.map((draft) => evidence.acceptGroup(id, { by: ann, at: NOW, intentId: "invoice", draft })),
    );

    expect(accepted).toContainEqual("already_decided");
    expect(accepted.flatMap((each) => (typeof each === "string" ? [] : each))).toEqual(await faq.drafts());
    expect(await faq.drafts()).toHaveLength(1);
    expect(await evidence.group(id)).toMatchObject({ state: "accepted" });
  });

  test("a group whose draft was begun by somebody else meanwhile stays open, and nothing is written", async () => {
    const { evidence, faq } = opened().store;
    await evidence.keepGroups([aGroup()], NOW);
    const id = (await evidence.groups())[0]?.id ?? 0;
    const draft = aDraft("school/invoice.yaml");
    const { draft: theirs } = await faq.openDraft({ ...draft, text: "theirs" });

    const accepted = await evidence.acceptGroup(id, { by: ann, at: NOW, intentId: "invoice", draft });

    expect(accepted).toBe("moved");
    expect(await evidence.group(id)).toMatchObject({ state: "open" });
    expect(await faq.drafts()).toEqual([theirs]);
  });

  test("who decided on a group, and what asks first, stands in the log, without a word of a learner", async () => {
    const { store } = opened();
    await store.evidence.keepGroups([aGroup(), aGroup({ questions: 2 })], NOW);
    const [one = 0, two = 0] = (await store.evidence.groups()).map(({ id }) => id);

    await store.evidence.acceptGroup(one, {
      by: ann,
      at: NOW,
      intentId: "invoice",
      draft: aDraft("school/invoice.yaml"),
    });
    await store.evidence.rejectGroup(two, { by: ann, at: NOW + 1 });
    await store.evidence.rejectGroup(two, { by: ann, at: NOW + 2 });
    await store.evidence.demote({ intentId: "refund", at: NOW + 3, answers: 30, helped: 9, low: 0.25 }, []);
    await store.evidence.liftDemotion("refund", ann, NOW + 4);

    expect(await deedsOf(store)).toEqual([
      { kind: "group_accepted", at: NOW, agentId: ann, intentId: "invoice", value: one, variant: null },
      { kind: "group_rejected", at: NOW + 1, agentId: ann, intentId: null, value: two, variant: null },
      { kind: "asks_first", at: NOW + 3, agentId: null, intentId: "refund", value: 0.25, variant: null },
      { kind: "asks_first_lifted", at: NOW + 4, agentId: ann, intentId: "refund", value: null, variant: null },
    ]);
  });

  test("an intent is held back once, and the staff room is told with the same commit", async () => {
    const { store } = opened();
    const figures = { intentId: "invoice", at: NOW, answers: 30, helped: 9, low: 0.17 };

    const told = await Promise.all([1, 2].map(() => store.evidence.demote(figures, [say(STAFF_ROOM, "!", "staff")])));

    const lanes = told.flatMap((each) => each ?? []);
    expect(lanes).toHaveLength(1);
    expect(await store.takeOutbound(lanes[0] ?? "", NOW)).toMatchObject({ content: { text: "!" } });
    expect(await store.evidence.demotions()).toEqual([{ ...figures, liftedAt: null, liftedBy: null }]);
  });

  test("a lifted intent can be held back again, and its newest state counts", async () => {
    const { evidence } = opened().store;
    const figures = { intentId: "invoice", answers: 30, helped: 9, low: 0.17 };
    await evidence.demote({ ...figures, at: NOW }, []);

    const lifted = [
      await evidence.liftDemotion("invoice", ann, NOW + 1),
      await evidence.liftDemotion("invoice", ann, NOW + 2),
    ];
    const between = await evidence.demotions();
    await evidence.demote({ ...figures, at: NOW + 3 }, []);

    expect(lifted).toEqual([true, false]);
    expect(between).toMatchObject([{ liftedAt: NOW + 1, liftedBy: ann }]);
    expect(await evidence.demotions()).toMatchObject([{ at: NOW + 3, liftedAt: null }]);
  });
}
