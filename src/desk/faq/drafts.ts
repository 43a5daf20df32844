/** Drafts over HTTP: begin, change, discard, try, publish together. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { intentIdIn } from "../../app/evidence/impact.ts";
import { tryOut } from "../../app/faq/bench.ts";
import { beginDraft, publishDrafts } from "../../app/faq/drafts.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import type { Draft } from "../../core/faq/faq.ts";
import { isReserved, whyReserved } from "../../core/faq/reserved.ts";
import { TEXT_LENGTH_MAX } from "../../core/text.ts";
import { jsonBody } from "../body.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { agentAt } from "../visitor.ts";
import {
  bodyOf,
  DraftSchema,
  fileTextSchema,
  json,
  PublishedSchema,
  pathSchema,
  refusePublication,
  viewOfDraft,
  viewsOfDrafts,
  whySchema,
} from "./views.ts";

const idSchema = z.object({ id: z.coerce.number().int().min(1).openapi({ type: "integer" }) });
export const idsSchema = z.array(z.int().min(1)).max(200);

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/drafts",
  summary: "Open drafts, the one changed last first",
  responses: { 200: json("The list", z.object({ items: z.array(DraftSchema) })), ...refusals },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/drafts/{id}",
  summary: "One draft, beside what is live",
  request: { params: idSchema },
  responses: { 200: json("The draft", DraftSchema), ...refusals },
});

const beginRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/drafts",
  summary: "Begins a draft of one file; when there is an open one, that one comes back with 409",
  middleware: jsonBody(415),
  request: { body: bodyOf(z.object({ path: pathSchema, text: fileTextSchema, why: whySchema.default("") })) },
  responses: {
    201: json("The draft", DraftSchema),
    409: json("The draft there is", z.object({ code: z.literal("draft_exists"), draft: DraftSchema })),
    ...refusals,
  },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/v1/intents/drafts/{id}",
  summary: "Changes a draft; what is live now is what it is compared with from then on",
  middleware: jsonBody(415),
  request: {
    params: idSchema,
    body: bodyOf(
      z.object({
        text: fileTextSchema,
        why: whySchema.optional(),
        revision: z.int().openapi({ description: "The one that was read." }),
      }),
    ),
  },
  responses: { 200: json("The draft", DraftSchema), ...refusals },
});

const discardRoute = createRoute({
  method: "delete",
  path: "/api/v1/intents/drafts/{id}",
  summary: "Discards a draft; it stays for the record",
  request: { params: idSchema },
  responses: { 204: { description: "It is discarded" }, ...refusals },
});

const TriedSchema = z
  .object({
    ranking: z.array(z.object({ intentId: z.string(), confidence: z.number() })),
    does: z.enum(["answer", "clarify", "rephrase", "hand_over"]),
    spoke: z
      .array(z.object({ word: z.string(), share: z.number() }))
      .openapi({ description: "How much less sure the bot would be without the word." }),
    nearest: z.array(z.object({ intentId: z.string(), text: z.string(), likeness: z.number() })),
  })
  .openapi("FaqTried");

const testRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/test",
  summary: "What the bot would make of a sentence with these drafts, why, and what the live version makes of it",
  middleware: jsonBody(415),
  request: {
    body: bodyOf(z.object({ text: z.string().min(1).max(TEXT_LENGTH_MAX), drafts: idsSchema.default([]) })),
  },
  responses: {
    200: json("Both", z.object({ version: z.int(), draft: TriedSchema, live: TriedSchema })),
    ...refusals,
  },
});

const publishRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/publish",
  summary: "Publishes drafts together, or none of them (admins)",
  middleware: jsonBody(415),
  request: {
    body: bodyOf(
      z.object({
        drafts: idsSchema.min(1),
        why: whySchema,
        despite: whySchema.optional().openapi({ description: "Why all the same, when learners would be worse off." }),
      }),
    ),
  },
  responses: { 200: json("It is live", PublishedSchema), ...refusals },
});

export function mountDrafts(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  const { store, log, now } = life;
  desk.openapi(listRoute, async (context) => {
    const drafts = await store.drafts();
    return context.json({ items: await viewsOfDrafts(life, drafts) }, 200);
  });
  desk.openapi(readRoute, async (context) => {
    const draft = await store.draft(context.req.valid("param").id);
    return draft === null ? refuse(context, 404) : context.json(await viewOfDraft(life, draft), 200);
  });
  desk.openapi(beginRoute, async (context) => {
    const by = agentAt(context.get("visitor"));
    const begun = await beginDraft(life, { ...context.req.valid("json"), by, source: "console" });
    if (begun === null) {
      const id = intentIdIn(context.req.valid("json").path);
      if (id !== null && isReserved(id)) {
        return refuse(context, 422, { code: "reserved_id", errors: [{ at: "path", problem: whyReserved(id) }] });
      }
      const problem = "must be a file in a folder of the FAQ, named with a–z, 0–9 and -";
      return refuse(context, 422, { code: "no_such_place", errors: [{ at: "path", problem }] });
    }
    const view = await viewOfDraft(life, begun.draft);
    if (!begun.isNew) return context.json({ code: "draft_exists" as const, draft: view }, 409);
    log.info({ draft: begun.draft.id, path: begun.draft.path, by: by.id }, "FAQ draft begun");
    return context.json(view, 201);
  });
  desk.openapi(changeRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { text, why, revision } = context.req.valid("json");
    const before = await store.draft(id);
    if (before === null || before.state !== "open") return refuse(context, 404);
    const newest = await store.newest();
    const live = newest === null ? null : await store.version(newest);
    const base = live?.tree.get(before.path) ?? null;
    const by = agentAt(context.get("visitor"));
    const change = { id, revision, text, base, by, at: now(), ...(why === undefined ? {} : { why }) };
    const draft = await store.changeDraft(change);
    if (draft === null) return refuse(context, 409, { code: "changed_meanwhile", detail: "Read it again." });
    return context.json(await viewOfDraft(life, draft), 200);
  });
  desk.openapi(discardRoute, async (context) => {
    const { id } = context.req.valid("param");
    const by = agentAt(context.get("visitor"));
    if (!(await store.discardDraft(id, by, now()))) return refuse(context, 404);
    log.info({ draft: id, by: by.id }, "FAQ draft discarded");
    return context.body(null, 204);
  });
  mountTrials(desk, life);
}

function mountTrials(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  desk.openapi(testRoute, async (context) => {
    const { text, drafts: ids } = context.req.valid("json");
    const drafts = await openDrafts(life, ids);
    if (drafts === null) return refuse(context, 404, { code: "no_such_draft" });
    const answer = await tryOut(life, { text, drafts });
    if ("problems" in answer) return refusePublication(context, { outcome: "problems", reasons: answer.problems });
    const { draft, live, version } = answer;
    return context.json({ version, draft: mutable(draft), live: mutable(live) }, 200);
  });
  desk.openapi(publishRoute, async (context) => {
    const { drafts: ids, why, despite = "" } = context.req.valid("json");
    const drafts = await openDrafts(life, ids);
    if (drafts === null) return refuse(context, 404, { code: "no_such_draft" });
    const by = agentAt(context.get("visitor"));
    const published = await publishDrafts(life, { drafts, by, why, despite: despite === "" ? null : despite });
    if (published.outcome !== "published") return refusePublication(context, published);
    life.log.info({ version: published.version, drafts: ids, by: by.id }, "FAQ published");
    return context.json({ version: published.version }, 200);
  });
}

type Tried =
  Awaited<ReturnType<typeof tryOut>> extends infer Answer
    ? Answer extends { readonly draft: infer One }
      ? One
      : never
    : never;

function mutable({ ranking, does, spoke, nearest }: Tried) {
  return { ranking: [...ranking], does, spoke: [...spoke], nearest: [...nearest] };
}

/** Null when one of them is not open any more, or never was. */
export async function openDrafts({ store }: FaqLife, ids: readonly number[]): Promise<readonly Draft[] | null> {
  const open = await store.drafts();
  const found = [...new Set(ids)].flatMap((id) => open.filter((draft) => draft.id === id));
  return found.length === new Set(ids).size ? found : null;
}
