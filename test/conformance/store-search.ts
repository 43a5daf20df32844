/** Agents find tickets by what was said in them, whatever they type. */
import { expect, test } from "vitest";
import type { LearnerId, TicketId } from "../../src/core/model.ts";
import {
  act,
  aLearnerSays,
  aMessage,
  anAgent,
  answer,
  claim,
  NOW,
  nothing,
  rate,
  received,
  reply,
  solve,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";
import { aTicketSaying, find, idsOf, ticketsSaying } from "./store-search-builders.ts";
import { conformSearchHostility } from "./store-search-hostility.ts";
import { conformSearchProperties } from "./store-search-properties.ts";

const ann = anAgent("Ann");

export function conformSearch(opened: () => OpenedStore): void {
  words(opened);
  excerpts(opened);
  belonging(opened);
  filters(opened);
  pages(opened);
  conformSearchHostility(opened);
  conformSearchProperties(opened);
}

function words(opened: () => OpenedStore): void {
  test("finds words of one, two and more characters, Chinese or not, also inside longer ones", async () => {
    const { store } = opened();
    const [refund, password] = await ticketsSaying(store, ["我想申请退款", "Forgot my PassWord 忘了", "x"]);

    for (const word of ["退", "款", "退款", "申请退款", "我想申请退款"])
      expect(await idsOf(store, word)).toEqual([refund]);
    for (const word of ["了", "忘了", "ot", "word", "PASSWORD", "my password"])
      expect(await idsOf(store, word), word).toEqual([password]);
    for (const word of ["款退", "退款了", "passwords", "忘 款"]) expect(await idsOf(store, word), word).toEqual([]);
  });

  test("all words must stand in one message, in any order; words in quotes only side by side", async () => {
    const { store } = opened();
    const [both] = await ticketsSaying(store, ["refund not received", "received no refund yet", "refund"]);
    const apart = await aTicketSaying(store, ["the refund", "was received"], { chatId: "apart" });

    expect(await idsOf(store, "received refund")).toHaveLength(2);
    expect(await idsOf(store, "received refund")).not.toContain(apart.ticketId);
    for (const quoted of ['"not received"', "“not received” refund", '"not  received', "not　received"])
      expect(await idsOf(store, quoted), quoted).toEqual([both]);
    expect(await idsOf(store, '"received not"')).toEqual([]);
  });

  test("what is typed in full width finds both widths, and capitals do not matter in any alphabet", async () => {
    const { store } = opened();
    const [narrow, wide, accented] = await ticketsSaying(store, ["abc课程?", "怎么退款？急", "École Дом"]);

    expect(await idsOf(store, "ＡＢＣ课程？")).toEqual([narrow]);
    expect(await idsOf(store, "怎么退款？")).toEqual([wide]);
    expect(await idsOf(store, "école")).toEqual([accented]);
    expect(await idsOf(store, "ÉCOLE дом")).toEqual([accented]);
  });
}

function excerpts(opened: () => OpenedStore): void {
  test("shows the newest message that holds the words, and where they stand in it", async () => {
    const { store } = opened();
    const far = `${"很久以前。".repeat(100)}\n退款 Refund${"，还没有到账".repeat(100)}`;
    const { ticketId } = await aTicketSaying(store, ["退款 refund?", far, "thanks"], {});

    const [found] = await find(store, "REFUND 退款");

    expect(found).toMatchObject({ ticketId, learnerName: "小明", status: "new", at: NOW + 1 });
    const { author, excerpt, id } = found?.message ?? expect.fail();
    expect(author).toBe("learner");
    expect((await store.transcript(ticketId)).find((line) => line.id === id)?.text).toBe(far);
    expect(excerpt.ranges.map(([start, end]) => excerpt.text.slice(start, end))).toEqual(["退款", "Refund"]);
    expect(excerpt.text).toMatch(/^….*退款 Refund.*…$/);
    expect(excerpt.text.length).toBeLessThan(200);
  });

  test("never tears an emoji", async () => {
    const { store } = opened();
    const family = "👩‍👩‍👧‍👦";
    await aTicketSaying(store, [`${family.repeat(60)}退款${family.repeat(60)}`], {});

    const [found] = await find(store, "退款");

    const { text = "" } = found?.message?.excerpt ?? {};
    expect(text.replaceAll(family, "")).toBe("…退款…");
  });
}

function belonging(opened: () => OpenedStore): void {
  test("what was said to the bot counts for the ticket it led to, and for no other", async () => {
    const { store } = opened();
    const says = async (text: string) =>
      await store.change(turnOf(await received(store, aLearnerSays(text))), answer(text, `re ${text}`));
    await says("发票");
    const first = await aTicketSaying(store, ["人"], {});
    await act(store, first, claim(ann));
    await act(store, first, reply(ann, "发票在这里 agent"));
    await act(store, first, solve(ann));
    await act(store, first, rate(5));
    await says("作业");
    await act(store, first, (before) => ({
      ...nothing(before),
      messages: [aMessage("a late line", { ticketId: first.ticketId })],
    }));
    await says("证书");
    const second = await aTicketSaying(store, ["人"], {});
    await act(store, second, claim(ann));
    await act(store, second, solve(ann));
    await act(store, second, rate(5));
    await says("优惠券");

    expect(await idsOf(store, "发票")).toEqual([first.ticketId]);
    expect(await find(store, "证书")).toMatchObject([{ ticketId: second.ticketId, message: { author: "bot" } }]);
    expect(await find(store, "agent")).toMatchObject([{ ticketId: first.ticketId, message: { author: "agent" } }]);
    // What nobody sees in a transcript is not found either.
    for (const word of ["作业", "优惠券"]) expect(await idsOf(store, word)).toEqual([]);
    expect(await idsOf(store, "late line")).toEqual([first.ticketId]);
    expect(await idsOf(store, "人")).toEqual([second.ticketId, first.ticketId]);
  });
}

function filters(opened: () => OpenedStore): void {
  test("filters by learner, tag, status and time, together with words or without", async () => {
    const { store } = opened();
    const mias = await aTicketSaying(store, ["退款"], { chatId: "1", name: "Mia", tags: ["billing", "50%"] });
    const mings = await aTicketSaying(store, ["退款", "退款"], { chatId: "2", name: "王小明", tags: ["bill"] });
    await act(store, mings, claim(ann));
    const learnerId: LearnerId = (await store.ticket(mias.ticketId))?.learnerId ?? expect.fail();

    for (const word of ["退款", "退", ""]) {
      expect(await idsOf(store, word)).toEqual([mings.ticketId, mias.ticketId]);
      expect(await idsOf(store, word, { learner: "mIA" })).toEqual([mias.ticketId]);
      expect(await idsOf(store, word, { learner: " 小明 " })).toEqual([mings.ticketId]);
      expect(await idsOf(store, word, { learner: `${learnerId}` })).toEqual([mias.ticketId]);
      expect(await idsOf(store, word, { learner: "%" })).toEqual([]);
      expect(await idsOf(store, word, { learner: " " })).toHaveLength(2);
      expect(await idsOf(store, word, { tag: "50%" })).toEqual([mias.ticketId]);
      expect(await idsOf(store, word, { tag: "bill" })).toEqual([mings.ticketId]);
      expect(await idsOf(store, word, { tag: '["bill"]' })).toEqual([]);
      expect(await idsOf(store, word, { status: "open" })).toEqual([mings.ticketId]);
      expect(await idsOf(store, word, { status: "solved" })).toEqual([]);
      expect(await idsOf(store, word, { to: NOW })).toEqual([]);
    }
    expect(await find(store, "退款", { to: NOW + 1 })).toMatchObject([{ at: NOW }, { at: NOW }]);
    expect(await idsOf(store, "退款", { from: NOW + 1 })).toEqual([mings.ticketId]);
    expect(await idsOf(store, "", { from: NOW + 1 })).toEqual([]);
  });

  test("a name that fits many learners is a filter like any other", async () => {
    const { store } = opened();
    const texts = Array.from({ length: 55 }, (_, number) => (number % 2 === 0 ? "退款" : "发票"));
    await ticketsSaying(store, texts);

    expect(await idsOf(store, "退款", { learner: "小明" })).toHaveLength(28);
    expect(await idsOf(store, "", { learner: "小明" })).toHaveLength(55);
    expect(await idsOf(store, "退款", { learner: "小红" })).toEqual([]);
  });

  test("without words it shows the newest line of each ticket, and a ticket of which nothing is left as well", async () => {
    const { store } = opened();
    await aTicketSaying(store, ["first", "last\nwords", ""], { chatId: "1" });
    await aTicketSaying(store, [], { chatId: "2" });

    const found = await find(store, " \n ");

    expect(found).toMatchObject([{ message: null }, { message: { excerpt: { text: "last words", ranges: [] } } }]);
  });
}

function pages(opened: () => OpenedStore): void {
  test.each(["退款", "款", ""])("page by page every ticket comes once, newest first: %j", async (wanted) => {
    const { store } = opened();
    const ids = [
      ...(await ticketsSaying(
        store,
        Array.from({ length: 7 }, (_, number) => `退款 ${number}`),
      )),
    ];
    const about = await store.ticket(ids[0] ?? expect.fail());
    await act(
      store,
      (about && { conversationId: about.conversationId, ticketId: about.id }) || expect.fail(),
      (before) => ({
        ...nothing(before),
        messages: [aMessage("退款 again", { ticketId: before.current?.id ?? null })],
      }),
    );

    const seen: TicketId[] = [];
    let before: string | undefined;
    for (let page = 0; page < 4; page += 1) {
      const { found, next } = await store.search.find({ words: wanted, limit: 2, before });
      seen.push(...found.map(({ ticketId }) => ticketId));
      expect(found).toHaveLength(page < 3 ? 2 : 1);
      expect(next === null).toBe(page === 3);
      before = next ?? undefined;
    }

    const newestFirst = ids.toReversed();
    expect(seen).toEqual(wanted === "" ? newestFirst : [ids[0], ...newestFirst.slice(0, -1)]);
  });

  test("a cursor that is none finds nothing, and one of another kind neither", async () => {
    const { store } = opened();
    await ticketsSaying(store, ["退款", "退款"]);
    const { next } = await store.search.find({ words: "", limit: 1 });

    for (const before of [next ?? expect.fail(), "", "m", "m1; drop table messages", "m-1", "m99999999999999999999"])
      expect(await idsOf(store, "退款", { before })).toEqual([]);
    for (const before of ["m9", "t", "t1", "t1.2.3", "t1.x"]) expect(await idsOf(store, "", { before })).toEqual([]);
  });
}
