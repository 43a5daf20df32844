/**
 * The one way to Discord's REST API, usable without the gateway: a process that only sends never listens. Nothing is repeated
 * here; the outbox does that, and knows when. A wait of a few seconds for a rate limit is sat out, a longer one is an error,
 * so that no lane is held up without its row knowing why.
 */
import { type RawFile, REST, RequestMethod } from "discord.js";
import { ChannelError } from "../../core/errors.ts";
import type { Log } from "../log.ts";
import { refusalOf } from "./errors.ts";

export type Ask = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly route: `/${string}`;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly files?: readonly RawFile[];
  /** Interactions are answered by a token of their own, in the address. */
  readonly isByOwnToken?: boolean;
  readonly signal?: AbortSignal;
};

/** Makes one call. Rejects with the library's errors, which `channelError` and `refusalOf` read. */
export type Wire = (ask: Ask) => Promise<unknown>;

const ANSWER_MS_MAX = 15_000;
/** A longer wait for a rate limit is told instead of waited for. */
const WAIT_MS_MAX = 5000;

/** What REST clients of ours have in common; the gateway's own is one of them. */
export function restOptions(apiRoot: string) {
  return {
    api: apiRoot,
    version: "10",
    retries: 0,
    timeout: ANSWER_MS_MAX,
    rejectOnRateLimit: (limit: { retryAfter: number; timeToReset: number; sublimitTimeout: number }) =>
      Math.max(limit.retryAfter, limit.sublimitTimeout) >= WAIT_MS_MAX,
  };
}

export function openWire({ token, apiRoot, log }: { token: string; apiRoot: string; log: Log }): Wire {
  const rest = new REST(restOptions(apiRoot)).setToken(token);
  let isTokenDead = false;
  return async (ask) => {
    const isOurs = ask.isByOwnToken !== true;
    // 10,000 refusals in ten minutes get the address banned, so a dead token is not shown a second time.
    if (isOurs && isTokenDead) throw new ChannelError("discord does not know our token", { kind: "unreachable" });
    try {
      return await rest.request(requestOf(ask));
    } catch (error) {
      if (isOurs && refusalOf(error)?.status === 401) {
        isTokenDead = true;
        log.error({}, "discord: DISCORD_BOT_TOKEN is no longer accepted; nothing is sent until it is replaced");
      }
      throw error;
    }
  };
}

function requestOf({ method, route, body, query, files, isByOwnToken, signal }: Ask) {
  return {
    method: METHODS[method],
    fullRoute: route,
    auth: isByOwnToken !== true,
    ...(body === undefined ? {} : { body }),
    ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
    ...(files === undefined || files.length === 0 ? {} : { files: [...files] }),
    ...(signal === undefined ? {} : { signal }),
  };
}

// The library's enum, by the names HTTP has for them.
const METHODS: Readonly<Record<Ask["method"], RequestMethod>> = {
  GET: RequestMethod.Get,
  POST: RequestMethod.Post,
  PUT: RequestMethod.Put,
  PATCH: RequestMethod.Patch,
};
