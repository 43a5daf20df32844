/** Which words are a rating, and which only look like one. */
import { describe, expect, test } from "vitest";
import { parseRating, parseRatingChange } from "../../src/core/rating.ts";

describe("words that are a rating", () => {
  test.each([
    ["5", 5],
    [" 4 ", 4],
    ["５", 5],
    ["五星", 5],
    ["五星好评", 5],
    ["四分吧", 4],
    ["给个4", 4],
    ["我打3分", 3],
    ["满分", 5],
    ["满分！", 5],
    ["两颗星", 2],
    ["评分：5", 5],
    ["五颗星，谢谢", 5],
    ["five stars", 5],
    ["Five stars!", 5],
    ["I'd give it a 4", 4],
    ["4 out of 5", 4],
    ["5/5", 5],
    ["3 stars please", 3],
    ["⭐⭐⭐⭐", 4],
    ["5️⃣", 5],
    ["full marks", 5],
  ])("%s", (words, rating) => {
    expect(parseRating(words)).toBe(rating);
  });
});

describe("words that are no rating", () => {
  test.each([
    "thanks",
    "谢谢",
    "10",
    "0",
    "6",
    "-5",
    "4.5",
    "100分",
    "十分满意",
    "4 of the videos do not play",
    "第5课打不开",
    "five hours and still nothing",
    "1-5?",
    "",
    "⭐⭐⭐⭐⭐⭐",
    "3 4",
    "一般般",
    "5".repeat(5000),
  ])("%s", (words) => {
    expect(parseRating(words)).toBeNull();
  });
});

describe("words that change a rating", () => {
  test.each([
    ["改成4分", 4],
    ["改为五星", 5],
    ["我想改成3", 3],
    ["请把评分改成 2 分，谢谢", 2],
    ["从2分改成5分", 5],
    ["改成满分吧", 5],
    ["换成４星", 4],
    ["make it 4", 4],
    ["Make it 4 stars, please", 4],
    ["change my rating to 5", 5],
    ["please change it to two stars", 2],
    ["actually, change the rating from 2 stars to 4 stars", 4],
    ["set it to ⭐⭐⭐", 3],
  ])("%s", (words, rating) => {
    expect(parseRatingChange(words)).toBe(rating);
  });

  test.each([
    "4",
    "五星",
    "改成6分",
    "改成0",
    "make it 10",
    "make it quick",
    "把密码改成5",
    "改成4个课时",
    "change my address to 5 Main Street",
    "make the video 4 times as loud",
    "",
    "我".repeat(5000),
    "please ".repeat(2000),
  ])("and not: %s", (words) => {
    expect(parseRatingChange(words)).toBeNull();
  });
});
