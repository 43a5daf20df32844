/**
 * The doors of the house: what the rules and the shell need from the outside. Each has two or more real implementations and
 * one conformance suite that all of them pass.
 */
import type { Match, Millis } from "./model.ts";

/** Text → intents it may mean, best first, at most five; `confidence` is a calibrated probability. Pure and fast. */
export type Matcher = (text: string) => readonly Match[];

/** The time as milliseconds since 1970, an integer. */
export type Now = () => Millis;

export * from "./ports/attendance.ts";
export * from "./ports/bells.ts";
export type * from "./ports/channel.ts";
export type * from "./ports/evidence.ts";
export type * from "./ports/faq.ts";
export type * from "./ports/keeping.ts";
export type * from "./ports/learning.ts";
export * from "./ports/opinions.ts";
export * from "./ports/past.ts";
export type * from "./ports/places.ts";
export * from "./ports/quality.ts";
export type * from "./ports/range.ts";
export * from "./ports/search.ts";
export type * from "./ports/staff.ts";
export type * from "./ports/store.ts";
