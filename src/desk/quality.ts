/**
 * The quality of the service over HTTP: incidents that were noticed, and reviewed tickets. Admins see and write all of it; an agent
 * sees what was said about their own tickets, once it was said, and nothing about anybody else's.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { examplesOf } from "../app/surges.ts";
import type { AgentId } from "../core/model.ts";
import type { Now } from "../core/ports.ts";
import { type Incident, type Quality, REVIEW_REASONS, type Review, type RUBRIC } from "../core/ports.ts";
import { clean, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ID_IN_PATH } from "./ticket-verbs.ts";
import { agentAt, isAdmin, type Visitor } from "./visitor.ts";

const PAGE_MAX = 200;
/** Older incidents are history, and each costs a look into the log. */
const WITH_EXAMPLES_MAX = 20;

const IncidentSchema = z
  .object({
    id: z.int(),
    series: z.string().openapi({ example: "intent:video_playback", description: "intent:…, misses or bad_ratings" }),
    n: z.int(),
    expected: z.number().openapi({ description: "What the same hours of past weeks let expect." }),
    begunAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    examples: z.array(z.string()).openapi({
      description: `What learners wrote, masked, of the newest ${WITH_EXAMPLES_MAX}; of a bad rating its comment.`,
    }),
  })
  .openapi("Incident");

const mark = z.literal([0, 1, 2]);
const MarksSchema = z
  .object({ understood: mark, correct: mark, kind: mark, complete: mark })
  .openapi({ description: "0 no, 1 partly, 2 yes." });

const ReviewSchema = z
  .object({
    id: z.int(),
    ticketId: z.int(),
    episode: z.int(),
    weekEndedAt: z.iso.datetime(),
    why: z.enum(REVIEW_REASONS),
    agent: z.object({ id: z.string(), name: z.string() }),
    done: z
      .object({ marks: MarksSchema, note: z.string(), by: z.string(), at: z.iso.datetime() })
      .nullable()
      .openapi({ description: "The note is for the agent and admins." }),
  })
  .openapi("Review");

const mean = z.number().nullable();
const ResultSchema = z
  .object({
    agent: z.object({ id: z.string(), name: z.string() }),
    n: z.int(),
    understood: mean,
    correct: mean,
    kind: mean,
    complete: mean,
  })
  .openapi("ReviewResult");

const list = <Item extends z.ZodType>(item: Item, description: string) => ({
  200: { description, content: { "application/json": { schema: z.object({ items: z.array(item) }) } } },
  ...refusals,
});

const incidentsRoute = createRoute({
  method: "get",
  path: "/api/v1/incidents",
  summary: "Sudden rises that were noticed, the newest first (admins)",
  responses: list(IncidentSchema, `At most ${PAGE_MAX}`),
});

const reviewsRoute = createRoute({
  method: "get",
  path: "/api/v1/reviews",
  summary: "Tickets to review and reviewed, the newest first; agents: reviews of their own tickets",
  responses: list(ReviewSchema, `At most ${PAGE_MAX}`),
});

const resultsRoute = createRoute({
  method: "get",
  path: "/api/v1/reviews/results",
  summary: "Means of the marks, 0 to 2, for each agent; agents: their own",
  responses: list(ResultSchema, `Of the newest ${PAGE_MAX} reviews; null: nothing reviewed`),
});

const IdSchema = z.object({
  id: z.string().regex(ID_IN_PATH).transform(Number).openapi({ type: "integer", example: 7 }),
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/v1/reviews/{id}",
  summary: "One review; for admins and the agent it is about",
  request: { params: IdSchema },
  responses: {
    200: { description: "The review", content: { "application/json": { schema: ReviewSchema } } },
    ...refusals,
  },
});

const FilledSchema = z.object({
  marks: MarksSchema,
  note: z
    .string()
    .max(TEXT_LENGTH_MAX)
    .transform((text) => clean(text).trim())
    .default("")
    .openapi({ type: "string", description: "For the agent and admins only." }),
});

