/** Nothing that can be typed is read as a command, and nothing breaks the search. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { OpenedStore } from "./store.ts";
import { find, idsOf, ticketsSaying } from "./store-search-builders.ts";

/** Syntax of FTS5, LIKE, regular expressions, JSON and SQL. Each is a text like any other. */
const HOSTILE = [
  "%",
  "_",
  "50%",
  "a_c",
  "*",
  "re*",
  "退款*",
  "NEAR(a b)",
  "a OR b",
  "NOT a",
  "^a",
  "grams:a",
  "-a",
  "a+b",
  "(",
  "'",
  "''; drop table messages; --",
  "\\",
  "\\u0000",
  "{}",
  "[1,2]",
  "$1",
  "?1",
  ":a",
  "@>",
  "😀",
  "é",
  "null",
];

export function conformSearchHostility(opened: () => OpenedStore): void {
  test("whatever is typed is looked for as it stands", async () => {
    const { store } = opened();
    await ticketsSaying(store, ["nothing but re and ab, 退款 and abc"]);
    const [hostile] = await ticketsSaying(store, [HOSTILE.join(" ⁂ ")]);

    for (const text of HOSTILE) {
      expect(await idsOf(store, `⁂ ${text}`), text).toEqual([hostile]);
      expect(await idsOf(store, `"${text} ⁂"`), text).toEqual(text === "null" ? [] : [hostile]);
    }
    for (const text of ["%%", "__", "a%c", "r_", "ab*c", ".*", "退_"])
      expect(await idsOf(store, text), text).toEqual([]);
  });

  test("half characters, control characters and endless words are no error", async () => {
    const { store } = opened();
    const long = "退款吗？".repeat(1024);
    const [found] = await ticketsSaying(store, [long, "a b"]);
    const many = Array.from({ length: 1365 }, (_, number) => String.fromCodePoint(0x4e00 + number * 7)).join(" ");

    expect(await idsOf(store, long)).toEqual([found]);
    expect(await idsOf(store, `"${long}`)).toEqual([found]);
    expect(await idsOf(store, many)).toEqual([]);
    expect(await idsOf(store, "\0退\u0007款\0")).toEqual([found]);
    for (const text of ["\ud800", "\udc00退款", "退款\ud83d", '"', '""', '"""', "“”"]) await find(store, text);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 5000, size: "max" }), async (text) => {
        await find(store, text, { learner: text, tag: text, before: text });
        await find(store, text, { limit: 1 });
      }),
      { numRuns: 20 },
    );
  });
}
