/** What a pack is warned about before it is published: each kind once, and nothing where all is well. */
import { expect, test } from "vitest";
import type { Intent } from "../../src/core/pack.ts";
import { lint } from "../../src/nlu/lint/lint.ts";
import { anIntent, aPack } from "../core/tiny-pack.ts";

const PASSWORD = [
  "I forgot my password",
  "reset my password",
  "change password please",
  "password link",
  "new password",
  "lost my password",
];
const REFUND = [
  "I want a refund",
  "refund my order",
  "money back please",
  "how do refunds work",
  "refund the course",
  "give my money back",
];

const written = (id: string, en: readonly string[], wish: Partial<Intent> = {}): Intent =>
  anIntent(id, {
    ...{ title: { zh: "", en: "How it is done" }, answer: { zh: "", en: "This is how it is done." } },
    ...{ examples: { zh: [], en }, ...wish },
  });
const packOf = (...intents: readonly Intent[]) => ({ ...aPack(...intents), languages: ["en"] as const });
const kindsOf = (...intents: readonly Intent[]) =>
  lint(packOf(...intents)).map(({ kind, intentId }) => `${kind} ${intentId}`);

const password = written("password", PASSWORD);
const refund = written("refund", REFUND);

test("a pack in which all is well gets no warning", () => {
  expect(lint(packOf(password, refund))).toEqual([]);
});

test.each([
  ["thin", written("password", PASSWORD.slice(0, 4))],
  ["variable", written("password", PASSWORD, { answer: { zh: "", en: "Within {{days}} days it is done." } })],
  ["long", written("password", PASSWORD, { answer: { zh: "", en: "This is how it is done. ".repeat(100) } })],
  ["wrong_language", written("password", PASSWORD, { answer: { zh: "", en: "请点击下面的链接重置密码" } })],
  [
    "link",
    written("password", PASSWORD, { links: [{ label: { zh: "", en: "Here" }, url: "http://localhost/reset" }] }),
  ],
  ["link", written("password", PASSWORD, { links: [{ label: { zh: "", en: "Here" }, url: "javascript:alert(1)" }] })],
])("what is %s is named", (kind, intent) => {
  expect(kindsOf(intent, refund)).toContain(`${kind} password`);
});

test("nearly the same example in two intents, and one that belongs elsewhere, are named with where they should be", () => {
  const mixed = written("refund", [...REFUND, "I forgot my password!!", "forgot password, reset my password"]);

  const warnings = lint(packOf(password, mixed));

  const duplicate = warnings.find(({ kind }) => kind === "near_duplicate");
  expect(duplicate).toMatchObject({ intentId: "password", about: "I forgot my password" });
  expect(duplicate?.text).toContain("of refund");
  const stranger = warnings.find(({ kind, intentId }) => kind === "belongs_elsewhere" && intentId === "refund");
  expect(stranger?.text).toContain("looks like password");
});
