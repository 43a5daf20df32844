/**
 * `{{refund_days}}` → 7. A brace must never reach a learner: what is left over after filling is a problem, not a text. What is
 * the learner's own, `{{learner.course|your course}}`, is filled in when it is said; here the words behind the bar stand in.
 */
import type { Language } from "../../core/model.ts";
import { LEARNER_PLACE, LEARNER_PLACES } from "../../core/saying.ts";
import type { PackFile } from "./schema.ts";

export type Variables = PackFile["variables"];

/** `template` is there when the learner is named: `text` with those places open. */
export type Filled = { readonly text: string; readonly template?: string; readonly complaints: readonly string[] };

const PLACE = /\{\{\s*([a-z0-9_]+)\s*\}\}/g;
const BRACE = /[{}]/;
const LEARNER = "learner.";

/** Fills the variables in, in one language. `complaints` say what could not be filled; then `text` must not be used. */
export function fill(template: string, variables: Variables, language: Language): Filled {
  const { text, complaints } = fillVariables(template, variables, language);
  if (text.includes(`{{${LEARNER}`) || /\{\{\s+learner\./.test(text)) complaints.push(NOT_HERE);
  else if (BRACE.test(text)) complaints.push(STRAY_BRACE);
  return { text: text.trim(), complaints };
}

const NOT_HERE = "{{learner.…}} can stand in answers only; write words that fit everybody";
const STRAY_BRACE = "has a brace that learners would see; write variables as {{name}}, else no braces";

/** The same for words that may name what is known of the learner. */
export function fillAnswer(template: string, variables: Variables, language: Language): Filled {
  const { text: open, complaints } = fillVariables(template, variables, language);
  const text = open.replace(LEARNER_PLACE, (_, name: string, otherwise: string | undefined) => {
    const words = (otherwise ?? "").trim();
    if (!LEARNER_PLACES.some((known) => known === name)) complaints.push(unknownPlace(name));
    else if (words === "")
      complaints.push(`{{${LEARNER}${name}}} needs words for when it is not known; write {{${LEARNER}${name}|…}}`);
    return words;
  });
  if (BRACE.test(text)) complaints.push(STRAY_BRACE);
  const opened = text === open ? {} : { template: open.trim() };
  return { text: text.trim(), ...opened, complaints };
}

function unknownPlace(name: string): string {
  const known = LEARNER_PLACES.map((place) => `{{${LEARNER}${place}|…}}`).join(", ");
  return `{{${LEARNER}${name}}} is not known; write one of ${known}`;
}

function fillVariables(template: string, variables: Variables, language: Language) {
  const complaints: string[] = [];
  const text = template.replace(PLACE, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const words = typeof value === "object" ? value[language] : value;
    if (value === undefined) complaints.push(`{{${name}}} is not defined; add "${name}: …" to variables in pack.yaml`);
    else if (words === undefined) complaints.push(`{{${name}}} has no "${language}"; add it in pack.yaml`);
    return String(words ?? "");
  });
  return { text, complaints };
}
