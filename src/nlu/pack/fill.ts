/**
 * `{{refund_days}}` → 7. A brace must never reach a learner: what is left over after filling is a problem, not a text.
 */
import type { Language } from "../../core/model.ts";
import type { PackFile } from "./schema.ts";

export type Variables = PackFile["variables"];

export type Filled = { readonly text: string; readonly complaints: readonly string[] };

const PLACE = /\{\{\s*([a-z0-9_]+)\s*\}\}/g;
const BRACE = /[{}]/;

/** Fills the variables in, in one language. `complaints` say what could not be filled; then `text` must not be used. */
export function fill(template: string, variables: Variables, language: Language): Filled {
  const complaints: string[] = [];
  const text = template.replace(PLACE, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const words = typeof value === "object" ? value[language] : value;
    if (value === undefined) complaints.push(`{{${name}}} is not defined; add "${name}: …" to variables in pack.yaml`);
    else if (words === undefined) complaints.push(`{{${name}}} has no "${language}"; add it in pack.yaml`);
    return String(words ?? "");
  });
  if (BRACE.test(text))
    complaints.push("has a brace that learners would see; write variables as {{name}}, else no braces");
  return { text: text.trim(), complaints };
}
