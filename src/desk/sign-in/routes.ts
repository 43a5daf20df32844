/**
 * Signing in and out, and changing one's password: pages for people without any script, JSON for programs. What is logged is
 * who and with which outcome, never an address or a password.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type Account, problemWithPassword } from "../../core/accounts.ts";
import type { Accounts, Now } from "../../core/ports.ts";
import type { DeskLog } from "../failure.ts";
import { callerOf, type DeskEnv, type GuardRule, isForeignWrite } from "../guard.ts";
import { refuse } from "../problem.ts";
import { readFields } from "./fields.ts";
import { pageOf, queryOf, showSignedIn, showSignIn } from "./page.ts";
import { hashPassword } from "./password.ts";
import { makePeers, peerOf } from "./peers.ts";
import type { Sessions } from "./sessions.ts";
import { makeTry, type Tried, type Try } from "./try.ts";

/** Open to all; `/password` is not. */
export const SIGN_IN_PATHS = ["/sign-in", "/sign-out"];

export type SignInOptions = {
  readonly rule: GuardRule;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly log: DeskLog;
  readonly now: Now;
};
type Parts = SignInOptions & { readonly tryOnce: Try };
type Visit = Context<DeskEnv>;

const Credentials = z.object({ email: z.string(), password: z.string() });
const Change = z.object({ current: z.string(), next: z.string() });

export function mountSignIn(desk: OpenAPIHono<DeskEnv>, options: SignInOptions): void {
  const parts = { ...options, tryOnce: makeTry({ ...options, peers: makePeers(options.now) }) };
  desk.get("/sign-in", async (context) => {
    const account = await options.sessions.find(context);
    const page = { note: null, email: "" };
    return account === null
      ? showSignIn(context, 200, page)
      : showSignedIn(context, account, { status: 200, note: null });
  });
  desk.post("/sign-in", (context) => signIn(context, parts));
  desk.post("/sign-out", async (context) => {
    if (isForeignWrite(callerOf(context, null), options.rule)) return refuse(context, 403, FOREIGN);
    await options.sessions.close(context);
    const { language, ticket } = pageOf(context);
    return wantsPage(context)
      ? context.redirect(`/sign-in?${queryOf(language, ticket)}`, 303)
      : context.body(null, 204);
  });
  desk.post("/password", (context) => changePassword(context, parts));
}

const FOREIGN = { code: "foreign_origin", detail: "Requests of other web pages are not served." };

async function signIn(context: Visit, { rule, sessions, tryOnce, log }: Parts) {
  const given = await readFields(context, Credentials);
  if (given instanceof Response) return given;
  const { email, password } = given.fields;
  // Or a foreign page could sign somebody in as the attacker and read along.
  if (isForeignWrite(callerOf(context, null), rule)) {
    const note = { kind: "alert", text: pageOf(context).words.foreign } as const;
    return given.isForm ? showSignIn(context, 403, { note, email: "" }) : refuse(context, 403, FOREIGN);
  }
  const tried = await tryOnce({ email, password, peer: peerAt(context, rule) });
  if (tried.outcome === "right" && (await sessions.open(context, tried.account))) {
    log.info({ account: tried.account.id, outcome: "right" }, "sign-in");
    if (!given.isForm) return context.json(viewOfAccount(tried.account), 200);
    const { ticket } = pageOf(context);
    return context.redirect(ticket === null ? "/" : `/#${ticket}`, 303);
  }
  const failed = failureOf(context, tried);
  log.warn({ account: tried.outcome === "wrong" ? tried.accountId : null, outcome: failed.code }, "sign-in");
  const note = { kind: "alert", text: failed.text } as const;
  return given.isForm
    ? showSignIn(context, failed.status, { note, email })
    : refuse(context, failed.status, { code: failed.code });
}

/** What whoever failed is told. Also says when to come back, in the header made for that. */
function failureOf(context: Context, tried: Tried) {
  const { words } = pageOf(context);
  if (tried.outcome !== "too_often") return { status: 401, code: "wrong_credentials", text: words.wrong } as const;
  const seconds = Math.ceil(tried.retryAfterMs / 1000);
  context.header("retry-after", String(seconds));
  return { status: 429, code: "too_often", text: words.tooOften(seconds) } as const;
}

/** Asks for the present password again: an open browser is not enough to take an account over. */
async function changePassword(context: Visit, parts: Parts) {
  const visitor = context.get("visitor");
  if (visitor.kind !== "account") return refuse(context, 409, { code: "no_account", detail: "Sign in first." });
  const given = await readFields(context, Change);
  if (given instanceof Response) return given;
  const { account } = visitor;
  const tell = (status: 200 | 401 | 422 | 429, code: string, text: string) => {
    if (!given.isForm) return status === 200 ? context.body(null, 204) : refuse(context, status, { code });
    return showSignedIn(context, account, { status, note: { kind: status === 200 ? "status" : "alert", text } });
  };
  const { words } = pageOf(context);
  const { current, next } = given.fields;
  const problem = problemWithPassword(next, account.email);
  if (problem !== null) return tell(422, problem, words[problem]);
  const tried = await parts.tryOnce({ email: account.email, password: current, peer: peerAt(context, parts.rule) });
  if (tried.outcome !== "right") {
    const { status, code, text } = failureOf(context, tried);
    parts.log.warn({ account: account.id, outcome: code }, "password change");
    return tell(status, code, text);
  }
  const passwordHash = await hashPassword(next);
  await parts.accounts.setPassword(account.id, passwordHash);
  await parts.sessions.open(context, { id: account.id, passwordHash });
  parts.log.info({ account: account.id, outcome: "changed" }, "password change");
  return tell(200, "changed", words.changed);
}

/** Whose tries, and messages, are counted together. */
export function peerAt({ env, req }: Visit, { publicUrl }: GuardRule): string {
  const connection = env.incoming.socket.remoteAddress ?? null;
  return peerOf(connection, req.header("x-forwarded-for") ?? null, publicUrl !== null);
}

function wantsPage({ req }: Context): boolean {
  return (req.header("accept") ?? "").includes("text/html");
}

/** An account as programs see it. */
export function viewOfAccount({ id, email, name, role, isDisabled }: Account) {
  return { id, email, name, role, isDisabled };
}
