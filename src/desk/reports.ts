/**
 * Reports over HTTP: all figures with their definitions as JSON, as CSV and as a page, the log they are folded from, and the ratings
 * themselves. Nothing is kept between two requests.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  eventsCsv,
  figuresCsv,
  PAGE_SPLITS,
  type Reports,
  reportJson,
  reportPage,
  SPLITS,
} from "../app/figure-report.ts";
import { LANGUAGES } from "../core/model.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals } from "./problem.ts";
import { RangeSchema } from "./range.ts";

const BySchema = z
  .string()
  .max(200)
  .default("")
  .transform((text, context) => {
    const words = text.split(",").filter((word) => word !== "");
    const known = SPLITS.filter((split) => words.includes(split));
    if (words.every((word) => SPLITS.some((split) => split === word))) return known;
    context.addIssue(`must be one or more of ${SPLITS.join(", ")}, separated by commas`);
    return z.NEVER;
  })
  .openapi({
    type: "string",
    example: "agent,intent",
    description: `Split by ${SPLITS.join(", ")}; several with commas.`,
  });

const QuerySchema = RangeSchema.safeExtend({ by: BySchema });
const LangSchema = z.enum(LANGUAGES).default("zh");

const figure = z.number().nullable().optional();
const FigureSchema = z
  .object({
    unit: z.enum(["seconds", "percent", "points", "stars", "count"]),
    n: z.int().openapi({ description: "How many cases; with 0 the rest is null." }),
    value: z.number().nullable().openapi({ description: "Of durations the median." }),
    interval: z.array(z.number()).readonly().nullable().optional().openapi({ description: "95 %: [low, high]." }),
    pending: z.int().optional().openapi({ description: "Cases counted whose outcome may still change." }),
    ...{ mean: figure, median: figure, p90: figure },
    is_approximate: z.boolean().optional().openapi({ description: "Percentiles may be off by half a percent." }),
    distribution: z.record(z.string(), z.int()).optional(),
  })
  .openapi("Figure");
const FiguresSchema = z.record(z.string(), FigureSchema);
const SaidSchema = z.object({ zh: z.string(), en: z.string() });
const DefinitionSchema = z.object({
  id: z.string(),
  ...{ name: SaidSchema, formula: SaidSchema, counted_by: SaidSchema },
  unit: z.string(),
  is_more_better: z.boolean().nullable().openapi({ description: "Null: neither." }),
});
const ReportSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    previous: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).nullable(),
    made_at: z.iso.datetime(),
    time_zone: z.string(),
    channel: z.string().nullable(),
    satisfied_from: z.int().openapi({ description: "From this rating up a learner counts as satisfied." }),
    figures: FiguresSchema,
    previous_figures: FiguresSchema.nullable(),
    first_response_waits: z.array(z.object({ up_to_seconds: z.number().nullable(), count: z.int() })),
    by: z.record(
      z.string(),
      z.array(z.object({ group: z.string().nullable(), label: z.string().nullable(), figures: FiguresSchema })),
    ),
    missing: z.array(z.object({ id: z.string(), count: z.int(), what: SaidSchema, means: SaidSchema })),
    definitions: z.array(DefinitionSchema).readonly(),
  })
  .openapi("Report");

const text = { schema: z.string() };

const reportRoute = createRoute({
  method: "get",
  path: "/api/v1/reports",
  summary: "All figures of service quality of a range; without one of the last thirty days",
  request: { query: QuerySchema },
  responses: {
    200: { description: "The report", content: { "application/json": { schema: ReportSchema } } },
    ...refusals,
  },
});

const csvRoute = createRoute({
  method: "get",
  path: "/api/v1/reports/figures.csv",
  summary: "The same as CSV",
  request: { query: QuerySchema },
  responses: { 200: { description: "One row for each figure and group", content: { "text/csv": text } }, ...refusals },
});

const pageRoute = createRoute({
  method: "get",
  path: "/api/v1/reports/page.html",
  summary: "The same as a page to read and to print",
  request: { query: RangeSchema.safeExtend({ lang: LangSchema }) },
  responses: { 200: { description: "The page", content: { "text/html": text } }, ...refusals },
});

const eventsRoute = createRoute({
  method: "get",
  path: "/api/v1/reports/events.csv",
  summary: "The log of facts every figure is folded from; it holds no words of anybody",
  request: { query: RangeSchema },
  responses: { 200: { description: "One row for each fact", content: { "text/csv": text } }, ...refusals },
});

const RatingSchema = z
  .object({
    rating: z.int(),
    at: z.iso.datetime(),
    channel: z.string(),
    ticketId: z.int().nullable().openapi({ description: "Null: it came by POST /feedback." }),
    episode: z.int().nullable(),
    comment: z.string().nullable(),
    reasons: z.array(z.string()),
  })
  .openapi("RatingGiven");

const RATINGS_MAX = 200;
const ratingsRoute = createRoute({
  method: "get",
  path: "/api/v1/ratings",
  summary: "Ratings of 1 to 5 with what learners said about them, the newest first",
  request: {
    query: RangeSchema.safeExtend({
      limit: z.coerce.number().int().min(1).max(RATINGS_MAX).default(50),
      before: z.coerce.number().int().min(1).optional().openapi({ description: "What `next` was of the page before." }),
    }),
  },
  responses: {
    200: {
      description: "A page of ratings",
      content: { "application/json": { schema: z.object({ items: z.array(RatingSchema), next: z.int().nullable() }) } },
    },
    ...refusals,
  },
});

const CSV = { "content-type": "text/csv; charset=utf-8" };
/** The page brings its own style and nothing else. */
const PAGE = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

export function mountReports(desk: OpenAPIHono<DeskEnv>, { reports }: { readonly reports: Reports }): void {
  desk.openapi(reportRoute, async (context) => {
    const { by, ...range } = context.req.valid("query");
    return context.json(reportJson(await reports.report({ ...range, splits: by })), 200);
  });
  desk.openapi(csvRoute, async (context) => {
    const { by, ...range } = context.req.valid("query");
    return context.body(figuresCsv(await reports.report({ ...range, splits: by })), 200, CSV);
  });
  desk.openapi(pageRoute, async (context) => {
    const { lang, ...range } = context.req.valid("query");
    return context.body(reportPage(await reports.report({ ...range, splits: PAGE_SPLITS }), lang), 200, PAGE);
  });
  desk.openapi(eventsRoute, (context) =>
    context.body(bytesOf(eventsCsv(reports.events(context.req.valid("query")))), 200, CSV),
  );
  desk.openapi(ratingsRoute, async (context) => {
    const { limit, before, ...range } = context.req.valid("query");
    const found = await reports.ratings(range, { limit, before });
    const items = found.map(({ id: _, at, reasons, ...rating }) => ({
      ...rating,
      at: new Date(at).toISOString(),
      reasons: [...reasons],
    }));
    return context.json({ items, next: found.length < limit ? null : (found.at(-1)?.id ?? null) }, 200);
  });
}

/** Read on only as fast as the caller takes it, and no more once the caller is gone. */
function bytesOf(lines: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = lines[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
