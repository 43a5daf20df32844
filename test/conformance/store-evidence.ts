/** What was mined and decided about the FAQ, and which intents ask first. */
import { expect, test } from "vitest";
import type { GroupSketch } from "../../src/core/evidence.ts";
import type { AgentId } from "../../src/core/model.ts";
import type { NewGroup } from "../../src/core/ports.ts";
import { anAgent, NOW, STAFF_ROOM, say } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const SKETCH: GroupSketch = { features: [4_294_967_295, 7], weights: [0.8, 0.6] };
const ann = anAgent("Ann").id;

function aGroup(parts: Partial<NewGroup> = {}): NewGroup & { readonly id: null } {
  return {
    ...{ id: null, language: "zh", sketch: SKETCH, messageIds: [3, 1], questions: 5, escalations: 2, minutesEach: 7.5 },
    ...{ nearest: { intentId: "invoice", share: 0.5 }, answerId: 9, ...parts },
  };
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
    await evidence.settleGroup(two ?? 0, { state: "rejected", by: ann, at: NOW });

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

    const settled = await Promise.all([
      evidence.settleGroup(id, { state: "accepted", by: ann, at: NOW }),
      evidence.settleGroup(id, { state: "rejected", by: "telegram:bo" as AgentId, at: NOW }),
    ]);

    expect(settled.filter((isSettled) => isSettled)).toHaveLength(1);
    expect(await evidence.nameGroup(id, "too late")).toBe(false);
    expect(await evidence.group(404)).toBeNull();
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
