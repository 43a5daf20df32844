/** What a draft of the FAQ would have done to the questions of the last days, beside the live one. */
import { mask } from "../../core/mask.ts";
import type { Pack } from "../../core/pack.ts";
import { type Impact, impactOf } from "../../insight/impact.ts";
import type { EvidenceThread } from "../../nlu/evidence.ts";
import { askedIn, newest, type PastReading, QUESTIONS_KEPT_MAX } from "./past.ts";

/** `reading.pack` is the live one. Errors: StoreError. */
export async function replayImpact(reading: PastReading, draft: Pack, thread: EvidenceThread): Promise<Impact> {
  const questions = await newest(askedIn(reading), QUESTIONS_KEPT_MAX);
  const texts = questions.map(({ text }) => text);
  // A thread learns both packs first: in vain when nobody asked anything.
  const [live, drafted] = texts.length === 0 ? [] : await thread.replay([reading.pack, draft], texts);
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
