/**
 * What real questions say against publishing a version, in lines an admin can read: how many known answers it would break or slow
 * down, and which. A school without a past hears nothing.
 */
import type { Would } from "../../core/replay.ts";
import type { Impact } from "../../insight/impact.ts";
import type { Gate } from "../faq/publish.ts";
import { EVIDENCE_DAYS, type Evidence } from "./evidence.ts";

/** Of each kind; all of them are in the impact report. */
const EXAMPLES_MAX = 5;

/** `evidence` is asked for late: it reads the FAQ this gate stands before. */
export function gateOn(evidence: () => Pick<Evidence, "impact">): Gate {
  return async (candidate) => reasonsAgainst(await evidence().impact(candidate, EVIDENCE_DAYS));
}

function reasonsAgainst({ verdict, known, effects, examples }: Impact): readonly string[] {
  if (verdict !== "worse") return [];
  const { broken, slower, mended, quicker } = effects;
  const harm = `broken: ${broken}, given only after asking back: ${slower}`;
  const good = `mended: ${mended}, given without asking back: ${quicker}`;
  const shown = [...examples.broken.slice(0, EXAMPLES_MAX), ...examples.slower.slice(0, EXAMPLES_MAX)];
  return [
    `of ${known} known answers of the last ${EVIDENCE_DAYS} days ${harm}; ${good}`,
    ...shown.map(({ text, live, draft }) => `"${text}": ${saidOf(live)} -> ${saidOf(draft)}`),
  ];
}

/** For example `clarify reset_password, sign_in`. */
export function saidOf({ would, intentIds }: Would): string {
  return intentIds.length === 0 ? would : `${would} ${intentIds.join(", ")}`;
}
