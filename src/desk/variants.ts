/** Wordings of answers that are tried against each other, for admins: which one helped. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Report } from "../app/report.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals } from "./problem.ts";
import { RangeSchema } from "./range.ts";

const share = z.number().nullable();

const VariantSchema = z
  .object({
    intentId: z.string(),
    variant: z.string().openapi({ description: "`plain` is the answer itself." }),
    n: z.int().openapi({ description: "Answers given in this wording." }),
    confirmed: z.int(),
    notQuite: z.int(),
    escalated: z.int(),
    confirmedShare: share.openapi({ description: "0–1; null for no answers." }),
    interval: z.object({ low: z.number(), high: z.number() }).nullable().openapi({ description: "Wilson, 95 %." }),
  })
  .openapi("VariantOutcome");

const variantsRoute = createRoute({
  method: "get",
  path: "/api/v1/variants",
  summary: "What became of each wording of answers that have several (admins)",
  request: { query: RangeSchema },
  responses: {
    200: {
      description: "By intent and wording",
      content: { "application/json": { schema: z.object({ items: z.array(VariantSchema) }) } },
    },
    ...refusals,
  },
});

type VariantOptions = { readonly report: Pick<Report, "variants"> };

export function mountVariants(desk: OpenAPIHono<DeskEnv>, { report }: VariantOptions): void {
  desk.openapi(variantsRoute, async (context) => {
    const items = await report.variants(context.req.valid("query"));
    return context.json(
      { items: items.map((each) => ({ ...each, interval: each.interval && { ...each.interval } })) },
      200,
    );
  });
}
