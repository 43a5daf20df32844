/** Finding tickets over HTTP by what was said in them. What comes back is text; showing it as anything else is up to nobody. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Found, Search } from "../core/ports.ts";
import { TEXT_LENGTH_MAX } from "../core/text.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals } from "./problem.ts";
import { InstantSchema } from "./range.ts";

const PAGE_DEFAULT = 20;
const PAGE_MAX = 100;

const at = z.iso.datetime();

const FoundSchema = z
  .object({
    ticketId: z.int(),
    learnerName: z.string(),
    status: z.enum(["new", "open", "solved"]),
    at: at.openapi({ description: "When the message was said; without words, when the ticket was opened." }),
    author: z.enum(["learner", "bot", "agent"]).nullable(),
    excerpt: z
      .object({
        text: z.string(),
        ranges: z
          .array(z.tuple([z.int(), z.int()]))
          .openapi({ description: "Where the words stand, [start, end) in UTF-16 units." }),
      })
      .nullable(),
  })
  .openapi("FoundTicket");

const searchRoute = createRoute({
  method: "get",
  path: "/api/v1/search",
  summary: "Tickets by words, learner, tag, status and date, the newest message first",
  request: {
    query: z.object({
      words: z
        .string()
        .max(TEXT_LENGTH_MAX)
        .default("")
        .openapi({ description: 'All of them must stand in one message; "in quotes" they stand together.' }),
      learner: z.string().max(200).optional().openapi({ description: "Part of the name, or the id." }),
      tag: z.string().max(64).optional(),
      status: z.enum(["new", "open", "solved"]).optional(),
      from: InstantSchema.optional(),
      to: InstantSchema.optional(),
      cursor: z.string().max(200).optional().openapi({ description: "What `next` was of the page before." }),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    }),
  },
  responses: {
    200: {
      description: "A page of tickets",
      content: {
        "application/json": { schema: z.object({ items: z.array(FoundSchema), next: z.string().nullable() }) },
      },
    },
    ...refusals,
  },
});

export function mountSearch(desk: OpenAPIHono<DeskEnv>, { search }: { readonly search: Search }): void {
  desk.openapi(searchRoute, async (context) => {
    const { cursor, ...query } = context.req.valid("query");
    const { found, next } = await search.find({ ...query, before: cursor });
    return context.json({ items: found.map(viewOfFound), next }, 200);
  });
}

function viewOfFound({ ticketId, learnerName, status, at: said, message }: Found): z.infer<typeof FoundSchema> {
  const excerpt = message && {
    text: message.excerpt.text,
    ranges: message.excerpt.ranges.map(([start, end]): [number, number] => [start, end]),
  };
  return { ticketId, learnerName, status, at: new Date(said).toISOString(), author: message?.author ?? null, excerpt };
}
