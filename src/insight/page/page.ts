/**
 * A report as one HTML page that needs nothing else: no script, no outside address. On the screen and on paper (the browser's
 * print) it reads the same; what a plot shows stands in a table behind it.
 */
import type { Language } from "../../core/model.ts";
import { CATALOGUE, type FigureId } from "../figures/catalogue.ts";
import { LOYALTY_DIMENSIONS, type Split } from "../figures/groups.ts";
import type { FigureReport, Group } from "../figures/report.ts";
import { showCount, showSeconds, showSpan, WEEKDAYS, WORDS } from "../figures/show.ts";
import { html, type Markup, raw } from "./markup.ts";
import { bars, heatMap, legend, lyingBars, shareOverTime } from "./plots.ts";
import { STYLE } from "./style.ts";
import { allFigures, behind, groupTable, number, table, words } from "./tables.ts";
import { tiles } from "./tiles.ts";
import { csatByWeek } from "./weeks.ts";
import { PAGE_WORDS } from "./words.ts";

/** What the page is split by; a report for it is asked for with all of these. */
export const PAGE_SPLITS: readonly Split[] = [
  "channel",
  "intent",
  "agent",
  "team",
  "language",
  "course",
  "hour",
  "day",
];

const OF_PEOPLE: readonly FigureId[] = ["solved", "first_response", "resolution", "one_touch", "reopen_rate", "csat"];
const OF_INTENTS: readonly FigureId[] = ["answers", "episodes", "bounced", "wrong_answers", "first_response", "csat"];
const OF_LEARNERS: readonly FigureId[] = [
  "conversations",
  "episodes",
  "bounced",
  "wrong_answers",
  "first_response",
  "csat",
];

export function reportPage(report: FigureReport, language: Language): string {
  const title = `${WORDS[language].title} ${showSpan(report, language)}`;
  const page = PAGE_WORDS[language];
  const made = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    ...({ timeZone: report.timeZone, dateStyle: "medium", timeStyle: "short" } as const),
  }).format(report.now);
  const { markup } = html`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${raw(STYLE)}</style></head>
<body><header><h1>${WORDS[language].title}</h1><p>${showSpan(report, language)}</p><p>${page.made(made)}</p></header>
<main>${tiles(report, language)}${plots(report, language)}${groups(report, language)}
${section(page.all, allFigures(report, language))}${section(page.gaps, gaps(report, language))}</main></body></html>
`;
  return markup;
}

function section(title: string, content: Markup): Markup {
  return html`<section><h2>${title}</h2>${content}</section>`;
}

/** A plot stays on one page with its title. */
function plotted(title: string, content: Markup): Markup {
  return html`<section class="plot"><h2>${title}</h2>${content}</section>`;
}

function plots(report: FigureReport, language: Language): readonly Markup[] {
  const page = PAGE_WORDS[language];
  return [
    plotted(page.days, days(report, language)),
    plotted(page.outcomes, outcomes(report, language)),
    plotted(page.waits, waits(report, language)),
    plotted(page.hours, hours(report, language)),
    plotted(page.csat, csat(report, language)),
  ];
}

function groupsIn({ groups: all }: FigureReport, split: Split): readonly Group[] {
  return (all[split] ?? []).filter(({ group }) => group !== null);
}

function days(report: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  const found = groupsIn(report, "day");
  if (found.length === 0) return html`<p>${page.nothing}</p>`;
  const [conversations, episodes] = (["conversations", "episodes"] as const).map((id) =>
    found.map(({ figures }) => figures[id].n),
  );
  const labels = found.map(({ group }) => (group ?? "").slice(5));
  const drawn = bars(page.days, labels, [
    { name: page.conversations, values: conversations ?? [] },
    { name: page.episodes, values: episodes ?? [] },
  ]);
  const ids = ["conversations", "episodes", "first_response", "csat"] as const;
  const rows = groupTable({ dimension: "day", groups: found.slice(-25), ids }, language);
  return html`${legend(page.conversations, page.episodes)}${drawn}${behind(page.table, rows)}`;
}

