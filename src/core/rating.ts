/**
 * Reads a rating from words, in both languages. A reply that is not a rating is not a rating: nothing is ever clamped or
 * guessed into one, because one wrong star poisons an average for ever.
 */
import type { Rating } from "./model.ts";
import { isRating } from "./press.ts";

/** From this rating up a learner counts as satisfied, unless the settings say otherwise. */
export const SATISFIED_FROM: Rating = 4;

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...["一", "二", "三", "四", "五"].map((word, index) => [word, index + 1] as const),
  ["两", 2],
  ...["one", "two", "three", "four", "five"].map((word, index) => [word, index + 1] as const),
]);

const NUMBER = "([0-9]+|[一二两三四五]|one|two|three|four|five)";
// Words around the number that change nothing: "给个4吧", "我打五星！", "I'd give it a 4 out of 5, thanks".
const LEAD =
  "(?:我|就|那|给|打|评|个|你们|it'?s|i'?d|i|would|will|give|rate|you|it|this|a|an|my|rating|is|评分|满意度|[:：是]|\\s)*";
const UNIT = "(?:\\s*(?:颗星|个星|星级?|分|stars?|points?|out of (?:5|five)|/\\s*5))*";
const TAIL = "(?:吧|哦|啊|呀|了|啦|哈|好评|谢谢|多谢|thanks?|thank you|please|[\\s.,!~。，！～…])*";
const SPOKEN = new RegExp(`^${LEAD}${NUMBER}${UNIT}${TAIL}$`, "u");
const FULL_MARKS =
  /^(?:我)?(?:给|打)?(?:个)?(?:满分|满星|full marks|full stars|top marks)(?:吧|哦|啊|了|谢谢|thanks|[\s.,!~。，！～])*$/u;
const STARS = /^(?:[⭐★🌟]\ufe0f?\s*){1,5}$/u;
const RATING_TEXT_LENGTH_MAX = 40;
/** A change has a longer way to its figure: "please change my rating from 2 stars to 4 stars, thank you". */
const CHANGE_TEXT_LENGTH_MAX = 80;
const CHANGES = [
  /^(?:我|就|那|请|帮|麻烦|想|要|还是|能不能|可以|把|这次|评分|评价|分数|打分|的|从|[0-9一二两三四五](?:颗星|个星|星|分)?|[\s，,])*(?:重新打|重新评|改打|改(?:成|为|到|给|打)?|换成)\s*/u,
  /^(?:(?:please|can you|could you|i'd like to|i want to|i would like to|let me|actually|sorry|no|ok)[\s,]+)*(?:change|make|set|update|raise|lower|correct)\s+(?:(?:it|that|this|my|the|rating)\s+)*(?:from\s+[0-9a-z]+(?:\s+stars?)?\s+)?(?:(?:in)?to\s+)?/u,
];

/** The rating the words give, null when they are no rating ("thanks", "4 of the videos do not play", "10"). */
export function parseRating(text: string): Rating | null {
  const words = text.normalize("NFKC").toLowerCase().trim();
  if (words === "" || words.length > RATING_TEXT_LENGTH_MAX) return null;
  if (FULL_MARKS.test(words)) return 5;
  if (STARS.test(words)) return asRating(words.match(/[⭐★🌟]/gu)?.length);
  // A keycap ("5️⃣") is the digit with two marks after it.
  const found = SPOKEN.exec(words.replace(/[\ufe0f\u20e3]/g, ""))?.[1];
  return found === undefined ? null : asRating(NUMBERS.get(found) ?? Number(found));
}

/** The rating that words ask to change to ("改成4分", "make it 4"); null when they ask for no change, or to what is no rating. */
export function parseRatingChange(text: string): Rating | null {
  const words = text.normalize("NFKC").toLowerCase().trim();
  if (words.length > CHANGE_TEXT_LENGTH_MAX) return null;
  const change = CHANGES.map((pattern) => pattern.exec(words)?.[0]).find((found) => found !== undefined);
  return change === undefined ? null : parseRating(words.slice(change.length));
}

function asRating(value: number | undefined): Rating | null {
  return isRating(value) ? value : null;
}
