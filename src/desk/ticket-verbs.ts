/**
 * What an agent does with a ticket over HTTP, in the words of the chat commands. All of it goes through `act`, which decides;
 * nothing is decided here.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Report } from "../app/report.ts";
import { readSpan } from "../core/agent/until.ts";
import type { Outcome } from "../core/decision.ts";
import type { AgentVerb } from "../core/inbound.ts";
import { type Agent, PRIORITIES, type TicketId } from "../core/model.ts";
import type { Times } from "../core/queue/moments.ts";
import { clean, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody, jsonBodyIfAny } from "./body.ts";
import type { DeskEnv } from "./guard.ts";
import { MacroActionSchema } from "./macro-view.ts";
import { DONE, tell } from "./outcome.ts";
import { refusals, refuse } from "./problem.ts";
import { TicketSchema, viewOfTicket } from "./ticket-view.ts";
import { agentAt } from "./visitor.ts";

/** A reason or a name in a body. */
const LINE_LENGTH_MAX = 500;

/** A number as it stands in an address: no sign, no leading zero, small enough to be exact. */
export const ID_IN_PATH = /^[1-9]\d{0,14}$/;

export const IdSchema = z.object({
  id: z
    .string()
    .regex(ID_IN_PATH)
    .transform((text) => Number(text) as TicketId)
    .openapi({ type: "integer", example: 1042 }),
});

const acted = {
  200: {
    description: "It happened",
    content: {
      "application/json": {
        schema: z.object({
          outcome: z.enum(DONE),
          ticket: TicketSchema,
          preview: z
            .object({ text: z.string(), actions: z.array(MacroActionSchema) })
            .optional()
            .openapi({ description: "What the macro would say and do; nothing was done." }),
        }),
      },
    },
  },
  ...refusals,
};

const line = z
  .string()
  .max(LINE_LENGTH_MAX)
  .transform((text) => clean(text).trim());
const text = z.string().min(1).max(TEXT_LENGTH_MAX).openapi({ description: "UTF-16 units are counted." });
const lineId = z.int().min(1).openapi({ description: "The id of a message of the transcript." });
const WordsSchema = z
  .object({ text, answers: lineId.optional().openapi({ type: "integer", description: "The message it answers." }) })
  .openapi("Words");
const EditSchema = z.object({ line: lineId, text });
/** One sign as networks know them: no words, whatever somebody makes of them. */
const ReactSchema = z.object({
  line: lineId,
  emoji: z
    .string()
    .max(16)
    .regex(/^\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f)*$/u)
    .openapi({ example: "👍" }),
});
const SolveSchema = z.object({
  reason: line.optional().openapi({ type: "string", description: "Kept as a note; the learner does not see it." }),
});
const TransferSchema = z.object({
  to: line.openapi({ type: "string", description: "An agent's id or name, or a team's name.", example: "telegram:42" }),
});
const SnoozeSchema = z.object({
  until: line
    .optional()
    .openapi({ type: "string", description: "2h, tomorrow, 09:30 or ISO 8601; left out: until the learner writes." }),
});
const PrioritySchema = z.object({ priority: z.enum(PRIORITIES) });
const tags = z.array(z.string().max(64)).max(40).default([]);
const TagsSchema = z.object({ add: tags, remove: tags });
const MergeSchema = z.object({
  into: z
    .int()
    .min(1)
    .transform((id) => id as TicketId)
    .openapi({ type: "integer", description: "A ticket of the same learner, solved at most 7 days ago." }),
});
const UseSchema = z.object({
  name: line.openapi({ type: "string", example: "refund-done" }),
  preview: z.boolean().default(false).openapi({ description: "Only shows what it would say and do." }),
});
const TeachSchema = z.object({ intentId: line.openapi({ type: "string", example: "request_refund" }) });
const BlockSchema = z.object({
  for: z
    .string()
    .transform((text, context) => {
      const ms = readSpan(text);
      if (ms !== null) return ms;
      context.addIssue("must be a span of time, as 2h or 7d");
      return z.NEVER;
    })
    .optional()
    .openapi({ type: "string", example: "7d", description: "Left out: for good." }),
  reason: line.default("").openapi({ type: "string", description: "For agents only." }),
});

export type VerbOptions = {
  readonly report: Pick<Report, "ticket">;
  readonly act: (ticketId: TicketId, agent: Agent, does: AgentVerb) => Promise<Outcome>;
  /** The rules tickets' clocks run by. */
  readonly times: () => Times;
};

const BARE = {
  claim: "Lets the caller claim the ticket",
  release: "Gives the ticket back into the queue",
  takeover: "Lets the caller take the ticket over from whoever holds it",
  wake: "Takes up a snoozed ticket now",
  reopen: "Opens a solved ticket again, held by the caller",
  unblock: "Takes the learner's messages up again",
} as const satisfies Partial<Record<AgentVerb["verb"], string>>;
type BareVerb = keyof typeof BARE;
const BARE_VERBS = ["claim", "release", "takeover", "wake", "reopen", "unblock"] as const satisfies readonly BareVerb[];

export function mountVerbs(desk: OpenAPIHono<DeskEnv>, options: VerbOptions): void {
  for (const verb of BARE_VERBS) {
    const route = createRoute({
      method: "post",
      path: `/api/v1/tickets/{id}/${verb}`,
      summary: BARE[verb],
      request: { params: IdSchema },
      responses: acted,
    });
    desk.openapi(route, (context) =>
      answer(context, options, { ticketId: context.req.valid("param").id, does: { verb } }),
    );
  }
  mountWords(desk, options);
  mountLines(desk, options);
  mountTeaching(desk, options);
  mountSorting(desk, options);
  mountGiving(desk, options);
}

