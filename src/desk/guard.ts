/**
 * Who may come in. Everything is closed unless it is listed as open, so a route added tomorrow is closed too.
 *
 *   API_TOKEN set    a bearer token, compared in constant time
 *   API_TOKEN unset  only this very machine: a loopback peer, asking for a loopback Host (a web page that points its own name
 *                    at 127.0.0.1 does not), through no proxy (its clients may be anybody), from no foreign web page
 *
 * Writes must not come from a foreign web page in either case.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import { refuse } from "./problem.ts";

export type DeskEnv = { Bindings: HttpBindings };

/** What the rule looks at, and nothing else. Header values are null when not sent. */
export type Caller = {
  readonly peer: string | null;
  readonly isWrite: boolean;
  readonly host: string | null;
  readonly origin: string | null;
  readonly fetchSite: string | null;
  readonly authorization: string | null;
  /** Names of all headers, in lower case. */
  readonly headerNames: readonly string[];
};

export type GuardRule = { readonly apiToken: string | null; readonly publicUrl: string | null };
export type Verdict = "welcome" | "no_token" | "not_local" | "foreign_origin";

export function verdictOn(caller: Caller, rule: GuardRule): Verdict {
  if (rule.apiToken === null) {
    if (!isLocal(caller)) return "not_local";
    return isForeign(caller, [`http://${caller.host}`]) ? "foreign_origin" : "welcome";
  }
  if (!isBearerOf(rule.apiToken, caller.authorization)) return "no_token";
  const own = [`http://${caller.host}`, `https://${caller.host}`];
  if (rule.publicUrl !== null) own.push(new URL(rule.publicUrl).origin);
  return caller.isWrite && isForeign(caller, own) ? "foreign_origin" : "welcome";
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

function isBearerOf(token: string, authorization: string | null): boolean {
  const [, given] = /^bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
  if (given === undefined) return false;
  // Digests have one length, so neither the comparison nor a length check tells how much of a guess was right.
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Lets a request pass or answers it. `isOpen` names the paths that anybody may ask for. */
export function guard(rule: GuardRule, isOpen: (path: string) => boolean): MiddlewareHandler<DeskEnv> {
  return async (context, next) => {
    if (isOpen(context.req.path)) return next();
    const verdict = verdictOn(callerOf(context), rule);
    switch (verdict) {
      case "welcome":
        return next();
      case "no_token":
        context.header("www-authenticate", 'Bearer realm="aftercare"');
        return refuse(context, 401, { code: verdict, detail: "Send the API token as a bearer token." });
      case "not_local":
        return refuse(context, 403, {
          code: verdict,
          detail:
            "Without API_TOKEN only programs on this machine are served, at a loopback address, through no proxy.",
        });
      case "foreign_origin":
        return refuse(context, 403, { code: verdict, detail: "Requests of other web pages are not served." });
    }
  };
}

function callerOf(context: Context<DeskEnv>): Caller {
  const { incoming } = context.env;
  const { headers, method } = incoming;
  return {
    peer: incoming.socket.remoteAddress ?? null,
    isWrite: method !== "GET" && method !== "HEAD",
    host: headers.host?.toLowerCase() ?? null,
    origin: headers.origin ?? null,
    fetchSite: one(headers["sec-fetch-site"]),
    authorization: headers.authorization ?? null,
    headerNames: Object.keys(headers),
  };
}

function one(value: string | readonly string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}
