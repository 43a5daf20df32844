/**
 * Questions nobody answered, over HTTP, for admins: what there is, and what becomes of it. Learners' words come masked; what an
 * admin changes of them is cleaned like any words.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Decision } from "../app/evidence/decide.ts";
import type { Evidence } from "../app/evidence/evidence.ts";
import { LANGUAGES } from "../core/model.ts";
import { INTENT_ID } from "../core/press.ts";
import { clean, isBlank, oneLine, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody, jsonBodyIfAny } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ID_IN_PATH } from "./ticket-verbs.ts";
import { agentAt } from "./visitor.ts";

const TITLE_LENGTH_MAX = 80;
const EXAMPLES_MAX = 50;

const GroupSchema = z
  .object({
    id: z.int(),
    language: z.enum(LANGUAGES),
    title: z.string().openapi({ description: "An admin's words, or else the most typical question." }),
    questions: z.int().openapi({ description: "How many questions it stands for." }),
    escalations: z.int().openapi({ description: "Tickets that came of them." }),
    minutesEach: z.number().nullable().openapi({ description: "What people spent on one; null: nobody answered any." }),
    minutesSaved: z
      .number()
      .nullable()
      .openapi({ description: "Escalations × minutes of people: what an answer saves." }),
    nearest: z.object({ intentId: z.string(), share: z.number() }).nullable(),
    examples: z
      .array(z.string())
      .openapi({ description: "Questions, the most typical first. Personal things are masked." }),
    answer: z.string().nullable().openapi({ description: "What an agent wrote in the ticket rated best; masked." }),
    minedAt: z.iso.datetime(),
  })
  .openapi("QuestionGroup");

const said = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .transform((text) => clean(text).trim())
    .refine((text) => !isBlank(text), "shows nothing")
    .openapi({ type: "string" });
const title = said(TITLE_LENGTH_MAX).transform((text) => oneLine(text, TITLE_LENGTH_MAX));

const AcceptSchema = z
  .object({
    intentId: z.string().regex(INTENT_ID).nullable().default(null).openapi({
      description: "The intent the questions become examples of; null: a new one.",
    }),
    title: title.optional(),
    examples: z.array(said(TEXT_LENGTH_MAX)).min(1).max(EXAMPLES_MAX).optional(),
    answer: said(TEXT_LENGTH_MAX).optional(),
  })
  .openapi("AcceptedQuestions");

const IdSchema = z.object({
  id: z.string().regex(ID_IN_PATH).transform(Number).openapi({ type: "integer", example: 3 }),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/questions",
  summary: "Questions nobody answered, grouped; those first that cost people the most time (admins)",
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(GroupSchema) }) } },
    },
    ...refusals,
  },
});

const mineRoute = createRoute({
  method: "post",
  path: "/api/v1/questions/mine",
  summary: "Mines the last 30 days now; it is done every night by itself (admins)",
  responses: {
    200: {
      description: "It is done",
      content: { "application/json": { schema: z.object({ questions: z.int(), groups: z.int() }) } },
    },
    ...refusals,
  },
});

const acceptRoute = createRoute({
  method: "post",
  path: "/api/v1/questions/{id}/accept",
  summary: "Makes a draft of a group, of a new intent or an existing one; it does not come back (admins)",
  middleware: jsonBodyIfAny(415),
  request: { params: IdSchema, body: { required: false, content: { "application/json": { schema: AcceptSchema } } } },
  responses: {
    200: { description: "The draft", content: { "application/json": { schema: z.object({ draftId: z.int() }) } } },
    ...refusals,
  },
});

const rejectRoute = createRoute({
  method: "post",
  path: "/api/v1/questions/{id}/reject",
  summary: "A group is nobody's business; it does not come back (admins)",
  request: { params: IdSchema },
  responses: { 204: { description: "It is gone" }, ...refusals },
});

const nameRoute = createRoute({
  method: "put",
  path: "/api/v1/questions/{id}/title",
  summary: "Gives a group a name of its own (admins)",
  middleware: jsonBody(415),
  request: {
    params: IdSchema,
    body: { required: true, content: { "application/json": { schema: z.object({ title }) } } },
  },
  responses: { 204: { description: "It is called so" }, ...refusals },
});

export type QuestionOptions = { readonly evidence: Evidence; readonly log: DeskLog };

export function mountQuestions(desk: OpenAPIHono<DeskEnv>, { evidence, log }: QuestionOptions): void {
  desk.openapi(listRoute, async (context) => {
    const items = (await evidence.groups()).map(({ state: _, asked: __, minedAt, examples, ...group }) => ({
      ...group,
      examples: [...examples],
      minutesSaved: group.minutesEach === null ? null : group.minutesEach * group.escalations,
      minedAt: new Date(minedAt).toISOString(),
    }));
    return context.json({ items }, 200);
  });
  desk.openapi(mineRoute, async (context) => context.json(await evidence.mine(), 200));
  desk.openapi(acceptRoute, async (context) => {
    const { id } = context.req.valid("param");
    // A body that was left out is not checked, and so not filled up.
    const { intentId = null, ...edited } = context.req.valid("json") ?? {};
    const by = agentAt(context.get("visitor"));
    const decision = await evidence.decide.accept(id, { intentId, edited, by });
    if (decision.outcome === "drafted") return context.json({ draftId: decision.draftId }, 200);
    return refuse(context, ...refusalOf(decision));
  });
  desk.openapi(rejectRoute, async (context) => {
    const { id } = context.req.valid("param");
    const by = agentAt(context.get("visitor"));
    const decision = await evidence.decide.reject(id, by);
    if (decision.outcome !== "rejected") return refuse(context, ...refusalOf(decision));
    log.info({ groupId: id, by: by.id }, "questions rejected");
    return context.body(null, 204);
  });
  desk.openapi(nameRoute, async (context) => {
    const decision = await evidence.decide.name(context.req.valid("param").id, context.req.valid("json").title);
    return decision.outcome === "named" ? context.body(null, 204) : refuse(context, ...refusalOf(decision));
  });
}

function refusalOf({ outcome }: Decision): [404 | 409 | 422 | 503, { code: string; detail: string }] {
  switch (outcome) {
    case "no_such_group":
      return [404, { code: outcome, detail: "There is no such group, or none of its words are left." }];
    case "no_such_intent":
      return [422, { code: outcome, detail: "The live FAQ has no such intent." }];
    case "no_drafts":
      return [503, { code: outcome, detail: "Drafts cannot be begun here." }];
    default:
      return [409, { code: "already_decided", detail: "Somebody has decided on it already." }];
  }
}
