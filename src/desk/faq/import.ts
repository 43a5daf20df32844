/** Questions and answers from a table or a page, as drafts. All of a file is written, or nothing: then every mistake has its line. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { type ImportFormat, importQuestions } from "../../app/faq/import.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import { LANGUAGES } from "../../core/model.ts";
import { readBody } from "../body.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { agentAt } from "../visitor.ts";
import { json, whySchema } from "./views.ts";

const BYTES_MAX = 2 * 1024 * 1024;
const ERRORS_MAX = 100;

const FORMATS: ReadonlyMap<string, ImportFormat> = new Map([
  ["text/csv", "csv"],
  ["text/markdown", "markdown"],
]);

type Sent = { readonly text: string; readonly format: ImportFormat };

const takeText: MiddlewareHandler<DeskEnv & { Variables: { sent: Sent } }> = async (context, next) => {
  const type = (context.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const format = FORMATS.get(type ?? "");
  if (format === undefined) return refuse(context, 415, { detail: "Send text/csv or text/markdown, in UTF-8." });
  const body = await readBody(context.req.raw.body, BYTES_MAX);
  if (body === "too_large") return refuse(context, 413, { detail: `At most ${BYTES_MAX} bytes are taken at once.` });
  if (body === null) return refuse(context, 400, { detail: "The body is not UTF-8." });
  context.set("sent", { text: body.text, format });
  return next();
};

const ImportedSchema = z
  .object({
    drafts: z
      .array(z.object({ id: z.int(), path: z.string(), revision: z.int() }))
      .openapi({ description: "Begun or changed." }),
    unchanged: z.int().openapi({ description: "Questions whose intent says all of it already." }),
    unused: z.array(z.string()).openapi({ description: "Columns that were not read." }),
  })
  .openapi("FaqImported");

const importRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/import",
  summary: "Makes drafts of the questions and answers in a CSV file or a Markdown page (editors and admins)",
  description:
    "The body is text/csv or text/markdown. All of it becomes drafts, or nothing: then every mistake is named.",
  middleware: takeText,
  request: {
    query: z.object({
      lang: z.enum(LANGUAGES).optional().openapi({ description: "What it is in where the file does not say." }),
      why: whySchema.default("imported"),
    }),
  },
  responses: { 200: json("The drafts", ImportedSchema), ...refusals },
});

export function mountImport(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  desk.openapi(importRoute, async (context) => {
    const { lang = null, why } = context.req.valid("query");
    const by = agentAt(context.get("visitor"));
    const imported = await importQuestions(life, { ...context.get("sent"), language: lang, why, by });
    if (imported.outcome === "refused") {
      const errors = imported.problems.slice(0, ERRORS_MAX);
      return refuse(context, 422, {
        code: "import_refused",
        detail: "Nothing was written. Mend what is listed, and send it again.",
        errors: errors.map(({ line, problem }) => ({ at: `line ${line}`, problem })),
      });
    }
    const { drafts, unchanged, unused } = imported;
    life.log.info({ drafts: drafts.length, unchanged, by: by.id }, "FAQ imported into drafts");
    const shown = drafts.map(({ id, path, revision }) => ({ id, path, revision }));
    return context.json({ drafts: shown, unchanged, unused: [...unused] }, 200);
  });
}
