/**
 * Learning and order events over HTTP, for admins and programs with the token: one, many, or a file of them. A batch is written
 * as a whole or not at all. Shops that call us by themselves have doors of their own, see shops/doors.ts.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Learning } from "../app/learning/take-in.ts";
import type { BatchFormat } from "../core/learning/batch.ts";
import { LEARNING_KINDS } from "../core/learning/event.ts";
import { isJsonType, readBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { agentAt } from "./visitor.ts";

const EVENTS_BYTES_MAX = 8 * 1024 * 1024;
const ERRORS_MAX = 100;

const text = z.string();
const EventSchema = z
  .object({
    id: text.openapi({
      description: "Your own number of the event: the same one again counts once.",
      example: "evt-1",
    }),
    source: text.optional().openapi({ description: "Who tells it; `api` when left out.", example: "myshop" }),
    learner: text.openapi({ description: "Who it is about, as realm:id.", example: "telegram:123456789" }),
    kind: z.enum(LEARNING_KINDS),
    course: text.optional().openapi({ description: "The shop's id of the course.", example: "python-101" }),
    courseName: text.optional().openapi({ example: "Python for all" }),
    order: text.optional().openapi({ example: "order-42" }),
    amount: z.union([text, z.number()]).optional().openapi({ example: "199.00" }),
    currency: text.optional().openapi({ example: "CNY" }),
    progress: z.number().optional().openapi({ description: "Per cent, for the kind progressed.", example: 35 }),
    at: text.openapi({ example: "2026-05-05T10:00:00Z" }),
  })
  .openapi("LearnerEvent");

const RecordedSchema = z
  .object({
    recorded: z.int().openapi({ description: "New ones." }),
    duplicates: z.int().openapi({ description: "Those that were known already." }),
  })
  .openapi("Recorded");

const FORMATS: readonly (readonly [type: string, format: BatchFormat])[] = [
  ["application/x-ndjson", "ndjson"],
  ["text/csv", "csv"],
];

/** Reads the body before the framework does: it would take only JSON, and that before its size is known. */
const takeText: MiddlewareHandler<DeskEnv & { Variables: { sent: Sent } }> = async (context, next) => {
  const type = context.req.header("content-type") ?? "";
  const plain = type.split(";")[0]?.trim().toLowerCase();
  const format = isJsonType(type) ? "json" : FORMATS.find(([known]) => known === plain)?.[1];
  if (format === undefined) {
    return refuse(context, 415, { detail: "Send application/json, application/x-ndjson or text/csv, in UTF-8." });
  }
  const body = await readBody(context.req.raw.body, EVENTS_BYTES_MAX);
  if (body === "too_large") {
    const detail = `At most ${EVENTS_BYTES_MAX} bytes are taken at once; \`aftercare import events\` takes files of any size.`;
    return refuse(context, 413, { detail });
  }
  if (body === null) return refuse(context, 400, { detail: "The body is not UTF-8." });
  context.set("sent", { text: body.text, format });
  return next();
};

type Sent = { readonly text: string; readonly format: BatchFormat };

const sendRoute = createRoute({
  method: "post",
  path: "/api/v1/events",
  summary: "Tells of orders and courses: one event, a list, lines of JSON, or CSV (admins)",
  description:
    "All of them are written, or none: then every mistake is named with its line. The body is as listed, `requestBody` is read by hand.",
  middleware: takeText,
  responses: {
    200: { description: "All are written", content: { "application/json": { schema: RecordedSchema } } },
    ...refusals,
  },
});

export type EventOptions = { readonly learning: Learning; readonly log: DeskLog };

export function mountEvents(desk: OpenAPIHono<DeskEnv>, { learning, log }: EventOptions): void {
  desk.openAPIRegistry.register("LearnerEvent", EventSchema);
  desk.openapi(sendRoute, async (context) => {
    const { text: sent, format } = context.get("sent");
    const taken = await learning.takeIn(sent, format, "api");
    const by = agentAt(context.get("visitor")).id;
    if (taken.outcome === "refused") {
      const { problems, entries, refused } = taken;
      log.warn({ by, format, entries, refused }, "events were refused");
      const detail = `Nothing was written: ${refused} of ${entries} have mistakes.`;
      return refuse(context, 422, {
        code: "events_refused",
        detail,
        errors: problems.slice(0, ERRORS_MAX).map((each) => ({ ...each })),
      });
    }
    const { recorded, duplicates } = taken;
    log.info({ by, format, recorded, duplicates }, "events were told");
    return context.json({ recorded, duplicates }, 200);
  });
}
