/** Who is angry, and who only has a problem: a calm learner must not be treated as a furious one, nor the other way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANGRY_MIN, moodOf } from "../../src/nlu/mood/mood.ts";

const isAngry = (text: string) => moodOf(text).anger >= ANGRY_MIN;

test.each([
  "this is a scam, give me my money back!!!",
  "terrible service, third time I ask",
  "your app is fucking useless",
  "I'm furious, nobody answers",
  "You are thieves. I will sue you",
  "YOU ARE LIARS AND THIEVES",
  "absolutely ridiculous, worst course ever",
  "wtf",
  "你们就是骗子，退钱",
  "你們就是騙子",
  "退钱!!!",
  "什么破平台，视频都看不了",
  "气死我了，退款一个月了还没到",
  "我要投诉你们",
  "垃圾课程！",
  "你们是不是骗子",
  "😡🤬",
])("%s is angry", (text) => {
  expect(isAngry(text)).toBe(true);
});

test.each([
  "refund",
  "退款",
  "退款!",
  "CANT LOG IN",
  "I am not angry",
  "I'm not angry, just asking",
  "this course is not bad at all",
  "I was charged twice",
  "the file is corrupted and I lost my homework",
  "I'm worried about the exam",
  "I hate to bother you but where is my invoice",
  "how do I file a complaint",
  "thanks!!!",
  "太棒了!!!谢谢",
  "我没有生气",
  "验证码是不是进垃圾邮件了",
  "律师资格考试课程怎么买",
  "我昨天付了款，但是看不到课程！",
  "有没有避坑指南",
  "好的",
  "constructor",
  "",
])("%s is not angry", (text) => {
  expect(isAngry(text)).toBe(false);
});

describe("what makes it worse", () => {
  test("marks and capitals make angry words angrier", () => {
    const calm = moodOf("your service is terrible").anger;

    expect(moodOf("your service is terrible!!!").anger).toBeGreaterThan(calm);
    expect(moodOf("YOUR SERVICE IS TERRIBLE").anger).toBeGreaterThan(calm);
  });

  test("a second angry word counts more than one", () => {
    expect(moodOf("骗子，垃圾").anger).toBeGreaterThan(moodOf("骗子").anger);
  });
});

test("whatever is typed, anger is a number from 0 to 1", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const { anger } = moodOf(text);
      expect(anger >= 0 && anger <= 1).toBe(true);
    }),
    { seed: 2 },
  );
});
