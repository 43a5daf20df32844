/** What admins set and agents reuse: macros, notices, the rules of the queue; and what learners were told about the wait. */
import { expect, test } from "vitest";
import type { NoticeId, TicketId } from "../../src/core/model.ts";
import type { RuleVersion, WaitPromise } from "../../src/core/ports.ts";
import { firstRules } from "../../src/core/queue/rules.ts";
import type { Macro, Notice } from "../../src/core/staff.ts";
import { act, anAgent, aTicketInTheQueue, claim, NOW, nothing, solve } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ANN = anAgent("Ann");
const BO = anAgent("Bo");
const WORDS = { zh: "您好，{{learner}}", en: "Hello {{learner}}" };
const RULES = firstRules({ timeZone: "Asia/Shanghai", weekly: Array.from({ length: 7 }, () => []), holidays: [] });

export function conformSayings(opened: () => OpenedStore): void {
  macros(opened);
  notices(opened);
  rules(opened);
  promises(opened);
}

function macros(opened: () => OpenedStore): void {
  const HELLO: Omit<Macro, "id" | "uses"> = {
    name: "hello",
    words: WORDS,
    actions: [{ action: "tag", tag: "greeted" }, { action: "snooze", ms: 60_000 }, { action: "solve" }],
  };

  test("a macro that is changed keeps its number and its uses", async () => {
    const { staff } = opened().store;
    const kept = await staff.keepMacro(HELLO, ANN.id, NOW);
    await Promise.all(Array.from({ length: 9 }, () => staff.countUse(kept.id)));

    const changed = await staff.keepMacro({ ...HELLO, words: { zh: "在", en: "Here" }, actions: [] }, BO.id, NOW + 1);

    expect(kept).toEqual({ ...HELLO, id: kept.id, uses: 0 });
    expect(changed).toEqual({ id: kept.id, name: "hello", words: { zh: "在", en: "Here" }, actions: [], uses: 9 });
    expect(await staff.macro("hello")).toEqual(changed);
  });

  test("a macro kept by many at once is one", async () => {
    const { staff } = opened().store;

    const kept = await Promise.all(Array.from({ length: 10 }, () => staff.keepMacro(HELLO, ANN.id, NOW)));

    expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
    expect(await staff.macros()).toHaveLength(1);
  });

  test("macros come by name, and one that was removed is gone", async () => {
    const { staff } = opened().store;
    for (const name of ["refund_2", "bye", "refund-1"]) await staff.keepMacro({ ...HELLO, name }, ANN.id, NOW);

    expect(await staff.removeMacro("refund_2")).toBe(true);
    expect(await staff.removeMacro("refund_2")).toBe(false);

    expect((await staff.macros()).map(({ name }) => name)).toEqual(["bye", "refund-1"]);
    expect(await staff.macro("refund_2")).toBeNull();
  });
}

function notices(opened: () => OpenedStore): void {
  const OUTAGE: Omit<Notice, "id"> = { intentId: "login", words: WORDS, begunAt: NOW, endsAt: NOW + 100 };

  test("a notice holds until its time is over, then its end is owed until everybody was told", async () => {
    const { staff } = opened().store;
    const everything = await staff.beginNotice({ ...OUTAGE, intentId: null, begunAt: NOW + 10 }, ANN.id);
    const id = await staff.beginNotice(OUTAGE, ANN.id);
    const holding = async (at: number) => (await staff.notices(NOW + at)).map((notice) => notice.id);
    const over = async (at: number) => (await staff.noticesOver(NOW + at)).map((notice) => notice.id);

    expect(await staff.notices(NOW)).toEqual([{ ...OUTAGE, id }]);
    expect([await holding(-1), await holding(99), await holding(100)]).toEqual([[], [id, everything], []]);
    expect([await over(99), await over(100)]).toEqual([[], [id, everything]]);
    await staff.settleNotice(id, NOW + 101);
    expect([await holding(50), await over(200)]).toEqual([[everything], [everything]]);
  });

  test("a notice can be ended early, once", async () => {
    const { staff } = opened().store;
    const id = await staff.beginNotice(OUTAGE, ANN.id);

    const ended = await Promise.all([1, 2, 3].map(() => staff.endNotice(id, NOW + 50)));

    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await staff.notices(NOW + 50)).toEqual([]);
    expect(await staff.noticesOver(NOW + 50)).toEqual([{ ...OUTAGE, id, endsAt: NOW + 50 }]);
    await staff.settleNotice(id, NOW + 60);
    expect(await staff.endNotice(id, NOW + 40)).toBe(false);
    expect(await staff.endNotice(404 as NoticeId, NOW)).toBe(false);
  });

  test("the tickets that wait for a notice are known until they are solved", async () => {
    const { store } = opened();
    const noticeId = await store.staff.beginNotice(OUTAGE, ANN.id);
    const tickets = [];
    for (const chatId of ["1", "2", "3"]) tickets.push(await aTicketInTheQueue(store, { chatId }));
    const [one = expect.fail(), two = expect.fail()] = tickets;
    for (const ticket of [one, two]) {
      await act(store, ticket, (before) => ({
        ...nothing(before),
        tickets: [{ ...(before.named ?? expect.fail()), noticeId }],
      }));
    }
    await act(store, one, claim(ANN));
    await act(store, one, solve(ANN));

    expect(await store.staff.ticketsOfNotice(noticeId)).toEqual([two.ticketId]);
  });
}

