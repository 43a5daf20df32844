/**
 * Figures and facts as CSV (RFC 4180) for spreadsheets. Names come from people, and a spreadsheet runs what begins like a formula:
 * such a text gets an apostrophe in front. Numbers stay numbers, the negative ones too.
 */
import { isDeed } from "../../core/facts.ts";
import { isFormula } from "../../core/learning/csv.ts";
import type { FactRow } from "../../core/ports.ts";
import { CATALOGUE, FIGURE_IDS } from "./catalogue.ts";
import type { FigureReport } from "./report.ts";
import type { Figures } from "./tally.ts";

export type CsvCell = string | number | null;

/** One line with its end. Nothing is an empty cell. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = isFormula(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const FIGURE_COLUMNS = [
  ...["dimension", "group", "label", "figure", "unit", "n", "value", "mean", "median", "p90"],
  ...["low", "high", "pending", "previous_value", "previous_n"],
];

/** A row for each figure of all cases and of each group. */
export function figuresCsv({ figures, previousFigures, groups }: FigureReport): string {
  const rows = [csvLine(FIGURE_COLUMNS), rowsOf(["", "", ""], figures, previousFigures)];
  for (const [dimension, list] of Object.entries(groups)) {
    for (const { group, label, figures: found } of list ?? []) {
      rows.push(rowsOf([dimension, group ?? "", label ?? ""], found, null));
    }
  }
  return rows.join("");
}

function rowsOf(place: readonly string[], figures: Figures, previous: Figures | null): string {
  return FIGURE_IDS.map((id) => {
    const { n, value, mean = null, median = null, p90 = null, interval, pending = null } = figures[id];
    const [low, high] = interval ?? [null, null];
    const before = previous?.[id];
    return csvLine([
      ...[...place, id, CATALOGUE[id].unit, n, value, mean, median, p90, low, high, pending],
      ...[before?.value ?? null, before?.n ?? null],
    ]);
  }).join("");
}

const EVENT_COLUMNS = [
  ...["id", "at", "kind", "channel", "language", "conversation_id", "learner_id", "ticket_id", "episode"],
  ...["agent_id", "intent_id", "value", "schedule_version", "variant"],
];

/** The log itself, a page at a time; it holds no words of anybody. */
export async function* eventsCsv(pages: AsyncIterable<readonly FactRow[]>): AsyncIterable<string> {
  yield csvLine(EVENT_COLUMNS);
  for await (const page of pages) yield page.map(eventLine).join("");
}

function eventLine(fact: FactRow): string {
  const { channel, language, conversationId, learnerId } = fact;
  const [at, kind] = [new Date(fact.at).toISOString(), fact.kind];
  // What people do about the FAQ is of no conversation.
  const of = isDeed(kind) ? [null, null, null, null] : [channel, language, conversationId, learnerId];
  return csvLine([
    ...[fact.id, at, kind, ...of, fact.ticketId, fact.episode, fact.agentId, fact.intentId],
    ...[fact.value, fact.scheduleVersion, fact.variant],
  ]);
}
