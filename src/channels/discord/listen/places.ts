/**
 * Which channel is a place of ours: a direct message, the staff channel, a thread of it, or somebody else's. What the gateway
 * tells of channels is remembered; what it did not tell is asked for once.
 */
import { ChannelType, Routes } from "discord.js";
import { type ChannelLook, channelIn, field, listIn } from "../answers.ts";
import { CODE, channelError, isRefusedWith } from "../errors.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";

export type Where =
  | { readonly kind: "learner" }
  | { readonly kind: "staff"; readonly threadId: string | null }
  | { readonly kind: "elsewhere" };

export type Places = {
  /** Remembers channels a gateway event tells of. */
  learn(channels: unknown): void;
  /** Null when nobody told us yet. */
  known(channelId: string): Where | null;
  /** Errors: ChannelError; a channel that is gone or closed to us is elsewhere. */
  find(channelId: string): Promise<Where>;
};

/** Above this the oldest are forgotten, and asked for again should they matter. */
const REMEMBERED_MAX = 20_000;
const ELSEWHERE: Where = { kind: "elsewhere" };

type Parts = { readonly wire: Wire; readonly staffChannelId: string | null; readonly signal: AbortSignal };

export function openPlaces({ wire, staffChannelId, signal }: Parts): Places {
  const seen = new Map<string, Where>();

  function remember(channelId: string, where: Where): Where {
    const oldest = seen.size >= REMEMBERED_MAX && !seen.has(channelId) ? seen.keys().next().value : undefined;
    if (oldest !== undefined) seen.delete(oldest);
    seen.set(channelId, where);
    return where;
  }

  function known(channelId: string): Where | null {
    return channelId === staffChannelId ? { kind: "staff", threadId: null } : (seen.get(channelId) ?? null);
  }

  return {
    known,
    learn(channels) {
      for (const channel of Array.isArray(channels) ? listIn(channels) : []) {
        if (typeof field(channel, "type") !== "number") continue;
        const look = channelIn(channel);
        remember(look.id, whereOf(look, staffChannelId));
      }
    },
    async find(channelId) {
      const where = known(channelId);
      if (where !== null) return where;
      try {
        const look = channelIn(await wire({ method: "GET", route: Routes.channel(snowflake(channelId)), signal }));
        return remember(channelId, whereOf(look, staffChannelId));
      } catch (error) {
        if (isGone(error)) return ELSEWHERE;
        throw channelError(error);
      }
    },
  };
}

/** A direct message with one person, the staff channel, a thread of it, or none of these. */
export function whereOf(
  { id, type, parentId }: Pick<ChannelLook, "id" | "type" | "parentId">,
  staffId: string | null,
): Where {
  if (type === ChannelType.DM) return { kind: "learner" };
  if (staffId === null) return ELSEWHERE;
  if (id === staffId) return { kind: "staff", threadId: null };
  return isThread(type) && parentId === staffId ? { kind: "staff", threadId: id } : ELSEWHERE;
}

function isThread(type: number): boolean {
  return (
    type === ChannelType.PublicThread || type === ChannelType.PrivateThread || type === ChannelType.AnnouncementThread
  );
}

/** The channel was deleted, or we may not look into it. */
export function isGone(error: unknown): boolean {
  return isRefusedWith(error, CODE.unknownChannel) || channelError(error).trouble.kind === "forbidden";
}
