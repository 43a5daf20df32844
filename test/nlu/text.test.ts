/** What learners type, in all its shapes, must come out as the same few features, or as none. Nothing here may hang. */
import { expect, test } from "vitest";
import { featuresOf } from "../../src/nlu/text/features.ts";
import { bareOf } from "../../src/nlu/text/fillers.ts";
import { fold } from "../../src/nlu/text/fold.ts";
import { runsOf, wordsOf } from "../../src/nlu/text/words.ts";

const words = (text: string) => wordsOf(runsOf(fold(text)));

test("full-width letters, capitals and accents are spelled away", () => {
  expect(fold("ＡＰＰ 打不开")).toBe("app 打不开");
  expect(fold("My Résumé")).toBe("my resume");
  expect(fold("CAFE\u0301")).toBe("cafe");
});

test("invisible characters inside a word do not cut it in two", () => {
  expect(fold("p\u200bass\u00adword\u202e")).toBe("password");
  expect(words("p\u200bassword")).toEqual(words("password"));
});

test.each([
  ["請問發票怎麼開", "请问发票怎么开"],
  ["忘記密碼點樣登入", "忘记密码怎么样登录"],
  ["軟體影片打唔開", "软件视频打不开"],
  ["我的帳號裡面沒有課程", "我的账号里面没有课程"],
  ["妳們的退費規則", "你们的退款规则"],
])("%s, as people write in Taiwan and Hong Kong, is %s", (typed, folded) => {
  expect(fold(typed)).toBe(folded);
});

test("simplified text and names stay as they are written", () => {
  for (const text of ["怎么申请退款", "著作权归谁", "衣服干净", "ok 好的"]) expect(fold(text)).toBe(text);
});

test("the same question in both scripts has the same features", () => {
  expect(featuresOf("請問發票怎麼開？我要報銷")).toEqual(featuresOf("请问发票怎么开？我要报销"));
});

test("an emoji speaks where there are no words, in any colour of skin, and is decoration between words", () => {
  expect(words("🙏🏽🙏🏿")).toEqual(words("thanks 谢谢"));
  expect(featuresOf("❤️")).toEqual(featuresOf("❤"));
  expect(featuresOf("怎么退款😭👍")).toEqual(featuresOf("怎么退款"));
});

test("half an emoji does no harm", () => {
  expect(fold("退款\ud83d").isWellFormed()).toBe(true);
  expect(featuresOf("\udc00退款")).toEqual(featuresOf("退款"));
});

test("a text that grows when normalised is still cut at the limit", () => {
  expect(fold("\ufdfa".repeat(4096)).length).toBeLessThanOrEqual(4096);
});

test("Chinese is cut into words and English into stems, in one message", () => {
  expect(words("我的 certificates 怎么下载")).toEqual(["我的", "certif", "怎么", "下载"]);
});

test("an apostrophe left out is the same word", () => {
  expect(words("I can’t log in")).toEqual(words("i cant log in"));
  expect(words("can't")).toEqual(words("cant"));
});

test("a word of a thousand letters is cut before it is stemmed", () => {
  expect(words("x".repeat(1000))).toEqual(["x".repeat(40)]);
});

test("what holds no letter, digit or Chinese character has no features", () => {
  for (const text of ["", "   ", "？？！…", "🎊🏽🎉", "\u200b\u200d", "-->"]) expect(featuresOf(text)).toHaveLength(0);
});

test("the features of a text are the same numbers on every machine", () => {
  const sum = featuresOf("怎么申请退款? refund").reduce((total, feature) => (total + feature) % 1_000_000_007, 0);

  expect(sum).toBe(112_023_913);
});

test.each([
  ["你好，怎么退款？谢谢", "怎么退款？"],
  ["hi, my video is dark. thank you!", "my video is dark"],
  ["hello, a refund please", "a refund"],
])("a greeting and thanks are left out to read %s once more", (text, bare) => {
  expect(bareOf(text)).toBe(bare);
});

test.each(["怎么退款？", "history of my orders", "a refund, please!", "thank you", "please", ""])(
  "there is nothing to read once more in %j",
  (text) => {
    expect(bareOf(text)).toBeNull();
  },
);

test("a word has the same stem before and after so many others that the first are forgotten", () => {
  const before = words("certificates");
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (let at = 0; at < 20_000; at += 1) {
    words(
      `${letters[at % 26]}${letters[Math.floor(at / 26) % 26]}${letters[Math.floor(at / 676) % 26]}${letters[Math.floor(at / 17576)]}`,
    );
  }

  expect(words("certificates")).toEqual(before);
});
