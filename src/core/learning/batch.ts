/**
 * Many events at once, from a file or a request: all of them, or what is wrong with each. A batch with a mistake is taken as a
 * whole or not at all, so that whoever sent it can mend it and send it again without wondering what got in.
 */
import { readCsv } from "./csv.ts";
import type { LearningEvent } from "./event.ts";
import { EVENT_FIELDS, type Reading, readEvent } from "./read.ts";

export const BATCH_FORMATS = ["json", "ndjson", "csv"] as const;
export type BatchFormat = (typeof BATCH_FORMATS)[number];

export type BatchProblem = { readonly at: string; readonly problem: string };
export type Batch =
  | { readonly events: readonly LearningEvent[] }
  /** How many entries there were, and how many of them have problems. */
  | { readonly problems: readonly BatchProblem[]; readonly entries: number; readonly refused: number };

export function readBatch(text: string, format: BatchFormat, reading: Reading): Batch {
  const entries = entriesOf(text, format);
  if ("problem" in entries) return { problems: [entries.problem], entries: 0, refused: 0 };
  const events: LearningEvent[] = [];
  const problems: BatchProblem[] = [];
  let refused = 0;
  for (const { at, value, trouble } of entries.list) {
    const read = trouble === undefined ? readEvent(value, reading) : { problems: [trouble] };
    if ("event" in read) events.push(read.event);
    else {
      refused += 1;
      problems.push(...read.problems.map((problem) => ({ at, problem })));
    }
  }
  return problems.length > 0 ? { problems, entries: entries.list.length, refused } : { events };
}

type Entry = { readonly at: string; readonly value: unknown; readonly trouble?: string };
type Entries = { readonly list: readonly Entry[] } | { readonly problem: BatchProblem };

function entriesOf(text: string, format: BatchFormat): Entries {
  switch (format) {
    case "json":
      return jsonEntries(text);
    case "ndjson":
      return { list: linesOf(text) };
    case "csv":
      return csvEntries(text);
  }
}

function jsonEntries(text: string): Entries {
  const parsed = parse(text);
  if (parsed === null) return { problem: { at: "body", problem: "is not JSON" } };
  if (!Array.isArray(parsed.value)) return { list: [{ at: "event", value: parsed.value }] };
  return { list: parsed.value.map((value: unknown, index) => ({ at: `event ${index + 1}`, value })) };
}

function linesOf(text: string): readonly Entry[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = parse(line);
    const at = `line ${index + 1}`;
    return [parsed === null ? { at, value: null, trouble: "is not JSON" } : { at, value: parsed.value }];
  });
}

function csvEntries(text: string): Entries {
  const read = readCsv(text);
  if ("problem" in read) return { problem: { at: "file", problem: read.problem } };
  const [header, ...rows] = read.rows;
  if (header === undefined)
    return { problem: { at: "file", problem: `begin with a line of names: ${EVENT_FIELDS.join(",")}` } };
  const list = rows.map(({ line, cells }): Entry => {
    const at = `line ${line}`;
    if (cells.length > header.cells.length)
      return {
        at,
        value: null,
        trouble: `has ${cells.length} values for ${header.cells.length} names; put quotes around commas`,
      };
    const named = header.cells.map((name, index) => [name, cells[index] ?? ""] as const);
    return { at, value: Object.fromEntries(named.filter(([name, value]) => name !== "" && value !== "")) };
  });
  return { list };
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // JSON.parse throws for one reason only.
    return null;
  }
}
