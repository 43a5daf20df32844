/**
 * Tickets over HTTP: lists, one with its transcript, and what an agent does with it. Reads go through the report, writes
 * through `act`, which decides; nothing is decided here.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Report } from "../app/report.ts";
import type { Outcome } from "../core/decision.ts";
import type { AgentVerb } from "../core/inbound.ts";
import type { Agent, TicketId } from "../core/model.ts";
import { clean, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskEnv } from "./guard.ts";
import { DONE, tell } from "./outcome.ts";
import { refusals, refuse } from "./problem.ts";
import { TicketFileSchema, TicketSchema, viewOfFile, viewOfTicket } from "./ticket-view.ts";
import { agentAt } from "./visitor.ts";

const LIST_LENGTH_MAX = 200;

/** A number as it stands in an address: no sign, no leading zero, small enough to be exact. */
export const ID_IN_PATH = /^[1-9]\d{0,14}$/;

const IdSchema = z.object({
  id: z
    .string()
    .regex(ID_IN_PATH)
    .transform((text) => Number(text) as TicketId)
    .openapi({ type: "integer", example: 1042 }),
});

const WordsSchema = z
  .object({ text: z.string().min(1).max(TEXT_LENGTH_MAX).openapi({ description: "UTF-16 units are counted." }) })
  .openapi("Words");

const ListSchema = z.object({
  waiting: z.int().openapi({ description: "How many tickets nobody has claimed." }),
  items: z.array(TicketSchema),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets",
  summary: "Tickets of one view: unassigned by priority and age, else newest first",
  request: {
    query: z.object({
      view: z.enum(["unassigned", "open", "solved", "all"]).default("all"),
      limit: z.coerce.number().int().min(1).max(LIST_LENGTH_MAX).default(LIST_LENGTH_MAX),
    }),
  },
  responses: {
    200: { description: "The list", content: { "application/json": { schema: ListSchema } } },
    ...refusals,
  },
});

const fileRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}",
  summary: "A ticket with everything said in it",
  request: { params: IdSchema },
  responses: {
    200: { description: "The ticket", content: { "application/json": { schema: TicketFileSchema } } },
    ...refusals,
  },
});

const acted = {
  200: {
    description: "It happened",
    content: { "application/json": { schema: z.object({ outcome: z.enum(DONE), ticket: TicketSchema }) } },
  },
  ...refusals,
};

const verbRoute = (verb: "claim" | "release" | "solve" | "reopen") =>
  createRoute({
    method: "post",
    path: `/api/v1/tickets/{id}/${verb}`,
    summary: `Lets the caller ${verb} the ticket`,
    request: { params: IdSchema },
    responses: acted,
  });

const wordsRoute = (verb: "reply" | "note", summary: string) =>
  createRoute({
    method: "post",
    path: `/api/v1/tickets/{id}/${verb}`,
    summary,
    middleware: jsonBody(415),
    request: {
      params: IdSchema,
      body: { required: true, content: { "application/json": { schema: WordsSchema } } },
    },
    responses: acted,
  });

export type TicketOptions = {
  readonly report: Pick<Report, "ticket" | "tickets">;
  readonly act: (ticketId: TicketId, agent: Agent, does: AgentVerb) => Promise<Outcome>;
  /** How many tickets wait for somebody to claim them. */
  readonly countWaiting: () => Promise<number>;
};

export function mountTickets(desk: OpenAPIHono<DeskEnv>, options: TicketOptions): void {
  const { report, countWaiting } = options;
  desk.openapi(listRoute, async (context) => {
    const { view, limit } = context.req.valid("query");
    const [tickets, waiting] = await Promise.all([report.tickets(view, limit), countWaiting()]);
    const you = agentAt(context.get("visitor"));
    return context.json({ waiting, items: tickets.map((ticket) => viewOfTicket(ticket, you)) }, 200);
  });
  desk.openapi(fileRoute, async (context) => {
    const file = await report.ticket(context.req.valid("param").id);
    if (file === null) return refuse(context, 404);
    return context.json(viewOfFile(file, agentAt(context.get("visitor"))), 200);
  });
  for (const verb of ["claim", "release", "solve", "reopen"] as const) {
    desk.openapi(verbRoute(verb), (context) =>
      answer(context, options, { ticketId: context.req.valid("param").id, does: { verb } }),
    );
  }
  desk.openapi(wordsRoute("reply", "Says something to the learner"), (context) => {
    const text = clean(context.req.valid("json").text);
    const does = { verb: "say", text, attachments: [] } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
  desk.openapi(wordsRoute("note", "Writes something for agents only"), (context) => {
    const text = clean(context.req.valid("json").text);
    return answer(context, options, { ticketId: context.req.valid("param").id, does: { verb: "note", text } });
  });
}

type Doing = { readonly ticketId: TicketId; readonly does: AgentVerb };

async function answer(context: Context<DeskEnv>, { act, report }: TicketOptions, { ticketId, does }: Doing) {
  const you = agentAt(context.get("visitor"));
  const told = tell(await act(ticketId, you, does));
  if (told.status !== 200) return refuse(context, told.status, told.more);
  const file = await report.ticket(ticketId);
  if (file === null) return refuse(context, 404);
  return context.json({ outcome: told.outcome, ticket: viewOfTicket(file.ticket, you) }, 200);
}
