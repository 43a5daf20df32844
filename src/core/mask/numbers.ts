/**
 * Numbers that belong to one person: telephones, identity cards, bank cards, orders, and every long figure. A number is read
 * with whatever people put between its digits. Dates, times, prices and versions stay: they are what a question is about.
 */
import { INVISIBLE, type Span, spansOf } from "./span.ts";

const BETWEEN = `[\\s\\-.()·•_/*${INVISIBLE}]{0,3}`;
const RUN = new RegExp(`\\+?\\(?[0-9](?:${BETWEEN}[0-9])*(?:${BETWEEN}[xX](?![a-zA-Z]))?[\\ufe0f\\u20e3]{0,2}`, "g");
/** From here on a figure counts as somebody's, whatever it means. */
const DIGITS_MIN = 7;
const PHONE_DIGITS_MIN = 9;
const DATE =
  /^(?:19|20)[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9](?:[ T][0-2]?[0-9])?$|^[0-3]?[0-9][-/.][0-3]?[0-9][-/.](?:19|20)[0-9]{2}$/;
const YEARS = /^(?:19|20)[0-9]{2} ?[-/] ?(?:19|20)[0-9]{2}$/;
const ADDRESS = /(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9.])/g;
const HEX_ADDRESS = /(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![0-9a-f:])/gi;
/** Letters and digits no word has: AB12345678, tokens, hashes. */
const MIXED =
  /(?<![\p{sc=Latn}\p{N}])(?=[a-z0-9])(?=[a-z_-]{0,40}[0-9])(?=[0-9_-]{0,40}[a-z])[a-z0-9](?:[a-z0-9_-]{0,1000}[a-z0-9])?/giu;
const MIXED_LENGTH_MIN = 8;
const LABEL =
  "订单|单号|流水|快递|运单|学号|工号|学员号|会员|账号|帐号|账户|卡号|尾号|身份证|护照|发票|手机|电话|order|invoice|receipt|tracking|transaction|reference|student id|member id|account|passport|card ending(?: in)?|phone|mobile|tel";
const LABELLED = new RegExp(
  `(?:${LABEL})(?: ?(?:编号|号码|号|后四位|no\\.?|number|nr\\.?|id|is|was|是|为|[:=#])){0,4} ?(?<part>(?=[a-z-]{0,12}[0-9])[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9]))`,
  "giu",
);

export function numbersIn(text: string): readonly Span[] {
  return [
    ...spansOf(text, HEX_ADDRESS, "number"),
    ...spansOf(text, ADDRESS, "number"),
    ...spansOf(text, RUN, "number").flatMap((span) => classify(text, span)),
    ...spansOf(text, MIXED, "number").filter((span) => isDrawnByLot(text.slice(span.from, span.to))),
    ...spansOf(text, LABELLED, "number").filter((span) => countDigits(text.slice(span.from, span.to)) >= 4),
  ];
}

function classify(text: string, span: Span): readonly Span[] {
  const run = text.slice(span.from, span.to);
  const digits = run.replace(/[^0-9]/g, "");
  // "h264 1080p" is two words and no number.
  const isOfWords = /\s/.test(run) && /[a-z]$/i.test(text.slice(0, span.from));
  if (digits.length < (isOfWords ? PHONE_DIGITS_MIN : DIGITS_MIN) || DATE.test(run) || YEARS.test(run)) return [];
  return [{ ...span, kind: kindOf(run, digits) }];
}

function kindOf(run: string, digits: string): Span["kind"] {
  if (isIdentity(run, digits)) return "identity";
  if (isPhone(run, digits)) return "phone";
  return isCard(digits) ? "card" : "number";
}

/** Of the People's Republic: place (6), birth (8), serial (3), check; or fifteen digits from before 1999. */
function isIdentity(run: string, digits: string): boolean {
  const all = digits.length === 17 && /x$/i.test(run) ? `${digits}X` : digits;
  return /^[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$/.test(all);
}

function isPhone(run: string, digits: string): boolean {
  if (/^(?:0{0,2}86)?1[3-9][0-9]{9}$/.test(digits)) return true;
  if (/^\+/.test(run)) return digits.length <= 15;
  if (/^0[1-9][0-9]{1,2}[0-9]{7,8}$/.test(digits)) return true;
  return /^1?[2-9][0-9]{9}$/.test(digits) && /^\+?1?[-. ]?\(?[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4}$/.test(run);
}

/** Luhn, ISO/IEC 7812-1. */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

function isDrawnByLot(token: string): boolean {
  const digits = countDigits(token);
  return token.length >= MIXED_LENGTH_MIN && (digits >= 5 || (token.length >= 20 && digits >= 3));
}

function countDigits(text: string): number {
  return text.replace(/[^0-9]/g, "").length;
}