function outcomes({ figures }: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  const { deflection } = figures;
  if (deflection.value === null) return html`<p>${page.nothing}</p>`;
  const shown = (value: number) => `${value.toFixed(1)} %`;
  const by = (["confirmed", "silent", "bounced", "unanswered"] as const).map((id) => ({
    name: CATALOGUE[id].name[language],
    value: figures[id].value ?? 0,
  }));
  const all = [{ name: page.handedOver, value: 100 - deflection.value }, ...by];
  const rows = all.map(({ name, value }) => ({ name, value, shown: shown(value) }));
  const cells = rows.map(({ name, shown: text }) => [words(name), number(text), number(showCount(deflection.n))]);
  const behindIt = table([words(page.outcomes), number(page.share), number("n")], cells);
  return html`${lyingBars(page.outcomes, rows)}${behind(page.table, behindIt)}`;
}

function waits({ waits: found }: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  const n = found.reduce((sum, { count }) => sum + count, 0);
  if (n === 0) return html`<p>${page.nothing}</p>`;
  const limits = found.map(({ upToMs }) => (upToMs === null ? null : showSeconds(upToMs / 1000, language)));
  const rows = found.map(({ count }, index) => ({
    name: limits[index] ? page.upTo(limits[index]) : page.over(limits[index - 1] ?? ""),
    value: count,
    shown: `${showCount(count)} · ${((count / n) * 100).toFixed(1)} %`,
  }));
  const cells = rows.map(({ name, value }) => [
    words(name),
    number(showCount(value)),
    number(`${((value / n) * 100).toFixed(1)} %`),
  ]);
  const behindIt = table([words(page.waits), number(page.count), number(page.share)], cells);
  return html`<p class="quiet">${page.cases(showCount(n))}</p>${lyingBars(page.waits, rows)}${behind(page.table, behindIt)}`;
}

function hours(report: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  const found = groupsIn(report, "hour");
  const counts = Array.from({ length: 168 }, () => 0);
  for (const { group, figures } of found) counts[Number(group)] = figures.conversations.n + figures.episodes.n;
  const ids = ["conversations", "episodes", "first_response"] as const;
  const busiest = found.toSorted((one, other) => (counts[Number(other.group)] ?? 0) - (counts[Number(one.group)] ?? 0));
  const behindIt = groupTable({ dimension: "hour", groups: busiest, ids }, language);
  return html`${heatMap(page.hours, WEEKDAYS[language], counts)}${behind(page.table, behindIt)}`;
}

function csat(report: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  const points = csatByWeek(groupsIn(report, "day"));
  if (points.length === 0) return html`<p>${page.nothing}</p>`;
  const percent = (value: number) => number(`${value.toFixed(1)} %`);
  const cells = points.map(({ name, value, low, high, n }) => [
    ...[words(name), percent(value), number(`${low.toFixed(1)} – ${high.toFixed(1)} %`), number(showCount(n))],
  ]);
  const behindIt = table(
    [words(page.week), number(CATALOGUE.csat.name[language]), number(page.interval), number("n")],
    cells,
  );
  return html`${shareOverTime(page.csat, points)}${behind(page.table, behindIt)}`;
}

function groups(report: FigureReport, language: Language): readonly Markup[] {
  const page = PAGE_WORDS[language];
  const shown = (title: string, split: Split, ids: readonly FigureId[]) => {
    const found = groupsIn(report, split);
    return found.length === 0 ? [] : [section(title, groupTable({ dimension: split, groups: found, ids }, language))];
  };
  return [
    ...shown(page.agents, "agent", OF_PEOPLE),
    ...shown(page.teams, "team", OF_PEOPLE),
    ...shown(page.intents, "intent", OF_INTENTS),
    ...shown(page.channels, "channel", OF_LEARNERS),
    ...shown(page.languages, "language", OF_LEARNERS),
    ...shown(page.courses, "course", OF_LEARNERS),
    ...loyalty(report, language),
  ];
}

function loyalty(report: FigureReport, language: Language): readonly Markup[] {
  const page = PAGE_WORDS[language];
  const tables = LOYALTY_DIMENSIONS.flatMap((dimension) => {
    const found = report.groups[dimension] ?? [];
    return found.length === 0
      ? []
      : [groupTable({ dimension, groups: found, ids: ["repurchase", "renewal"] }, language)];
  });
  return tables.length === 0 ? [] : [section(page.loyalty, html`<p class="quiet">${page.caveat}</p>${tables}`)];
}

function gaps({ gaps: found }: FigureReport, language: Language): Markup {
  const page = PAGE_WORDS[language];
  if (found.length === 0) return html`<p>${page.noGaps}</p>`;
  const rows = found.map(({ what, count, means }) => [
    words(what[language]),
    number(showCount(count)),
    words(means[language]),
  ]);
  return table([words(page.gaps), number(page.count), words("")], rows);
}
