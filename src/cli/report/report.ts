/** `aftercare report`: figures of service quality, read beside a running bot and written to standard output. */
import { once } from "node:events";
import {
  eventsCsv,
  type FigureReport,
  figuresCsv,
  PAGE_SPLITS,
  readFigureReport,
  reportJson,
  reportPage,
} from "../../app/figure-report.ts";
import type { Language } from "../../core/model.ts";
import type { Range, Store } from "../../core/ports.ts";
import { ChannelSchema } from "../../desk/range.ts";
import { SPLITS, type Split } from "../../insight/figures/groups.ts";
import { reportProblems } from "../exit.ts";
import { Reading } from "../reading.ts";
import { withFigures } from "../with-store.ts";
import { tableOf } from "./table.ts";

export const FORMATS = ["table", "json", "csv", "html"] as const;

export type ReportOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly channel?: string;
  readonly by?: string;
  readonly format: (typeof FORMATS)[number];
  readonly lang?: Language;
  readonly raw?: true;
};

export async function printReport(options: ReportOptions): Promise<void> {
  const query = queryOf(options);
  if ("problems" in query) return reportProblems(query.problems);
  await withFigures(async (store, { schedule, satisfiedFrom, defaultLanguage }) => {
    if (options.raw) return await printRaw(store, query);
    const splits = options.format === "html" ? PAGE_SPLITS : query.splits;
    const report = await readFigureReport({ store, schedule, satisfiedFrom, now: Date.now() }, { ...query, splits });
    process.stdout.write(written(report, options.format, options.lang ?? defaultLanguage));
  });
}

function written(report: FigureReport, format: ReportOptions["format"], language: Language): string {
  switch (format) {
    case "table":
      return tableOf(report, language);
    case "json":
      return `${JSON.stringify(reportJson(report))}\n`;
    case "csv":
      return figuresCsv(report);
    case "html":
      return reportPage(report, language);
  }
}

/** The log itself; whoever reads slowly makes us read slowly. */
async function printRaw(store: Pick<Store, "factPages">, range: Range): Promise<void> {
  for await (const lines of eventsCsv(store.factPages(range))) {
    if (!process.stdout.write(lines)) await once(process.stdout, "drain");
  }
}

function queryOf({ from, to, channel, by = "" }: ReportOptions) {
  const read = new Reading();
  const { problems } = read;
  const range: Range = { from: read.instant("from", from), to: read.instant("to", to), channel };
  if (range.from !== undefined && range.to !== undefined && range.from > range.to)
    problems.push("--from lies after --to");
  if (channel !== undefined && !ChannelSchema.safeParse(channel).success)
    problems.push("--channel: write a name like telegram");
  const splits = by.split(",").filter((word) => word !== "");
  const known = splits.filter((word): word is Split => SPLITS.some((split) => split === word));
  if (known.length < splits.length)
    problems.push(`--by: write one or more of ${SPLITS.join(", ")}, separated by commas`);
  return problems.length > 0 ? { problems } : { ...range, splits: [...new Set(known)] };
}
