/** What a draft of the FAQ would have done to the questions of the last days, beside the live one. */
import { mask } from "../../core/mask.ts";
import { type Impact, impactOf } from "../../insight/impact.ts";
import type { EvidenceThread, Learned } from "../../nlu/evidence.ts";
import { askedIn, newest, type PastReading, QUESTIONS_KEPT_MAX } from "./past.ts";

/** How far a report has come. */
export type ImpactStep =
  | { readonly step: "learning" | "reading" | "checking" }
  /** Of `total` questions `done` were put to both. */
  | { readonly step: "replaying"; readonly done: number; readonly total: number };
export type TellStep = (step: ImpactStep) => void;

/** `reading` is of the live one. Errors: StoreError. */
export async function replayImpact(
  reading: PastReading,
  draft: Learned,
  { thread, tell = () => undefined }: { readonly thread: EvidenceThread; readonly tell?: TellStep | undefined },
): Promise<Impact> {
  tell({ step: "reading" });
  const questions = await newest(askedIn(reading), QUESTIONS_KEPT_MAX);
  const texts = questions.map(({ text }) => text);
  const onDone = (done: number) => tell({ step: "replaying", done: Math.floor(done / 2), total: texts.length });
  // A thread may have to learn both packs first: in vain when nobody asked anything.
  const [live, drafted] = texts.length === 0 ? [] : await thread.replay([reading, draft], texts, onDone);
  const replayed = questions.flatMap((question, index) => {
    const [before, after] = [live?.[index], drafted?.[index]];
    return before === undefined || after === undefined ? [] : [{ question, live: before, draft: after }];
  });
  return impactOf(replayed, ({ text, learnerName }) => mask(text, [learnerName]));
}

/** What a report says, for whoever shows it. */
export { IMPACT_EFFECTS } from "../../insight/impact.ts";
export { LINT_KINDS, type LintWarning } from "../../nlu/lint/lint.ts";
export { intentIdIn } from "../../nlu/pack/edit.ts";
