/** An intent's file as a form: what an admin changes there is written, and all else stays as its author left it. */
import { expect, test } from "vitest";
import { formOf, withForm } from "../../src/nlu/pack/form.ts";

const FILE = `# Asked most in spring.
id: request_refund
title: { zh: 申请退款, en: Ask for a refund }
examples:
  zh:
    - 我想退款
  en:
    - I want my money back # the usual words
    - refund please
answer:
  zh: 购买后 {{refund_days}} 天内可退款。
  en: "Within {{refund_days}} days."
tags: [billing, refund]   # for figures
`;
const form = formOf(FILE) ?? expect.fail("unreadable");

test("a form that was not changed leaves the file letter by letter", () => {
  expect(withForm(FILE, form)).toBe(FILE);
});

test("an admin who adds an example, a link and a hand-over changes those lines and no others", () => {
  const links = [{ label: { zh: "退款", en: "" }, url: "{{refund_url}}" }];
  const changed = { ...form, links, escalate: "offer" as const };

  const text = withForm(FILE, { ...changed, examples: { ...form.examples, en: [...form.examples.en, "money: back"] } });

  const lines = text.split("\n");
  expect(FILE.split("\n").filter((line) => !lines.includes(line))).toEqual([]);
  expect(text).toContain('    - "money: back"\n');
  expect(text).toContain("I want my money back # the usual words\n");
  expect(text).toContain("tags: [billing, refund]   # for figures\n");
  expect(formOf(text)).toEqual({
    ...changed,
    examples: { ...form.examples, en: [...form.examples.en, "money: back"] },
  });
});

test("what is emptied is gone from the file, and a text that is no intent is left alone", () => {
  const text = withForm(FILE, { ...form, answer: { ...form.answer, en: "" } });

  expect(text).not.toContain("Within");
  expect(formOf(text)?.answer).toEqual({ ...form.answer, en: "" });
  expect([formOf("- a\n- b"), formOf("a: [")]).toEqual([null, null]);
  expect(withForm("a: [", form)).toBe("a: [");
});
