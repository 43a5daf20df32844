/**
 * What the past teaches about the FAQ, as it is kept: groups of questions nobody answered, and intents that ask first because
 * their answers did not help. No words in either: questions are named by their messages.
 */
import type { AgentId, Language, Millis } from "./model.ts";

/** What a group is about, as numbers of its features and their weights; the weights' squares sum to 1. */
export type GroupSketch = { readonly features: readonly number[]; readonly weights: readonly number[] };

export type QuestionGroup = {
  readonly id: number;
  /**  open ──> accepted (a draft came of it) | rejected. Neither comes back. */
  readonly state: "open" | "accepted" | "rejected";
  readonly language: Language;
  readonly sketch: GroupSketch;
  /** Messages that show what it is about, the most typical first. */
  readonly messageIds: readonly number[];
  /** How many questions it stands for. */
  readonly questions: number;
  /** Tickets that came of them. */
  readonly escalations: number;
  /** What people spent on one of those tickets, on average; null: nobody answered any. */
  readonly minutesEach: number | null;
  /** The intent the bot thinks of first when it hears them, and how often. */
  readonly nearest: { readonly intentId: string; readonly share: number } | null;
  /** The message of an agent whose ticket was rated best. */
  readonly answerId: number | null;
  /** An admin's words for it; null: nobody gave it a name. */
  readonly title: string | null;
  readonly minedAt: Millis;
};

/** The FAQ's answer to an intent is held back: the bot asks whether it was meant. */
export type Demotion = {
  readonly intentId: string;
  readonly at: Millis;
  /** What it rests on: how many answers, how many of them helped, and the lower end of the 95 % interval of that share. */
  readonly answers: number;
  readonly helped: number;
  readonly low: number;
  readonly liftedAt: Millis | null;
  readonly liftedBy: AgentId | null;
};