function rules(opened: () => OpenedStore): void {
  const version = (number: number, from = NOW): RuleVersion => ({
    version: number,
    from,
    rules: { ...RULES, cap: number },
  });

  test("there are no rules before an admin sets some", async () => {
    expect(await opened().store.staff.rules()).toEqual([]);
  });

  test("of admins who set the next rules at once one does, and the others learn that they did not", async () => {
    const { staff } = opened().store;
    await staff.addRules(version(1), ANN.id);

    const added = await Promise.all([1, 2, 3, 4, 5].map((from) => staff.addRules(version(2, NOW + from), BO.id)));

    const winner = added.findIndex((number) => number !== null);
    expect(added.filter((number) => number !== null)).toEqual([2]);
    expect(await staff.rules()).toEqual([version(1), version(2, NOW + winner + 1)]);
  });
}

function promises(opened: () => OpenedStore): void {
  const promiseOf = (ticketId: TicketId, parts: Partial<WaitPromise> = {}): WaitPromise => ({
    ...{ ticketId, episode: 1, promisedAt: NOW, position: 3, medianMs: 240_000, p90Ms: 660_000, factor: 1.25 },
    ...parts,
  });

  test("what a learner was told first about the wait is what counts, and so is the first agent who came", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store);

    await store.staff.promise(promiseOf(ticketId));
    await store.staff.promise(promiseOf(ticketId, { promisedAt: NOW + 5, position: 1 }));
    await store.staff.promise(promiseOf(ticketId, { episode: 2, promisedAt: NOW + 9 }));
    await store.staff.keepPromise(ticketId, 1, NOW + 90_000);
    await store.staff.keepPromise(ticketId, 1, NOW + 95_000);
    await store.staff.dropPromise(ticketId, 1, NOW + 99_000);
    await store.staff.keepPromise(ticketId, 7, NOW + 1);

    expect(await store.staff.promises(NOW, NOW + 10)).toEqual([
      { ...promiseOf(ticketId), waitedMs: 90_000 },
      { ...promiseOf(ticketId, { episode: 2, promisedAt: NOW + 9 }), waitedMs: null },
    ]);
    expect(await store.staff.promises(NOW + 1, NOW + 9)).toEqual([]);
  });

  test("a learner who leaves while there is time left was promised nothing, one who leaves after it was let down", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store);
    const early = promiseOf(ticketId);
    const late = promiseOf(ticketId, { episode: 2 });
    for (const promise of [early, late]) await store.staff.promise(promise);

    await store.staff.dropPromise(ticketId, 1, NOW + early.p90Ms);
    await store.staff.dropPromise(ticketId, 2, NOW + late.p90Ms + 1);
    await store.staff.dropPromise(ticketId, 3, NOW);

    expect(await store.staff.promises(NOW, NOW + 1)).toEqual([{ ...late, waitedMs: late.p90Ms + 1 }]);
  });

  test("of many promises for one wait at once one counts", async () => {
    const { store } = opened();
    const { ticketId } = await aTicketInTheQueue(store);

    await Promise.all([1, 2, 3, 4, 5].map((position) => store.staff.promise(promiseOf(ticketId, { position }))));

    expect(await store.staff.promises(NOW, NOW + 1)).toHaveLength(1);
  });
}
