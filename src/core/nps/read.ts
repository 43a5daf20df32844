/**
 * Reads an answer to the 0–10 question from words, in both languages. As with ratings: what is no such answer is none, and
 * nothing is clamped or guessed into one.
 */
import { isLikelihood, type Likelihood } from "./survey.ts";

const WORDS: ReadonlyMap<string, number> = new Map([
  ...["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].map((word, index) => [word, index] as const),
  ["〇", 0],
  ["两", 2],
  ...["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].map(
    (word, index) => [word, index] as const,
  ),
]);

const NUMBER = `([0-9]{1,3}|[${[...WORDS.keys()].filter((word) => word.length === 1).join("")}]|zero|one|two|three|four|five|six|seven|eight|nine|ten)`;
const LEAD =
  "(?:我|就|那|给|打|评|个|会|你们|it'?s|i'?d|i|would|will|say|give|you|it|a|an|my|answer|is|about|[:：是]|\\s)*";
const UNIT = "(?:\\s*(?:分|points?|out of (?:10|ten)|/\\s*10))?";
const TAIL = "(?:吧|哦|啊|呀|了|啦|哈|谢谢|多谢|thanks?|thank you|please|[\\s.,!~。，！～…])*";
const SPOKEN = new RegExp(`^${LEAD}${NUMBER}${UNIT}${TAIL}$`, "u");
const FULL_MARKS =
  /^(?:我)?(?:给|打)?(?:个)?(?:满分|full marks|top marks)(?:吧|哦|啊|了|谢谢|thanks|[\s.,!~。，！～])*$/u;
const TEXT_LENGTH_MAX = 40;

/** 0–10 as the words give it; null when they give none ("11", "4/5", "8 of the videos do not play"). */
export function parseLikelihood(text: string): Likelihood | null {
  const words = plain(text);
  if (words === "" || words.length > TEXT_LENGTH_MAX) return null;
  if (FULL_MARKS.test(words)) return 10;
  // A keycap ("9️⃣") is the digit with two marks after it, and ten has a sign of its own.
  const found = SPOKEN.exec(words.replace(/[\ufe0f\u20e3]/g, "").replace(/^🔟$/u, "10"))?.[1];
  const value = found === undefined ? null : (WORDS.get(found) ?? Number(found));
  return isLikelihood(value) ? value : null;
}

const NOT_NOW =
  /^(?:不用了?|不了|不想(?:评|答|说)?|跳过|算了|下次(?:吧)?|no|nope|no,? thanks?|no,? thank you|not now|skip|pass|later)[\s.,!~。，！～]*$/u;
const NEVER =
  /^(?:(?:请)?(?:别|不要)(?:再|老)?(?:问|发|打扰)(?:我)?(?:了|这个|这种问题)*|(?:please )?(?:don'?t|do not|never|stop) ?(?:ask|asking|bother|bothering)(?: me)?(?: this| that)?(?: again| any ?more)?|unsubscribe|退订)[\s.,!~。，！～]*$/u;

/** A wish not to answer: this once, or never again; null for any other words. */
export function parseRefusal(text: string): "not_now" | "never" | null {
  const words = plain(text);
  if (words.length > TEXT_LENGTH_MAX) return null;
  if (NEVER.test(words)) return "never";
  return NOT_NOW.test(words) ? "not_now" : null;
}

const ON = /^(?:on|yes|start|开|打开|开启|要)$/;
const OFF = /^(?:off|no|stop|never|关|关闭|不要|别问)$/;

/** What stands behind `/survey`; null when it says neither. */
export function readWish(argument: string): "on" | "off" | null {
  const word = plain(argument);
  if (ON.test(word)) return "on";
  return OFF.test(word) ? "off" : null;
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}
