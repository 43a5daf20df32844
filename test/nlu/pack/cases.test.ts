/** Answers that depend on the learner, wordings that are tried, images: what can be written, and what is said about mistakes. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Intent } from "../../../src/core/pack.ts";
import { loadPack } from "../../../src/nlu/pack/load.ts";

const PACK = `name: Test
languages: [zh, en]
variables: { refund_days: 7, shop: https://shop.example }
courses:
  python: { zh: Python 入门, en: Python for all }
`;

const REFUND = `id: refund
title: { zh: 退款, en: Refund }
examples:
  zh: [我想退款, 这门课不想学了能退吗]
  en: [I want my money back, please refund my course]
answer: { zh: 看规则。, en: See the rules. }
`;

async function load(more: string, pack = PACK) {
  const directory = await mkdtemp(join(tmpdir(), "pack-"));
  await writeFile(join(directory, "pack.yaml"), pack);
  await writeFile(join(directory, "refund.yaml"), REFUND + more);
  const loaded = await loadPack([directory]);
  if ("problems" in loaded) return { problems: loaded.problems.map((text) => text.replace(`${directory}/`, "")) };
  return { problems: [], pack: loaded.pack, intent: loaded.pack.intents.get("refund") };
}

async function problemsOf(more: string, pack = PACK): Promise<readonly string[]> {
  return (await load(more, pack)).problems;
}

/** Line 8 holds the first case. */
const aCase = (when: string, en = "Yes.") => `cases:\n  - { when: ${when}, answer: { zh: 好。, en: "${en}" } }\n`;

test("cases, wordings and images are read with their variables filled in and the learner's places left open", async () => {
  const { problems, pack, intent } = await load(`cases:
  - when: { enrolled: [python], days_since_purchase: { max: 7 }, progress: { max: 20 } }
    answer:
      zh: "{{learner.course|这门课}}还在 {{refund_days}} 天内。"
      en: "{{ learner.course | your course }} is within {{refund_days}} days."
    links: [{ label: { zh: 申请, en: Apply }, url: "{{shop}}/refund" }]
  - { when: { enrolled: false, language: zh, channel: web }, answer: { zh: 没有。, en: None. } }
variants:
  - { id: warm, share: 50, answer: { zh: 别担心。, en: Do not worry. } }
images:
  - { url: "{{shop}}/button.png", alt: { zh: 按钮, en: The button } }
`);

  expect(problems).toEqual([]);
  expect(pack?.courses?.get("python")).toEqual({ zh: "Python 入门", en: "Python for all" });
  expect(intent).toMatchObject<Partial<Intent>>({
    cases: [
      {
        when: { enrolled: true, courses: ["python"], daysSincePurchase: { max: 7 }, progress: { max: 20 } },
        answer: { zh: "这门课还在 7 天内。", en: "your course is within 7 days." },
        template: {
          zh: "{{learner.course|这门课}}还在 7 天内。",
          en: "{{ learner.course | your course }} is within 7 days.",
        },
        links: [{ label: { zh: "申请", en: "Apply" }, url: "https://shop.example/refund" }],
      },
      {
        when: { enrolled: false, languages: ["zh"], channels: ["web"] },
        answer: { zh: "没有。", en: "None." },
      },
    ],
    variants: [{ id: "warm", share: 50, answer: { zh: "别担心。", en: "Do not worry." } }],
    images: [{ url: "https://shop.example/button.png", alt: { zh: "按钮", en: "The button" } }],
  });
});

test("an intent without any of it is as it always was", async () => {
  const { intent } = await load("");

  expect(Object.keys(intent ?? {})).not.toEqual(expect.arrayContaining(["cases"]));
  expect(intent).not.toHaveProperty("variants");
  expect(intent).not.toHaveProperty("template");
});

test.each([
  [
    "a condition nobody knows",
    aCase("{ enroled: true }"),
    'refund.yaml:8: "enroled" is not known here; write enrolled, course,',
  ],
  ["a condition that says nothing", aCase("{}"), "says nothing; write a condition"],
  [
    "days that are no limits",
    aCase("{ days_since_purchase: 7 }"),
    "refund.yaml:8: cases.0.when.days_since_purchase: write { max: 7 }",
  ],
  ["progress beyond the end", aCase("{ progress: { max: 120 } }"), "numbers from 0 to 100"],
  ["limits the wrong way round", aCase("{ progress: { min: 9, max: 3 } }"), "min is above max"],
  [
    "a course nobody sells",
    aCase("{ course: pyhton }"),
    'refund.yaml:8: cases.0: no course is called "pyhton"; add it to courses',
  ],
  [
    "two cases that say the same",
    aCase("{ enrolled: true }") + aCase("{ enrolled: true }").replace("cases:\n", ""),
    "refund.yaml:9: cases.1: an earlier case says the same",
  ],
  [
    "days of somebody who bought nothing",
    aCase("{ enrolled: false, progress: { max: 3 } }"),
    "who is not enrolled has no days",
  ],
  [
    "a case in one language",
    "cases:\n  - { when: { enrolled: true }, answer: { en: Yes. } }\n",
    "cases.0.answer.zh is missing",
  ],
  [
    "a place without words for strangers",
    aCase("{ enrolled: true }", "{{learner.course}}"),
    "refund.yaml:8: cases.0.answer.en: {{learner.course}} needs words for when it is not known",
  ],
  [
    "a place nobody knows",
    aCase("{ enrolled: true }", "{{learner.email|x}}"),
    "{{learner.email}} is not known; write one of {{learner.course|…}}",
  ],
  [
    "a brace that is left over",
    aCase("{ enrolled: true }", "{{learner.course|{x}}}"),
    "has a brace that learners would see",
  ],
  [
    "a learner's place on a button",
    `links: [{ label: { zh: 退, en: "{{learner.course|x}}" }, url: "https://x.example" }]\n`,
    "{{learner.…}} can stand in answers only",
  ],
  [
    "shares beyond all learners",
    "variants:\n  - { id: a, share: 60, answer: { zh: 甲, en: A } }\n  - { id: b, share: 60, answer: { zh: 乙, en: B } }\n",
    "refund.yaml:8: variants: the shares add up to 120",
  ],
  [
    "two wordings of one name",
    "variants:\n  - { id: a, share: 6, answer: { zh: 甲, en: A } }\n  - { id: a, share: 6, answer: { zh: 乙, en: B } }\n",
    'refund.yaml:9: variants: "a" is there twice',
  ],
  [
    "a wording called plain",
    "variants:\n  - { id: plain, share: 6, answer: { zh: 甲, en: A } }\n",
    "plain is the answer itself",
  ],
  [
    "an image that is not safe to open",
    "images: [{ url: http://x.example/a.png, alt: { zh: 图, en: Picture } }]\n",
    "refund.yaml:7: images.0.url: write an address with https://",
  ],
  [
    "an image nobody can hear",
    "images: [{ url: https://x.example/a.png }]\n",
    "images.0.alt: write one entry for each language",
  ],
])("%s is a mistake with its place and a remedy", async (_, more, said) => {
  expect((await problemsOf(more)).join("\n")).toContain(said);
});

test("a course's name in one language only is a mistake of pack.yaml", async () => {
  const pack = PACK.replace("{ zh: Python 入门, en: Python for all }", "{ en: Python }");

  expect((await problemsOf("", pack)).join("\n")).toContain("pack.yaml:5: courses.python.zh is missing");
});

test("without a list of courses any course can be named", async () => {
  expect(await problemsOf(aCase("{ course: [a, 68] }"), PACK.slice(0, PACK.indexOf("courses:")))).toEqual([]);
});
