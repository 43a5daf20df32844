/**
 * A pack: the FAQ as the rules see it, already validated and with every variable filled in. How it looks in files is the
 * business of `nlu/`; nothing here reads any.
 */
import type { Language, Priority } from "./model.ts";

export type Wording = Readonly<Record<Language, string>>;

export type AnswerLink = { readonly label: Wording; readonly url: string };

export type Intent = {
  readonly id: string;
  readonly title: Wording;
  readonly examples: Readonly<Record<Language, readonly string[]>>;
  readonly answer: Wording;
  readonly links: readonly AnswerLink[];
  /** `offer` asks under the answer whether a person should look; `always` answers and opens a ticket. */
  readonly escalate: "never" | "offer" | "always";
  readonly priority: Priority;
  /** The bot answers by itself when the calibrated confidence is at least this, 0–1. */
  readonly answerWhenSure: number;
  readonly tags: readonly string[];
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
  /** Questions in any language that mean none of the intents, for the matcher to learn from; there need not be any. */
  readonly strays?: readonly string[];
};