const fillRoute = createRoute({
  method: "put",
  path: "/api/v1/reviews/{id}",
  summary: "Reviews a ticket (admins)",
  middleware: jsonBody(415),
  request: { params: IdSchema, body: { required: true, content: { "application/json": { schema: FilledSchema } } } },
  responses: { 204: { description: "It is reviewed" }, ...refusals },
});

export type QualityOptions = {
  readonly quality: Pick<Quality, "incidents" | "examples" | "reviews" | "review" | "fillReview">;
  readonly log: DeskLog;
  readonly now: Now;
};

export function mountQuality(desk: OpenAPIHono<DeskEnv>, { quality, log, now }: QualityOptions): void {
  const reviewsFor = async (visitor: Visitor) => {
    const agentId = isAdmin(visitor) ? undefined : agentAt(visitor).id;
    return (await quality.reviews({ agentId }, PAGE_MAX)).filter((review) => maySee(visitor, review));
  };
  desk.openapi(incidentsRoute, async (context) => {
    const items: z.infer<typeof IncidentSchema>[] = [];
    for (const [index, incident] of (await quality.incidents(PAGE_MAX)).entries()) {
      const examples = index < WITH_EXAMPLES_MAX ? await examplesOf(quality, incident) : [];
      items.push(incidentView(incident, examples));
    }
    return context.json({ items }, 200);
  });
  desk.openapi(reviewsRoute, async (context) => {
    return context.json({ items: (await reviewsFor(context.get("visitor"))).map(viewOf) }, 200);
  });
  desk.openapi(resultsRoute, async (context) => {
    return context.json({ items: resultsOf(await reviewsFor(context.get("visitor"))) }, 200);
  });
  desk.openapi(oneRoute, async (context) => {
    const review = await quality.review(context.req.valid("param").id);
    if (review === null || !maySee(context.get("visitor"), review)) return refuse(context, 404);
    return context.json(viewOf(review), 200);
  });
  desk.openapi(fillRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { id: byId, name: by } = agentAt(context.get("visitor"));
    if (!(await quality.fillReview(id, { ...context.req.valid("json"), by, at: now() }))) return refuse(context, 404);
    log.info({ review: id, by: byId }, "ticket reviewed");
    return context.body(null, 204);
  });
}

/** Of others' reviews an agent does not even learn that they exist, nor that a ticket of theirs is about to be reviewed. */
function maySee(visitor: Visitor, { agent, done }: Review): boolean {
  return isAdmin(visitor) || (done !== null && agent.id === agentAt(visitor).id);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function incidentView({ begunAt, seenAt, endedAt, ...rest }: Incident, examples: readonly string[]) {
  return {
    ...{ ...rest, begunAt: iso(begunAt), seenAt: iso(seenAt) },
    ...{ endedAt: endedAt === null ? null : iso(endedAt), examples: [...examples] },
  };
}

function viewOf({ weekEndedAt, done, agent, ...rest }: Review): z.infer<typeof ReviewSchema> {
  return {
    ...rest,
    agent: { id: agent.id, name: agent.name },
    weekEndedAt: iso(weekEndedAt),
    done: done === null ? null : { ...done, at: iso(done.at) },
  };
}

function resultsOf(reviews: readonly Review[]): z.infer<typeof ResultSchema>[] {
  const byAgent = new Map<AgentId, Review[]>();
  for (const review of reviews) byAgent.set(review.agent.id, [...(byAgent.get(review.agent.id) ?? []), review]);
  return [...byAgent.values()].flatMap((theirs) => {
    const [{ agent } = { agent: null }] = theirs;
    const marks = theirs.flatMap(({ done }) => (done === null ? [] : [done.marks]));
    const meanOf = (name: (typeof RUBRIC)[number]) =>
      marks.length === 0 ? null : marks.reduce((all, each) => all + each[name], 0) / marks.length;
    const means = { understood: meanOf("understood"), correct: meanOf("correct"), kind: meanOf("kind") };
    const complete = meanOf("complete");
    return agent === null ? [] : [{ agent: { id: agent.id, name: agent.name }, n: marks.length, ...means, complete }];
  });
}
