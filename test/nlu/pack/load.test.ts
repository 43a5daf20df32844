/**
 * Whoever edits the FAQ is no programmer: every mistake must name its file and line and say what to write, all at once.
 */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, beforeEach, describe, expect, test } from "vitest";
import { loadPack } from "../../../src/nlu/pack/load.ts";
import { COURSE_PACK, coursePack } from "../course-pack.ts";

const PACK = `name: Test
languages: [zh, en]
variables:
  refund_days: 7
  refund_url: https://learn.example.com/refund
  methods: { zh: 微信, en: WeChat }
`;

const REFUND = `id: request_refund
title: { zh: 申请退款, en: Ask for a refund }
examples:
  zh: [我想退款, 这门课不想学了能退吗]
  en: [I want my money back, please refund my course]
answer:
  zh: 购买后 {{refund_days}} 天内可用{{ methods }}退款。
  en: Within {{refund_days}} days by {{methods}}.
links:
  - { label: { zh: 申请退款, en: Request a refund }, url: "{{refund_url}}" }
`;

const INVOICE = REFUND.replace("request_refund", "invoice")
  .replace("[我想退款, 这门课不想学了能退吗]", "[开发票, 发票在哪里]")
  .replace("[I want my money back, please refund my course]", "[I need an invoice, invoice please]");

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pack-"));
});

type Files = Readonly<Record<string, string>>;

async function packWith(files: Files): Promise<void> {
  const all = { "pack.yaml": PACK, "request-refund.yaml": REFUND, ...files };
  await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(directory, name), text)));
}

/** The problems of the pack, without the directory in front. */
async function problemsWith(files: Files): Promise<readonly string[]> {
  await packWith(files);
  const loaded = await loadPack([directory]);
  return "problems" in loaded ? loaded.problems.map((problem) => problem.replace(`${directory}/`, "")) : [];
}

const refundWith = (from: string | RegExp, to: string): Files => {
  const text = REFUND.replace(from, to);
  assert(text !== REFUND);
  return { "request-refund.yaml": text };
};

test.each(["drafts", "history", "tests"])("an intent cannot be called %s, and another id is proposed", async (id) => {
  const problems = await problemsWith({ [`${id}s.yaml`]: INVOICE.replace("id: invoice", `id: ${id}`) });

  expect(problems).toEqual([expect.stringMatching(new RegExp(`^${id}s\\.yaml:1: .*"${id}".*such as about_${id}$`))]);
});

test("a good pack is read with its variables filled in and its defaults set", async () => {
  await packWith({
    "invoice.yaml": `${INVOICE}escalate: offer\npriority: high\nanswerWhenSure: 0.6\ntags: [billing]\n`,
  });

  const loaded = await loadPack([directory]);

  assert("pack" in loaded);
  expect(loaded.pack).toMatchObject({ name: "Test", languages: ["zh", "en"], askWhenSure: 0.5 });
  expect([...loaded.pack.intents.keys()].sort()).toEqual(["invoice", "request_refund"]);
  expect(loaded.pack.intents.get("request_refund")).toMatchObject({
    answer: { zh: "购买后 7 天内可用微信退款。", en: "Within 7 days by WeChat." },
    links: [{ label: { zh: "申请退款", en: "Request a refund" }, url: "https://learn.example.com/refund" }],
    escalate: "never",
    priority: "normal",
    answerWhenSure: 0.9,
    tags: [],
  });
  expect(loaded.pack.intents.get("invoice")).toMatchObject({
    escalate: "offer",
    priority: "high",
    answerWhenSure: 0.6,
    tags: ["billing"],
  });
});

test("the shipped pack is good, and no brace or half-width comma reaches a learner", async () => {
  const pack = await coursePack();

  expect(pack.intents.size).toBe(55);
  for (const { id, title, answer, links } of pack.intents.values()) {
    const shown = [...Object.values(title), ...Object.values(answer), ...links.map(({ url }) => url)];
    expect(
      shown.filter((text) => /[{}]|undefined|null/.test(text)),
      id,
    ).toEqual([]);
    expect(answer.zh.replace(/https?:\S+/g, ""), id).not.toMatch(/\p{sc=Han}[,?!;:()]|[,?!;()]\p{sc=Han}/u);
  }
});

