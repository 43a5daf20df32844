/**
 * Who a browser is: 256 random bits in a cookie no script can read. A chat's id is made from it one way, so neither the
 * database, a backup nor an agent's screen holds anything that opens the chat.
 */
import { createHash, randomBytes } from "node:crypto";

const NAME = "aftercare_chat";
const BYTES = 32;
/** A year, renewed by every answer that sets it. */
const SECONDS = 365 * 24 * 3600;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;
/** 192 of the 256 bits: enough that no two browsers ever share a chat, and short enough for a button or a log. */
const CHAT_ID_LENGTH = 32;
export const CHAT_ID = /^[A-Za-z0-9_-]{32}$/;
/** Tells a chat apart from another one in the same browser, and is no secret. */
const MARK_LENGTH = 4;

export type Visit = {
  readonly chatId: string;
  /** The value of `set-cookie`, to be sent with the answer. */
  readonly setCookie: string;
};

/** The chat of whoever sends this request, a new one when there is none. */
export function visitOf(request: Request, isSecure: boolean): Visit {
  const cookie = cookieOf(request) ?? randomBytes(BYTES).toString("base64url");
  const secure = isSecure ? "; Secure" : "";
  return {
    chatId: chatIdOf(cookie),
    setCookie: `${NAME}=${cookie}; Path=/; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax${secure}`,
  };
}

/** Four letters of a chat's id: how it is called where its learner gave no name. */
export function markOf(chatId: string): string {
  return chatId.slice(0, MARK_LENGTH);
}

function chatIdOf(cookie: string): string {
  return createHash("sha256").update(cookie).digest("base64url").slice(0, CHAT_ID_LENGTH);
}

/** Null for none, and for what we never gave out. */
function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1) ?? "";
  return SHAPE.test(found) ? found : null;
}
