/**
 * Telegram's refusals as troubles the shell knows. The Bot API has few codes and tells most cases apart only by the English
 * of `description`, so this is the one file that reads it. Nothing here keeps grammY's error as a cause: it carries the words
 * that were being sent, and the network's own errors carry an address with the token in it.
 */
import { GrammyError, HttpError } from "grammy";
import { ChannelError, type ChannelTrouble } from "../../core/errors.ts";

/** What Telegram answered instead of a result. `retryAfterSeconds` is null when it named none. */
export type Refusal = {
  readonly code: number;
  readonly description: string;
  readonly retryAfterSeconds: number | null;
};

// The shortest wait that is still polite, for a 429 that names none.
const RETRY_AFTER_MS_MIN = 1000;

const THREAD_GONE = /thread not found|topic_deleted|topic_id_invalid|topic not found/i;
// Of no document, but known from use; Telegram names no number either.
const ROOM_FULL = /topics?_too_much|too many (forum )?topics/i;
// Said of an account that was deleted or a group that was left: nobody is there any more.
const CHAT_GONE = /chat not found|peer_id_invalid|user not found|user is deactivated|input_user_deactivated/i;

/** Source: https://core.telegram.org/bots/api#making-requests (Bot API 10.3); the descriptions are known from use. */
export function troubleOf({ code, description, retryAfterSeconds }: Refusal): ChannelTrouble {
  if (code === 429) return { kind: "rate_limited", retryAfterMs: retryAfterMs(retryAfterSeconds) };
  if (code === 403) return { kind: "forbidden" };
  // The token was revoked while we ran. Words wait for the repair instead of being given up one by one.
  if (code === 401) return { kind: "unreachable" };
  // The Bot API says 500 and above instead of taking the request ("restart", "internal"): nothing was sent.
  if (code >= 500) return { kind: "unreachable" };
  if (THREAD_GONE.test(description)) return { kind: "thread_gone" };
  if (ROOM_FULL.test(description)) return { kind: "room_full" };
  if (CHAT_GONE.test(description)) return { kind: "forbidden" };
  return { kind: "rejected" };
}

/** Telegram counts seconds. */
export function retryAfterMs(seconds: number | null | undefined): number {
  return Math.max(RETRY_AFTER_MS_MIN, (seconds ?? 0) * 1000);
}

/** Any error of a Bot API call as a ChannelError whose message may be logged. */
export function channelError(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  const refusal = refusalOf(error);
  if (refusal !== null) {
    const { code, description } = refusal;
    return new ChannelError(`telegram refused: ${code} ${description.slice(0, 200)}`, troubleOf(refusal));
  }
  if (error instanceof HttpError && error.error instanceof ChannelError) {
    return new ChannelError(`telegram gave no result: ${error.error.message}`, error.error.trouble);
  }
  // A timeout, or an answer that broke off or was no JSON: the call may have taken effect.
  return new ChannelError("telegram gave no result: timeout or broken answer", { kind: "uncertain" });
}

/** What Telegram answered, null when it answered nothing. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof GrammyError)) return null;
  const { error_code: code, description, parameters } = error;
  return { code, description, retryAfterSeconds: parameters.retry_after ?? null };
}

/** The result of a call, or a ChannelError. */
export async function asked<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw channelError(error);
  }
}

/** Like `asked`, for calls where some refusals mean that there is nothing left to do. */
export async function askedUnless(call: Promise<unknown>, isFine: RegExp): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isRefusedFor(error, isFine)) throw channelError(error);
  }
}

/** Whether Telegram refused a call for a reason that `reason` describes. */
export function isRefusedFor(error: unknown, reason: RegExp): boolean {
  const refusal = refusalOf(error);
  return refusal?.code === 400 && reason.test(refusal.description);
}
