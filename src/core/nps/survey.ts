/**
 * The question "how likely would you recommend us, 0–10?": its own, apart from the 1–5 and never worked out from it.
 *
 *   (nothing) ──a good moment──> planned ──its hour──> asked ──0–10──> answered ──words──> with a comment
 *        ^──a bad moment, no time──┘                     └──"do not ask me"──> declined
 *
 * Not to break: a learner is asked at most once a quarter, and never again once they said so.
 */
import type { Millis, NpsId } from "../model.ts";

export const LIKELIHOODS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
/** How likely the learner would recommend us. */
export type Likelihood = (typeof LIKELIHOODS)[number];

export const NPS_STATUSES = ["planned", "asked", "answered", "declined"] as const;
export type NpsStatus = (typeof NPS_STATUSES)[number];

export type NpsSurvey = {
  readonly id: NpsId;
  readonly status: NpsStatus;
  /** When it is asked, while it is planned. */
  readonly dueAt: Millis;
  readonly askedAt: Millis | null;
  /** The conversation's turn when it was asked: after the next one, words are about something else. */
  readonly askedTurn: number | null;
  /** When it was answered first; for a day another answer takes its place. */
  readonly answeredAt: Millis | null;
  readonly value: Likelihood | null;
  readonly hasComment: boolean;
};

/** What a turn is lent: the learner's newest survey, when they were asked last, and whether they want none. */
export type NpsBefore = {
  readonly newest: NpsSurvey | null;
  readonly lastAskedAt: Millis | null;
  readonly isOff: boolean;
};

/** What a turn does to the surveys of its learner. */
export type NpsChange =
  | { readonly change: "planned"; readonly dueAt: Millis }
  | { readonly change: "moved"; readonly id: NpsId; readonly dueAt: Millis }
  | { readonly change: "dropped" | "declined"; readonly id: NpsId }
  | { readonly change: "asked"; readonly id: NpsId; readonly turn: number }
  | { readonly change: "answered"; readonly id: NpsId; readonly value: Likelihood }
  | { readonly change: "commented"; readonly id: NpsId; readonly comment: string }
  | { readonly change: "wished"; readonly isOff: boolean };

/** A moment after which a learner may be asked: an answer they called helpful, or a rating of 4 or 5. */
export const NPS_MOMENTS = ["confirmed", "rated"] as const;
export type NpsMoment = (typeof NPS_MOMENTS)[number];

export type NpsRules = {
  readonly isOn: boolean;
  readonly after: readonly NpsMoment[];
  /** How long the learner must have been silent since the good moment. Calendar time; asked in open hours only. */
  readonly quietMs: Millis;
  /** How long nobody is asked again; never less than a quarter. */
  readonly everyMs: Millis;
};

export const NPS_EVERY_MS_MIN: Millis = 91 * 24 * 60 * 60 * 1000;
const QUIET_MS: Millis = 60 * 60 * 1000;

const FIRST_NPS_RULES: NpsRules = { isOn: true, after: NPS_MOMENTS, quietMs: QUIET_MS, everyMs: NPS_EVERY_MS_MIN };

/** The rules about it; versions of rules from before it was asked say nothing of it. */
export function npsRulesOf({ nps }: { readonly nps?: NpsRules }): NpsRules {
  return nps ?? FIRST_NPS_RULES;
}

export function isLikelihood(value: unknown): value is Likelihood {
  return LIKELIHOODS.some((known) => known === value);
}
