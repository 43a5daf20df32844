/** The figures looked at first, each with how many cases it is of and how it was in the period before: in words, not by colour alone. */
import type { Language } from "../../core/model.ts";
import { CATALOGUE, type FigureId } from "../figures/catalogue.ts";
import type { Definition } from "../figures/definition.ts";
import type { FigureReport } from "../figures/report.ts";
import { showCount, showFigure } from "../figures/show.ts";
import type { Figure } from "../figures/tally.ts";
import { html, type Markup } from "./markup.ts";
import { intervalOf } from "./tables.ts";
import { PAGE_WORDS } from "./words.ts";

const TILES: readonly FigureId[] = [
  ...(["conversations", "episodes", "deflection", "confirmed", "bounced", "wrong_answers"] as const),
  ...(["first_response", "first_response_business", "resolution", "backlog_age", "reopen_rate"] as const),
  ...(["csat", "response_rate", "nps", "average_rating", "delivery_failures"] as const),
];

export function tiles(report: FigureReport, language: Language): Markup {
  return html`<div class="tiles">${TILES.map((id) => tile(id, report, language))}</div>`;
}

function tile(id: FigureId, report: FigureReport, language: Language): Markup {
  const { name, unit, formula }: Definition = CATALOGUE[id];
  const figure = report.figures[id];
  const page = PAGE_WORDS[language];
  const p90 = unit === "seconds" ? ` · p90 ${showFigure(figure.p90 ?? null, unit, language)}` : "";
  const interval = intervalOf(figure, id, language);
  const from = id === "csat" ? html`<p>${page.satisfied(report.satisfiedFrom)}</p>` : html``;
  const n = unit === "count" ? html`` : html`<p>${page.cases(showCount(figure.n))}${p90}</p>`;
  return html`<div class="tile" title="${formula[language]}"><h3>${name[language]}</h3>
<div class="value">${showFigure(figure.value, unit, language)}</div>${from}${n}${interval === "" ? "" : html`<p>${interval}</p>`}${change(id, report, language)}</div>`;
}

/** Said of what is rounded as it is shown: a change nobody can see is none. */
function change(id: FigureId, { figures, previousFigures }: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  const { unit, isMoreBetter }: Definition = CATALOGUE[id];
  const [is, was] = [figures[id].value, previousFigures?.[id].value ?? null];
  if (was === null) return html`<p>${page.noBefore}</p>`;
  const before = showFigure(was, unit, language);
  const behind = html` ${language === "zh" ? `（${page.before} ${before}）` : `(${page.before} ${before})`}`;
  if (is === null) return html`<p>${behind}</p>`;
  if (showFigure(is, unit, language) === before) return html`<p>= ${page.same}</p>`;
  if (isWithinChance(figures[id], previousFigures?.[id])) return html`<p>≈ ${page.chance}${behind}</p>`;
  const isMore = is > was;
  const arrow = isMore ? "▲" : "▼";
  if (isMoreBetter === null) return html`<p>${arrow} ${isMore ? page.more : page.less}${behind}</p>`;
  const isGood = isMore === isMoreBetter;
  return html`<p class="${isGood ? "good" : "bad"}">${arrow} ${isGood ? page.better : page.worse}${behind}</p>`;
}

/** Where the two intervals meet, nobody knows whether anything changed: it must not be called better or worse. */
function isWithinChance({ interval: is }: Figure, before: Figure | undefined): boolean {
  const was = before?.interval;
  return is != null && was != null && is[0] <= was[1] && was[0] <= is[1];
}
