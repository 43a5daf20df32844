/**
 * Who is signed in: an opaque random token in a cookie, its hash in the store. The token is made here and nowhere else, so a
 * cookie somebody planted before the sign-in never becomes a session.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type Account, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from "../../core/accounts.ts";
import type { Accounts, Now } from "../../core/ports.ts";

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** An account as it was when its password was compared. */
export type Proven = Pick<Account, "id"> & { readonly passwordHash: string };

export type Sessions = {
  /** The account of the cookie that came with the request; null when there is none, or its session is over. */
  find(context: Context): Promise<Account | null>;
  /** Opens a new session and sets its cookie; the one the request came with is closed. False: the account changed meanwhile. */
  open(context: Context, proven: Proven): Promise<boolean>;
  close(context: Context): Promise<void>;
};

export type SessionOptions = {
  readonly accounts: Pick<Accounts, "session" | "openSession" | "closeSession">;
  /** A key for the hashes, the same for every process; whoever can write rows but lacks it can make no session. */
  readonly sessionSecret: string | null;
  readonly publicUrl: string | null;
  readonly now: Now;
};

export function makeSessions({ accounts, sessionSecret, publicUrl, now }: SessionOptions): Sessions {
  const cookie = cookieFor(publicUrl);
  const hashOf = (token: string) => hashToken(token, sessionSecret);
  const given = (context: Context): string | null => {
    const token = getCookie(context, cookie.name) ?? "";
    return TOKEN.test(token) ? token : null;
  };
  const closeGiven = async (context: Context) => {
    const token = given(context);
    if (token !== null) await accounts.closeSession(hashOf(token));
  };
  return {
    async find(context) {
      const token = given(context);
      const at = now();
      return token === null ? null : accounts.session(hashOf(token), { now: at, until: at + SESSION_IDLE_MS_MAX });
    },
    async open(context, { id, passwordHash }) {
      await closeGiven(context);
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      const at = now();
      const times = { now: at, until: at + SESSION_IDLE_MS_MAX, untilAtMost: at + SESSION_MS_MAX };
      const isOpen = await accounts.openSession({ accountId: id, passwordHash, tokenHash: hashOf(token), ...times });
      if (isOpen) setCookie(context, cookie.name, token, cookie.attributes);
      return isOpen;
    },
    async close(context) {
      await closeGiven(context);
      deleteCookie(context, cookie.name, cookie.attributes);
    },
  };
}

/**
 * `__Host-` makes a browser refuse the cookie from a neighbouring name or over plain HTTP. Strict is enough: the pages are
 * open to all, and what they then ask for comes from ourselves. Without Max-Age it goes when the browser is closed.
 */
function cookieFor(publicUrl: string | null) {
  const isSecure = publicUrl?.startsWith("https:") === true;
  const attributes = { path: "/", httpOnly: true, sameSite: "Strict", secure: isSecure } as const;
  return { name: isSecure ? "__Host-aftercare_session" : "aftercare_session", attributes };
}

function hashToken(token: string, secret: string | null): string {
  const hash = secret === null ? createHash("sha256") : createHmac("sha256", secret);
  return hash.update(token).digest("hex");
}
