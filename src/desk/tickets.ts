/**
 * Tickets over HTTP: lists, and one with its transcript. Reads go through the report; what an agent does with a ticket is in
 * ticket-verbs.ts.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Attend } from "../app/attend.ts";
import type { Report } from "../app/report.ts";
import { type Agent, LANGUAGES } from "../core/model.ts";
import type { Glance, Now } from "../core/ports.ts";
import { transcriptText } from "../core/transcript.ts";
import { AttendingSchema, viewOfAttending } from "./attendance.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { IdSchema, mountVerbs, type VerbOptions } from "./ticket-verbs.ts";
import {
  AuthorSchema,
  MessageSchema,
  TicketFileSchema,
  TicketSchema,
  viewOfAuthor,
  viewOfFile,
  viewOfTicket,
} from "./ticket-view.ts";
import { agentAt } from "./visitor.ts";

const LIST_LENGTH_MAX = 200;

const VIEWS = ["mine", "unassigned", "unattended", "open", "solved", "all"] as const;

const RowSchema = TicketSchema.extend({
  last: z
    .object({ author: AuthorSchema, kind: MessageSchema.shape.kind, text: z.string(), at: z.iso.datetime() })
    .nullable()
    .openapi({ description: "What a person said last, on one line; null: nobody said anything." }),
  unread: z.int().openapi({
    description: "Words of others the caller has not seen; an unsolved ticket they never opened counts at least once.",
  }),
}).openapi("TicketRow");

const ListSchema = z.object({
  waiting: z.int().openapi({ description: "How many tickets nobody has claimed." }),
  items: z.array(RowSchema),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets",
  summary:
    "Tickets of one view: unassigned by priority and age; mine (open, held by the caller) and unattended (wait for our " +
    "word) by the longest wait; else newest first",
  request: {
    query: z.object({
      view: z.enum(VIEWS).default("all"),
      limit: z.coerce.number().int().min(1).max(LIST_LENGTH_MAX).default(LIST_LENGTH_MAX),
    }),
  },
  responses: {
    200: { description: "The list", content: { "application/json": { schema: ListSchema } } },
    ...refusals,
  },
});

const FileSchema = TicketFileSchema.extend({
  here: z.array(AttendingSchema).openapi({ description: "Who else looks at it or writes in it now." }),
  reacts: z.boolean().openapi({ description: "Whether signs on the learner's words are seen where they are." }),
}).openapi("TicketFileNow");

const fileRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}",
  summary: "A ticket with everything said in it",
  request: { params: IdSchema },
  responses: {
    200: { description: "The ticket", content: { "application/json": { schema: FileSchema } } },
    ...refusals,
  },
});

const textRoute = createRoute({
  method: "get",
  path: "/api/v1/tickets/{id}/transcript.txt",
  summary: "Everything said in a ticket as plain text, to keep or to pass on; notes of agents included",
  request: { params: IdSchema, query: z.object({ lang: z.enum(LANGUAGES).default("en") }) },
  responses: {
    200: { description: "The text", content: { "text/plain": { schema: z.string() } } },
    ...refusals,
  },
});

export type TicketOptions = VerbOptions & {
  readonly report: Pick<Report, "ticket" | "tickets" | "ticketsHeldBy" | "unattended">;
  readonly attend: Attend;
  /** How many tickets wait for somebody to claim them. */
  readonly countWaiting: () => Promise<number>;
  readonly now: Now;
};

export function mountTickets(desk: OpenAPIHono<DeskEnv>, options: TicketOptions): void {
  const { report, countWaiting, times, now, attend } = options;
  desk.openapi(listRoute, async (context) => {
    const { view, limit } = context.req.valid("query");
    const you = agentAt(context.get("visitor"));
    const [tickets, waiting] = await Promise.all([listed(report, { view, limit, you }), countWaiting()]);
    const look = { you, times: times() };
    const ids = tickets.map(({ id }) => id);
    const glances = await attend.glances(ids, you);
    const items = tickets.map((ticket) => ({
      ...viewOfTicket(ticket, look),
      ...viewOfGlance(glances.get(ticket.id), you),
    }));
    return context.json({ waiting, items }, 200);
  });
  desk.openapi(fileRoute, async (context) => {
    const file = await report.ticket(context.req.valid("param").id);
    if (file === null) return refuse(context, 404);
    const look = { you: agentAt(context.get("visitor")), times: times(), now: now() };
    const here = (await attend.others(file.ticket.id, look.you)).map(viewOfAttending);
    const reacts = attend.reacts(file.ticket.channel);
    return context.json({ ...viewOfFile(file, look), here, reacts }, 200);
  });
  desk.openapi(textRoute, async (context) => {
    const file = await report.ticket(context.req.valid("param").id);
    if (file === null) return refuse(context, 404);
    const { ticket, transcript } = file;
    context.header("content-disposition", `attachment; filename="ticket-${ticket.id}.txt"`);
    return context.text(transcriptText(transcript, ticket, context.req.valid("query").lang), 200);
  });
  mountVerbs(desk, options);
}

function viewOfGlance(glance: Glance | undefined, you: Agent): Pick<z.infer<typeof RowSchema>, "last" | "unread"> {
  const { last = null, unread = 0 } = glance ?? {};
  if (last === null) return { last, unread };
  const { author, kind, text, at } = last;
  return { last: { author: viewOfAuthor(author, you), kind, text, at: new Date(at).toISOString() }, unread };
}

type Asked = { readonly view: (typeof VIEWS)[number]; readonly limit: number; readonly you: Agent };

async function listed(report: TicketOptions["report"], { view, limit, you }: Asked) {
  switch (view) {
    case "mine":
      return (await report.ticketsHeldBy(you.id)).slice(0, limit);
    case "unattended":
      return report.unattended(limit);
    case "unassigned":
    case "open":
    case "solved":
    case "all":
      return report.tickets(view, limit);
  }
}