describe("a mistake in an intent names the line and what to write", () => {
  test.each<[string, Files, readonly string[]]>([
    ["an unknown key", refundWith("links:", "link:"), ["request-refund.yaml:9:", '"link" is not known', "links"]],
    ["a missing key", refundWith(/answer:(.|\n)*(?=links:)/, ""), ["request-refund.yaml:1:", "answer"]],
    ["an id with capitals", refundWith("request_refund", "Refund"), ["request-refund.yaml:1:", "a–z, 0–9 and _"]],
    ["an id too long", refundWith("request_refund", "x".repeat(41)), ["request-refund.yaml:1:", "1 to 40"]],
    ["an id that is not the file's", refundWith("request_refund", "refund"), ["request-refund.yaml:1:", "refund.yaml"]],
    ["a language missing", refundWith(", en: Ask for a refund", ""), ["request-refund.yaml:2:", "title.en is missing"]],
    ["a language nobody speaks", refundWith("title: {", "title: { fr: X,"), [":2:", '"fr" is not known']],
    ["an undefined variable", refundWith("by {{methods}}", "by {{method}}"), [":8:", "{{method}}", "pack.yaml"]],
    ["a brace left over", refundWith("by {{methods}}", "by {methods}"), [":8:", "brace", "{{name}}"]],
    [
      "too few examples",
      refundWith("[我想退款, 这门课不想学了能退吗]", "[我想退款]"),
      [":4:", "too few, 1 of at least 2"],
    ],
    [
      "an escalation that is none",
      { "request-refund.yaml": `${REFUND}escalate: maybe\n` },
      [":11:", "never, offer or always"],
    ],
    [
      "a priority that is none",
      { "request-refund.yaml": `${REFUND}priority: huge\n` },
      [":11:", "low, normal, high, urgent"],
    ],
    ["a probability above one", { "request-refund.yaml": `${REFUND}answerWhenSure: 90\n` }, [":11:", "0 to 1"]],
    ["an address of another kind", refundWith("{{refund_url}}", "javascript:alert(1)"), [":10:", "https://"]],
    ["an address that is none", refundWith("{{refund_url}}", "learn.example.com"), [":10:", "https://"]],
    ["a number as an example", refundWith("[我想退款,", "[88,"), [":4:", '"double quotes"']],
    ["an empty example", refundWith("[我想退款,", '[" ",'), [":4:", "empty"]],
    ["an example too long", refundWith("我想退款", "退".repeat(4097)), [":4:", "4096"]],
    ["an answer too long", refundWith("Within", "W".repeat(4097)), [":8:", "4096"]],
    ["broken YAML", refundWith("zh: [我想退款", "zh: ]我想退款"), [":4:", "not valid YAML"]],
    ["a key twice", { "request-refund.yaml": `${REFUND}id: twice\n` }, [":11:", "not valid YAML"]],
    [
      "a repeated place",
      refundWith("answer:", "answer: &a { zh: 好, en: *a }\nother:"),
      [":6:", "write the text itself"],
    ],
    [
      "a key that reaches into objects",
      refundWith("title: {", "title: { __proto__: x,"),
      [":2:", '"__proto__" cannot be a key'],
    ],
    ["no mapping at all", { "request-refund.yaml": "- just\n- a list\n" }, [":1:", "id, title, examples, answer"]],
    ["an empty file", { "request-refund.yaml": "" }, ["request-refund.yaml:1:", "id, title, examples, answer"]],
  ])("%s", async (_, files, parts) => {
    const problems = await problemsWith(files);

    expect(problems).toHaveLength(1);
    for (const part of parts) expect(problems[0]).toContain(part);
  });
});

describe("a mistake in pack.yaml names the line and what to write", () => {
  test.each<[string, string, readonly string[]]>([
    ["an unknown key", `${PACK}language: zh\n`, ["pack.yaml:7:", '"language" is not known']],
    ["a language we do not speak", PACK.replace("[zh, en]", "[zh, fr]"), ["pack.yaml:2:", "zh, en"]],
    ["no language", PACK.replace("[zh, en]", "[]"), ["pack.yaml:2:", "at least one language"]],
    ["a variable without its other language", PACK.replace(", en: WeChat", ""), ["request-refund.yaml:8:", 'no "en"']],
    ["a variable's name with a dash", `${PACK}  refund-days: 7\n`, ["pack.yaml:7:", "a–z, 0–9 and _"]],
    ["a variable that is a list", `${PACK}  days: [1]\n`, ["pack.yaml:7:", "text, a number, or { zh: …, en: … }"]],
    [
      "a threshold to ask above the one to answer",
      `${PACK}askWhenSure: 0.95\n`,
      ["pack.yaml:7:", "above answerWhenSure"],
    ],
    ["a variable that brings a brace", PACK.replace("WeChat", '"{{name}}"'), ["request-refund.yaml:8:", "brace"]],
  ])("%s", async (_, text, parts) => {
    assert(text !== PACK);

    const problems = await problemsWith({ "pack.yaml": text });

    expect(problems).toHaveLength(1);
    for (const part of parts) expect(problems[0]).toContain(part);
  });
});

