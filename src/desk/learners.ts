/**
 * Learners over HTTP: what is known of one, and which keys of other places are theirs. An agent sees whom a ticket is about and
 * nobody else; joining keys and looking learners up by them is for admins and programs with the token.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Profile } from "../app/learning/profile.ts";
import type { Learning } from "../app/learning/take-in.ts";
import { readKey } from "../core/learning/key.ts";
import { shownCode } from "../core/link.ts";
import type { LearnerId } from "../core/model.ts";
import type { Now } from "../core/ports.ts";
import type { Times } from "../core/queue/moments.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ProfileSchema, viewOfProfile } from "./profile-view.ts";
import { agentAt, isAdmin } from "./visitor.ts";

const IdSchema = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const KeySchema = z.object({
  key: z.string().min(3).max(400).openapi({ description: "As in events: realm:id.", example: "myshop:4242" }),
});

const profileRoute = createRoute({
  method: "get",
  path: "/api/v1/learners/{id}",
  summary: "A learner: name, channels, keys, courses, orders, tickets, ratings",
  request: { params: IdSchema },
  responses: {
    200: { description: "The learner", content: { "application/json": { schema: ProfileSchema } } },
    ...refusals,
  },
});

const findRoute = createRoute({
  method: "get",
  path: "/api/v1/learners",
  summary: "The learners a key is proven to be of (admins)",
  request: { query: KeySchema },
  responses: {
    200: {
      description: "Their ids; more than one where an account is shared",
      content: { "application/json": { schema: z.object({ items: z.array(z.int()) }) } },
    },
    ...refusals,
  },
});

const joinRoute = createRoute({
  method: "post",
  path: "/api/v1/learners/{id}/keys",
  summary: "Says that a key is this learner's (admins)",
  middleware: jsonBody(415),
  request: { params: IdSchema, body: { required: true, content: { "application/json": { schema: KeySchema } } } },
  responses: { 204: { description: "It is theirs" }, ...refusals },
});

const partRoute = createRoute({
  method: "delete",
  path: "/api/v1/learners/{id}/keys",
  summary: "Takes a key off a learner again (admins)",
  request: { params: IdSchema, query: KeySchema },
  responses: { 204: { description: "It is nobody's, or never was" }, ...refusals },
});

const codeRoute = createRoute({
  method: "post",
  path: "/api/v1/learners/codes",
  summary: "A code for a shop to show: whoever writes `/link CODE` in a chat owns the key (admins)",
  middleware: jsonBody(415),
  request: { body: { required: true, content: { "application/json": { schema: KeySchema } } } },
  responses: {
    200: {
      description: "The code, good once",
      content: {
        "application/json": {
          schema: z.object({
            code: z.string().openapi({ example: "ABCD-EFGH-JKLM-NPQR" }),
            command: z
              .string()
              .openapi({ description: "What the learner writes.", example: "/link ABCD-EFGH-JKLM-NPQR" }),
            startParameter: z
              .string()
              .openapi({ description: "For https://t.me/<bot>?start=…", example: "ABCDEFGHJKLMNPQR" }),
            endsAt: z.iso.datetime(),
          }),
        },
      },
    },
    ...refusals,
  },
});

const eraseRoute = createRoute({
  method: "post",
  path: "/api/v1/learners/{id}/erase",
  summary: "Takes a learner out of the database: words, name, chats and keys; figures stay (admins)",
  request: { params: IdSchema },
  responses: { 204: { description: "Nothing of them is left" }, ...refusals },
});

export type LearnerOptions = {
  readonly learning: Learning;
  readonly profile: (learnerId: LearnerId) => Promise<Profile | null>;
  readonly times: () => Times;
  readonly log: DeskLog;
  readonly now: Now;
};

function mountErasing(desk: OpenAPIHono<DeskEnv>, { learning, log, now }: LearnerOptions): void {
  desk.openapi(eraseRoute, async (context) => {
    const learnerId = context.req.valid("param").id as LearnerId;
    const { id: by } = agentAt(context.get("visitor"));
    const outcome = await learning.events.erase(learnerId, { by, at: now() });
    if (outcome === "no_such_learner") return refuse(context, 404);
    if (outcome === "has_open_ticket") {
      return refuse(context, 409, { code: outcome, detail: "Somebody still helps them: solve the ticket first." });
    }
    log.info({ learnerId, by }, "a learner was erased");
    return context.body(null, 204);
  });
}

export function mountLearners(desk: OpenAPIHono<DeskEnv>, options: LearnerOptions): void {
  mountErasing(desk, options);
  const { learning, profile, times, log, now } = options;
  const { events } = learning;
  desk.openapi(codeRoute, async (context) => {
    const key = readKey(context.req.valid("json").key, learning.hashEmail);
    if ("problem" in key) return refuse(context, 422, { errors: [{ at: "key", problem: key.problem }] });
    const { code, endsAt } = await learning.offerCode(key);
    log.info({ realm: key.realm, by: agentAt(context.get("visitor")).id }, "a code for a key was given out");
    const shown = shownCode(code);
    const ends = new Date(endsAt).toISOString();
    return context.json({ code: shown, command: `/link ${shown}`, startParameter: code, endsAt: ends }, 200);
  });
  desk.openapi(profileRoute, async (context) => {
    const visitor = context.get("visitor");
    const found = await profile(context.req.valid("param").id as LearnerId);
    // To an agent a learner without tickets does not exist: nothing says that there is one.
    if (found === null || (found.tickets.length === 0 && !isAdmin(visitor))) return refuse(context, 404);
    return context.json(viewOfProfile(found, { you: agentAt(visitor), times: times(), now: now() }), 200);
  });
  desk.openapi(findRoute, async (context) => {
    if (!isAdmin(context.get("visitor"))) return refuse(context, 403, { code: "admins_only" });
    const key = readKey(context.req.valid("query").key, learning.hashEmail);
    if ("problem" in key) return refuse(context, 422, { errors: [{ at: "key", problem: key.problem }] });
    return context.json({ items: [...(await events.owners(key))] }, 200);
  });
  desk.openapi(joinRoute, async (context) => {
    const key = readKey(context.req.valid("json").key, learning.hashEmail);
    if ("problem" in key) return refuse(context, 422, { errors: [{ at: "key", problem: key.problem }] });
    const { id: by } = agentAt(context.get("visitor"));
    const learnerId = context.req.valid("param").id as LearnerId;
    if (!(await events.join(learnerId, key, { by, now: now() }))) return refuse(context, 404);
    log.info({ learnerId, realm: key.realm, by }, "a key was joined with a learner");
    return context.body(null, 204);
  });
  desk.openapi(partRoute, async (context) => {
    const key = readKey(context.req.valid("query").key, learning.hashEmail);
    if ("problem" in key) return refuse(context, 422, { errors: [{ at: "key", problem: key.problem }] });
    const learnerId = context.req.valid("param").id as LearnerId;
    const isGone = await events.part(learnerId, key);
    log.info(
      { learnerId, realm: key.realm, isGone, by: agentAt(context.get("visitor")).id },
      "a key was taken off a learner",
    );
    return context.body(null, 204);
  });
}
