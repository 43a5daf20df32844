/**
 * Several questions in one message are answered one by one, a greeting does not hide a question, and what is one question,
 * however it is told, stays one.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Matcher } from "../../src/core/ports.ts";
import { readParts } from "../../src/nlu/text/read-parts.ts";
import { PARTS_MAX, partsOf } from "../../src/nlu/text/split.ts";
import { trainedCoursePack } from "./course-pack.ts";

describe("two questions are two", () => {
  test.each([
    ["你好，怎么退款？另外发票怎么开", ["怎么退款？", "发票怎么开"]],
    ["请问退款怎么申请，还有发票怎么开？", ["退款怎么申请", "发票怎么开？"]],
    ["我要退款还有我要开发票", ["我要退款", "我要开发票"]],
    ["視頻看不了怎麼辦？還有作業在哪裡交？謝謝", ["視頻看不了怎麼辦？", "作業在哪裡交？"]],
    ["怎么报名以及付款方式有哪些", ["怎么报名", "付款方式有哪些"]],
    ["1. 怎么退款 2. 证书在哪下载 3. 怎么改手机号", ["怎么退款", "证书在哪下载", "怎么改手机号"]],
    ["怎么退款\n证书在哪下载", ["怎么退款", "证书在哪下载"]],
    ["How do I get a refund? And where is my invoice?", ["How do I get a refund?", "where is my invoice?"]],
    ["how do i get a refund and where is my invoice", ["how do i get a refund", "where is my invoice"]],
    ["How do I cancel? Also, can I keep the certificate?", ["How do I cancel?", "can I keep the certificate?"]],
    ["hi! 1) refund status\n2) invoice, thanks", ["refund status", "invoice"]],
  ])("%s", (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });
});

describe("one question is one", () => {
  test.each([
    "I paid and can't see the course",
    "付了款但是看不到课程",
    "我昨天买了课程。付款成功了。但是看不到课程",
    "I forgot my password and now I'm locked out",
    "can i download videos and watch them offline",
    "I bought the course yesterday. I can't open it. What should I do?",
    "忘记密码了，怎么办？",
    "我还有优惠券可以用吗",
    "还有多少课时",
    "another course please help",
    "can I also get a certificate",
    "the price is 1,299, can I pay in parts",
    "what is 1.5x speed",
    "我付了299.00元，但是课程没有解锁，请帮我看看",
    "refund and invoice",
    "history lesson",
    "老师什么时候回复作业",
    "客服电话是多少",
    "那个课程怎么买",
  ])("%s", (text) => {
    expect(partsOf(text)).toHaveLength(1);
  });

  test("nor is a story, nor a message of many questions, cut into pieces", () => {
    expect(partsOf("我昨天买了课。怎么看？".repeat(80))).toHaveLength(1);
    expect(partsOf("怎么退款？怎么开发票？怎么改手机号？怎么看直播？怎么交作业？")).toHaveLength(1);
  });
});

describe("greetings and thanks", () => {
  test.each([
    ["你好，在吗？请问怎么退款", "怎么退款"],
    ["Hi, excuse me, how do I reset my password? thanks", "how do I reset my password?"],
    ["hello 退款多久到账啊 谢谢", "退款多久到账啊"],
  ])("are taken off a question: %s", (text, question) => {
    expect(partsOf(text)).toEqual([question]);
  });

  test.each(["你好", "在吗", "hi", "thank you", "谢谢", "你好！谢谢", "", "？"])(
    "alone are the message: %j",
    (text) => {
      expect(partsOf(text)).toEqual([text]);
    },
  );

  test("words that only begin like a greeting are kept", () => {
    for (const text of ["history lesson", "heyday of art", "so-called vip"]) {
      expect(partsOf(text)[0]).toMatch(/^(history|heyday|-?called|so-called)/);
    }
  });
});

describe("reading the shipped pack", () => {
  let match: Matcher;

  beforeAll(async () => {
    match = (await trainedCoursePack()).trained.match;
  }, 60_000);

  const intentsOf = (text: string) => readParts(match, text).map(({ matches }) => matches[0]?.intentId);

  test.each([
    ["你好，怎么退款？另外发票怎么开", ["request_refund", "invoice"]],
    ["how do i get a refund and how do i change my phone number", ["request_refund", "change_phone_email"]],
    ["1. 怎么退款 2. 证书在哪下载 3. 怎么改手机号", ["request_refund", "certificate", "change_phone_email"]],
  ])("%s is answered in parts", (text, intents) => {
    expect(intentsOf(text)).toEqual(intents);
  });

  test.each([
    ["I paid and can't see the course", "course_access"],
    ["付了款但是看不到课程", "course_access"],
    ["课程可以倍速播放吗？支持字幕吗？", "playback_speed_subtitle"],
    ["在吗 忘记密码了", "reset_password"],
    ["你好", "greeting"],
    ["你好呀小助手", "greeting"],
    ["谢谢", "thanks"],
  ])("%s is one thing, %s", (text, intent) => {
    expect(intentsOf(text)).toEqual([intent]);
  });
});

test("a part that is less clear than the whole message is no question of its own", () => {
  const match: Matcher = (text) => {
    if (text.includes("退款") && text.includes("发票")) return [{ intentId: "both", confidence: 0.95 }];
    return [{ intentId: text.includes("退款") ? "refund" : "invoice", confidence: 0.9 }];
  };

  expect(readParts(match, "怎么退款？发票怎么开？").map(({ matches }) => matches[0]?.intentId)).toEqual(["both"]);
});

test("whatever is typed, there is at least one part and never too many", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const parts = partsOf(text);
      expect(parts.length).toBeGreaterThanOrEqual(1);
      expect(parts.length).toBeLessThanOrEqual(PARTS_MAX);
    }),
    { seed: 4 },
  );
});