test("the same message under two intents is named once, whatever its capitals and punctuation", async () => {
  const problems = await problemsWith({ "invoice.yaml": INVOICE.replace("invoice please", "I want MY money back!!") });

  expect(problems).toEqual([
    expect.stringMatching(/^request-refund\.yaml:5: .*also an example of invoice; keep it in one/),
  ]);
});

test("all problems of all files are told at once", async () => {
  const problems = await problemsWith({
    "request-refund.yaml": REFUND.replace("by {{methods}}", "by {{method}}").replace("links:", "link:"),
    "invoice.yaml": INVOICE.replace("title:", "titel:"),
    "note.yml": "",
    "broken.yaml": "id: [",
  });

  expect(problems.map((problem) => problem.split(":")[0])).toEqual([
    "note.yml",
    "broken.yaml",
    "invoice.yaml",
    "invoice.yaml",
    "request-refund.yaml",
  ]);
});

test("a path that is no pack is said to be none", async () => {
  const file = join(directory, "file");
  await writeFile(file, "");
  const empty = join(directory, "empty");
  await mkdir(empty);
  const bare = join(directory, "bare");
  await mkdir(bare);
  await writeFile(join(bare, "pack.yaml"), PACK);

  expect(await loadPack([file])).toEqual({ problems: [expect.stringContaining("is not a directory")] });
  expect(await loadPack([`${directory}-missing`])).toEqual({
    problems: [expect.stringContaining("is not a directory")],
  });
  expect(await loadPack([empty])).toEqual({ problems: [expect.stringContaining("pack.yaml: is missing")] });
  expect(await loadPack([bare])).toEqual({ problems: [expect.stringContaining("holds no intent")] });
  expect(await loadPack([])).toEqual({ problems: [expect.stringContaining("no directory")] });
});

test("several packs become one, each with its own variables and thresholds", async () => {
  await packWith({});
  const other = join(directory, "other");
  await mkdir(other);
  await writeFile(
    join(other, "pack.yaml"),
    `${PACK.replace("refund_days: 7", "refund_days: 30")}answerWhenSure: 0.8\n`,
  );
  await writeFile(join(other, "invoice.yaml"), INVOICE);

  const loaded = await loadPack([directory, other]);

  assert("pack" in loaded);
  expect(loaded.pack.name).toBe("Test + Test");
  expect(loaded.pack.intents.get("request_refund")).toMatchObject({
    answerWhenSure: 0.9,
    answer: { en: "Within 7 days by WeChat." },
  });
  expect(loaded.pack.intents.get("invoice")).toMatchObject({
    answerWhenSure: 0.8,
    answer: { en: "Within 30 days by WeChat." },
  });
});

test("an id used in two packs is a problem that names both files", async () => {
  await packWith({});

  const loaded = await loadPack([directory, directory]);

  assert("problems" in loaded);
  expect(loaded.problems[0]).toMatch(
    /request-refund\.yaml:1: id "request_refund" is already used in .*request-refund\.yaml/,
  );
});

test("a pack in one language speaks it to everybody", async () => {
  await packWith({
    "pack.yaml": PACK.replace("[zh, en]", "[zh]"),
    "request-refund.yaml": REFUND.replace(/^ {2}en: .*\n/gm, "").replaceAll(/, en: [^}]+ }/g, " }"),
  });

  const loaded = await loadPack([directory]);

  assert("pack" in loaded, JSON.stringify(loaded));
  expect(loaded.pack.languages).toEqual(["zh"]);
  expect(loaded.pack.intents.get("request_refund")).toMatchObject({
    title: { zh: "申请退款", en: "申请退款" },
    examples: { zh: ["我想退款", "这门课不想学了能退吗"], en: [] },
  });
});

test("the pack is found by its folder's name from anywhere", async () => {
  expect("pack" in (await loadPack([join(process.cwd(), COURSE_PACK)]))).toBe(true);
});
