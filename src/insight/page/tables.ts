/** Tables of the page: figures by group, and all figures with what they mean. */
import type { Language } from "../../core/model.ts";
import { CATALOGUE, FIGURE_IDS, type FigureId } from "../figures/catalogue.ts";
import type { FigureReport, Group } from "../figures/report.ts";
import { nameOfDimension, nameOfGroup, showCount, showFigure, WORDS } from "../figures/show.ts";
import type { Figure, Figures } from "../figures/tally.ts";
import { html, type Markup } from "./markup.ts";
import { PAGE_WORDS } from "./words.ts";

type Cell = { readonly text: string; readonly isNumber?: boolean };

export function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): Markup {
  const tag = ({ isNumber = false }: Cell) => (isNumber ? html` class="number"` : html``);
  const top = head.map((cell) => html`<th scope="col"${tag(cell)}>${cell.text}</th>`);
  const lines = rows.map((row) => html`<tr>${row.map((cell) => html`<td${tag(cell)}>${cell.text}</td>`)}</tr>`);
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${top}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

export const words = (text: string): Cell => ({ text });
export const number = (text: string): Cell => ({ text, isNumber: true });

/** The numbers behind a plot, folded away on the screen. */
export function behind(label: string, content: Markup): Markup {
  return html`<details><summary>${label}</summary>${content}</details>`;
}

/** More rows help nobody on paper. */
const GROUPS_MAX = 25;

type Grouped = { readonly dimension: string; readonly groups: readonly Group[]; readonly ids: readonly FigureId[] };

/** A figure of durations has its 90th percentile too; each has how many cases it is of. */
export function groupTable({ dimension, groups, ids }: Grouped, language: Language): Markup {
  const { top } = PAGE_WORDS[language];
  const head = ids.flatMap((id) => {
    const { name, unit } = CATALOGUE[id];
    const p90 = unit === "seconds" ? [number("p90")] : [];
    return unit === "count" ? [number(name[language])] : [number(name[language]), ...p90, number("n")];
  });
  const rows = groups
    .slice(0, GROUPS_MAX)
    .map((group) => [
      words(nameOfGroup(dimension, group, language)),
      ...ids.flatMap((id) => cellsOf(id, group.figures, language)),
    ]);
  const rest = groups.length > GROUPS_MAX ? html`<p class="quiet">${top(GROUPS_MAX, groups.length)}</p>` : html``;
  return html`${table([words(nameOfDimension(dimension, language)), ...head], rows)}${rest}`;
}

function cellsOf(id: FigureId, figures: Figures, language: Language): readonly Cell[] {
  const { unit } = CATALOGUE[id];
  const { value, p90 = null, n } = figures[id];
  const shown = number(showFigure(value, unit, language));
  if (unit === "count") return [shown];
  return unit === "seconds"
    ? [shown, number(showFigure(p90, unit, language)), number(showCount(n))]
    : [shown, number(showCount(n))];
}

export function intervalOf({ interval }: Figure, id: FigureId, language: Language): string {
  if (!interval) return "";
  const [low, high] = interval.map((end) => showFigure(end, CATALOGUE[id].unit, language));
  return `${low} – ${high}`;
}

export function allFigures({ figures, previousFigures }: FigureReport, language: Language): Markup {
  const name = WORDS[language];
  const page = PAGE_WORDS[language];
  const head = [
    words(name.figure),
    number(name.value),
    number("n"),
    number(name.interval),
    number("p90"),
    number(name.before),
  ];
  const rows = FIGURE_IDS.map((id) => {
    const { unit, name: called } = CATALOGUE[id];
    const figure = figures[id];
    const show = (value: number | null | undefined) => (value === undefined ? "" : showFigure(value, unit, language));
    const pending = figure.pending === undefined ? "" : ` (${name.pending} ${figure.pending})`;
    const before = previousFigures === null ? "" : show(previousFigures[id].value);
    const interval = intervalOf(figure, id, language);
    return [
      words(called[language]),
      number(show(figure.value)),
      ...[number(`${showCount(figure.n)}${pending}`), number(interval), number(show(figure.p90)), number(before)],
    ];
  });
  const meanings = FIGURE_IDS.map((id) => {
    const { name: called, formula, countedBy } = CATALOGUE[id];
    return [words(called[language]), words(formula[language]), words(countedBy[language])];
  });
  return html`${table(head, rows)}<p></p>${table([words(name.figure), words(page.definition), words(page.counted)], meanings)}`;
}
