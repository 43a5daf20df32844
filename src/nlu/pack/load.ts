/**
 * Directories of intents → one Pack, or everything that is wrong with them at once. A pack with a problem is never used
 * in part: an answer that silently lacks its intent is worse than the last good pack.
 */
import { join } from "node:path";
import type { Language } from "../../core/model.ts";
import type { Intent, Pack, PackTest, Wording } from "../../core/pack.ts";
import { buildCourses, buildIntent } from "./build.ts";
import { type Folder, readFolder } from "./folder.ts";
import { describe, type Problem } from "./problem.ts";
import { intentSchema, type PackFile, packSchema, shapeOf } from "./schema.ts";
import { skeletonOf } from "./skeleton.ts";
import { readSource, type Source } from "./source.ts";
import { joinStrays, readStrays, STRAYS_FILE, type Strays, straysAnswered } from "./strays.ts";
import { readTests, TESTS_FILE } from "./tests.ts";

export type Loaded = { readonly pack: Pack } | { readonly problems: readonly string[] };

const PACK_FILE = "pack.yaml";
const NO_INTENTS: readonly string[] = [PACK_FILE, STRAYS_FILE, TESTS_FILE];

/** Reads packs from folders on the disk; see packOf. */
export async function loadPack(directories: readonly string[]): Promise<Loaded> {
  return packOf(await Promise.all(directories.map(readFolder)));
}

/**
 * Merges the packs of folders into one. Pure: the same texts give the same pack.
 *
 * Shape:  ids are unique over all directories; languages are those every directory has; `askWhenSure` is the first
 *         one's. Each intent keeps the `answerWhenSure` and the variables of its own directory. Strays are joined; what
 *         another directory answers is none.
 * Errors: none thrown; problems are `file:line: what, and what to write instead`, in the order of the files.
 */
export function packOf(folders: readonly Folder[]): Loaded {
  const parts: readonly Part[] = folders.map(partOf);
  const built = parts.flatMap((part) => part.intents);
  const languages = commonLanguages(parts);
  const problems = [...parts.flatMap((part) => part.problems), ...twins(built), ...sharedExamples(built)];
  const [first] = parts;
  if (first === undefined)
    return { problems: ["no directory of intents is given; name one, such as intents/online-education"] };
  if (problems.length === 0 && languages.length === 0) {
    problems.push({
      file: folders.map(({ name }) => name).join(", "),
      line: null,
      text: "have no language in common; declare one in all of them",
    });
  }
  if (problems.length > 0) return { problems: problems.map(describe) };
  const intents = new Map(built.map(({ intent }) => [intent.id, intent]));
  const name = parts.map((part) => part.name).join(" + ");
  const strays = joinStrays(
    parts.flatMap((part) => part.strays ?? []),
    [...intents.values()],
  );
  const courses = new Map(parts.flatMap((part) => [...part.courses]));
  const tests = parts.flatMap((part) => part.tests);
  return { pack: { name, languages, askWhenSure: first.askWhenSure, intents, courses, strays, tests } };
}

/** What is wrong with one intent's file in a folder, whatever else is there; and the languages it must be in. */
export function fileProblems(
  { name: directory, texts }: Folder,
  { name, text }: { readonly name: string; readonly text: string },
): { readonly problems: readonly string[]; readonly languages: readonly Language[] } {
  const header = readPackFile(directory, texts?.get(PACK_FILE));
  if ("problems" in header) return { problems: header.problems.map(describe), languages: [] };
  const { problems } = readIntent(join(directory, name), text, header.value);
  return { problems: problems.map(describe), languages: header.value.languages };
}

type Built = { readonly intent: Intent; readonly source: Source };

/** What one directory holds; with problems it is incomplete. */
type Part = {
  readonly name: string;
  readonly languages: readonly Language[];
  readonly askWhenSure: number;
  readonly intents: readonly Built[];
  readonly courses: Courses;
  readonly strays: Strays | null;
  readonly tests: readonly PackTest[];
  readonly problems: readonly Problem[];
};

