/**
 * Discord's refusals as troubles the shell knows, by status and Discord's own code. Nothing here keeps the library's error as
 * a cause: it carries the words that were being sent, and the addresses of interactions carry a token.
 */
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { ChannelError, type ChannelTrouble } from "../../core/errors.ts";
import type { Place } from "../../core/ports.ts";

/** What Discord answered instead of a result. `code` is Discord's own, 0 when it named none. */
export type Refusal = { readonly status: number; readonly code: number };

/** What the address of a call names, for an address that leads nowhere means another thing for each. */
export type Target = "thread" | "room" | "chat";

/** Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json (read 2026-11). */
export const CODE = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownEmoji: 10014,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  sendingPaused: 40004,
  alreadyAnswered: 40060,
  cannotMessageUser: 50007,
  invalidWebhookToken: 50027,
  threadArchived: 50083,
  reactionBlocked: 90001,
  overloaded: 130000,
  activeThreadsMax: 160006,
  activeAnnouncementThreadsMax: 160007,
} as const;

// The shortest wait that is still polite.
const RETRY_AFTER_MS_MIN = 1000;
// A gateway that waited in vain has passed the request on, and an internal error may come after the work was done.
const MAYBE_TAKEN = [500, 504];
// The connection never stood: name not found, nobody listening, no way there, certificate refused.
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|ENETUNREACH|EHOSTUNREACH|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+)$/;

export function troubleOf({ status, code }: Refusal, target: Target): ChannelTrouble {
  switch (code) {
    case CODE.unknownChannel:
      return { kind: target === "thread" ? "thread_gone" : target === "chat" ? "forbidden" : "rejected" };
    case CODE.unknownUser:
    case CODE.cannotMessageUser:
      return { kind: "forbidden" };
    // Said when a thread is opened, and when an archived one is opened again.
    case CODE.activeThreadsMax:
    case CODE.activeAnnouncementThreadsMax:
      return { kind: "room_full" };
    case CODE.sendingPaused:
    case CODE.overloaded:
    // Somebody archived the thread again while we wrote: the next try opens it again.
    case CODE.threadArchived:
      return { kind: "unreachable" };
  }
  if (status === 403) return { kind: "forbidden" };
  // The token was reset while we ran. Words wait for the repair instead of being given up one by one; see openWire.
  if (status === 401) return { kind: "unreachable" };
  if (status >= 500) return { kind: MAYBE_TAKEN.includes(status) ? "uncertain" : "unreachable" };
  return { kind: "rejected" };
}

/** What Discord answered, null when it answered nothing. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof DiscordAPIError) {
    return { status: error.status, code: typeof error.code === "number" ? error.code : 0 };
  }
  return error instanceof HTTPError ? { status: error.status, code: 0 } : null;
}

export function isRefusedWith(error: unknown, ...codes: readonly number[]): boolean {
  return codes.includes(refusalOf(error)?.code ?? 0);
}

/** Any error of a call as a ChannelError whose message may be logged. */
export function channelError(error: unknown, target: Target = "room"): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.ceil(Math.max(RETRY_AFTER_MS_MIN, error.retryAfter, error.sublimitTimeout));
    return new ChannelError("discord asked us to rest", { kind: "rate_limited", retryAfterMs });
  }
  const refusal = refusalOf(error);
  if (refusal !== null) {
    return new ChannelError(`discord refused: ${refusal.status} ${refusal.code}`, troubleOf(refusal, target));
  }
  const code = codeOf(error);
  const kind = BEFORE_SENDING.test(code) ? "unreachable" : "uncertain";
  return new ChannelError(`discord gave no result: ${code}`, { kind });
}

/** The result of a call, or a ChannelError. */
export async function asked<Result>(call: Promise<Result>, target: Target = "room"): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw channelError(error, target);
  }
}

/** Like `asked`, for calls where some refusals mean that there is nothing left to do: then it resolves to false. */
export async function askedUnless(call: Promise<unknown>, ...codes: readonly number[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isRefusedWith(error, ...codes)) return false;
    throw channelError(error);
  }
}

/** What a place's address names. A chat without a thread is a learner's for all we know, but for the staff channel. */
export function targetOf({ chatId, threadId }: Place, staffChannelId: string | null): Target {
  if (threadId !== null) return "thread";
  return chatId === staffChannelId ? "room" : "chat";
}

/** The innermost code of a failed call, its name when there is none. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "unknown";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
}
