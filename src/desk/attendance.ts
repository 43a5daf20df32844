/** Who is at a ticket, and what an agent has seen of it, over HTTP. Hints: whoever does not send them misses nothing else. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Attend } from "../app/attend.ts";
import { type Attending, DOINGS } from "../core/ports.ts";
import { jsonBody } from "./body.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { IdSchema } from "./ticket-verbs.ts";
import { agentAt } from "./visitor.ts";

export const AttendingSchema = z
  .object({
    agent: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: "Null: it is the learner." }),
    doing: z.enum(DOINGS),
  })
  .openapi("Attending");

const markRoute = createRoute({
  method: "put",
  path: "/api/v1/tickets/{id}/attendance",
  summary: "Says that the caller looks at the ticket (for 20 seconds) or writes in it (for 6)",
  middleware: jsonBody(415),
  request: {
    params: IdSchema,
    body: { required: true, content: { "application/json": { schema: z.object({ doing: z.enum(DOINGS) }) } } },
  },
  responses: { 204: { description: "Colleagues see it" }, ...refusals },
});

const leaveRoute = createRoute({
  method: "delete",
  path: "/api/v1/tickets/{id}/attendance",
  summary: "Says that the caller looks at the ticket no longer",
  request: { params: IdSchema },
  responses: { 204: { description: "Nobody sees the caller there" }, ...refusals },
});

const seenRoute = createRoute({
  method: "post",
  path: "/api/v1/tickets/{id}/seen",
  summary: "Says how far the caller has read, so that it no longer counts as unread",
  middleware: jsonBody(415),
  request: {
    params: IdSchema,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.object({ upTo: z.int().min(0).openapi({ description: "The id of a message of the transcript." }) }),
        },
      },
    },
  },
  responses: { 204: { description: "It is kept" }, ...refusals },
});

export function mountAttendance(desk: OpenAPIHono<DeskEnv>, { attend }: { readonly attend: Attend }): void {
  desk.openapi(markRoute, async (context) => {
    const { id } = context.req.valid("param");
    const isThere = await attend.mark(id, agentAt(context.get("visitor")), context.req.valid("json").doing);
    return isThere ? context.body(null, 204) : refuse(context, 404);
  });
  desk.openapi(leaveRoute, async (context) => {
    await attend.leave(context.req.valid("param").id, agentAt(context.get("visitor")));
    return context.body(null, 204);
  });
  desk.openapi(seenRoute, async (context) => {
    const { upTo } = context.req.valid("json");
    await attend.seen(context.req.valid("param").id, agentAt(context.get("visitor")), upTo);
    return context.body(null, 204);
  });
}

export function viewOfAttending({ agent, doing }: Attending): z.infer<typeof AttendingSchema> {
  return { agent: agent && { id: agent.id, name: agent.name }, doing };
}
