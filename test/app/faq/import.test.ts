/** A table of questions becomes drafts of the FAQ, and after publishing it answers. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { publishDrafts } from "../../../src/app/faq/drafts.ts";
import { importQuestions } from "../../../src/app/faq/import.ts";
import type { FaqLife } from "../../../src/app/faq/life.ts";
import { ANN, answerOf, House, REFUND } from "./house.ts";

let house: House;
let life: FaqLife;
beforeEach(async () => {
  house = new House();
  life = await house.replica(await house.store(), await house.folder());
});
afterEach(() => house.close());

const imported = (text: string, format: "csv" | "markdown" = "csv") =>
  importQuestions(life, { text, format, language: "en", why: "from the old help centre", by: ANN });

const TABLE = [
  "id,question,examples,answer",
  "refund,Can I get my fee back?,,Within a month.",
  ",Is there a group discount?,price for a team|cheaper for ten of us|we are a company,From five people on.",
].join("\n");

test("an intent there is gets examples and the new answer, another one is new, and both answer once published", async () => {
  const read = await imported(TABLE);
  const drafts = await life.store.drafts();
  const published = await publishDrafts(life, { drafts, by: ANN, why: "import", despite: null });

  const added = "    - give me a refund\n    - Can I get my fee back?\n";
  const refund = REFUND.replace("    - give me a refund\n", added);
  expect(read).toMatchObject({ outcome: "drafted", unchanged: 0, drafts: [{ source: "import" }, { base: null }] });
  expect(drafts.map(({ path }) => path).sort()).toEqual([
    "school/is-there-a-group-discount.yaml",
    "school/refund.yaml",
  ]);
  const { text } = drafts.find(({ path }) => path === "school/refund.yaml") ?? {};
  expect(text?.slice(0, text.indexOf("answer"))).toBe(refund.slice(0, refund.indexOf("answer")));
  expect(published.outcome).toBe("published");
  expect(answerOf(life, "Can I get my fee back?")).toBe("Within a month.");
  expect(answerOf(life, "price for a team")).toBe("From five people on.");
});

test("the same file again changes nothing, and a corrected one changes the same drafts", async () => {
  await imported(TABLE);

  const again = await imported(TABLE);
  const corrected = await imported(TABLE.replace("five people", "six people"));

  expect(again).toEqual({ outcome: "drafted", drafts: [], unchanged: 2, unused: [] });
  expect(corrected).toMatchObject({ unchanged: 1, drafts: [{ revision: 2 }] });
  expect(await life.store.drafts()).toHaveLength(2);
});

test("a file with one mistake makes no draft at all", async () => {
  const read = await imported(`${TABLE}\n,A question nobody answered?,,\nghost,,,Who asks?`);

  expect(read).toEqual({
    outcome: "refused",
    problems: [
      { line: 4, problem: "has no answer; write one" },
      { line: 5, problem: 'there is no intent "ghost" yet; write its question, too' },
    ],
  });
  expect(await life.store.drafts()).toEqual([]);
});

test("somebody who begins a draft meanwhile keeps their words, and the file adds to them", async () => {
  const { openDraft, saveDrafts } = life.store;
  let isFirst = true;
  const theirs = REFUND.replace("# ours", "# theirs");
  const busy: FaqLife = {
    ...life,
    store: {
      ...life.store,
      async saveDrafts(drafts) {
        const draft = { path: "school/refund.yaml", base: null, text: theirs, why: "", source: "console" } as const;
        if (isFirst) await openDraft({ ...draft, by: ANN, at: 1, evidence: [] });
        isFirst = false;
        return await saveDrafts(drafts);
      },
    },
  };

  await importQuestions(busy, { text: TABLE, format: "csv", language: "en", why: "", by: ANN });

  const drafts = await life.store.drafts();
  expect(drafts).toHaveLength(2);
  const { text } = drafts.find(({ path }) => path === "school/refund.yaml") ?? {};
  expect(text).toContain("# theirs");
  expect(text).toContain("Can I get my fee back?");
});
