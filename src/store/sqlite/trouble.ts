/**
 * What SQLite says, in our words. Only troubles of the world become a StoreError; a violated constraint or a query that does
 * not parse is our own mistake and passes as it came. Never decide by the message: the codes are SQLite's contract.
 */
import { StoreError, type StoreTrouble } from "../../core/errors.ts";

// Primary result codes, https://www.sqlite.org/rescode.html (read 2025-11).
const SQLITE_ERROR = 1;
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
const SQLITE_MISUSE = 21;
const SQLITE_RANGE = 25;
const OUR_MISTAKES: readonly number[] = [SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE];

/** The error to throw instead of `error`: a StoreError, or `error` itself when it is no trouble of the world. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ("code" in error && error.code === "ERR_INVALID_STATE")
    return new StoreError("the store is closed", "broken", error);
  const code = primaryCode(error);
  if (code === null || OUR_MISTAKES.includes(code)) return error;
  const kind = kindOf(code);
  return new StoreError(`the database failed: ${error.message}`, kind, error);
}

/** SQLite's primary result code, without the extension in the upper bits; null for errors that are not SQLite's. */
export function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

function kindOf(code: number): StoreTrouble {
  if (code === SQLITE_FULL) return "full";
  return code === SQLITE_BUSY ? "busy" : "broken";
}
