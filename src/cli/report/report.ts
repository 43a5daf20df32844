/** `aftercare report`: figures of service quality, read beside a running bot and written to standard output. */
import { readFigureReport } from "../../app/figure-report.ts";
import type { Language } from "../../core/model.ts";
import type { Range } from "../../core/ports.ts";
import { ChannelSchema, parseInstant } from "../../desk/range.ts";
import { SPLITS, type Split } from "../../insight/figures/groups.ts";
import { reportJson } from "../../insight/figures/json.ts";
import { reportProblems } from "../exit.ts";
import { withFigures } from "../with-store.ts";
import { tableOf } from "./table.ts";

export const FORMATS = ["table", "json"] as const;

export type ReportOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly channel?: string;
  readonly by?: string;
  readonly format: (typeof FORMATS)[number];
  readonly lang?: Language;
};

export async function printReport(options: ReportOptions): Promise<void> {
  const query = queryOf(options);
  if ("problems" in query) return reportProblems(query.problems);
  await withFigures(async (store, { schedule, defaultLanguage }) => {
    const report = await readFigureReport({ store, schedule, now: Date.now() }, query);
    process.stdout.write(
      options.format === "json"
        ? `${JSON.stringify(reportJson(report))}\n`
        : tableOf(report, options.lang ?? defaultLanguage),
    );
  });
}

function queryOf({ from, to, channel, by = "" }: ReportOptions) {
  const problems: string[] = [];
  const moment = (name: string, text: string | undefined) => {
    const at = text === undefined ? undefined : parseInstant(text);
    if (at === null) problems.push(`--${name}: write a date like 2026-03-01, or a time with its zone`);
    return at ?? undefined;
  };
  const range: Range = { from: moment("from", from), to: moment("to", to), channel };
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
