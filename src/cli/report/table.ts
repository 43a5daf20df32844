/** A report as a table for a terminal: every figure with how many cases it is of, beside the range before. */
import type { Language } from "../../core/model.ts";
import { CATALOGUE, FIGURE_IDS, type FigureId } from "../../insight/figures/catalogue.ts";
import type { FigureReport, Group } from "../../insight/figures/report.ts";
import { nameOfDimension, nameOfGroup, showFigure, showSpan, WORDS } from "../../insight/figures/show.ts";
import type { Figures } from "../../insight/figures/tally.ts";

export function tableOf(report: FigureReport, language: Language): string {
  const words = WORDS[language];
  const head = [words.figure, words.value, "n", words.interval, words.mean, "p90", words.before, words.pending];
  const rows = FIGURE_IDS.map((id) => rowOf(id, report, language));
  const parts = [
    `${words.title}  ${showSpan(report, language)}\n\n${aligned([head, ...rows])}`,
    ...Object.entries(report.groups).map(([dimension, groups]) => groupTable(dimension, groups ?? [], language)),
    ...(report.gaps.length === 0 ? [] : [gapsTable(report, language)]),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function rowOf(
  id: FigureId,
  { figures, previousFigures, satisfiedFrom }: FigureReport,
  language: Language,
): readonly string[] {
  const figure = figures[id];
  const { unit, name } = CATALOGUE[id];
  const show = (value: number | null | undefined) => (value === undefined ? "" : showFigure(value, unit, language));
  const interval = figure.interval ? `${show(figure.interval[0])} – ${show(figure.interval[1])}` : "";
  const before = previousFigures === null ? "" : show(previousFigures[id].value);
  const pending = figure.pending === undefined ? "" : String(figure.pending);
  return [
    id === "csat" ? `${name[language]} ≥ ${satisfiedFrom}` : name[language],
    show(figure.value),
    String(figure.n),
    interval,
    show(figure.mean),
    show(figure.p90),
    before,
    pending,
  ];
}

/** The figures that say most of a group; JSON and CSV have all of them. */
const OF_GROUPS: readonly FigureId[] = [
  "conversations",
  "episodes",
  "first_response",
  "resolution",
  "csat",
  "bounced",
  "wrong_answers",
];
const OF_LOYALTY: readonly FigureId[] = ["repurchase", "renewal"];

function groupTable(dimension: string, groups: readonly Group[], language: Language): string {
  if (groups.length === 0) return "";
  const isLoyalty = ["rating", "helped", "nps_group"].includes(dimension);
  const ids = isLoyalty ? OF_LOYALTY : OF_GROUPS;
  const head = [nameOfDimension(dimension, language), ...ids.flatMap((id) => [CATALOGUE[id].name[language], "n"])];
  const cells = (figures: Figures) =>
    ids.flatMap((id) => [showFigure(figures[id].value, CATALOGUE[id].unit, language), String(figures[id].n)]);
  const rows = groups.map((group) => [nameOfGroup(dimension, group, language), ...cells(group.figures)]);
  return aligned([head, ...rows]);
}

function gapsTable({ gaps }: FigureReport, language: Language): string {
  const head = [WORDS[language].gaps, "n", ""];
  return aligned([head, ...gaps.map(({ what, count, means }) => [what[language], String(count), means[language]])]);
}

/** Columns as wide as they must be; a Chinese character takes two places. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd();
  return `${rows.map(line).join("\n")}\n`;
}

function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character)
        ? 2
        : 1),
    0,
  );
}
