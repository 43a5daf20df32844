/** The FAQ over HTTP as it is: which version answers, its intents and its files. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { liveTexts } from "../../app/faq/drafts.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import { folderOf } from "../../core/faq/faq.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { json, pathSchema } from "./views.ts";

const wordingSchema = z.object({ zh: z.string(), en: z.string() });

const ItemSchema = z
  .object({
    id: z.string(),
    path: z.string(),
    title: wordingSchema,
    examples: z.object({ zh: z.int(), en: z.int() }).openapi({ description: "How many." }),
    escalate: z.enum(["never", "offer", "always"]),
    answerWhenSure: z.number(),
    tags: z.array(z.string()),
    draftId: z.int().nullable(),
  })
  .openapi("FaqIntent");

const ListSchema = z.object({
  version: z.int().openapi({ description: "The version that answers." }),
  folders: z.array(z.string()),
  problems: z.array(z.string()).openapi({
    description: "What is wrong in the folders, with file, line and remedy; the last good version answers.",
  }),
  conflicts: z.int().openapi({ description: "Files that wait for a choice." }),
  drafts: z.int(),
  files: z.array(z.string()).openapi({ description: "Everything there is, pack.yaml and tests.yaml included." }),
  items: z.array(ItemSchema),
});

const FileSchema = z
  .object({ path: z.string(), text: z.string(), version: z.int(), draftId: z.int().nullable() })
  .openapi("FaqFile");

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/intents",
  summary: "The FAQ that answers, intent by intent",
  responses: { 200: json("The list", ListSchema), ...refusals },
});

const fileRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/files",
  summary: "One file of the FAQ, letter by letter",
  request: { query: z.object({ path: pathSchema }) },
  responses: { 200: json("The file", FileSchema), ...refusals },
});

const intentRoute = createRoute({
  method: "get",
  path: "/api/v1/intents/{id}",
  summary: "One intent: its file, and what learners read",
  request: { params: z.object({ id: z.string().regex(/^[a-z0-9_]{1,40}$/) }) },
  responses: {
    200: json("The intent", FileSchema.extend({ id: z.string(), title: wordingSchema, answer: wordingSchema })),
    ...refusals,
  },
});

export function mountIntents(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  desk.openapi(listRoute, async (context) => {
    const [{ texts }, drafts, conflicts] = await Promise.all([
      liveTexts(life),
      life.store.drafts(),
      life.store.conflicts(),
    ]);
    const { pack, version } = life.current();
    const items = [...pack.intents.values()].map((intent) => {
      const path = pathOf(texts.keys(), intent.id);
      const { id, title, examples, escalate, answerWhenSure, tags } = intent;
      const draftId = drafts.find((draft) => draft.path === path)?.id ?? null;
      const counts = { zh: examples.zh.length, en: examples.en.length };
      return { id, path, title: { ...title }, examples: counts, escalate, answerWhenSure, tags: [...tags], draftId };
    });
    const folders = [...new Set([...texts.keys()].map(folderOf))];
    const state = { version, folders, problems: [...life.problems()] };
    const counts = { conflicts: conflicts.length, drafts: drafts.length };
    return context.json({ ...state, ...counts, files: [...texts.keys()], items }, 200);
  });
  desk.openapi(fileRoute, async (context) => {
    const { path } = context.req.valid("query");
    const file = await fileAt(life, path);
    return file === null ? refuse(context, 404) : context.json(file, 200);
  });
}

/** After every fixed address under /api/v1/intents: what is left names an intent. */
export function mountIntent(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  desk.openapi(intentRoute, async (context) => {
    const { id } = context.req.valid("param");
    const intent = life.current().pack.intents.get(id);
    const { texts } = await liveTexts(life);
    const file = intent === undefined ? null : await fileAt(life, pathOf(texts.keys(), id));
    if (intent === undefined || file === null) return refuse(context, 404);
    return context.json({ ...file, id, title: { ...intent.title }, answer: { ...intent.answer } }, 200);
  });
}

async function fileAt(life: FaqLife, path: string): Promise<z.infer<typeof FileSchema> | null> {
  const [{ texts, version }, drafts] = await Promise.all([liveTexts(life), life.store.drafts()]);
  const text = texts.get(path);
  const draftId = drafts.find((draft) => draft.path === path)?.id ?? null;
  return text === undefined ? null : { path, text, version: version.number, draftId };
}

function pathOf(paths: Iterable<string>, id: string): string {
  const file = `/${id.replaceAll("_", "-")}.yaml`;
  return [...paths].find((path) => path.endsWith(file)) ?? file.slice(1);
}
