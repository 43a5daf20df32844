/**
 * Accounts over HTTP: who am I, for everybody; making accounts, disabling them and giving out new passwords, for admins. A
 * password is made here, shown once in the answer, and its owner changes it at `/sign-in`.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type AccountId, parseEmail, parseName, ROLES } from "../../core/accounts.ts";
import type { Accounts, Now } from "../../core/ports.ts";
import { jsonBody } from "../body.ts";
import type { DeskLog } from "../failure.ts";
import type { DeskEnv } from "../guard.ts";
import { refusals, refuse } from "../problem.ts";
import { ID_IN_PATH } from "../ticket-verbs.ts";
import { agentAt } from "../visitor.ts";
import { hashPassword, newPassword } from "./password.ts";
import { viewOfAccount } from "./routes.ts";

const AccountSchema = z
  .object({
    id: z.int(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    isDisabled: z.boolean(),
  })
  .openapi("Account");

const MeSchema = z
  .object({
    by: z.enum(["account", "token", "local"]).openapi({ description: "What let the caller in." }),
    account: AccountSchema.nullable(),
    agent: z.object({ id: z.string(), name: z.string() }).openapi({ description: "As whom the caller acts." }),
  })
  .openapi("Me");

const NewSchema = z
  .object({
    email: z.string().transform((text, context) => {
      const email = parseEmail(text);
      if (email !== null) return email;
      context.addIssue("must be an e-mail address");
      return z.NEVER;
    }),
    name: z.string().optional(),
    role: z.enum(ROLES).default("agent"),
  })
  .openapi("NewAccount");

const WithPasswordSchema = z.object({
  account: AccountSchema,
  password: z.string().openapi({ description: "Shown this once." }),
});

const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

const meRoute = createRoute({
  method: "get",
  path: "/api/v1/me",
  summary: "Who the caller is",
  responses: { 200: json("The caller", MeSchema), ...refusals },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/accounts",
  summary: "All accounts, the oldest first (admins)",
  responses: { 200: json("The list", z.object({ items: z.array(AccountSchema) })), ...refusals },
});

const createAccountRoute = createRoute({
  method: "post",
  path: "/api/v1/accounts",
  summary: "Makes an account with a password nobody chose (admins)",
  middleware: jsonBody(415),
  request: { body: { required: true, content: { "application/json": { schema: NewSchema } } } },
  responses: { 200: json("The account", WithPasswordSchema), ...refusals },
});

const IdSchema = z.object({
  id: z
    .string()
    .regex(ID_IN_PATH)
    .transform((text) => Number(text) as AccountId)
    .openapi({ type: "integer", example: 3 }),
});

const ableRoute = (verb: "disable" | "enable") =>
  createRoute({
    method: "post",
    path: `/api/v1/accounts/{id}/${verb}`,
    summary: verb === "disable" ? "Ends its sessions and lets it in no more (admins)" : "Lets it in again (admins)",
    request: { params: IdSchema },
    responses: { 200: json("The account", AccountSchema), ...refusals },
  });

const roleRoute = createRoute({
  method: "post",
  path: "/api/v1/accounts/{id}/role",
  summary: "Says what it may do from now on (admins)",
  middleware: jsonBody(415),
  request: {
    params: IdSchema,
    body: { required: true, content: { "application/json": { schema: z.object({ role: z.enum(ROLES) }) } } },
  },
  responses: { 200: json("The account", AccountSchema), ...refusals },
});

const passwordRoute = createRoute({
  method: "post",
  path: "/api/v1/accounts/{id}/password",
  summary: "Gives it a new password nobody chose and ends its sessions (admins)",
  request: { params: IdSchema },
  responses: { 200: json("The account", WithPasswordSchema), ...refusals },
});

export type AccountOptions = { readonly accounts: Accounts; readonly log: DeskLog; readonly now: Now };

export function mountAccounts(desk: OpenAPIHono<DeskEnv>, options: AccountOptions): void {
  const { accounts } = options;
  desk.openapi(meRoute, (context) => {
    const visitor = context.get("visitor");
    const account = visitor.kind === "account" ? viewOfAccount(visitor.account) : null;
    return context.json({ by: visitor.kind, account, agent: agentAt(visitor) }, 200);
  });
  desk.openapi(listRoute, async (context) => context.json({ items: (await accounts.all()).map(viewOfAccount) }, 200));
  mountCreate(desk, options);
  mountChanges(desk, options);
}

function mountCreate(desk: OpenAPIHono<DeskEnv>, { accounts, log, now }: AccountOptions): void {
  desk.openapi(createAccountRoute, async (context) => {
    const { email, name: givenName, role } = context.req.valid("json");
    const name = parseName(givenName, email);
    if (name === null) return refuse(context, 422, { errors: [{ at: "name", problem: "shows nothing" }] });
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    const { id: by } = agentAt(context.get("visitor"));
    const id = await accounts.create({ email, name, role, passwordHash, now: now(), by });
    if (id === null) return refuse(context, 409, { code: "email_taken" });
    log.info({ account: id, by, role }, "account made");
    return context.json({ account: { id, email, name, role, isDisabled: false }, password }, 200);
  });
}

function mountChanges(desk: OpenAPIHono<DeskEnv>, { accounts, log, now }: AccountOptions): void {
  const find = async (id: AccountId) => (await accounts.all()).find((account) => account.id === id) ?? null;
  for (const verb of ["disable", "enable"] as const) {
    desk.openapi(ableRoute(verb), async (context) => {
      const account = await find(context.req.valid("param").id);
      if (account === null) return refuse(context, 404);
      const visitor = context.get("visitor");
      // Nobody locks the door behind themselves: so there is always an admin left.
      if (verb === "disable" && visitor.kind === "account" && visitor.account.id === account.id) {
        return refuse(context, 409, { code: "own_account", detail: "Let another admin disable your account." });
      }
      const isDisabled = verb === "disable";
      await accounts.setDisabled(account.id, isDisabled);
      log.info({ account: account.id, by: agentAt(visitor).id }, `account ${verb}d`);
      return context.json({ ...viewOfAccount(account), isDisabled }, 200);
    });
  }
  desk.openapi(roleRoute, async (context) => {
    const account = await find(context.req.valid("param").id);
    if (account === null) return refuse(context, 404);
    const visitor = context.get("visitor");
    // As above: whoever is an admin stays one until another admin says otherwise.
    if (visitor.kind === "account" && visitor.account.id === account.id) {
      return refuse(context, 409, { code: "own_account", detail: "Let another admin change your account." });
    }
    const { role } = context.req.valid("json");
    const { id: by } = agentAt(visitor);
    if (await accounts.setRole(account.id, role, { by, at: now() })) {
      log.info({ account: account.id, by, role }, "role given");
    }
    return context.json({ ...viewOfAccount(account), role }, 200);
  });
  desk.openapi(passwordRoute, async (context) => {
    const account = await find(context.req.valid("param").id);
    if (account === null) return refuse(context, 404);
    const password = newPassword();
    await accounts.setPassword(account.id, await hashPassword(password));
    log.info({ account: account.id, by: agentAt(context.get("visitor")).id }, "password given");
    return context.json({ account: viewOfAccount(account), password }, 200);
  });
}
