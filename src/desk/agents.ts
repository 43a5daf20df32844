/**
 * Agents over HTTP: who there is and how many tickets they hold, whether the caller is there, and for admins what an agent
 * knows, may hold, and that one leaves for good.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Aftercare } from "../app/aftercare.ts";
import { type AgentId, LANGUAGES, type Millis, type TeamId } from "../core/model.ts";
import type { Now, Staff } from "../core/ports.ts";
import { type AgentProfile, isAwayAt } from "../core/staff.ts";
import { jsonBody, jsonBodyIfAny } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { languagesSchema, tagsSchema } from "./teams.ts";
import { agentAt } from "./visitor.ts";

const CAP_MAX = 1000;

const agentId = z
  .string()
  .regex(/^[a-z]{1,16}:[\w-]{1,64}$/)
  .transform((id) => id as AgentId);
const IdSchema = z.object({ id: agentId.openapi({ type: "string", example: "telegram:42" }) });

const at = z.iso.datetime();
const AgentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    teamId: z.int().nullable(),
    languages: z.array(z.enum(LANGUAGES)).openapi({ description: "Empty: any." }),
    tags: z.array(z.string()).openapi({ description: "What they know about; empty: anything." }),
    cap: z.int().nullable().openapi({ description: "Open tickets they may hold; null: what the rules say." }),
    isAway: z.boolean(),
    awayUntil: at.nullable().openapi({ description: "Null while they are away: until they say so." }),
    isGone: z.boolean().openapi({ description: "Left for good." }),
    isYou: z.boolean(),
    holds: z.int().openapi({ description: "Open tickets." }),
    seenAt: at.openapi({ description: "When they last did anything." }),
  })
  .openapi("Agent");

const ChangeSchema = z
  .object({
    languages: languagesSchema.optional(),
    tags: tagsSchema.optional(),
    cap: z.int().min(0).max(CAP_MAX).nullable().optional(),
    teamId: z
      .int()
      .min(1)
      .transform((id) => id as TeamId)
      .nullable()
      .optional()
      .openapi({ type: ["integer", "null"] }),
    isGone: z.literal(false).optional().openapi({ description: "They came back; leaving is a call of its own." }),
  })
  .openapi("AgentChange");

const PresenceSchema = z
  .object({
    away: z.boolean(),
    until: z.string().max(100).optional().openapi({ description: "2h, tomorrow, 09:30 or ISO 8601.", example: "2h" }),
  })
  .openapi("Presence");

const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/agents",
  summary: "Everybody who ever helped, by name",
  responses: { 200: json("The list", z.object({ items: z.array(AgentSchema) })), ...refusals },
});

const presenceRoute = createRoute({
  method: "put",
  path: "/api/v1/agents/me/presence",
  summary: "Whether the caller takes tickets just now",
  middleware: jsonBody(415),
  request: { body: { required: true, content: { "application/json": { schema: PresenceSchema } } } },
  responses: {
    200: json(
      "What holds now, and the tickets the caller still holds",
      z.object({ away: z.boolean(), awayUntil: at.nullable(), holds: z.array(z.int()) }),
    ),
    ...refusals,
  },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/v1/agents/{id}",
  summary: "Changes what is given and leaves the rest (admins)",
  middleware: jsonBody(415),
  request: { params: IdSchema, body: { required: true, content: { "application/json": { schema: ChangeSchema } } } },
  responses: { 200: json("The agent", AgentSchema), ...refusals },
});

const leaveRoute = createRoute({
  method: "post",
  path: "/api/v1/agents/{id}/leave",
  summary: "The agent leaves for good: their tickets go to somebody, or back into the queue (admins)",
  middleware: jsonBodyIfAny(415),
  request: {
    params: IdSchema,
    body: {
      required: false,
      content: {
        "application/json": {
          schema: z.object({
            to: agentId.optional().openapi({ type: "string", description: "Who gets the tickets." }),
          }),
        },
      },
    },
  },
  responses: { 200: json("How many tickets went on", z.object({ tickets: z.int() })), ...refusals },
});

export type AgentOptions = {
  readonly staff: Staff;
  readonly people: Aftercare["staff"];
  readonly log: DeskLog;
  readonly now: Now;
};

export function mountAgents(desk: OpenAPIHono<DeskEnv>, options: AgentOptions): void {
  const { staff, now } = options;
  desk.openapi(listRoute, async (context) => {
    const [agents, held] = await Promise.all([staff.agents(), staff.held()]);
    const you = agentAt(context.get("visitor")).id;
    return context.json({ items: agents.map((agent) => viewOfAgent(agent, { held, you, now: now() })) }, 200);
  });
  mountPresence(desk, options);
  mountChanges(desk, options);
}

function mountPresence(desk: OpenAPIHono<DeskEnv>, { people }: AgentOptions): void {
  desk.openapi(presenceRoute, async (context) => {
    const { away, until = "" } = context.req.valid("json");
    const you = agentAt(context.get("visitor"));
    const presence = await people.changePresence(you, away ? { verb: "away", until } : { verb: "back" });
    switch (presence.outcome) {
      case "unreadable":
      case "too_far":
        return refuse(context, 422, { code: presence.outcome, errors: [{ at: "until", problem: WRONG_TIME }] });
      case "away":
        return context.json(
          { away, awayUntil: presence.until === null ? null : iso(presence.until), holds: [...presence.holds] },
          200,
        );
      case "back":
        return context.json({ away, awayUntil: null, holds: [...presence.holds] }, 200);
    }
  });
}

const WRONG_TIME = "must be a time to come within 90 days, as 2h, tomorrow, 09:30 or ISO 8601";

function mountChanges(desk: OpenAPIHono<DeskEnv>, { staff, people, log, now }: AgentOptions): void {
  desk.openapi(changeRoute, async (context) => {
    const { id } = context.req.valid("param");
    const given = context.req.valid("json");
    const { teamId } = given;
    if (teamId && !(await staff.teams()).some((team) => team.id === teamId)) {
      return refuse(context, 422, {
        code: "no_such_team",
        errors: [{ at: "teamId", problem: "there is no such team" }],
      });
    }
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (!(await staff.changeAgent(id, change))) return refuse(context, 404);
    await people.refresh();
    const you = agentAt(context.get("visitor")).id;
    log.info({ agent: id, by: you, changed: Object.keys(change) }, "agent changed");
    const [agents, held] = await Promise.all([staff.agents(), staff.held()]);
    const agent = agents.find((each) => each.id === id);
    return agent ? context.json(viewOfAgent(agent, { held, you, now: now() }), 200) : refuse(context, 404);
  });
  desk.openapi(leaveRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { to = null } = context.req.valid("json");
    const left = await people.leave(id, to);
    switch (left.outcome) {
      case "no_such_agent":
        return refuse(context, 404);
      case "no_such_recipient":
        return refuse(context, 422, { code: left.outcome, detail: "Whoever should get the tickets is not there." });
      case "left":
        log.info({ agent: id, by: agentAt(context.get("visitor")).id }, "agent left");
        return context.json({ tickets: left.tickets }, 200);
    }
  });
}

type Looking = { readonly held: ReadonlyMap<AgentId, number>; readonly you: AgentId; readonly now: Millis };

function viewOfAgent(agent: AgentProfile, { held, you, now }: Looking): z.infer<typeof AgentSchema> {
  const { id, name, teamId, languages, tags, cap, isGone, awayUntil, seenAt } = agent;
  const isAway = isAwayAt(agent, now);
  return {
    id,
    name,
    teamId,
    languages: [...languages],
    tags: [...tags],
    cap,
    isAway,
    awayUntil: isAway && awayUntil !== null ? iso(awayUntil) : null,
    isGone,
    isYou: id === you,
    holds: held.get(id) ?? 0,
    seenAt: iso(seenAt),
  };
}

function iso(instant: Millis): string {
  return new Date(instant).toISOString();
}
