/**
 * How the desk says no: problem details (RFC 9457), the same shape for every refusal and failure.
 *
 * A problem never carries a stack, a path of this machine, or words of a learner; what a program should branch on is `code`.
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Complaints about one request beyond this number help nobody. */
const ERRORS_MAX = 10;

const AgentSchema = z.object({ id: z.string(), name: z.string() });

export const ProblemSchema = z
  .object({
    type: z.string().openapi({ example: "about:blank" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: z.string().optional().openapi({ description: "What a program may branch on, e.g. already_claimed." }),
    holder: AgentSchema.nullable().optional().openapi({ description: "Who holds the ticket; null: nobody." }),
    ticketId: z.int().optional(),
    names: z.array(z.string()).optional().openapi({ description: "Who or what there is instead." }),
    errors: z.array(z.object({ at: z.string(), problem: z.string() })).optional(),
    reasons: z.array(z.string()).optional(),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof ProblemSchema>;

/** The answer of a route to everything it does not list. */
export const refusals = {
  default: { description: "A problem", content: { "application/problem+json": { schema: ProblemSchema } } },
};

const TITLES = {
  400: "Bad request",
  401: "Sign in first",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict",
  410: "Gone",
  413: "Too large",
  415: "Wrong content type",
  422: "Not acceptable",
  429: "Too many tries",
  500: "Something went wrong",
  502: "The network did not answer",
  503: "Not available right now",
} as const satisfies Partial<Record<ContentfulStatusCode, string>>;
export type RefusalStatus = keyof typeof TITLES;

type More = Omit<Problem, "type" | "title" | "status">;

export function problemOf(status: RefusalStatus, more: More = {}): Problem {
  const type = more.code === undefined ? "about:blank" : `urn:aftercare:problem:${more.code}`;
  return { type, title: TITLES[status], status, ...more };
}

/** Answers a request with a problem. */
export function refuse<Status extends RefusalStatus>(context: Context, status: Status, more: More = {}) {
  return context.json<Problem, Status>(problemOf(status, more), status, { "content-type": PROBLEM_TYPE });
}

export const PROBLEM_TYPE = "application/problem+json";

type Checked = { readonly target: string } & (
  | { readonly success: true }
  | { readonly success: false; readonly error: z.ZodError }
);

/** What a request that does not fit its schema is told: which field, and what is wrong with it, never what was sent. */
export function refuseMisfit(checked: Checked, context: Context) {
  return checked.success ? undefined : explainMisfit(checked, context);
}

type Misfit = Extract<Checked, { readonly success: false }>;

export function explainMisfit(checked: Misfit, context: Context) {
  // An address that cannot exist is an address where nothing is.
  if (checked.target === "param") return refuse(context, 404);
  const errors = checked.error.issues
    .slice(0, ERRORS_MAX)
    .map(({ path, message }) => ({ at: path.map(String).join("."), problem: message }));
  return refuse(context, 422, { errors });
}
