/**
 * `strays.yaml` beside pack.yaml: questions that are none of the pack's business, so that the model learns that "how do
 * I" alone means nothing. No pack needs one. A stray is no answer and no intent; what one live pack answers is never
 * a stray, whatever another one says.
 */
import { join } from "node:path";
import { LANGUAGES } from "../../core/model.ts";
import type { Intent } from "../../core/pack.ts";
import type { Folder } from "./folder.ts";
import type { Problem } from "./problem.ts";
import { type PackFile, type StraysFile, shapeOf, straysSchema } from "./schema.ts";
import { skeletonOf } from "./skeleton.ts";
import { readSource, type Source } from "./source.ts";

export const STRAYS_FILE = "strays.yaml";

/** Its texts, and where they stand: the examples they must not equal are known only later. */
export type Strays = { readonly file: StraysFile; readonly source: Source };

type ReadStrays = { readonly strays: Strays | null; readonly problems: readonly Problem[] };

/** Reads the file of one folder. Without the file: no strays and no problem. */
export function readStrays({ name, texts }: Folder, pack: PackFile): ReadStrays {
  const text = texts?.get(STRAYS_FILE);
  if (text === undefined) return { strays: null, problems: [] };
  const source = readSource(join(name, STRAYS_FILE), text);
  if ("problems" in source) return { strays: null, problems: source.problems };
  const shaped = shapeOf(straysSchema, source);
  if ("problems" in shaped) return { strays: null, problems: shaped.problems };
  const problems = LANGUAGES.filter(
    (language) => shaped.value[language] !== undefined && !pack.languages.includes(language),
  ).map((language) => {
    const text = `${language}: the pack does not declare this language; add ${language} to languages in pack.yaml or remove this`;
    return { file: source.file, line: source.lineOf([language]), text };
  });
  return { strays: { file: shaped.value, source }, problems };
}

/** Strays that are examples of the pack's own intents: one of the two is a mistake, and nobody but its author knows which. */
export function straysAnswered({ file, source }: Strays, intents: readonly Intent[]): readonly Problem[] {
  const owners = ownersOf(intents);
  return LANGUAGES.flatMap((language) =>
    (file[language] ?? []).flatMap((stray, index) => {
      const owner = owners.get(skeletonOf(stray));
      if (owner === undefined) return [];
      const text = `${language}: "${stray}" is an example of ${owner}; remove it here or there`;
      return [{ file: source.file, line: source.lineOf([language, index]), text }];
    }),
  );
}

/** The strays of all live packs, each once, without what one of their intents answers. */
export function joinStrays(all: readonly Strays[], intents: readonly Intent[]): readonly string[] {
  const owners = ownersOf(intents);
  const strays = new Map<string, string>();
  for (const { file } of all) {
    for (const stray of LANGUAGES.flatMap((language) => file[language] ?? [])) {
      const skeleton = skeletonOf(stray);
      if (!owners.has(skeleton) && !strays.has(skeleton)) strays.set(skeleton, stray);
    }
  }
  return [...strays.values()];
}

function ownersOf(intents: readonly Intent[]): ReadonlyMap<string, string> {
  return new Map(
    intents.flatMap(({ id, examples }) =>
      LANGUAGES.flatMap((language) => examples[language]).map((example) => [skeletonOf(example), id] as const),
    ),
  );
}
