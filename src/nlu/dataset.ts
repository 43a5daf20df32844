/**
 * Rows of labelled text in JSONL files, for measuring: `{"text", "intent", "split"?}`, more keys are ignored. A bad row
 * is a problem with its line, never left out in silence: a figure over half a file is no figure.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Subject } from "./trained.ts";

/** The label of rows that mean none of the intents. */
export const OUT_OF_SCOPE = "oos";

export type Row = { readonly text: string; readonly intent: string };

const rowSchema = z.object({ text: z.string(), intent: z.string().min(1), split: z.string().optional() });
const ROW_SHAPE = 'must be {"text": "…", "intent": "…"}, "split" beside them when splits are named';
const WITH_SPLITS = /^(?<file>.+\.[a-z]+):(?<splits>[^:/\\]+)$/i;

/** Reads `file.jsonl`, or `file.jsonl:split,split` for some of its rows. Returns all problems at once. */
export async function readRows(
  source: string,
): Promise<{ readonly rows: readonly Row[] } | { readonly problems: readonly string[] }> {
  const named = WITH_SPLITS.exec(source)?.groups;
  const file = named?.["file"] ?? source;
  const splits = named?.["splits"]?.split(",").map((split) => split.trim()) ?? null;
  const lines = await readLines(file);
  if (lines === null)
    return { problems: [`${file}: cannot be read; name a JSONL file, as file.jsonl or file.jsonl:split`] };
  const problems: string[] = [];
  const rows: Row[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const parsed = rowSchema.safeParse(parseJson(line));
    if (!parsed.success) problems.push(`${file}:${index + 1}: ${ROW_SHAPE}`);
    else if (splits === null || splits.includes(parsed.data.split ?? "")) rows.push(parsed.data);
  });
  if (problems.length === 0 && rows.length === 0)
    problems.push(`${source}: has no such rows; check the names of the splits`);
  return problems.length > 0 ? { problems } : { rows };
}

async function readLines(file: string): Promise<readonly string[] | null> {
  try {
    return (await readFile(file, "utf8")).split("\n");
  } catch {
    // Missing or unreadable is one mistake to whoever named the file; the caller says so.
    return null;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // No JSON is no row: the schema refuses undefined.
    return undefined;
  }
}

/** The out-of-scope rows of a training file: what is known to mean none of its intents. */
export function straysOf(rows: readonly Row[]): readonly string[] {
  return rows.filter(({ intent }) => intent === OUT_OF_SCOPE).map(({ text }) => text);
}

/** Rows → what to train on; out-of-scope rows are for `straysOf`. The words of an intent's name are its only hint. */
export function subjectsOf(rows: readonly Row[]): readonly Subject[] {
  const examples = new Map<string, string[]>();
  for (const { text, intent } of rows) {
    if (intent !== OUT_OF_SCOPE) examples.set(intent, [...(examples.get(intent) ?? []), text]);
  }
  return [...examples].map(([id, texts]) => ({ id, examples: texts, hints: [wordsOfName(id)] }));
}

/** `faq/resetPassword` → `faq reset Password`. */
function wordsOfName(id: string): string {
  return id
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
