/** Text, languages, buttons and verbs: small readers of what people send. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languageOfCode, spokenLanguage } from "../../src/core/language.ts";
import type { TicketId } from "../../src/core/model.ts";
import { formatPress, parsePress } from "../../src/core/press.ts";
import { clean, isBlank, oneLine, split, truncate } from "../../src/core/text.ts";

const wild = fc.string({
  unit: fc.constantFrom("a", " ", "\n", "字", "👩‍👩‍👧", "é", "e\u0301", "\u200b", "\u202e", "\ud83d", "🏽", "\0"),
  maxLength: 300,
});

describe("text of a stranger", () => {
  test("loses control characters and halves of characters, keeps everything a person can see", () => {
    expect(clean("a\u0000b\u001b[31m\ud83dc\r\n👩‍👩‍👧 العربية")).toBe("ab[31m\ufffdc\n👩‍👩‍👧 العربية");
  });

  test("is cut at 4,096 without tearing an emoji", () => {
    const cut = clean(`${"x".repeat(4095)}👩‍👩‍👧`);

    expect(cut).toBe("x".repeat(4095));
  });

  test.each(["", " \n", "\u200b\u200f\u2060", "\u3164", "\ufeff"])("that shows nothing is blank", (text) => {
    expect(isBlank(text)).toBe(true);
  });

  test.each(["a", "😀", "字", "."])("%s is not blank", (text) => {
    expect(isBlank(text)).toBe(false);
  });

  test("split into parts gives the same text again, each part within the limit and well-formed", () => {
    fc.assert(
      fc.property(wild, fc.integer({ min: 16, max: 80 }), (text, limit) => {
        const whole = text.toWellFormed();
        const parts = split(whole, limit);
        expect(parts.join("")).toBe(whole);
        expect(parts.every((part) => part.length <= limit && part.isWellFormed())).toBe(true);
      }),
    );
  });

  test("truncated is a beginning of itself and well-formed", () => {
    fc.assert(
      fc.property(wild, fc.integer({ min: 0, max: 50 }), (text, limit) => {
        const whole = text.toWellFormed();
        const cut = truncate(whole, limit);
        expect(whole.startsWith(cut) && cut.length <= limit && cut.isWellFormed()).toBe(true);
      }),
    );
  });

  test("a thousand combining marks are cut as quickly as anything", () => {
    expect(split(`a${"\u0301".repeat(9000)}`, 4096).map(({ length }) => length)).toEqual([4096, 4096, 809]);
  });

  test("a name stays on one line and cannot turn the text around it", () => {
    expect(oneLine("Ming\n\u202eevil\u202c  Li", 64)).toBe("Ming evil Li");
  });
});

describe("the language of words", () => {
  test.each([
    ["忘记密码怎么办", "zh"],
    ["I forgot my password", "en"],
    ["我的 certificate 怎么下载", "zh"],
    ["what does 编程 mean in lesson 3", "en"],
    ["Refund 退款", "zh"],
    ["忘記密碼", "zh"],
    ["hi", "en"],
    ["PDF", null],
    ["😀", null],
    ["12345", null],
    ["", null],
    ["مرحبا", null],
  ] as const)("of %s is %s", (text, language) => {
    expect(spokenLanguage(text)).toBe(language);
  });

  test.each(["ok", "thx", "zhangsan@qq.com", "https://learn.example.com/course", "abc123x", "wechat"])(
    "of a Chinese speaker stays Chinese after %s",
    (text) => {
      expect(spokenLanguage(text, "zh")).toBeNull();
    },
  );

  test("of somebody who asks in English about a Chinese title is English", () => {
    expect(spokenLanguage("How do I open 零基础学编程实战?")).toBe("en");
  });

  test.each([
    ["zh-hans", "zh"],
    ["zh_TW", "zh"],
    ["EN-gb", "en"],
    ["de", null],
    [null, null],
  ] as const)("of an app set to %s is %s", (code, language) => {
    expect(languageOfCode(code)).toBe(language);
  });
});

describe("a button", () => {
  test.each([
    { press: "solved", turn: 12 },
    { press: "person", turn: 0 },
    { press: "pick", turn: 3, intentId: "reset_password" },
    { press: "rate", ticketId: 1042 as TicketId, episode: 2, rating: 5 },
    { press: "cancel", ticketId: 7 as TicketId },
    { press: "callback", ticketId: 7 as TicketId },
    { press: "settle", ticketId: 7 as TicketId },
    { press: "settled", ticketId: 7 as TicketId },
    { press: "unsettled", ticketId: 7 as TicketId },
    { press: "speak", language: "zh" },
    { press: "claim", ticketId: 7 as TicketId },
  ] as const)("carries $press there and back", (press) => {
    expect(parsePress(formatPress(press))).toEqual(press);
  });

  test.each([
    "",
    "rate",
    "rate:1:1:6",
    "rate:1:1:5:9",
    "solved:x",
    "solved:-1",
    "pick:1:__proto__",
    "speak:xx",
    "drop:1",
    "claim:01",
  ])("that says %j is nobody's", (text) => {
    expect(parsePress(text)).toBeNull();
  });

  test("from a forger is either unreadable or reads the same again", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const press = parsePress(text);
        if (press !== null) expect(parsePress(formatPress(press))).toEqual(press);
      }),
    );
  });
});
