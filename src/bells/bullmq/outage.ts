/**
 * Says that Redis is in trouble without saying it a thousand times: once a minute per kind of trouble, and once that it is
 * back. Not to break: a report carries a code, never an error. The errors of the Redis client hold the command that failed,
 * and for a refused sign-in that is the password.
 */
import type { Millis } from "../../core/model.ts";
import type { Now } from "../../core/ports.ts";

export type RedisReport =
  /** `times`: how often it happened since the last report of this code. */
  { readonly state: "trouble"; readonly code: string; readonly times: number } | { readonly state: "back" };

export type Outage = {
  failed(error: unknown): void;
  /** Redis answers; reported when it did not. */
  answered(): void;
};

const REPORT_EVERY_MS = 60_000;

export function openOutage(now: Now, report: (line: RedisReport) => void): Outage {
  const reported = new Map<string, Millis>();
  const times = new Map<string, number>();
  let isAway = false;

  return {
    failed(error) {
      const code = codeOf(error);
      const count = (times.get(code) ?? 0) + 1;
      times.set(code, count);
      isAway = true;
      if (now() - (reported.get(code) ?? Number.NEGATIVE_INFINITY) < REPORT_EVERY_MS) return;
      reported.set(code, now());
      times.delete(code);
      report({ state: "trouble", code, times: count });
    },
    answered() {
      if (!isAway) return;
      isAway = false;
      report({ state: "back" });
    },
  };
}

// Redis begins an error reply with its code in capitals, by the protocol: https://redis.io/docs/latest/develop/reference/protocol-spec/
const REPLY_CODE = /^[A-Z]{2,20}$/;

/** `ECONNREFUSED` of the socket, `WRONGPASS` of Redis, or the class of the error: something to branch on and to print. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const inner = "lastNodeError" in error ? error.lastNodeError : null;
  if (inner instanceof Error) return codeOf(inner);
  if ("code" in error && typeof error.code === "string") return error.code;
  const word = error.message.split(" ", 1)[0] ?? "";
  return error.name === "ReplyError" && REPLY_CODE.test(word) ? word : error.name;
}
