/**
 * The webhook: Telegram posts one update at a time per chat and waits. 200 is said only after the update is written down; any
 * other answer makes Telegram come again, and Retry-After says when. Nothing is read from a caller without the secret.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Update } from "grammy/types";
import type { Log } from "../log.ts";

const BODY_BYTES_MAX = 1024 * 1024;
const RETRY_AFTER_SECONDS = 5;
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

type Parts = {
  readonly secret: string;
  /** Null while we are not listening yet, or no longer. */
  readonly take: () => ((update: Update) => Promise<void>) | null;
  readonly log: Log;
};

/** Answers one call of the webhook: 200 written, 400/401/405/413 refused, 503 come again. Never rejects. */
export async function answerDoor(request: Request, { secret, take, log }: Parts): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
  if (!isSame(request.headers.get(SECRET_HEADER) ?? "", secret)) return new Response(null, { status: 401 });
  const body = await readBody(request);
  if (body === null) return new Response(null, { status: 413 });
  const update = parseUpdate(body);
  if (update === null) return new Response(null, { status: 400 });
  const taking = take();
  if (taking === null) return comeAgain();
  try {
    await taking(update);
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    log.warn({ updateId: update.update_id, error: name }, "telegram update was not written down, it will come again");
    return comeAgain();
  }
  return new Response(null, { status: 200 });
}

function comeAgain(): Response {
  return new Response(null, { status: 503, headers: { "retry-after": String(RETRY_AFTER_SECONDS) } });
}

/** Compares in a time that tells nothing about where the two differ, nor about the length of the secret. */
function isSame(given: string, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}

/** The body as text, null when it is larger than any update. */
async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_BYTES_MAX) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > BODY_BYTES_MAX) return null;
      chunks.push(chunk);
    }
  } catch {
    // The caller went away in the middle: what came is no JSON, and nobody hears the answer.
    return "";
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseUpdate(body: string): Update | null {
  try {
    const value: unknown = JSON.parse(body);
    return isUpdate(value) ? value : null;
  } catch {
    // JSON.parse throws for one reason only.
    return null;
  }
}

/** Whoever knows the secret is Telegram, so its shape is trusted beyond the id. */
function isUpdate(value: unknown): value is Update {
  return typeof value === "object" && value !== null && "update_id" in value && Number.isInteger(value.update_id);
}
