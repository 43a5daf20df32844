/**
 * What a draft still lacks, looked at alone: cheap enough to be told whenever it is shown. What it has in common with other files
 * (an example twice, tests) is told when it is tried.
 */
import { type Draft, folderOf, type Texts } from "../../core/faq/faq.ts";
import type { Language } from "../../core/model.ts";
import { intentIdIn } from "../../nlu/pack/edit.ts";
import { formOf } from "../../nlu/pack/form.ts";
import { fileProblems } from "../../nlu/pack/load.ts";
import { packFolders } from "./texts.ts";

export const DRAFT_PARTS = ["title", "examples", "answer"] as const;
type Part = (typeof DRAFT_PARTS)[number];

export type DraftProblems = {
  /** What buttons would say; '' where that is not written yet. Null: it is no intent, or nobody can read it. */
  readonly title: Readonly<Record<Language, string>> | null;
  /** Languages the pack has and the draft does not, or not all of it. */
  readonly missing: readonly { readonly language: Language; readonly parts: readonly Part[] }[];
  /** All that keeps it from being published, with line and remedy. */
  readonly problems: readonly string[];
};

export function problemsOf(live: Texts, { path, text }: Pick<Draft, "path" | "text">): DraftProblems {
  if (text === null || intentIdIn(path) === null) return { title: null, missing: [], problems: [] };
  const key = folderOf(path);
  const folder = packFolders(live).find(({ name }) => name === key) ?? { name: key, texts: new Map() };
  const name = path.slice(key.length + 1);
  const { problems, languages } = fileProblems(folder, { name, text });
  const form = formOf(text);
  if (form === null) return { title: null, missing: [], problems };
  const missing = languages.flatMap((language) => {
    const parts = DRAFT_PARTS.filter((part) => form[part][language].length === 0);
    return parts.length === 0 ? [] : [{ language, parts }];
  });
  return { title: form.title, missing, problems };
}
