/** Places in a text, and the text as patterns see it: every digit and letter in its plain form, at the same place as before. */

type PersonalKind = "email" | "phone" | "identity" | "card" | "number" | "link" | "name" | "account" | "secret";

/** UTF-16 units `[from, to)`. */
export type Span = { readonly kind: PersonalKind; readonly from: number; readonly to: number };

/** What may stand between the digits of one number without being seen. */
export const INVISIBLE = "\\u00ad\\u200b-\\u200f\\u2060\\ufe0f\\u20e3\\ufeff";

/** Where a digit took two units. A run of digits takes in what it ends with. */
const FILLER = "\ufe0f";
const WIDE = /[\u3000\uff01-\uff5e]/g;
const ODD_DIGIT = /(?![0-9])[\p{Nd}\p{No}]/gu;
/** Chinese digits are read as a number when so many stand together; fewer are words: 一三五 is Monday, Wednesday, Friday. */
const SPOKEN = /[〇零一二三四五六七八九幺](?: ?[〇零一二三四五六七八九幺]){6,}/g;
const SPOKEN_DIGITS: ReadonlyMap<string, string> = new Map(
  [..."〇零一二三四五六七八九"]
    .map((word, index) => [word, String(Math.max(0, index - 1))] as const)
    .concat([["幺", "1"]]),
);

/** The text with wide letters, odd digits (１ ① ٣) and digits in Chinese made plain. Every unit stays where it was. */
export function plainDigits(text: string): string {
  return text
    .replace(WIDE, (wide) => (wide === "\u3000" ? " " : String.fromCharCode(wide.charCodeAt(0) - 0xfee0)))
    .replace(ODD_DIGIT, digitOf)
    .replace(SPOKEN, (spoken) => Array.from(spoken, (word) => SPOKEN_DIGITS.get(word) ?? word).join(""));
}

/** One ASCII digit, filled up to the length of what it stands for. Of scripts we cannot read any digit will do. */
function digitOf(odd: string): string {
  const normal = odd.normalize("NFKC");
  if (!/^[0-9]$/.test(normal) && !/\p{Nd}/u.test(odd)) return odd;
  return (/^[0-9]$/.test(normal) ? normal : "0").padEnd(odd.length, FILLER);
}

/** Every match of a pattern as a span; of its group `part` when it has one. */
export function spansOf(text: string, pattern: RegExp, kind: PersonalKind): readonly Span[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const part = match.groups?.["part"] ?? match[0];
    const from = match.index + match[0].length - part.length;
    return { kind, from, to: from + part.length };
  });
}
