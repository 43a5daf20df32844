/** Nothing that tells who asked leaves a ticket: each kind of it in both languages, and whatever may stand around it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mask } from "../../src/core/mask.ts";

const NAMES = ["Zhang San", "张三"];

describe("outside its ticket a question shows no", () => {
  test.each([
    ["我的邮箱是 zhang.san+study@mail.example.cn，收不到验证码", "我的邮箱是 [✉]，收不到验证码"],
    ["write to anna_bell @ mail.example please", "write to [✉] please"],
    ["anna at mail dot com", "[✉]"],
  ])("e-mail address: %s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test.each([
    ["换绑手机13800138000", "换绑手机[☎]"],
    ["+86 138-0013-8000 打不通", "[☎] 打不通"],
    ["座机 010-62345678", "座机 [☎]"],
    ["call me at (415) 555-2671", "call me at [☎]"],
    ["my number is +44 20 7946 0958.", "my number is [☎]."],
    ["１３８００１３８０００", "[☎]"],
    ["电话幺三八零零幺三八零零零", "电话[☎]"],
    ["1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "[☎]"],
    ["138\u200b0013\u200b8000", "[☎]"],
  ])("telephone number: %s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test.each([
    ["身份证11010519900307123X填错了", "身份证[🆔]填错了"],
    ["card 6222 0212 3456 7890 128 was charged", "card [💳] was charged"],
    ["4111-1111-1111-1111", "[💳]"],
    ["订单号：E20231101A 没到", "订单号：[#] 没到"],
    ["where is order 88213", "where is order [#]"],
    ["尾号3321那个账号", "尾号[#]那个账号"],
    ["code 9876543210988", "code [#]"],
    ["from 192.168.10.7 and 2001:db8:85a3:8d3:1319:8a2e:370:7348", "from [#] and [#]"],
  ])("number of a card, an order or a machine: %s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test.each([
    ["https://school.example/reset?token=s3cr3t&u=anna 打不开", "https://school.example/[🔗] 打不开"],
    ["http://anna:pw@school.example/x", "[🔗]"],
    ["add me t.me/anna_bell", "add me [🔗]"],
    ["@zhang_san 在吗", "[@] 在吗"],
    ["我的微信号 wx_abc123", "我的微信号 [@]"],
    ["密码是 Abc123!", "密码是 [🔑]"],
  ])("link with a token, handle or password: %s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test.each([
    ["我是张三，课程打不开", "我是[👤]，课程打不开"],
    ["zhang san here, Zhang's course is gone", "[👤] here, [👤]'s course is gone"],
    ["我叫李雷，怎么退款", "我叫[👤]，怎么退款"],
    ["My name is Anna Bell and I paid", "My name is [👤] and I paid"],
  ])("name: %s", (text, masked) => {
    expect(mask(text, NAMES)).toBe(masked);
  });
});

test.each([
  "on 2026-11-30 at 13:45 I paid 199.00 for lesson 12 of 2024-2025",
  "1.5倍速播放，1080p 还是 h264 1080p？python 3.12.4 报 404",
  "see https://school.example/refund-policy.",
  "wechat payment failed, my password is wrong",
  "我叫不到老师，周一三五上课",
])("what a question is about stays: %s", (text) => {
  expect(mask(text, NAMES)).toBe(text);
});

test("a learner whose name is a word is hidden by name, and the word stays", () => {
  const masked = mask("will I get it back? regards, Will", ["Will"]);

  expect(masked).toBe("will I get it back? regards, [👤]");
});

const around = fc.constantFrom("", " ", "，", "。", "\n", "请看 ", "it is ", "(", "“");
const digits = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength }).map((all) => all.join(""));
const mobile = fc.tuple(fc.constantFrom("13", "15", "18", "19"), digits(9, 9)).map((parts) => parts.join(""));
const secrets = fc.oneof(
  mobile,
  digits(7, 30),
  mobile.map((phone) => `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`),
  fc.emailAddress({ size: "small" }).filter((address) => /^[\w.+-]+@/.test(address)),
);

test("whatever stands around it, an address or a long number is hidden", () => {
  fc.assert(
    fc.property(around, secrets, around, (before, secret, after) => {
      const masked = mask(`${before}${secret}${after}`);

      expect(masked).not.toContain(secret);
      expect(masked).not.toMatch(/[0-9]{7}/);
    }),
  );
});

const pieces = fc.array(
  fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    secrets,
    fc.constantFrom("@", "+86 ", "https://", "密码是", "张三", "我叫"),
  ),
  { maxLength: 30 },
);

test("masking what is masked changes nothing, and any text comes out well-formed", () => {
  fc.assert(
    fc.property(pieces, (all) => {
      const masked = mask(all.join(""), NAMES);

      expect(mask(masked, NAMES)).toBe(masked);
      expect(masked.isWellFormed()).toBe(true);
    }),
  );
});

test.each(["1 ", "a@", "a.", "(", "+", "a1", "-1", "wx号", "密码是", "a:", "a at ", "@ab ", "A ", "http://a"])(
  "a message full of “%s” holds nobody up",
  (piece) => {
    const hostile = piece.repeat(4096 / piece.length);
    mask(hostile, NAMES);

    const begun = performance.now();
    mask(hostile, NAMES);

    expect(performance.now() - begun).toBeLessThan(100);
  },
);
