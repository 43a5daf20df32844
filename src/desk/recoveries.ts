/** Learners who rated badly, over HTTP: whom somebody has to look after until when, and that it was done. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Agent, type Millis, RATING_REASONS, type TicketId } from "../core/model.ts";
import type { Now, OpenRecovery, Staff } from "../core/ports.ts";
import { clean, isBlank, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBodyIfAny } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ID_IN_PATH, type VerbOptions } from "./ticket-verbs.ts";
import { agentAt } from "./visitor.ts";

const RecoverySchema = z
  .object({
    ticketId: z.int(),
    episode: z.int(),
    owner: z
      .object({ id: z.string(), name: z.string(), isYou: z.boolean() })
      .nullable()
      .openapi({ description: "Who held the ticket last; null: nobody in particular." }),
    dueAt: z.iso.datetime(),
    isOverdue: z.boolean(),
    rating: z.int().nullable(),
    reasons: z.array(z.enum(RATING_REASONS)).openapi({ description: "What the learner said was wrong." }),
    comment: z.string().nullable().openapi({ description: "The learner's own words about it." }),
  })
  .openapi("Recovery");

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/recoveries",
  summary: "Learners who rated badly and still have to be looked after, the most urgent first",
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(RecoverySchema) }) } },
    },
    ...refusals,
  },
});

const number = z.string().regex(ID_IN_PATH);
const PlaceSchema = z.object({
  ticketId: number.transform((text) => Number(text) as TicketId).openapi({ type: "integer", example: 1042 }),
  episode: number.transform(Number).openapi({ type: "integer", example: 1 }),
});

const DoneSchema = z.object({
  note: z
    .string()
    .max(TEXT_LENGTH_MAX)
    .transform((text) => clean(text).trim())
    .default("")
    .openapi({ type: "string", description: "What came of it; kept as a note on the ticket." }),
});

const doneRoute = createRoute({
  method: "post",
  path: "/api/v1/recoveries/{ticketId}/{episode}/done",
  summary: "The learner was looked after",
  middleware: jsonBodyIfAny(415),
  request: { params: PlaceSchema, body: { required: false, content: { "application/json": { schema: DoneSchema } } } },
  responses: { 204: { description: "It is done" }, ...refusals },
});

export type RecoveryOptions = {
  readonly staff: Pick<Staff, "recoveries" | "endRecovery">;
  readonly act: VerbOptions["act"];
  readonly log: DeskLog;
  readonly now: Now;
};

export function mountRecoveries(desk: OpenAPIHono<DeskEnv>, { staff, act, log, now }: RecoveryOptions): void {
  desk.openapi(listRoute, async (context) => {
    const look = { you: agentAt(context.get("visitor")), now: now() };
    return context.json({ items: (await staff.recoveries()).map((recovery) => viewOf(recovery, look)) }, 200);
  });
  desk.openapi(doneRoute, async (context) => {
    const { ticketId, episode } = context.req.valid("param");
    // A body that was left out is not checked, and so not filled up.
    const { note = "" } = context.req.valid("json") ?? {};
    const agent = agentAt(context.get("visitor"));
    // Of two who are done at once one is, and only that one's note is kept.
    if (!(await staff.endRecovery(ticketId, episode, now()))) return refuse(context, 404);
    if (!isBlank(note)) await act(ticketId, agent, { verb: "note", text: note });
    log.info({ ticketId, episode, by: agent.id }, "recovery done");
    return context.body(null, 204);
  });
}

function viewOf(recovery: OpenRecovery, { you, now }: { you: Agent; now: Millis }): z.infer<typeof RecoverySchema> {
  const { ticketId, episode, owner, dueAt, rating, reasons, comment } = recovery;
  return {
    ticketId,
    episode,
    owner: owner === null ? null : { id: owner.id, name: owner.name, isYou: owner.id === you.id },
    dueAt: new Date(dueAt).toISOString(),
    isOverdue: dueAt <= now,
    rating,
    reasons: [...reasons],
    comment,
  };
}
