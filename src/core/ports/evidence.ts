/** What was mined, what was decided about it, and which intents ask first. */
import type { Demotion, QuestionGroup } from "../evidence.ts";
import type { Draft } from "../faq/faq.ts";
import type { AgentId, Millis } from "../model.ts";
import type { NewOutbound } from "../outbound.ts";
import type { DraftChange, NewDraft } from "./faq.ts";

export type NewGroup = Omit<QuestionGroup, "id" | "state" | "title" | "minedAt">;

export type EvidenceStore = {
  /** All that were ever decided, and the open ones; by what they save, the most first. */
  groups(): Promise<readonly QuestionGroup[]>;
  group(id: number): Promise<QuestionGroup | null>;
  /**
   * What was mined takes the place of the open groups, in one commit. `id` is the open group it goes on with, which keeps its
   * number and title; null begins one. What was decided meanwhile stays decided.
   */
  keepGroups(groups: readonly (NewGroup & { readonly id: number | null })[], minedAt: Millis): Promise<void>;
  /** False when it is not open. */
  nameGroup(id: number, title: string): Promise<boolean>;
  /** False when it is not open: of two who decide at once one does. */
  rejectGroup(id: number, settled: { readonly by: AgentId; readonly at: Millis }): Promise<boolean>;
  /**
   * The group is accepted and its draft written (null: it says all of it already), both or neither. "moved": the draft was changed
   * or begun meanwhile; "already_decided": the group is not open.
   */
  acceptGroup(
    id: number,
    accepted: {
      readonly by: AgentId;
      readonly at: Millis;
      readonly intentId: string;
      readonly draft: NewDraft | DraftChange | null;
    },
  ): Promise<readonly Draft[] | "moved" | "already_decided">;

  /** The newest of each intent, lifted or not. */
  demotions(): Promise<readonly Demotion[]>;
  /** Holds an intent's answer back and queues the words about it in one commit; their lanes, null when it was held back already. */
  demote(
    demotion: Pick<Demotion, "intentId" | "at" | "answers" | "helped" | "low">,
    rows: readonly NewOutbound[],
  ): Promise<readonly string[] | null>;
  /** False when it is not held back. */
  liftDemotion(intentId: string, by: AgentId, at: Millis): Promise<boolean>;
};
