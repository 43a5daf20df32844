/** How the FAQ's versions, drafts and conflicts look over HTTP, and what a publication that was refused is told. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type DraftsPublished, type LiveTexts, liveTexts } from "../../app/faq/drafts.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import { DRAFT_PARTS, problemsOf } from "../../app/faq/problems.ts";
import { type Conflict, type Draft, FAQ_SOURCES, type VersionHead } from "../../core/faq/faq.ts";
import { LANGUAGES } from "../../core/model.ts";
import { oneLine } from "../../core/text.ts";
import type { DeskEnv } from "../guard.ts";
import { refuse } from "../problem.ts";

const WHY_LENGTH_MAX = 200;

export const at = z.iso.datetime();
const personSchema = z.object({ id: z.string(), name: z.string() });
export const pathSchema = z
  .string()
  .max(300)
  .regex(/^[^/\p{C}]{1,100}\/[^/\p{C}]{1,100}\.yaml$/u, { error: "write folder/file.yaml" })
  .openapi({ example: "online-education/request-refund.yaml" });
/** One line of words in a history; others read it. */
export const whySchema = z
  .string()
  .max(1000)
  .transform((text) => oneLine(text, WHY_LENGTH_MAX))
  .openapi({ type: "string", example: "New refund period" });
export const fileTextSchema = z
  .string()
  .max(1_000_000)
  // Databases keep no zero, and half a surrogate pair is no text.
  .refine((text) => !text.includes("\0") && text.isWellFormed(), { error: "must be plain text" })
  .nullable()
  .openapi({ description: "The file's whole text; null: the file shall be gone." });

export const DraftSchema = z
  .object({
    id: z.int(),
    path: z.string(),
    text: z.string().nullable(),
    liveText: z.string().nullable().openapi({ description: "What the live version has there; null: nothing." }),
    title: z
      .object({ zh: z.string(), en: z.string() })
      .nullable()
      .openapi({ description: "Null: no intent, or unreadable." }),
    missing: z
      .array(z.object({ language: z.enum(LANGUAGES), parts: z.array(z.enum(DRAFT_PARTS)) }))
      .openapi({ description: "Languages of the pack in which something is not written yet." }),
    problems: z.array(z.string()).openapi({ description: "What keeps it from being published, looked at alone." }),
    isOvertaken: z.boolean().openapi({ description: "The file was published anew since the draft was begun." }),
    why: z.string(),
    source: z.enum(FAQ_SOURCES),
    state: z.enum(["open", "published", "discarded"]),
    revision: z.int(),
    by: personSchema,
    at,
    evidence: z.array(
      z.object({
        question: z.string(),
        language: z.enum(LANGUAGES),
        answer: z.string().nullable(),
        ticketId: z.int().nullable(),
        by: personSchema,
        at,
      }),
    ),
    version: z.int().nullable(),
  })
  .openapi("FaqDraft");

export const VersionSchema = z
  .object({
    number: z.int(),
    at,
    by: personSchema,
    why: z.string(),
    source: z.enum(FAQ_SOURCES),
    parent: z.int().nullable(),
    despite: z.string().nullable().openapi({ description: "Why it was published although a check was against it." }),
    isLive: z.boolean(),
  })
  .openapi("FaqVersion");

export const ConflictSchema = z
  .object({
    path: z.string(),
    at,
    base: z.string().nullable().openapi({ description: "What both sides began with." }),
    live: z.string().nullable().openapi({ description: "What answers now." }),
    folder: z.string().nullable().openapi({ description: "What the folder holds; null: it was removed there." }),
  })
  .openapi("FaqConflict");

export const PublishedSchema = z.object({ version: z.int() }).openapi("FaqPublished");

export const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

export const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});

export function viewOfVersion(head: VersionHead, live: number): z.infer<typeof VersionSchema> {
  const { number, at: instant, by, why, source, parent, despite } = head;
  return { number, at: iso(instant), by: { ...by }, why, source, parent, despite, isLive: number === live };
}

type DraftView = z.infer<typeof DraftSchema>;

export async function viewOfDraft(life: FaqLife, draft: Draft): Promise<DraftView> {
  return draftBeside(await liveTexts(life), draft);
}

/** What is live is read once for all of them. */
export async function viewsOfDrafts(life: FaqLife, drafts: readonly Draft[]): Promise<DraftView[]> {
  if (drafts.length === 0) return [];
  const live = await liveTexts(life);
  return drafts.map((draft) => draftBeside(live, draft));
}

function draftBeside({ version, texts }: LiveTexts, draft: Draft): DraftView {
  const hash = version.tree.get(draft.path) ?? null;
  const { base, evidence, ...rest } = draft;
  const { title, missing, problems } = problemsOf(texts, draft);
  return {
    ...rest,
    liveText: texts.get(draft.path) ?? null,
    title: title && { ...title },
    missing: missing.map(({ language, parts }) => ({ language, parts: [...parts] })),
    problems: draft.state === "open" ? [...problems] : [],
    isOvertaken: draft.state === "open" && hash !== base,
    by: { ...draft.by },
    at: iso(draft.at),
    evidence: evidence.map(({ messageId: _, ...one }) => ({ ...one, by: { ...one.by }, at: iso(one.at) })),
  };
}

export async function viewOfConflict(life: FaqLife, conflict: Conflict): Promise<z.infer<typeof ConflictSchema>> {
  const newest = await life.store.newest();
  const live = newest === null ? null : await life.store.version(newest);
  const hashes = [conflict.base, live?.tree.get(conflict.path) ?? null, conflict.folder];
  const texts = await life.store.texts(hashes.flatMap((hash) => (hash === null ? [] : [hash])));
  const [base = null, here = null, folder = null] = hashes.map((hash) => (hash && texts.get(hash)) ?? null);
  return { path: conflict.path, at: iso(conflict.at), base, live: here, folder };
}

type Refused = Exclude<DraftsPublished, { outcome: "published" }>;

/** Why nothing was published, and what to do about it. */
export function refusePublication(context: Context<DeskEnv>, refused: Refused) {
  const { outcome } = refused;
  switch (outcome) {
    case "nothing_new":
      return refuse(context, 409, { code: outcome, detail: "This is what is live already." });
    case "moved":
      return refuse(context, 409, {
        code: outcome,
        detail: "Somebody published or changed a draft meanwhile: look again.",
      });
    case "overtaken": {
      const detail =
        "These files were published anew since their drafts were begun: compare, and save the drafts again.";
      return refuse(context, 409, { code: outcome, detail, names: refused.drafts.map(({ path }) => path) });
    }
    case "problems":
    case "tests_failed":
    case "regression":
      return refuse(context, 422, { code: outcome, detail: DETAILS[outcome], reasons: [...refused.reasons] });
  }
}

const DETAILS = {
  problems: "The pack would not load. Mend what is listed.",
  tests_failed: "Questions of tests.yaml would not be understood.",
  regression: "Learners would be worse off. Give a reason in `despite` to publish all the same.",
} as const;

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
