/**
 * Who is an agent: whoever has the agents' or the admins' role; without roles set, everybody who can write in the staff
 * channel. The gateway tells a member's roles with each message, the history of a channel does not, so there they are asked for.
 */
import { Routes } from "discord.js";
import type { Millis } from "../../../core/model.ts";
import { field, listIn } from "../answers.ts";
import { channelError, refusalOf } from "../errors.ts";
import type { DiscordOptions } from "../options.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";

export type People = {
  isAgent(roles: readonly string[]): boolean;
  isAdmin(roles: readonly string[]): boolean;
  /** The roles of a member, none for who has left. Errors: ChannelError. */
  rolesOf(guildId: string | null, userId: string): Promise<readonly string[]>;
};

/** Roles asked for count for so long; a history is read through in seconds. */
const FRESH_MS = 60_000;
const REMEMBERED_MAX = 1000;

type Parts = {
  readonly wire: Wire;
  readonly roles: Pick<DiscordOptions, "agentRoleId" | "adminRoleId">;
  readonly now: () => Millis;
  readonly signal: AbortSignal;
};

export function openPeople({ wire, roles: { agentRoleId, adminRoleId }, now, signal }: Parts): People {
  const asked = new Map<string, { readonly roles: readonly string[]; readonly at: Millis }>();
  const isOpenToAll = agentRoleId === null && adminRoleId === null;
  return {
    isAgent: (roles) => isOpenToAll || roles.some((role) => role === agentRoleId || role === adminRoleId),
    isAdmin: (roles) => roles.some((role) => role === adminRoleId),
    async rolesOf(guildId, userId) {
      if (isOpenToAll || guildId === null) return [];
      const known = asked.get(userId);
      if (known !== undefined && now() - known.at < FRESH_MS) return known.roles;
      if (asked.size >= REMEMBERED_MAX) asked.clear();
      const route = Routes.guildMember(snowflake(guildId), snowflake(userId));
      const roles = await memberRoles(wire({ method: "GET", route, signal }));
      asked.set(userId, { roles, at: now() });
      return roles;
    },
  };
}

async function memberRoles(call: Promise<unknown>): Promise<readonly string[]> {
  try {
    return listIn(await call, "roles").filter((role) => typeof role === "string");
  } catch (error) {
    if (refusalOf(error)?.status === 404) return [];
    throw channelError(error);
  }
}

/** The roles an event tells of; null when it tells none. */
export function rolesIn(member: unknown): readonly string[] | null {
  const roles = field(member, "roles");
  return Array.isArray(roles) ? listIn(roles).filter((role) => typeof role === "string") : null;
}
