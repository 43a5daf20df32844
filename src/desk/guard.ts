/**
 * Who may come in. Everything is closed unless it is listed as open, so a route added tomorrow is closed too.
 *
 *   a session        a cookie from signing in, of an account that is not disabled; its role says where to (visitor.ts)
 *   API_TOKEN set    a bearer token, compared in constant time
 *   API_TOKEN unset  only this very machine: a loopback peer, asking for a loopback Host (a web page that points its own name
 *                    at 127.0.0.1 does not), through no proxy (its clients may be anybody), from no foreign web page
 *
 * Writes must not come from a foreign web page in any case, and with a cookie nothing may: a browser sends it unasked.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import type { Account } from "../core/accounts.ts";
import { refuse } from "./problem.ts";
import { mayVisit, type Visitor } from "./visitor.ts";

/** `visitor` is there wherever the guard let somebody in; open paths have none. */
export type DeskEnv = { Bindings: HttpBindings; Variables: { visitor: Visitor } };

/** What the rule looks at, and nothing else. Header values are null when not sent. */
export type Caller = {
  readonly peer: string | null;
  readonly isWrite: boolean;
  readonly host: string | null;
  readonly origin: string | null;
  readonly fetchSite: string | null;
  readonly authorization: string | null;
  /** Of the session that came with the request. */
  readonly account: Account | null;
  /** Names of all headers, in lower case. */
  readonly headerNames: readonly string[];
};

export type GuardRule = { readonly apiToken: string | null; readonly publicUrl: string | null };
export type Refusal = "no_token" | "not_local" | "foreign_origin";

export function verdictOn(caller: Caller, rule: GuardRule): Visitor | Refusal {
  const { account, authorization, isWrite } = caller;
  if (rule.apiToken !== null && authorization !== null) {
    if (!isBearerOf(rule.apiToken, authorization)) return "no_token";
    return isWrite && isForeign(caller, ownOrigins(caller, rule)) ? "foreign_origin" : { kind: "token" };
  }
  if (account !== null) {
    return isForeign(caller, ownOrigins(caller, rule)) ? "foreign_origin" : { kind: "account", account };
  }
  if (rule.apiToken !== null) return "no_token";
  if (!isLocal(caller)) return "not_local";
  return isForeign(caller, [`http://${caller.host}`]) ? "foreign_origin" : { kind: "local" };
}

/** Whether a web page of somebody else sends this; for the open paths that write. */
export function isForeignWrite(caller: Caller, rule: GuardRule): boolean {
  return caller.isWrite && isForeign(caller, ownOrigins(caller, rule));
}

/** Where our own pages may come from. A proxy may have put its own name into Host, so PUBLIC_URL counts as well. */
function ownOrigins({ host }: Caller, { publicUrl }: GuardRule): readonly string[] {
  const own = [`http://${host}`, `https://${host}`];
  return publicUrl === null ? own : [...own, new URL(publicUrl).origin];
}

const LOOPBACK_PEER = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const PROXY_HEADER = /^(?:forwarded|x-forwarded-.*|x-real-ip)$/;

function isLocal({ peer, host, headerNames }: Caller): boolean {
  if (peer === null || !LOOPBACK_PEER.test(peer)) return false;
  if (host === null || !LOOPBACK_HOST.test(host)) return false;
  return !headerNames.some((name) => PROXY_HEADER.test(name));
}

/** A page of another origin sends its Origin with every write and every read it wants to see the answer of. */
function isForeign({ origin, fetchSite, isWrite }: Caller, own: readonly string[]): boolean {
  if (origin !== null) return !own.includes(origin.toLowerCase());
  return isWrite && fetchSite !== null && fetchSite !== "same-origin" && fetchSite !== "none";
}

function isBearerOf(token: string, authorization: string): boolean {
  const [, given] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (given === undefined) return false;
  // Digests have one length, so neither the comparison nor a length check tells how much of a guess was right.
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export type GuardOptions = {
  readonly rule: GuardRule;
  /** Names the paths that anybody may ask for. */
  readonly isOpen: (path: string) => boolean;
  readonly accountOf: (context: Context) => Promise<Account | null>;
};

/** Lets a request pass with its visitor, or answers it. */
export function guard({ rule, isOpen, accountOf }: GuardOptions): MiddlewareHandler<DeskEnv> {
  return async (context, next) => {
    const { path } = context.req;
    if (isOpen(path)) return next();
    const caller = callerOf(context, await accountOf(context));
    const visitor = verdictOn(caller, rule);
    if (typeof visitor === "string") return turnAway(context, visitor);
    if (!mayVisit(visitor, { path, isWrite: caller.isWrite })) return refuse(context, 403, { code: "admins_only" });
    context.set("visitor", visitor);
    return next();
  };
}

function turnAway(context: Context<DeskEnv>, refusal: Refusal) {
  switch (refusal) {
    case "no_token":
      context.header("www-authenticate", 'Bearer realm="aftercare"');
      return refuse(context, 401, { code: refusal, detail: "Sign in, or send the API token as a bearer token." });
    case "not_local":
      return refuse(context, 403, {
        code: refusal,
        detail: "Without API_TOKEN only programs on this machine are served, at a loopback address, through no proxy.",
      });
    case "foreign_origin":
      return refuse(context, 403, { code: refusal, detail: "Requests of other web pages are not served." });
  }
}

export function callerOf(context: Context<DeskEnv>, account: Account | null): Caller {
  const { incoming } = context.env;
  const { headers, method } = incoming;
  return {
    peer: incoming.socket.remoteAddress ?? null,
    isWrite: method !== "GET" && method !== "HEAD",
    host: headers.host?.toLowerCase() ?? null,
    origin: headers.origin ?? null,
    fetchSite: one(headers["sec-fetch-site"]),
    authorization: headers.authorization ?? null,
    account,
    headerNames: Object.keys(headers),
  };
}

function one(value: string | readonly string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}
