/**
 * A pack: the FAQ as the rules see it, already validated and with every variable filled in. How it looks in files is the
 * business of `nlu/`; nothing here reads any.
 */
import type { ChannelName, Language, Priority } from "./model.ts";

export type Wording = Readonly<Record<Language, string>>;

export type AnswerLink = { readonly label: Wording; readonly url: string };

/** An address outside, shown as a link: what stands there is fetched by whoever opens it and never by us. */
export type AnswerImage = { readonly url: string; readonly alt: Wording };

/**
 * `answer` can be shown to anybody as it is. `template` is there when the words name something of the learner: the same with
 * places like `{{learner.course|your course}}` still open, for `saying.ts` alone.
 */
export type Said = { readonly answer: Wording; readonly template?: Wording };

/** At least one is given, both count. Days and per cent. */
export type Limits = { readonly min?: number; readonly max?: number };

/** All that is given must hold. Where a course is meant, it is one and the same for all of them. */
export type Condition = {
  /** In a course at all, or in one of `courses`. */
  readonly enrolled?: boolean;
  /** Ids as the shop calls them; only these are looked at. */
  readonly courses?: readonly string[];
  readonly daysSincePurchase?: Limits;
  readonly progress?: Limits;
  readonly languages?: readonly Language[];
  readonly channels?: readonly ChannelName[];
};

/** What is said instead of the plain answer. Without links of its own it has the intent's. */
export type AnswerCase = Said & { readonly when: Condition; readonly links?: readonly AnswerLink[] };

/** Another wording of the plain answer, said to `share` per cent of the learners. */
export type Variant = Said & { readonly id: string; readonly share: number };

export type Intent = Said & {
  readonly id: string;
  readonly title: Wording;
  readonly examples: Readonly<Record<Language, readonly string[]>>;
  readonly links: readonly AnswerLink[];
  /** `offer` asks under the answer whether a person should look; `always` answers and opens a ticket. */
  readonly escalate: "never" | "offer" | "always";
  readonly priority: Priority;
  /** The bot answers by itself when the calibrated confidence is at least this, 0–1. */
  readonly answerWhenSure: number;
  readonly tags: readonly string[];
  /** In order: the first that holds is said. */
  readonly cases?: readonly AnswerCase[];
  readonly variants?: readonly Variant[];
  readonly images?: readonly AnswerImage[];
};

/** Intents with this tag are chat (hello, thank you): no "did that help?" under the answer. */
export const SMALL_TALK_TAG = "small-talk";
/** Intents with this tag mean "I want a person": no answer, a ticket at once. */
export const WANTS_PERSON_TAG = "wants-person";

export type Pack = {
  readonly name: string;
  readonly languages: readonly Language[];
  /** The bot asks which is meant when its best two or three together are at least this likely; below it is a miss. 0–1. */
  readonly askWhenSure: number;
  readonly intents: ReadonlyMap<string, Intent>;
  /** How courses are called, by the shop's id. */
  readonly courses?: ReadonlyMap<string, Wording>;
  /** Questions in any language that mean none of the intents, for the matcher to learn from; there need not be any. */
  readonly strays?: readonly string[];
  /** Intents whose answers helped too seldom: the bot asks whether they were meant before it answers. Left out: none. */
  readonly askFirst?: ReadonlySet<string>;
  /** Questions that must be understood before this pack may be live; there need not be any. */
  readonly tests?: readonly PackTest[];
};

/** `intentId` null: it must not be answered. `place` is where it is written. */
export type PackTest = {
  readonly text: string;
  readonly intentId: string | null;
  readonly place: { readonly file: string; readonly line: number };
};
