/** Questions that shall become examples: each goes into the open draft of its intent, or begins one. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { FaqLife } from "../../app/faq/life.ts";
import { propose } from "../../app/faq/propose.ts";
import { isReserved, whyReserved } from "../../core/faq/reserved.ts";
import { LANGUAGES } from "../../core/model.ts";
import { jsonBody } from "../body.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { agentAt } from "../visitor.ts";
import { bodyOf, DraftSchema, json, viewOfDraft, whySchema } from "./views.ts";

const EXAMPLES_MAX = 200;
const words = (lengthMax: number) =>
  z.object({ zh: z.string().max(lengthMax).optional(), en: z.string().max(lengthMax).optional() });

const proposeRoute = createRoute({
  method: "post",
  path: "/api/v1/intents/drafts/examples",
  summary: "Adds questions to the draft of an intent; with a title and an answer the intent may be new",
  middleware: jsonBody(415),
  request: {
    body: bodyOf(
      z.object({
        intentId: z.string().regex(/^[a-z0-9_]{1,40}$/),
        language: z.enum(LANGUAGES),
        questions: z.array(z.string().min(1).max(1000)).min(1).max(EXAMPLES_MAX),
        why: whySchema.default(""),
        create: z.object({ title: words(80), answer: words(4096) }).optional(),
      }),
    ),
  },
  responses: { 200: json("The draft", DraftSchema), ...refusals },
});

export function mountProposals(desk: OpenAPIHono<DeskEnv>, life: FaqLife): void {
  desk.openapi(proposeRoute, async (context) => {
    const { intentId, language, questions, why, create } = context.req.valid("json");
    if (isReserved(intentId)) {
      const errors = [{ at: "intentId", problem: whyReserved(intentId) }];
      return refuse(context, 422, { code: "reserved_id", errors });
    }
    const by = agentAt(context.get("visitor"));
    const wish = { intentId, language, questions, why, by, source: "console", evidence: [] } as const;
    const draft = await propose(life, { ...wish, ...(create === undefined ? {} : { create }) });
    if (draft === null) return refuse(context, 404, { code: "no_such_intent" });
    return context.json(await viewOfDraft(life, draft), 200);
  });
}
