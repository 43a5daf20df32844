/**
 * One intent file of the right shape → an intent with every language present and every variable filled in. Languages a
 * pack does not declare get the words of its first one: the types promise words in every language, and some word beats
 * none.
 */
import type { Intent, Wording } from "../../core/pack.ts";
import { buildCases } from "./build-cases.ts";
import { Build } from "./building.ts";
import type { Problem } from "./problem.ts";
import type { IntentFile, PackFile } from "./schema.ts";
import type { Source } from "./source.ts";

/** Builds an intent and tells what is wrong with it. With problems the intent must not be used. */
export function buildIntent(
  file: IntentFile,
  source: Source,
  pack: PackFile,
): { intent: Intent; problems: readonly Problem[] } {
  const build = new Build(source, pack);
  build.checkName(file.id);
  const intent: Intent = {
    id: file.id,
    title: build.wording(file.title, ["title"]),
    examples: build.examples(file.examples),
    ...build.said(file.answer, ["answer"]),
    links: file.links.map((link, index) => build.link(link, ["links", index])),
    escalate: file.escalate,
    priority: file.priority,
    answerWhenSure: file.answerWhenSure ?? pack.answerWhenSure,
    tags: file.tags,
    ...buildCases(file, pack, build),
  };
  return { intent, problems: build.problems };
}

/** How the pack calls its courses, and what is wrong with that. */
export function buildCourses(
  pack: PackFile,
  source: Source,
): { readonly courses: ReadonlyMap<string, Wording>; readonly problems: readonly Problem[] } {
  const build = new Build(source, pack);
  const named = Object.entries(pack.courses ?? {});
  const courses = new Map(named.map(([id, name]) => [id, build.wording(name, ["courses", id])] as const));
  return { courses, problems: build.problems };
}
