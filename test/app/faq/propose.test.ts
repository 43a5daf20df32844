/** Questions that become drafts: whose id can be read, that say what they lack, and are written once however often. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { problemsOf } from "../../../src/app/faq/problems.ts";
import { type Proposal, propose } from "../../../src/app/faq/propose.ts";
import { openTexts } from "../../../src/app/faq/texts.ts";
import { hashOf, type Texts, treeOf } from "../../../src/core/faq/faq.ts";
import type { FaqStore } from "../../../src/core/ports.ts";
import { freshId } from "../../../src/nlu/pack/naming.ts";
import { ANN, House, PACK, REFUND } from "./house.ts";

const BOTH: Texts = new Map([
  ["school/pack.yaml", PACK.replace("[en]", "[zh, en]")],
  ["school/refund.yaml", REFUND],
]);

let house: House;
let store: FaqStore;
beforeEach(async () => {
  house = new House();
  store = (await house.store()).faq;
  await store.publish({
    ...{ tree: treeOf(BOTH), texts: new Map([...BOTH.values()].map((text) => [hashOf(text), text])) },
    ...{ at: 1, by: ANN, why: "", source: "files", parent: null, despite: null, drafts: [], settles: [] },
  });
});
afterEach(() => house.close());

const proposed = (more: Partial<Proposal> = {}) => {
  const seed = { title: { zh: "怎么开发票" }, answer: { zh: "在订单里。" } };
  return propose(
    { store, textsOf: openTexts(store), now: () => 5 },
    {
      ...{ intentId: null, language: "zh", questions: ["要发票", "发票在哪"], why: "", source: "console", by: ANN },
      ...{
        evidence: [{ question: "要发票", language: "zh", answer: null, ticketId: null, messageId: 3, by: ANN, at: 5 }],
      },
      ...{ create: seed, ...more },
    },
  );
};

test("a Chinese title becomes an id that can be read, and the next one of the same title another", async () => {
  const drafts = [await proposed(), await proposed()];

  expect(drafts.map((draft) => draft?.path)).toEqual([
    "school/zen-me-kai-fa-piao.yaml",
    "school/zen-me-kai-fa-piao-2.yaml",
  ]);
});

test.each([
  [["How do I get a refund?", "怎么退款"], "how_do_i_get_a_refund"],
  [["用 Alipay 付款"], "yong_alipay_fu_kuan"],
  [["2FA: can't sign in"], "cant_sign_in"],
  [["Отмена", "Café closed?"], "cafe_closed"],
  [["❓", "!!"], "question"],
  [["Drafts"], "drafts_2"],
  [["Request refund"], "request_refund_2"],
  [["怎么申请发票并且把它寄到我公司的地址去呢"], "zen_me_shen_qing_fa_piao_bing"],
  [[`${"w".repeat(90)} more`], "w".repeat(32)],
])("%j is called %s", (titles, id) => {
  expect(freshId(titles, (taken) => taken === "request_refund")).toBe(id);
});

test("the same questions proposed again change nothing, whoever does it at once", async () => {
  const wish = { intentId: "invoice" } as const;
  await proposed(wish);

  await Promise.all([proposed(wish), proposed(wish)]);

  const [draft, ...others] = await store.drafts();
  expect(others).toEqual([]);
  expect(draft).toMatchObject({ path: "school/invoice.yaml", revision: 1, evidence: [{ messageId: 3 }] });
});

test("questions for an intent there is become examples, and for one there is not nothing", async () => {
  const [known, unknown, header] = await Promise.all([
    proposed({ intentId: "refund", create: undefined }),
    proposed({ intentId: "parking", create: undefined }),
    proposed({ intentId: "pack" }),
  ]);

  expect(known).toMatchObject({ path: "school/refund.yaml", base: hashOf(REFUND) });
  expect([unknown, header]).toEqual([null, null]);
});

test("a draft in one language of a pack in two says which is missing and what of it", async () => {
  const draft = await proposed();

  const { title, missing, problems } = problemsOf(BOTH, { path: draft?.path ?? "", text: draft?.text ?? "" });

  expect(title).toEqual({ zh: "怎么开发票", en: "" });
  expect(missing).toEqual([{ language: "en", parts: ["title", "examples", "answer"] }]);
  expect(problems).toContainEqual(
    expect.stringMatching(/^school\/zen-me-kai-fa-piao\.yaml:\d+: answer\.en is missing; write it in "en" too$/),
  );
  expect(problemsOf(BOTH, { path: "school/refund.yaml", text: null })).toEqual({
    title: null,
    missing: [],
    problems: [],
  });
  expect(problemsOf(BOTH, { path: "school/pack.yaml", text: "x" })).toEqual({ title: null, missing: [], problems: [] });
});
