/**
 * People who sign in at the desk: what an account is, what a role may do, what a password must be and how often one may be
 * tried. All of it is decided here, without asking anything; hashing and storing is done elsewhere.
 */
import type { Agent, AgentId, Millis } from "./model.ts";
import { isBlank, oneLine } from "./text.ts";

declare const accountBrand: unique symbol;
export type AccountId = number & { readonly [accountBrand]: "AccountId" };

/** An editor is an agent who may draft answers as well; only an admin publishes them. */
export const ROLES = ["agent", "editor", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Account = {
  readonly id: AccountId;
  /** In lower case; one account each. */
  readonly email: string;
  /** As learners and colleagues read it; one line, at most 64 characters. */
  readonly name: string;
  readonly role: Role;
  readonly isDisabled: boolean;
  /** Wrong passwords in a row, and when the last one came. */
  readonly failures: number;
  readonly failedAt: Millis | null;
};

export type NewAccount = Pick<Account, "email" | "name" | "role"> & {
  readonly passwordHash: string;
  readonly now: Millis;
  /** Who made it; left out: the machine itself. */
  readonly by?: AgentId;
};

export type NewSession = {
  readonly accountId: AccountId;
  /** The hash the password was compared with: when it was changed meanwhile, no session opens. */
  readonly passwordHash: string;
  /** SHA-256 of the cookie, hexadecimal: whoever reads the database cannot sign in with it. */
  readonly tokenHash: string;
  readonly now: Millis;
  readonly until: Millis;
  /** However much it is used, it ends then. */
  readonly untilAtMost: Millis;
};

/** A session that is not used for this long ends. */
export const SESSION_IDLE_MS_MAX = 12 * 3600_000;
/** A session ends after this long, used or not. */
export const SESSION_MS_MAX = 7 * 24 * 3600_000;

/** The agent an account acts as. */
export function agentOf(account: Pick<Account, "id" | "name">): Agent {
  return { id: `console:${account.id}` as AgentId, name: account.name };
}

// ----------------------------------------------------------------------------------------------------------- What is accepted

/** RFC 5321: 254 is the longest address that can be delivered to. */
const EMAIL_LENGTH_MAX = 254;
const NAME_LENGTH_MAX = 64;

/** The address as accounts know it (NFKC, lower case, no spaces around), or null when it cannot be one. */
export function parseEmail(text: string): string | null {
  const email = text.normalize("NFKC").trim().toLowerCase();
  return email.length <= EMAIL_LENGTH_MAX && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(email) ? email : null;
}

/** A name as it may be shown, or null when nobody would see anything. Left out: what stands before the @. */
export function parseName(text: string | undefined, email: string): string | null {
  const name = oneLine(text ?? email.slice(0, email.indexOf("@")), NAME_LENGTH_MAX);
  return isBlank(name) ? null : name;
}

/** NIST SP 800-63B-4 and OWASP ASVS 5: length is what counts; no rules about signs. Code points. */
export const PASSWORD_LENGTH_MIN = 12;
/** Longer than any phrase, short enough that hashing it costs nothing more. */
export const PASSWORD_LENGTH_MAX = 256;

/** What is wrong with a new password, or null. */
export function problemWithPassword(password: string, email: string): "too_short" | "too_long" | "is_email" | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) return "too_short";
  if (length > PASSWORD_LENGTH_MAX) return "too_long";
  return password.trim().toLowerCase() === email ? "is_email" : null;
}

// ------------------------------------------------------------------------------------------------------------ How often to try

/** As many wrong passwords in a row cost nothing but the time to type them. */
export const FAILURES_FREE = 5;
const WAIT_MS_FIRST = 1000;
/** Bounds what a guesser wins (100 guesses a day) and what a colleague who is being guessed at has to wait. */
export const WAIT_MS_MAX = 15 * 60_000;

/**
 * How many milliseconds an account takes no password from now on; 0: it takes one. The wait doubles with each failure after
 * the free ones. A password that comes during the wait is neither compared nor counted.
 */
export function waitBeforeTry({ failures, failedAt }: Pick<Account, "failures" | "failedAt">, now: Millis): number {
  if (failures < FAILURES_FREE || failedAt === null) return 0;
  const wait = Math.min(WAIT_MS_FIRST * 2 ** (failures - FAILURES_FREE), WAIT_MS_MAX);
  return Math.max(0, failedAt + wait - now);
}
