/** Teams over HTTP: everybody reads them, admins write them. A team that is removed leaves its tickets and members to everybody. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { TAG } from "../core/agent/read.ts";
import { LANGUAGES, type TeamId } from "../core/model.ts";
import type { Staff } from "../core/ports.ts";
import type { Team } from "../core/staff.ts";
import { isBlank, oneLine } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ID_IN_PATH } from "./ticket-verbs.ts";
import { agentAt } from "./visitor.ts";

const NAME_LENGTH_MAX = 64;

/** What agents and teams may be set to know about. */
export const languagesSchema = z.array(z.enum(LANGUAGES)).max(LANGUAGES.length);
export const tagsSchema = z.array(z.string().toLowerCase().regex(TAG)).max(20);

const TeamBodySchema = z
  .object({
    name: z
      .string()
      .max(200)
      .transform((name) => oneLine(name, NAME_LENGTH_MAX))
      .refine((name) => !isBlank(name), "shows nothing")
      .openapi({ type: "string", example: "Billing" }),
    languages: languagesSchema.default([]).openapi({ description: "Empty: any." }),
    tags: tagsSchema.default([]).openapi({ description: "What it knows about; empty: anything." }),
  })
  .openapi("NewTeam");

const TeamSchema = z
  .object({ id: z.int(), name: z.string(), languages: z.array(z.enum(LANGUAGES)), tags: z.array(z.string()) })
  .openapi("Team");

const IdSchema = z.object({
  id: z
    .string()
    .regex(ID_IN_PATH)
    .transform((text) => Number(text) as TeamId)
    .openapi({ type: "integer", example: 2 }),
});

const body = { required: true, content: { "application/json": { schema: TeamBodySchema } } };
const theTeam = {
  200: { description: "The team", content: { "application/json": { schema: TeamSchema } } },
  ...refusals,
};

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/teams",
  summary: "All teams by name",
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(TeamSchema) }) } },
    },
    ...refusals,
  },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/v1/teams",
  summary: "Adds a team (admins)",
  middleware: jsonBody(415),
  request: { body },
  responses: theTeam,
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/v1/teams/{id}",
  summary: "Changes a team (admins)",
  middleware: jsonBody(415),
  request: { params: IdSchema, body },
  responses: theTeam,
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/v1/teams/{id}",
  summary: "Removes a team; its tickets and members are everybody's again (admins)",
  request: { params: IdSchema },
  responses: { 204: { description: "It is gone" }, ...refusals },
});

export type TeamOptions = {
  readonly staff: Staff;
  /** Turns know of it from now on, not only in a second. */
  readonly refresh: () => Promise<void>;
  readonly log: DeskLog;
};

export function mountTeams(desk: OpenAPIHono<DeskEnv>, { staff, refresh, log }: TeamOptions): void {
  desk.openapi(listRoute, async (context) => context.json({ items: (await staff.teams()).map(viewOfTeam) }, 200));
  desk.openapi(addRoute, async (context) => {
    const team = context.req.valid("json");
    const id = await staff.addTeam(team);
    if (id === null) return refuse(context, 409, { code: "name_taken" });
    await refresh();
    log.info({ team: id, by: agentAt(context.get("visitor")).id }, "team added");
    return context.json(viewOfTeam({ id, ...team }), 200);
  });
  desk.openapi(changeRoute, async (context) => {
    const team = { ...context.req.valid("param"), ...context.req.valid("json") };
    const outcome = await staff.changeTeam(team);
    if (outcome === "no_such_team") return refuse(context, 404);
    if (outcome === "name_taken") return refuse(context, 409, { code: outcome });
    await refresh();
    log.info({ team: team.id, by: agentAt(context.get("visitor")).id }, "team changed");
    return context.json(viewOfTeam(team), 200);
  });
  desk.openapi(removeRoute, async (context) => {
    const { id } = context.req.valid("param");
    if (!(await staff.removeTeam(id))) return refuse(context, 404);
    await refresh();
    log.info({ team: id, by: agentAt(context.get("visitor")).id }, "team removed");
    return context.body(null, 204);
  });
}

function viewOfTeam({ id, name, languages, tags }: Team): z.infer<typeof TeamSchema> {
  return { id, name, languages: [...languages], tags: [...tags] };
}
