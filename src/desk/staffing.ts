/** Staffing advice over HTTP: from what happened, and for a load somebody thinks of. Reads only. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { SHARE_DEFAULT, type Shift, type Staffing, sentencesOf, whatIf } from "../app/staffing.ts";
import { LANGUAGES } from "../core/model.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals } from "./problem.ts";
import { InstantSchema } from "./range.ts";

const DAY_SECONDS = 86_400;
const CAVEAT =
  "An older rule of thumb: mixed units, no number of agents, and it falls when handling takes longer. Not advice.";

function numberIn(min: number, max: number) {
  return z.coerce.number().min(min).max(max);
}
const share = z.coerce.number().gt(0).lt(1);
const seconds = numberIn(1, 30 * DAY_SECONDS);
const figure = z.number().nullable();

const ShiftSchema = z
  .object({
    weekday: z.int().openapi({ description: "Monday is 0." }),
    fromHour: z.int(),
    toHour: z.int(),
    needed: z.int(),
    present: z.number(),
    waitSeconds: figure.openapi({ description: "Nine of ten wait at most so long; null: more than a day." }),
    waitSecondsWithOneMore: figure,
  })
  .openapi("Shift");

const HourSchema = z
  .object({
    weekday: z.int(),
    hour: z.int(),
    requests: z.int(),
    weeks: z.number(),
    perHour: z.number(),
    perHourInterval: z.array(z.number()).length(2).openapi({ description: "90 % interval." }),
    needed: z.int(),
    neededInterval: z.array(z.int()).length(2),
    present: z.number(),
    waitSeconds: figure,
    waitSecondsWithOneMore: figure,
    withinShare: figure,
    isSure: z.boolean(),
  })
  .openapi("StaffedHour");

const StaffingSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    timeZone: z.string(),
    target: z.object({ share: z.number(), withinSeconds: z.number() }),
    requests: z.int(),
    handling: z.object({ meanSeconds: figure, n: z.int() }),
    patience: z.object({ meanSeconds: figure, n: z.int() }).openapi({ description: "n: how many gave up." }),
    chatsPerAgent: z.int(),
    advice: z.object({ zh: z.array(z.string()), en: z.array(z.string()) }),
    short: z.array(ShiftSchema),
    spare: z.array(ShiftSchema),
    hours: z.array(HourSchema),
  })
  .openapi("Staffing");

const adviceRoute = createRoute({
  method: "get",
  path: "/api/v1/staffing",
  summary: "When people are missing or could be spared, hour by hour of the week",
  request: {
    query: z
      .object({
        from: InstantSchema.optional(),
        to: InstantSchema.optional(),
        share: share.optional(),
        within: seconds
          .optional()
          .openapi({ description: "Seconds; left out: the first answer promised by the rules." }),
      })
      .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
        message: "from lies after to",
        path: ["from"],
      }),
  },
  responses: {
    200: { description: "The advice", content: { "application/json": { schema: StaffingSchema } } },
    ...refusals,
  },
});

const WhatIfSchema = z
  .object({
    needed: z.int(),
    rostered: z.int(),
    lines: z.array(
      z.object({
        agents: z.int(),
        isOverloaded: z.boolean(),
        withinShare: figure,
        meanWaitSeconds: figure,
        p90WaitSeconds: figure,
        occupancy: figure,
        abandonShare: figure,
      }),
    ),
    responseLoadIndex: z.number().openapi({ description: CAVEAT }),
    responseLoadIndexCaveat: z.string(),
  })
  .openapi("StaffingWhatIf");

const whatIfRoute = createRoute({
  method: "get",
  path: "/api/v1/staffing/what-if",
  summary: "How many agents a load would need; times in seconds",
  request: {
    query: z
      .object({
        requests: numberIn(0, 1e9),
        period: numberIn(1, 400 * DAY_SECONDS),
        handling: seconds,
        within: seconds,
        share: share.default(SHARE_DEFAULT),
        agents: z.coerce.number().int().min(1).max(10_000).optional(),
        chats: z.coerce.number().int().min(1).max(100).default(1),
        patience: seconds.optional(),
        shrinkage: z.coerce.number().min(0).max(0.95).default(0),
      })
      .refine(({ requests, period, handling }) => (requests * handling) / period <= 20_000, {
        message: "is work for more than 20,000 people at once; check the period",
        path: ["requests"],
      }),
  },
  responses: {
    200: { description: "The answer", content: { "application/json": { schema: WhatIfSchema } } },
    ...refusals,
  },
});

export type StaffingOptions = { readonly staffing: Staffing };

export function mountStaffing(desk: OpenAPIHono<DeskEnv>, { staffing }: StaffingOptions): void {
  desk.openapi(adviceRoute, async (context) => {
    const { from, to, share: wanted, within } = context.req.valid("query");
    const withinMs = within === undefined ? undefined : within * 1000;
    const advice = await staffing({ from, to, share: wanted, withinMs });
    return context.json(viewOf(advice), 200);
  });
  desk.openapi(whatIfRoute, (context) => {
    const asked = context.req.valid("query");
    const workload = {
      ...{ requests: asked.requests, periodMs: asked.period * 1000, handlingMs: asked.handling * 1000 },
      chatsPerAgent: asked.chats,
      patienceMs: asked.patience === undefined ? null : asked.patience * 1000,
    };
    const target = { share: asked.share, withinMs: asked.within * 1000 };
    const answer = whatIf(workload, target, { shrinkage: asked.shrinkage, agents: asked.agents ?? null });
    const lines = answer.lines.map(({ agents, line, p90Ms }) => ({
      ...{ agents, isOverloaded: line.kind === "overloaded", p90WaitSeconds: inSeconds(p90Ms) },
      withinShare: line.kind === "steady" ? line.withinShare : null,
      meanWaitSeconds: line.kind === "steady" ? line.meanWaitMs / 1000 : null,
      occupancy: line.kind === "steady" ? line.occupancy : null,
      abandonShare: line.kind === "steady" ? line.abandonShare : null,
    }));
    return context.json({ ...answer, lines, responseLoadIndexCaveat: CAVEAT }, 200);
  });
}

function viewOf(found: Awaited<ReturnType<Staffing>>): z.infer<typeof StaffingSchema> {
  const { range, target, demand, advice } = found;
  const [zh, en] = LANGUAGES.map((language) => [...sentencesOf(found, language)]);
  return {
    ...{ from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString(), timeZone: range.timeZone },
    target: { share: target.share, withinSeconds: target.withinMs / 1000 },
    requests: demand.byHour.reduce((sum, { requests }) => sum + requests, 0),
    handling: { meanSeconds: inSeconds(advice.handlingMs), n: demand.handling?.n ?? 0 },
    patience: { meanSeconds: inSeconds(advice.patienceMs), n: demand.patience?.gaveUp ?? 0 },
    chatsPerAgent: advice.chatsPerAgent,
    advice: { zh: zh ?? [], en: en ?? [] },
    short: found.short.map(shiftView),
    spare: found.spare.map(shiftView),
    hours: advice.hours.map((hour) => ({
      ...{ weekday: Math.floor(hour.hour / 24), hour: hour.hour % 24, requests: hour.requests, weeks: hour.weeks },
      ...{ perHour: hour.rate.perHour, perHourInterval: [hour.rate.low, hour.rate.high] },
      ...{ needed: hour.needed.agents, neededInterval: [hour.needed.low, hour.needed.high], present: hour.present },
      ...{ waitSeconds: inSeconds(hour.waitMs), waitSecondsWithOneMore: inSeconds(hour.waitMsWithOneMore) },
      ...{ withinShare: hour.withinShare, isSure: hour.isSure },
    })),
  };
}

function shiftView({ from, to, worst }: Shift): z.infer<typeof ShiftSchema> {
  const fromHour = from % 24;
  return {
    ...{ weekday: Math.floor(from / 24), fromHour, toHour: fromHour + to - from },
    ...{ needed: worst.needed.agents, present: worst.present },
    ...{ waitSeconds: inSeconds(worst.waitMs), waitSecondsWithOneMore: inSeconds(worst.waitMsWithOneMore) },
  };
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
