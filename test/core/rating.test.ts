/** Which words are a rating, and which only look like one. */
import { describe, expect, test } from "vitest";
import { parseRating } from "../../src/core/rating.ts";

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
