/**
 * Incident notices over HTTP: agents read them, admins begin and end them. While one holds, the bot answers with its words and
 * tickets about it join; when it is over, everybody who joined is told.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Aftercare } from "../app/aftercare.ts";
import type { Millis, NoticeId } from "../core/model.ts";
import type { Now, Staff } from "../core/ports.ts";
import type { Notice } from "../core/staff.ts";
import { clean, isBlank, TEXT_LENGTH_MAX } from "../core/text.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import { refusals, refuse } from "./problem.ts";
import { ID_IN_PATH } from "./ticket-verbs.ts";
import { agentAt } from "./visitor.ts";

/** Two weeks: what lasts longer belongs into the FAQ. */
const NOTICE_MS_MAX: Millis = 14 * 24 * 3_600_000;

const at = z.iso.datetime();
const words = z
  .string()
  .max(TEXT_LENGTH_MAX)
  .transform((text) => clean(text).trim())
  .refine((text) => !isBlank(text), "shows nothing")
  .openapi({ type: "string", example: "Videos do not play at the moment. We are on it." });

const NoticeBodySchema = z
  .object({
    intentId: z.string().max(200).nullable().default(null).openapi({ description: "Null: about everything." }),
    words: z.object({ zh: words, en: words }),
    endsAt: at.openapi({ description: "When it ends by itself, at most two weeks from now." }),
  })
  .openapi("NewNotice");

const NoticeSchema = z
  .object({
    id: z.int(),
    intentId: z.string().nullable(),
    words: z.object({ zh: z.string(), en: z.string() }),
    begunAt: at,
    endsAt: at,
  })
  .openapi("Notice");

const IdSchema = z.object({
  id: z
    .string()
    .regex(ID_IN_PATH)
    .transform((text) => Number(text) as NoticeId)
    .openapi({ type: "integer", example: 3 }),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/notices",
  summary: "The notices that hold now, the oldest first",
  responses: {
    200: {
      description: "The list",
      content: { "application/json": { schema: z.object({ items: z.array(NoticeSchema) }) } },
    },
    ...refusals,
  },
});

const beginRoute = createRoute({
  method: "post",
  path: "/api/v1/notices",
  summary: "Announces an incident; open tickets about it join and their learners are told (admins)",
  middleware: jsonBody(415),
  request: { body: { required: true, content: { "application/json": { schema: NoticeBodySchema } } } },
  responses: {
    200: {
      description: "It holds from now on",
      content: { "application/json": { schema: z.object({ notice: NoticeSchema, joined: z.int() }) } },
    },
    ...refusals,
  },
});

const endRoute = createRoute({
  method: "delete",
  path: "/api/v1/notices/{id}",
  summary: "Ends a notice now; everybody who waited for it is told within seconds (admins)",
  request: { params: IdSchema },
  responses: { 204: { description: "It is over" }, ...refusals },
});

export type NoticeOptions = {
  readonly staff: Staff;
  readonly people: Pick<Aftercare["staff"], "beginNotice" | "refresh" | "facts">;
  /** Whether the FAQ has such an intent. */
  readonly hasIntent: (intentId: string) => boolean;
  readonly log: DeskLog;
  readonly now: Now;
};

export function mountNotices(desk: OpenAPIHono<DeskEnv>, { staff, people, hasIntent, log, now }: NoticeOptions): void {
  desk.openapi(listRoute, async (context) => {
    const notices = await staff.notices(now());
    return context.json({ items: notices.map(viewOfNotice) }, 200);
  });
  desk.openapi(beginRoute, async (context) => {
    const { intentId, words: said, endsAt } = context.req.valid("json");
    const begunAt = now();
    const ends = Date.parse(endsAt);
    if (ends <= begunAt || ends - begunAt > NOTICE_MS_MAX) {
      return refuse(context, 422, { code: "bad_end", detail: "End it later than now and within two weeks." });
    }
    if (intentId !== null && !hasIntent(intentId)) {
      return refuse(context, 422, { code: "no_such_intent", detail: "The FAQ has no such intent." });
    }
    const { id: by } = agentAt(context.get("visitor"));
    const id = await staff.beginNotice({ intentId, words: said, begunAt, endsAt: ends }, by);
    const notice: Notice = { id, intentId, words: said, begunAt, endsAt: ends };
    const joined = await people.beginNotice(notice);
    log.info({ noticeId: id, by, joined }, "notice begun");
    return context.json({ notice: viewOfNotice(notice), joined }, 200);
  });
  desk.openapi(endRoute, async (context) => {
    const { id } = context.req.valid("param");
    if (!(await staff.endNotice(id, now()))) return refuse(context, 404);
    await people.refresh();
    log.info({ noticeId: id, by: agentAt(context.get("visitor")).id }, "notice ended");
    return context.body(null, 204);
  });
}

function viewOfNotice({ id, intentId, words: { zh, en }, begunAt, endsAt }: Notice): z.infer<typeof NoticeSchema> {
  const iso = (time: Millis) => new Date(time).toISOString();
  return { id, intentId, words: { zh, en }, begunAt: iso(begunAt), endsAt: iso(endsAt) };
}
