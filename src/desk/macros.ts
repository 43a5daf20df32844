/** Saved replies over HTTP: agents read them, admins write them. How one is used is a ticket's verb. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { MACRO_NAME } from "../core/agent/macro.ts";
import type { Now, Staff } from "../core/ports.ts";
import type { Macro } from "../core/staff.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { MacroBodySchema, MacroSchema } from "./macro-view.ts";
import { refusals, refuse } from "./problem.ts";
import { agentAt } from "./visitor.ts";

const NameSchema = z.object({ name: z.string().regex(MACRO_NAME).openapi({ example: "refund-done" }) });

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/macros",
  summary: "All macros by name",
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(MacroSchema) }) } },
    },
    ...refusals,
  },
});

const keepRoute = createRoute({
  method: "put",
  path: "/api/v1/macros/{name}",
  summary: "Adds a macro or changes the one of that name (admins)",
  middleware: jsonBody(415),
  request: {
    params: NameSchema,
    body: { required: true, content: { "application/json": { schema: MacroBodySchema } } },
  },
  responses: {
    200: { description: "The macro", content: { "application/json": { schema: MacroSchema } } },
    ...refusals,
  },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/v1/macros/{name}",
  summary: "Removes a macro (admins)",
  request: { params: NameSchema },
  responses: { 204: { description: "It is gone" }, ...refusals },
});

export type MacroOptions = { readonly staff: Staff; readonly log: DeskLog; readonly now: Now };

export function mountMacros(desk: OpenAPIHono<DeskEnv>, { staff, log, now }: MacroOptions): void {
  desk.openapi(listRoute, async (context) => context.json({ items: (await staff.macros()).map(viewOfMacro) }, 200));
  desk.openapi(keepRoute, async (context) => {
    const { name } = context.req.valid("param");
    const { id: by } = agentAt(context.get("visitor"));
    const macro = await staff.keepMacro({ name, ...context.req.valid("json") }, by, now());
    log.info({ macro: name, by }, "macro kept");
    return context.json(viewOfMacro(macro), 200);
  });
  desk.openapi(removeRoute, async (context) => {
    const { name } = context.req.valid("param");
    if (!(await staff.removeMacro(name))) return refuse(context, 404);
    log.info({ macro: name, by: agentAt(context.get("visitor")).id }, "macro removed");
    return context.body(null, 204);
  });
}

function viewOfMacro({ name, words, actions, uses }: Macro): z.infer<typeof MacroSchema> {
  return { name, words: { zh: words.zh, en: words.en }, actions: [...actions], uses };
}
