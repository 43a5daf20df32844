/** An intent's file as a form and back, over HTTP (admins). Nothing is kept: a draft is saved as the text that comes back. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ESCALATES, formOf, type IntentForm, withForm } from "../app/faq-form.ts";
import { PRIORITIES } from "../core/model.ts";
import { TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals } from "./problem.ts";

const EXAMPLES_MAX = 2000;
const line = z.string().max(TEXT_LENGTH_MAX);
const inLanguages = <Schema extends z.ZodType>(schema: Schema) => z.object({ zh: schema, en: schema });
const text = z.string().max(64_000).openapi({ description: "The whole file." });

const FormSchema = z
  .object({
    title: inLanguages(line),
    examples: inLanguages(z.array(line).max(EXAMPLES_MAX)),
    answer: inLanguages(line),
    links: z.array(z.object({ label: inLanguages(line), url: line })).max(20),
    escalate: z.enum(ESCALATES),
    priority: z.enum(PRIORITIES),
  })
  .openapi("FaqForm");

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

const readRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/form",
  summary: "An intent's file as a form (admins)",
  middleware: jsonBody(415),
  request: body(z.object({ text })),
  responses: {
    200: {
      description: "The form; null when the text cannot be read",
      content: { "application/json": { schema: z.object({ form: FormSchema.nullable() }) } },
    },
    ...refusals,
  },
});

const writeRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/form/text",
  summary: "The file with a form's fields in it; all else stays as it was (admins)",
  middleware: jsonBody(415),
  request: body(z.object({ text, form: FormSchema })),
  responses: {
    200: { description: "The file", content: { "application/json": { schema: z.object({ text: z.string() }) } } },
    ...refusals,
  },
});

export function mountFaqForm(desk: OpenAPIHono<DeskEnv>): void {
  desk.openapi(readRoute, (context) => {
    const form = formOf(context.req.valid("json").text);
    return context.json({ form: form && copyOf(form) }, 200);
  });
  desk.openapi(writeRoute, (context) => {
    const { text: given, form } = context.req.valid("json");
    return context.json({ text: withForm(given, form) }, 200);
  });
}

function copyOf({ examples, links, ...rest }: IntentForm): z.infer<typeof FormSchema> {
  return { ...rest, examples: { zh: [...examples.zh], en: [...examples.en] }, links: [...links] };
}
