/**
 * What PostgreSQL and the way to it say, in our words. Only troubles of the world become a StoreError; a violated constraint
 * or a query that does not parse is our own mistake and passes as it came. Decided by SQLSTATE, never by the message.
 */
import { DatabaseError } from "pg";
import { StoreError } from "../../core/errors.ts";

// Classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html (read 2025-11).
/** Data exceptions, violated constraints, wrong states of a transaction, wrong syntax: all of it is written by us. */
const OUR_MISTAKES = ["0A", "21", "22", "23", "25", "2B", "42", "44"];
/** Members of those classes that are not: the server became a standby, sat idle too long, or lets this role do nothing. */
const NOT_OURS = ["25006", "25P03", "42501"];
const DISK_FULL = "53100";
/** Two transactions were in each other's way, and one of them may simply run again: it will see what the other did. */
const RACES = ["40001", "40P01", "23503", "23505"];

/** The error to throw instead of what a query or a connection ended with. */
export function translate(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  // What the driver itself throws has no SQLSTATE: the server cannot be reached, or went away in the middle.
  if (!(error instanceof DatabaseError))
    return new StoreError(`the database does not answer: ${why(error)}`, "broken", error);
  const code = error.code ?? "";
  if (OUR_MISTAKES.includes(code.slice(0, 2)) && !NOT_OURS.includes(code)) return error;
  return new StoreError(
    `the database failed: ${error.message} (${code})`,
    code === DISK_FULL ? "full" : "broken",
    error,
  );
}

/** An address with several machines behind it fails with an empty message and a code. */
function why(error: Error): string {
  return error.message || ("code" in error ? String(error.code) : error.name);
}

/** Whether the same transaction may succeed when it runs again: a key taken or a row gone meanwhile, a deadlock. */
export function isRace(error: unknown): boolean {
  if (error instanceof StoreError) return isRace(error.cause);
  return error instanceof DatabaseError && RACES.includes(error.code ?? "");
}