/** A verb whose body may be left out when `isOptional`. */
function routeOf<Path extends string, Schema extends z.ZodType>(
  path: Path,
  { summary, schema, isOptional = false }: { summary: string; schema: Schema; isOptional?: boolean },
) {
  return createRoute({
    method: "post",
    path: `/api/v1/tickets/{id}/${path}` as const,
    summary,
    middleware: isOptional ? jsonBodyIfAny(415) : jsonBody(415),
    request: {
      params: IdSchema,
      body: { required: !isOptional, content: { "application/json": { schema } } },
    },
    responses: acted,
  });
}

function mountWords(desk: OpenAPIHono<DeskEnv>, options: VerbOptions): void {
  desk.openapi(routeOf("reply", { summary: "Says something to the learner", schema: WordsSchema }), (context) => {
    const { text: typed, ...answering } = context.req.valid("json");
    const does = { verb: "say", text: clean(typed), attachments: [], ...answering } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
  desk.openapi(routeOf("note", { summary: "Writes something for agents only", schema: WordsSchema }), (context) => {
    const { text: typed, ...answering } = context.req.valid("json");
    const does = { verb: "note", text: clean(typed), ...answering } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
  desk.openapi(
    routeOf("macro", { summary: "Says a saved reply and does what goes with it", schema: UseSchema }),
    (context) => {
      const { name, preview: isPreview } = context.req.valid("json");
      const does = { verb: "macro", name: name.toLowerCase(), isPreview } as const;
      return answer(context, options, { ticketId: context.req.valid("param").id, does });
    },
  );
  const solve = { summary: "Solves the ticket and asks the learner for 1–5", schema: SolveSchema, isOptional: true };
  desk.openapi(routeOf("solve", solve), (context) => {
    const { reason = "" } = context.req.valid("json");
    return answer(context, options, { ticketId: context.req.valid("param").id, does: { verb: "solve", reason } });
  });
}

/** What is done to a line that is there. */
function mountLines(desk: OpenAPIHono<DeskEnv>, options: VerbOptions): void {
  const edit = {
    summary: "Changes words of the caller, wherever they are shown; what they were is kept",
    schema: EditSchema,
  };
  desk.openapi(routeOf("edit", edit), (context) => {
    const { line: changed, text: typed } = context.req.valid("json");
    const does = { verb: "edit", line: changed, text: clean(typed) } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
  desk.openapi(routeOf("react", { summary: "Puts a sign on words of the learner", schema: ReactSchema }), (context) => {
    const does = { verb: "react", ...context.req.valid("json") } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
}

function mountTeaching(desk: OpenAPIHono<DeskEnv>, options: VerbOptions): void {
  const teach = { summary: "Puts the learner's question into the draft of an intent", schema: TeachSchema };
  desk.openapi(routeOf("teach", teach), (context) => {
    const does = { verb: "teach", ...context.req.valid("json") } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
}

function mountSorting(desk: OpenAPIHono<DeskEnv>, options: VerbOptions): void {
  const snooze = { summary: "Puts the ticket aside", schema: SnoozeSchema, isOptional: true };
  desk.openapi(routeOf("snooze", snooze), (context) => {
    const { until = "" } = context.req.valid("json");
    return answer(context, options, { ticketId: context.req.valid("param").id, does: { verb: "snooze", until } });
  });
  desk.openapi(routeOf("priority", { summary: "Sets how urgent it is", schema: PrioritySchema }), (context) => {
    const does = { verb: "priority", ...context.req.valid("json") } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
  desk.openapi(routeOf("tags", { summary: "Adds tags and takes tags away", schema: TagsSchema }), (context) => {
    const does = { verb: "tag", ...context.req.valid("json") } as const;
    return answer(context, options, { ticketId: context.req.valid("param").id, does });
  });
}

function mountGiving(desk: OpenAPIHono<DeskEnv>, options: VerbOptions): void {
  desk.openapi(
    routeOf("transfer", { summary: "Gives the ticket to an agent or a team", schema: TransferSchema }),
    (context) => {
      const does = { verb: "transfer", ...context.req.valid("json") } as const;
      return answer(context, options, { ticketId: context.req.valid("param").id, does });
    },
  );
  desk.openapi(
    routeOf("merge", { summary: "Goes on in another ticket of the learner", schema: MergeSchema }),
    (context) => {
      const does = { verb: "merge", ...context.req.valid("json") } as const;
      return answer(context, options, { ticketId: context.req.valid("param").id, does });
    },
  );
  const block = { summary: "Takes up nothing of the learner from now on", schema: BlockSchema, isOptional: true };
  desk.openapi(routeOf("block", block), (context) => {
    const { for: ms = null, reason = "" } = context.req.valid("json");
    return answer(context, options, { ticketId: context.req.valid("param").id, does: { verb: "block", ms, reason } });
  });
}

type Doing = { readonly ticketId: TicketId; readonly does: AgentVerb };

async function answer(context: Context<DeskEnv>, { act, report, times }: VerbOptions, { ticketId, does }: Doing) {
  const you = agentAt(context.get("visitor"));
  const told = tell(await act(ticketId, you, does));
  if (told.status !== 200) return refuse(context, told.status, told.more);
  const file = await report.ticket(ticketId);
  if (file === null) return refuse(context, 404);
  const { outcome, preview } = told;
  const shown = preview ? { preview: { ...preview, actions: [...preview.actions] } } : {};
  return context.json({ outcome, ticket: viewOfTicket(file.ticket, { you, times: times() }), ...shown }, 200);
}
