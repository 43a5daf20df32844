/**
 * What happens when a route throws. The caller learns that it failed and under which id we wrote it down; the log learns where,
 * but not with which words: the message of an error may quote what a learner wrote.
 */
import { randomUUID } from "node:crypto";
import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Logger } from "pino";
import { StoreError } from "../core/errors.ts";
import type { DeskEnv } from "./guard.ts";
import { refuse } from "./problem.ts";

export type DeskLog = Pick<Logger, "info" | "warn" | "error">;

/** How long a caller should wait before asking a database that did not answer again, in seconds. */
const RETRY_AFTER_SECONDS = "5";

export function onFailure(log: DeskLog): ErrorHandler<DeskEnv> {
  return (error, context) => {
    // The framework's own refusals (a body it cannot read); ours are returned, not thrown.
    if (error instanceof HTTPException) return refuse(context, error.status === 415 ? 415 : 400);
    const id = randomUUID();
    const where = { id, method: context.req.method, route: context.req.routePath };
    if (error instanceof StoreError) {
      log.warn({ ...where, kind: error.kind }, "the database did not take a request of the desk");
      context.header("retry-after", RETRY_AFTER_SECONDS);
      return refuse(context, 503, { code: `store_${error.kind}`, instance: `urn:uuid:${id}` });
    }
    log.error({ ...where, error: error.name, frames: framesOf(error) }, "a request of the desk failed");
    return refuse(context, 500, { instance: `urn:uuid:${id}` });
  };
}

/** The call stack without its first lines, which repeat the message. */
function framesOf(error: Error): readonly string[] {
  return (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
}
