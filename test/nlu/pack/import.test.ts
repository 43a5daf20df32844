/** Questions and answers as people have them elsewhere: a spreadsheet's table, a page of a help centre. */
import { expect, test } from "vitest";
import { csvLine } from "../../../src/insight/figures/csv.ts";
import { questionsInCsv } from "../../../src/nlu/pack/import/csv.ts";
import { questionsInMarkdown } from "../../../src/nlu/pack/import/markdown.ts";

const TOLD = { language: null } as const;

test.each([
  ["question_zh,answer_zh,question_en,answer_en,examples_en", ","],
  ["Question (ZH),Answer (ZH),Question (EN),Answer (EN),Examples (EN)", ","],
  ["中文问题;中文答案;英文问题;英文答案;英文例句", ";"],
  ["问题（中文）\t回答（中文）\t问题（英文）\t回答（英文）\t相似问（英文）", "\t"],
])("a table is read whatever its columns are called: %s", (header, separator) => {
  const row = ["怎么退款？", "七天内可退。", "How do I get a refund?", "Within 7 days.", "money back|undo my order"];

  const read = questionsInCsv(`\ufeff${header}\r\n${row.join(separator)}\r\n`, TOLD);

  expect(read).toEqual({
    unused: [],
    questions: [
      {
        ...{ line: 2, id: null },
        title: { zh: "怎么退款？", en: "How do I get a refund?" },
        examples: { zh: ["怎么退款？"], en: ["How do I get a refund?", "money back", "undo my order"] },
        answer: { zh: "七天内可退。", en: "Within 7 days." },
      },
    ],
  });
});

test("columns that say no language take that of their words, or the one that is said", () => {
  const table = "id,title,question,answer,owner\nrefund,退款,怎么退款？,七天内可退。,Ann\npay,,PDF?,OK,Bo\n";

  const told = questionsInCsv(table, TOLD);
  const said = questionsInCsv(table, { language: "zh" });

  expect(told).toMatchObject({
    unused: ["owner"],
    questions: [
      { id: "refund", title: { zh: "退款" }, examples: { zh: ["怎么退款？"] } },
      { title: { en: "PDF?" }, answer: { en: "OK" } },
    ],
  });
  expect(said).toHaveProperty("questions.1.title", { zh: "PDF?" });
});

test("what a spreadsheet was kept from running comes back as it was written, and nothing else loses its apostrophe", () => {
  const cells = ["=SUM(A1) shows #REF!", "'tis an answer", "-1"];
  const table = `id,question,answer\r\n${cells.map((cell, index) => csvLine([`q${index}`, cell, "An answer."])).join("")}`;

  const read = questionsInCsv(table, { language: "en" });

  expect(table).toContain("'=SUM");
  expect(read).toMatchObject({ questions: cells.map((cell) => ({ title: { en: cell } })) });
});

test("every mistake of a table has its line and what to do, and nothing of it is taken", () => {
  const long = "x".repeat(4097);
  const rows = [
    "refund,How do I pay?,By card.",
    "Bad Id,Why?,So.",
    `b,When?,${long}`,
    ",,alone",
    "refund,Else?,So.",
    "pack,Who?,I.",
  ];

  const read = questionsInCsv(`id,question,answer\n${rows.join("\n")}\n`, { language: "en" });

  expect(read).toEqual({
    problems: [
      { line: 3, problem: '"Bad Id" is no id; write a letter a–z, then a–z, 0–9 and _, such as request_refund' },
      { line: 4, problem: "the answer (en) is longer than 4096 characters; shorten it" },
      { line: 5, problem: "has no question; write one, or the id of an intent" },
      { line: 6, problem: "is the question of line 2 again; keep one of them" },
      { line: 7, problem: expect.stringContaining('"pack" is no id') },
    ],
  });
  expect(questionsInCsv("name,price\nx,1\n", TOLD)).toMatchObject({
    problems: [{ line: 1, problem: expect.stringContaining("no column is called answer") }],
  });
  expect(questionsInCsv('question,answer\nWhy?,"open\n', TOLD)).toEqual({
    problems: [{ line: 2, problem: "a quote is opened and never closed" }],
  });
});

const PAGE = `---
title: Help
---
# Help centre

Welcome to our school.

## Payment

### 1. How do I **pay**? {#how-to-pay}

By card. See [the list](https://school.example/cards) or [this page](../cards.md).
<!-- old:
### Is this a heading?
-->

- Visa
- \`Alipay\`

\`\`\`sh
# not a heading
\`\`\`

### 问：怎么开发票？ ##

在订单页申请。
`;

test("a page's headings are questions and the text below is their answer, as plain text; chapters and the title are none", () => {
  const read = questionsInMarkdown(PAGE, TOLD);

  expect(read).toMatchObject({
    questions: [
      {
        ...{ line: 10, id: "how_to_pay", title: { en: "How do I pay?" } },
        answer: {
          en: "By card. See the list (https://school.example/cards) or this page.\n\n- Visa\n- Alipay\n\n# not a heading",
        },
      },
      { line: 24, id: null, title: { zh: "怎么开发票？" }, answer: { zh: "在订单页申请。" } },
    ],
  });
});

test("a page says which heading has no answer, and a page without headings says how to write them", () => {
  const read = questionsInMarkdown("## How do I pay?\n\n## When?\n\nNow.\n", TOLD);

  expect(read).toEqual({
    problems: [{ line: 1, problem: '"How do I pay?" has no text below it; write the answer there' }],
  });
  expect(questionsInMarkdown("Only words.", TOLD)).toMatchObject({ problems: [{ line: 1 }] });
});

test("a hostile page takes no longer than a long one", () => {
  const lines = [
    "# a",
    "[".repeat(50_000),
    "*".repeat(50_000),
    "**a".repeat(20_000),
    "<!--".repeat(20_000),
    "`".repeat(50_000),
  ];
  const begun = performance.now();

  questionsInMarkdown(lines.join("\n"), { language: "en" });
  questionsInMarkdown(`## ${"#".repeat(50_000)} x\n${"![](".repeat(20_000)}`, { language: "en" });

  expect(performance.now() - begun).toBeLessThan(5000);
});
