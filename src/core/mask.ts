/**
 * A question without what tells who asked it: what learners write is shown outside its ticket (lists of questions, reports,
 * drafts of the FAQ) only after it went through here. Rather too much is hidden than too little.
 *
 * Marks hold no letters, so that a masked question teaches the matcher nothing it did not say, in any language. Masking
 * what is masked changes nothing. Every pattern is bounded: the text is hostile.
 */
import { addressesIn } from "./mask/addresses.ts";
import { namesIn } from "./mask/names.ts";
import { numbersIn } from "./mask/numbers.ts";
import { plainDigits, type Span } from "./mask/span.ts";
import { TEXT_LENGTH_MAX, truncate } from "./text.ts";

const MARKS = {
  email: "[✉]",
  phone: "[☎]",
  identity: "[🆔]",
  card: "[💳]",
  number: "[#]",
  link: "[🔗]",
  name: "[👤]",
  account: "[@]",
  secret: "[🔑]",
} as const;

/**
 * The text with personal things replaced by marks: addresses, telephone and card numbers, identity cards, orders, long
 * figures, what stands behind a link, passwords, handles, and the names given (the learner's own).
 */
export function mask(text: string, names: readonly string[] = []): string {
  let masked = truncate(text, TEXT_LENGTH_MAX);
  // What a mark took the place of may have hidden something beside it: "a@b.cn@c".
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const again = maskOnce(masked, names);
    if (again === masked) break;
    masked = again;
  }
  return masked;
}

const ROUNDS_MAX = 5;

function maskOnce(text: string, names: readonly string[]): string {
  let masked = "";
  let done = 0;
  for (const { kind, from, to } of personalIn(text, names)) {
    masked += text.slice(done, from) + MARKS[kind];
    done = to;
  }
  return masked + text.slice(done);
}

/** Where something personal stands, in order. What overlaps is one, of the kind that was looked for first. */
function personalIn(text: string, names: readonly string[]): readonly Span[] {
  const plain = plainDigits(text);
  const found = [...addressesIn(plain), ...numbersIn(plain), ...namesIn(plain, names)].map((span) =>
    wholeIn(text, span),
  );
  const joined: Span[] = [];
  for (const span of found.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from >= last.to) joined.push(span);
    else joined[joined.length - 1] = { ...firstOf(found, last, span), from: last.from, to: Math.max(last.to, span.to) };
  }
  return joined;
}

function firstOf(found: readonly Span[], one: Span, other: Span): Span {
  return found.find(({ kind }) => kind === one.kind || kind === other.kind) ?? one;
}

/** A digit of an odd script may be half of a pair. */
function wholeIn(text: string, { kind, from, to }: Span): Span {
  return { kind, from: from - halfAt(text, from), to: to + halfAt(text, to) };
}

function halfAt(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? 1 : 0;
}
