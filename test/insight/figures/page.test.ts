/** A report as a page, CSV and JSON: complete without an outside address or a script, and nothing of what people wrote is run. */
import { describe, expect, test } from "vitest";
import { FIGURE_IDS } from "../../../src/insight/figures/catalogue.ts";
import { csvLine, figuresCsv } from "../../../src/insight/figures/csv.ts";
import { reportJson } from "../../../src/insight/figures/json.ts";
import { nothingMissing } from "../../../src/insight/figures/quality.ts";
import { reportOf } from "../../../src/insight/figures/report.ts";
import { showFigure } from "../../../src/insight/figures/show.ts";
import { PAGE_SPLITS, reportPage } from "../../../src/insight/page/page.ts";
import { COLOURS, HEAT, HEAT_DARK_FROM } from "../../../src/insight/page/style.ts";
import { aPlan, bookOf, DAY_MS, LATER, of } from "./folded.ts";
import { aHistory } from "./history.ts";

const FROM = Date.parse("2026-01-05T00:00Z");
const plan = aPlan({
  range: { from: FROM + 30 * DAY_MS, to: FROM + 60 * DAY_MS },
  previous: { from: FROM, to: FROM + 30 * DAY_MS },
  splits: PAGE_SPLITS,
});
const frame = {
  ...({ now: LATER, channel: null, timeZone: "UTC", satisfiedFrom: 4 } as const),
  labelOf: (_: string, group: string) => group,
};
const report = reportOf(bookOf(aHistory(4000), plan), {
  ...frame,
  missing: { ...nothingMissing(), clock_went_back: 2 },
});
const empty = reportOf(bookOf([], plan), { ...frame, missing: nothingMissing() });

describe("the page", () => {
  test.each(["zh", "en"] as const)(
    "holds everything itself in %s: no script, no address, every plot with a name and a table",
    (language) => {
      const page = reportPage(report, language);

      expect(page).not.toMatch(/<script|https?:|\bon\w+=|@import|url\((?!#)/);
      expect(page.match(/<svg /g)).toHaveLength(5);
      expect(page.match(/role="img" aria-label="[^"]+"/g)).toHaveLength(5);
      expect(page.match(/<details>/g)).toHaveLength(5);
      expect(page).toContain(`<html lang="${language === "zh" ? "zh-CN" : "en"}">`);
      expect(page).toMatch(/@page|break-inside: avoid/);
    },
  );

  test("of nothing shows dashes, never a 0 %", () => {
    const page = reportPage(empty, "en");

    expect(page).toContain('<div class="value">—</div>');
    expect(page).not.toMatch(/>0(\.0)? %|NaN|undefined|Infinity/);
  });

  test("says from which rating up learners count as satisfied, as the machine-readable report does", () => {
    const kind = reportOf(bookOf(aHistory(4000), plan), { ...frame, satisfiedFrom: 3, missing: nothingMissing() });

    expect(reportPage(kind, "en")).toContain("<p>rated 3 or more</p>");
    expect(reportPage(report, "zh")).toContain("<p>评分 4 分及以上</p>");
    expect([reportJson(kind).satisfied_from, reportJson(report).satisfied_from]).toEqual([3, 4]);
    expect(kind.figures.csat.value).toBeGreaterThan(report.figures.csat.value ?? 100);
  });

  test("a name that looks like a tag is text", () => {
    const named = reportOf(
      bookOf([of("escalated", "2026-02-10T10:00", { intent: "<img src=x onerror=alert(1)>" })], plan),
      {
        ...frame,
        missing: nothingMissing(),
      },
    );

    expect(reportPage(named, "en")).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  test("words stand out from what is behind them by 4.5 : 1, shapes by 3 : 1", () => {
    for (const words of [COLOURS.ink, COLOURS.quiet, COLOURS.good, COLOURS.bad]) {
      for (const behind of [COLOURS.paper, COLOURS.band]) expect(contrast(words, behind)).toBeGreaterThan(4.5);
    }
    for (const shape of [COLOURS.first, COLOURS.second]) expect(contrast(shape, COLOURS.paper)).toBeGreaterThan(3);
    for (const [level, behind] of HEAT.entries()) {
      const words = level >= HEAT_DARK_FROM ? COLOURS.paper : COLOURS.ink;
      expect(contrast(words, behind)).toBeGreaterThan(4.5);
    }
  });
});

/** As WCAG 2 works it out. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(luminance).toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("CSV and JSON", () => {
  test("a text a spreadsheet would run is made harmless, and a negative number stays one", () => {
    const hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", " =1", "\t=1", 'a"b', "a,b", "好"];

    expect(csvLine(hostile)).toBe(`'=1+1,'+1,'-1,'@SUM(A1),'＝1+1,' =1,'\t=1,"a""b","a,b",好\r\n`);
    expect(csvLine([-40, null, 0.5])).toBe("-40,,0.5\r\n");
  });

  test("every figure has a row, and every row as many cells as the head", () => {
    const [head = "", ...rows] = figuresCsv(empty).trimEnd().split("\r\n");

    expect(rows.map((row) => row.split(",")[3])).toEqual(FIGURE_IDS);
    expect(new Set([head, ...rows].map((row) => row.split(",").length)).size).toBe(1);
  });

  test("JSON carries n, the unit and the definition of every figure, and what is missing", () => {
    const json = reportJson(report);

    expect(Object.keys(json.figures)).toEqual(FIGURE_IDS);
    expect(json.figures.first_response).toMatchObject({
      unit: "seconds",
      n: expect.any(Number),
      p90: expect.any(Number),
    });
    expect(json.definitions.map(({ id }) => id)).toEqual(FIGURE_IDS);
    expect(json.missing).toMatchObject([{ id: "clock_went_back", count: 2 }]);
    expect(reportJson(empty).figures.csat).toEqual({ unit: "percent", n: 0, value: null, interval: null });
  });
});

test.each([
  [null, "seconds", "—"],
  [9.46, "seconds", "9.5 s"],
  [2460, "seconds", "41 min"],
  [3599.6, "seconds", "60 min"],
  [183_600, "seconds", "2 d 3 h"],
  [-40, "points", "−40"],
  [78.64, "percent", "78.6 %"],
  [1234567, "count", "1 234 567"],
] as const)("%s in %s reads %s", (value, unit, shown) => {
  expect(showFigure(value, unit, "en")).toBe(shown);
});
