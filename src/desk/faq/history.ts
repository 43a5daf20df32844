/** What was live when, why and by whom; going back; and files that were changed on two sides. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { rollBack, settle } from "../../app/faq/drafts.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import { differingPaths } from "../../core/faq/reconcile.ts";
import { jsonBody } from "../body.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { agentAt } from "../visitor.ts";
import {
  bodyOf,
  ConflictSchema,
  json,
  PublishedSchema,
  pathSchema,
  refusePublication,
  VersionSchema,
  viewOfConflict,
  viewOfVersion,
  whySchema,
} from "./views.ts";

const numberSchema = z.coerce.number().int().min(1).openapi({ type: "integer" });

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/history",
  summary: "Versions, the newest first",
  request: {
    query: z.object({
      before: numberSchema.optional().openapi({ description: "Only versions below this one." }),
      limit: z.coerce.number().int().min(1).max(100).default(50).openapi({ type: "integer" }),
    }),
  },
  responses: { 200: json("The list", z.object({ items: z.array(VersionSchema) })), ...refusals },
});

const ChangeSchema = z.object({
  path: z.string(),
  before: z.string().nullable().openapi({ description: "Null: the file was new." }),
  after: z.string().nullable().openapi({ description: "Null: the file was removed." }),
});

const readRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/history/{number}",
  summary: "One version, and what it changed",
  request: { params: z.object({ number: numberSchema }) },
  responses: {
    200: json("The version", z.object({ version: VersionSchema, changes: z.array(ChangeSchema) })),
    ...refusals,
  },
});

const rollbackRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/rollback",
  summary: "Makes an old version live again, as a new one (admins)",
  middleware: jsonBody(415),
  request: { body: bodyOf(z.object({ to: z.int().min(1), why: whySchema })) },
  responses: { 200: json("It is live", PublishedSchema), ...refusals },
});

const conflictsRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/conflicts",
  summary: "Files that were changed in their folder and here, both sides beside each other",
  responses: { 200: json("The list", z.object({ items: z.array(ConflictSchema) })), ...refusals },
});

const settleRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/conflicts/settle",
  summary: "Keeps one side of a conflict, or another text (admins)",
  middleware: jsonBody(415),
  request: {
    body: bodyOf(
      z.object({
        path: pathSchema,
        keep: z.enum(["live", "folder", "text"]),
        text: z.string().max(1_000_000).optional().openapi({ description: "With keep: text." }),
        why: whySchema.default("conflict settled"),
      }),
    ),
  },
  responses: { 200: json("The version that answers", PublishedSchema), ...refusals },
});

export function mountHistory(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  const { store } = life;
  desk.openapi(listRoute, async (context) => {
    const { before = null, limit } = context.req.valid("query");
    const [newest, heads] = await Promise.all([store.newest(), store.versions({ before, limit })]);
    return context.json({ items: heads.map((head) => viewOfVersion(head, newest ?? 0)) }, 200);
  });
  desk.openapi(readRoute, async (context) => {
    const version = await store.version(context.req.valid("param").number);
    if (version === null) return refuse(context, 404);
    const [newest, parent] = await Promise.all([
      store.newest(),
      version.parent === null ? null : store.version(version.parent),
    ]);
    const [was, is] = [parent?.tree ?? new Map(), version.tree];
    const paths = differingPaths(was, is);
    const texts = await store.texts(paths.flatMap((path) => [was.get(path) ?? [], is.get(path) ?? []].flat()));
    const textOf = (tree: typeof is, path: string) => texts.get(tree.get(path) ?? ("" as never)) ?? null;
    const changes = paths.map((path) => ({ path, before: textOf(was, path), after: textOf(is, path) }));
    return context.json({ version: viewOfVersion(version, newest ?? 0), changes }, 200);
  });
  desk.openapi(rollbackRoute, async (context) => {
    const { to, why } = context.req.valid("json");
    const by = agentAt(context.get("visitor"));
    const published = await rollBack(life, { to, why, by });
    if (published === null) return refuse(context, 404, { code: "no_such_version" });
    if (published.outcome !== "published") return refusePublication(context, published);
    life.log.info({ version: published.version, to, by: by.id }, "FAQ rolled back");
    return context.json({ version: published.version }, 200);
  });
  mountConflicts(desk, life);
}

function mountConflicts(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  desk.openapi(conflictsRoute, async (context) => {
    const conflicts = await life.store.conflicts();
    return context.json({ items: await Promise.all(conflicts.map((one) => viewOfConflict(life, one))) }, 200);
  });
  desk.openapi(settleRoute, async (context) => {
    const { path, keep, text, why } = context.req.valid("json");
    if (keep === "text" && text === undefined) {
      return refuse(context, 422, { errors: [{ at: "text", problem: "write the text to keep" }] });
    }
    const by = agentAt(context.get("visitor"));
    const settled = await settle(life, { path, keep: keep === "text" ? { text: text ?? "" } : keep, by, why });
    if (settled === null) return refuse(context, 404, { code: "no_such_conflict" });
    life.log.info({ path, keep, by: by.id, outcome: settled.outcome }, "FAQ conflict settled");
    if (settled.outcome === "published") return context.json({ version: settled.version }, 200);
    if (settled.outcome === "nothing_new") return context.json({ version: life.current().version }, 200);
    return refusePublication(context, settled);
  });
}
