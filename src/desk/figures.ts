/**
 * The three calls of the source document: feedback comes in, satisfaction and response times go out. Names and shapes are
 * public and do not change; anything wrong is refused, for one made-up rating spoils an average for ever.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Report, Spread } from "../app/report.ts";
import type { Feedback, Now, Store } from "../core/ports.ts";
import { clean, isBlank, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals } from "./problem.ts";
import { ChannelSchema, RangeSchema } from "./range.ts";

const USER_ID_LENGTH_MAX = 128;
/** A year. Without a limit one absurd number makes every mean of response times absurd. */
const RESPONSE_SECONDS_MAX = 365 * 24 * 3600;
/** The channel of feedback that names none. */
const CHANNEL_DEFAULT = "api";

const FeedbackSchema = z
  .object({
    user_id: z.union([
      z.int(),
      z
        .string()
        .max(USER_ID_LENGTH_MAX)
        .refine((id) => !isBlank(id) && clean(id) === id, "must be visible characters"),
    ]),
    rating: z.literal([1, 2, 3, 4, 5]),
    comment: z.string().max(TEXT_LENGTH_MAX).nullish().openapi({ example: "非常满意" }),
    response_time: z.number().min(0).max(RESPONSE_SECONDS_MAX).nullish().openapi({ description: "Seconds." }),
    channel: ChannelSchema.nullish().openapi({ example: "offline" }),
  })
  .openapi("Feedback");

const figure = z.number().nullable();
const count = z.int();
const SatisfactionSchema = z
  .object({
    average_rating: figure,
    csat: figure.openapi({
      description: "Satisfied ÷ ratings × 100; satisfied are 4 and 5, unless CSAT_THRESHOLD says otherwise.",
    }),
    csat_interval: z
      .array(z.number())
      .length(2)
      .nullable()
      .openapi({ description: "95 % interval (Wilson): [low, high]." }),
    nps: figure.openapi({ description: "Of 0–10 answers only; null until there are any." }),
    responses: count,
    asked: count.openapi({ description: "How often the channels asked for a rating." }),
    distribution: z.object({ "1": count, "2": count, "3": count, "4": count, "5": count }),
  })
  .openapi("Satisfaction");

const SpreadSchema = z.object({ n: count, mean: figure, median: figure, p90: figure });
const ResponseTimeSchema = z
  .object({
    average_response_time: figure,
    median_response_time: figure,
    p90_response_time: figure,
    responses: count,
    first_response: SpreadSchema.openapi({ description: "First words of a person − handing over." }),
    resolution: SpreadSchema.openapi({ description: "Solved − handing over." }),
  })
  .openapi("ResponseTime", { description: "Seconds." });

const feedbackRoute = createRoute({
  method: "post",
  path: "/feedback",
  summary: "Hands in a rating given somewhere else",
  middleware: jsonBody(400),
  request: { body: { required: true, content: { "application/json": { schema: FeedbackSchema } } } },
  responses: {
    200: {
      description: "Written down",
      content: { "application/json": { schema: z.object({ status: z.string(), message: z.string() }) } },
    },
    ...refusals,
  },
});

const satisfactionRoute = createRoute({
  method: "get",
  path: "/satisfaction",
  summary: "How satisfied learners are",
  request: { query: RangeSchema },
  responses: {
    200: { description: "The figures", content: { "application/json": { schema: SatisfactionSchema } } },
    ...refusals,
  },
});

const responseTimeRoute = createRoute({
  method: "get",
  path: "/response_time",
  summary: "How long learners wait",
  request: { query: RangeSchema },
  responses: {
    200: { description: "The figures", content: { "application/json": { schema: ResponseTimeSchema } } },
    ...refusals,
  },
});

export type FigureOptions = {
  readonly report: Pick<Report, "satisfaction" | "responseTime">;
  readonly feedback: Store["addFeedback"];
  readonly now: Now;
};

export function mountFigures(desk: OpenAPIHono<DeskEnv>, { report, feedback, now }: FigureOptions): void {
  desk.openapi(feedbackRoute, async (context) => {
    await feedback(feedbackOf(context.req.valid("json"), now()));
    return context.json({ status: "success", message: "反馈已收集" }, 200);
  });
  desk.openapi(satisfactionRoute, async (context) => {
    const figures = await report.satisfaction(context.req.valid("query"));
    const { average, csat, csatInterval, nps, responses, asked, distribution } = figures;
    const interval = csatInterval === null ? null : [csatInterval.low, csatInterval.high];
    return context.json(
      { average_rating: average, csat, csat_interval: interval, nps, responses, asked, distribution },
      200,
    );
  });
  desk.openapi(responseTimeRoute, async (context) => {
    const { all, firstResponse, resolution } = await report.responseTime(context.req.valid("query"));
    return context.json(
      {
        average_response_time: all.mean,
        median_response_time: all.median,
        p90_response_time: all.p90,
        responses: all.n,
        first_response: inOrder(firstResponse),
        resolution: inOrder(resolution),
      },
      200,
    );
  });
}

function feedbackOf(given: z.infer<typeof FeedbackSchema>, at: number): Feedback {
  const comment = clean(given.comment ?? "").trim();
  return {
    userId: String(given.user_id),
    rating: given.rating,
    comment: isBlank(comment) ? null : comment,
    responseSeconds: given.response_time ?? null,
    channel: given.channel ?? CHANNEL_DEFAULT,
    at,
  };
}

function inOrder({ n, mean, median, p90 }: Spread): z.infer<typeof SpreadSchema> {
  return { n, mean, median, p90 };
}
