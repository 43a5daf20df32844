/** The suggestion box over HTTP, for admins: what learners suggest, what has become of it, and an answer to who wrote it. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Aftercare } from "../app/aftercare.ts";
import type { Replied } from "../app/suggestions.ts";
import { LANGUAGES, type NpsId, type SuggestionId } from "../core/model.ts";
import { NPS_STATUSES } from "../core/nps/survey.ts";
import { type AskedNps, type Opinions, SUGGESTION_STATUSES, type Suggestion } from "../core/ports.ts";
import { clean, isBlank, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ID_IN_PATH } from "./ticket-verbs.ts";
import { agentAt } from "./visitor.ts";

const PAGE_MAX = 100;

const SuggestionSchema = z
  .object({
    id: z.int(),
    from: z
      .object({ conversationId: z.int(), name: z.string() })
      .nullable()
      .openapi({ description: "Null: whoever wrote it wants to stay unnamed, and `at` is only the day." }),
    language: z.enum(LANGUAGES),
    text: z.string(),
    at: z.iso.datetime(),
    status: z.enum(SUGGESTION_STATUSES),
    reply: z.object({ text: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
  })
  .openapi("Suggestion");

const SurveySchema = z
  .object({
    id: z.int(),
    learnerName: z.string(),
    status: z.enum(NPS_STATUSES),
    askedAt: z.iso.datetime(),
    value: z.int().nullable().openapi({ description: "0–10; null: not answered." }),
    comment: z.string().nullable(),
  })
  .openapi("Survey");

const id = z.string().regex(ID_IN_PATH);
const before = id.optional().openapi({ type: "integer", description: "Older ones than this id." });
const IdSchema = z.object({
  id: id.transform((text) => Number(text) as SuggestionId).openapi({ type: "integer", example: 7 }),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/suggestions",
  summary: "What learners suggested, the newest first (admins)",
  request: { query: z.object({ status: z.enum(SUGGESTION_STATUSES).optional(), before }) },
  responses: {
    200: {
      description: `At most ${PAGE_MAX}`,
      content: { "application/json": { schema: z.object({ items: z.array(SuggestionSchema) }) } },
    },
    ...refusals,
  },
});

const markRoute = createRoute({
  method: "put",
  path: "/api/v1/suggestions/{id}",
  summary: "Marks a suggestion as read or done (admins)",
  middleware: jsonBody(415),
  request: {
    params: IdSchema,
    body: {
      required: true,
      content: { "application/json": { schema: z.object({ status: z.enum(SUGGESTION_STATUSES) }) } },
    },
  },
  responses: { 204: { description: "It is marked" }, ...refusals },
});

const ReplySchema = z.object({
  text: z
    .string()
    .max(TEXT_LENGTH_MAX)
    .transform((text) => clean(text).trim())
    .refine((text) => !isBlank(text), "shows nothing")
    .openapi({ type: "string", example: "谢谢！下个月上线。" }),
});

const replyRoute = createRoute({
  method: "post",
  path: "/api/v1/suggestions/{id}/reply",
  summary: "Answers the learner about a suggestion, once (admins)",
  middleware: jsonBody(415),
  request: { params: IdSchema, body: { required: true, content: { "application/json": { schema: ReplySchema } } } },
  responses: { 204: { description: "The learner is told" }, ...refusals },
});

const surveysRoute = createRoute({
  method: "get",
  path: "/api/v1/surveys",
  summary: "Learners who were asked 0–10 how likely they would recommend us, the newest first (admins)",
  request: { query: z.object({ before }) },
  responses: {
    200: {
      description: `At most ${PAGE_MAX}`,
      content: { "application/json": { schema: z.object({ items: z.array(SurveySchema) }) } },
    },
    ...refusals,
  },
});

export type SuggestionOptions = {
  readonly opinions: Pick<Opinions, "suggestions" | "markSuggestion" | "surveys">;
  readonly people: Pick<Aftercare["staff"], "replyToSuggestion">;
  readonly log: DeskLog;
};

export function mountSuggestions(desk: OpenAPIHono<DeskEnv>, { opinions, people, log }: SuggestionOptions): void {
  desk.openapi(listRoute, async (context) => {
    const { status, before: text } = context.req.valid("query");
    const page = { status, before: text === undefined ? undefined : (Number(text) as SuggestionId) };
    return context.json({ items: (await opinions.suggestions(page, PAGE_MAX)).map(viewOf) }, 200);
  });
  desk.openapi(markRoute, async (context) => {
    const suggestion = context.req.valid("param").id;
    const { status } = context.req.valid("json");
    if (!(await opinions.markSuggestion(suggestion, status))) return refuse(context, 404);
    log.info({ suggestion, status, by: agentAt(context.get("visitor")).id }, "suggestion marked");
    return context.body(null, 204);
  });
  desk.openapi(replyRoute, async (context) => {
    const suggestion = context.req.valid("param").id;
    const { name, id: by } = agentAt(context.get("visitor"));
    const replied = await people.replyToSuggestion(suggestion, { text: context.req.valid("json").text, by: name });
    if (replied === "no_such_suggestion") return refuse(context, 404);
    if (replied !== "sent") return refuse(context, 409, { code: replied, detail: WHY_NOT[replied] });
    log.info({ suggestion, by }, "suggestion answered");
    return context.body(null, 204);
  });
  desk.openapi(surveysRoute, async (context) => {
    const { before: text } = context.req.valid("query");
    const surveys = await opinions.surveys(PAGE_MAX, text === undefined ? undefined : (Number(text) as NpsId));
    return context.json({ items: surveys.map(surveyView) }, 200);
  });
}

const WHY_NOT = {
  unnamed: "Whoever wrote it wants to stay unnamed: nobody knows whom to answer.",
  replied: "It was answered already.",
  unreachable: "The learner blocked the bot or is gone: nothing can be sent.",
} as const satisfies Readonly<Record<Exclude<Replied, "sent" | "no_such_suggestion">, string>>;

function viewOf({ at, reply, ...rest }: Suggestion): z.infer<typeof SuggestionSchema> {
  return {
    ...rest,
    at: new Date(at).toISOString(),
    reply: reply === null ? null : { ...reply, at: new Date(reply.at).toISOString() },
  };
}

function surveyView({ askedAt, ...rest }: AskedNps): z.infer<typeof SurveySchema> {
  return { ...rest, askedAt: new Date(askedAt).toISOString() };
}