function partOf(folder: Folder): Part {
  const { name: directory, texts } = folder;
  if (texts === null)
    return failed([{ file: directory, line: null, text: "is not a directory; name the folder of a pack" }]);
  const names = [...texts.keys()].sort();
  const misnamed = names
    .filter((name) => name.endsWith(".yml"))
    .map((name) => ({ file: join(directory, name), line: null, text: "is not read; rename it to end in .yaml" }));
  const files = names.filter((name) => name.endsWith(".yaml") && !NO_INTENTS.includes(name));
  const header = readPackFile(directory, texts.get(PACK_FILE));
  if ("problems" in header) return failed([...header.problems, ...misnamed]);
  const read = files.map((name) => readIntent(join(directory, name), texts.get(name) ?? null, header.value));
  const intents = read.flatMap((one) => one.built);
  const { strays, problems: strayProblems } = readStrays(folder, header.value);
  const problems = [...misnamed, ...header.complaints, ...read.flatMap((one) => one.problems), ...strayProblems];
  if (strays !== null) {
    const all = intents.map(({ intent }) => intent);
    problems.push(...straysAnswered(strays, all));
  }
  const owned = new Set(intents.map(({ intent }) => intent.id));
  const tests = readTests(folder, (id) => owned.has(id));
  // An intent that cannot be read is told of once, where it is.
  if (read.every((one) => one.problems.length === 0)) problems.push(...tests.problems);
  if (files.length === 0)
    problems.push({ file: directory, line: null, text: "holds no intent; add one, such as refund.yaml" });
  const { name, languages, askWhenSure } = header.value;
  const { courses } = header;
  return { name, languages, askWhenSure, intents, courses, strays, tests: tests.tests, problems };
}

function failed(problems: readonly Problem[]): Part {
  const nothing = { intents: [], courses: new Map(), strays: null, tests: [] };
  return { name: "", languages: [], askWhenSure: 0, ...nothing, problems };
}

type Header = { readonly value: PackFile; readonly courses: Courses; readonly complaints: readonly Problem[] };
type Courses = ReadonlyMap<string, Wording>;

function readPackFile(
  directory: string,
  text: string | null | undefined,
): Header | { readonly problems: readonly Problem[] } {
  const file = join(directory, PACK_FILE);
  if (text === undefined) {
    return { problems: [{ file, line: null, text: "is missing; write it with name and languages: [zh, en]" }] };
  }
  const source = readSource(file, text);
  if ("problems" in source) return source;
  const shaped = shapeOf(packSchema, source);
  if ("problems" in shaped) return shaped;
  const { answerWhenSure, askWhenSure } = shaped.value;
  const complaint = `askWhenSure (${askWhenSure}) is above answerWhenSure (${answerWhenSure}); write a lower number`;
  const complaints =
    askWhenSure > answerWhenSure ? [{ file, line: source.lineOf(["askWhenSure"]), text: complaint }] : [];
  const named = buildCourses(shaped.value, source);
  return { value: shaped.value, courses: named.courses, complaints: [...complaints, ...named.problems] };
}

function readIntent(
  file: string,
  text: string | null,
  pack: PackFile,
): { built: readonly Built[]; problems: readonly Problem[] } {
  const source = readSource(file, text);
  if ("problems" in source) return { built: [], problems: source.problems };
  const shaped = shapeOf(intentSchema, source);
  if ("problems" in shaped) return { built: [], problems: shaped.problems };
  const { intent, problems } = buildIntent(shaped.value, source, pack);
  return { built: [{ intent, source }], problems };
}

function commonLanguages(parts: readonly Part[]): readonly Language[] {
  return (parts[0]?.languages ?? []).filter((language) => parts.every((part) => part.languages.includes(language)));
}

function twins(built: readonly Built[]): readonly Problem[] {
  const files = new Map<string, string>();
  return built.flatMap(({ intent, source }) => {
    const other = files.get(intent.id);
    files.set(intent.id, other ?? source.file);
    const text = `id "${intent.id}" is already used in ${other}; choose another id`;
    return other === undefined ? [] : [{ file: source.file, line: source.lineOf(["id"]), text }];
  });
}

/** The same message cannot mean two things: no model could learn it, and nobody could answer it. */
function sharedExamples(built: readonly Built[]): readonly Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { intent, source } of built) {
    for (const [language, examples] of Object.entries(intent.examples)) {
      examples.forEach((example, index) => {
        const key = skeletonOf(example);
        const owner = owners.get(key) ?? intent.id;
        owners.set(key, owner);
        if (owner === intent.id) return;
        const text = `examples.${language}: "${example}" is also an example of ${owner}; keep it in one of them`;
        problems.push({ file: source.file, line: source.lineOf(["examples", language, index]), text });
      });
    }
  }
  return problems;
}
