// A guild of the fake Discord: roles, members, channels, threads.
// The one thing not to break: without ADMINISTRATOR the bot has only the permissions the test gave it.
import type { Wire } from "../common/wire.ts";
import { Channel, type ChannelProps, ChannelType, ThreadType } from "./channel.ts";
import { ALL, EVERYONE, P, type Permissions, permissions, snowflake } from "./permissions.ts";
import { isoNow } from "./types.ts";
import type { User } from "./user.ts";
import type { DiscordWorld } from "./world.ts";

/** What a test says about a guild. `bot: false` leaves the bot out. */
export type GuildProps = {
  readonly name?: string;
  readonly owner?: User;
  readonly everyone?: Permissions;
  /** By default everything but ADMINISTRATOR. */
  readonly botPermissions?: Permissions;
  readonly bot?: boolean;
};

/** What a test says about a member: roles by id, or permissions of a role of their own. */
export type MemberProps = {
  readonly roles?: readonly string[];
  readonly permissions?: Permissions;
  readonly nick?: string;
};

export type Role = { readonly id: string; readonly name: string; readonly permissions: string };

/** What a test says about a channel of a guild. */
export type GuildChannelProps = Omit<ChannelProps, "type" | "guild"> & {
  readonly type?: "text" | "voice" | "category" | "announcement" | "forum";
};

class Member {
  readonly user: User;
  readonly roles: string[];
  readonly #guild: Guild;
  readonly #nick: string | null;
  readonly #joinedAt = isoNow();

  constructor(guild: Guild, user: User, props: MemberProps) {
    this.#guild = guild;
    this.user = user;
    this.#nick = props.nick ?? null;
    this.roles = [...(props.roles ?? [])];
    if (props.permissions === undefined) return;
    this.roles.push(guild.role({ name: user.username, permissions: props.permissions }).id);
  }

  /** What the member may do in the guild, before overwrites of a channel. */
  permissions(): bigint {
    if (this.#guild.owner_id === this.user.id) return ALL;
    const bitsOf = (id: string): bigint => BigInt(this.#guild.roles.get(id)?.permissions ?? 0);
    const bits = [this.#guild.id, ...this.roles].reduce((all, id) => all | bitsOf(id), 0n);
    return bits & P.ADMINISTRATOR ? ALL : bits;
  }

  toJSON(): Wire {
    return {
      user: this.user.toJSON(),
      nick: this.#nick,
      avatar: null,
      banner: null,
      roles: this.roles,
      joined_at: this.#joinedAt,
      premium_since: null,
      deaf: false,
      mute: false,
      flags: 0,
      pending: false,
      communication_disabled_until: null,
    };
  }
}

// Fields of a guild this fake does not play with, as a plain new guild has them.
const PLAIN_GUILD = {
  icon: null,
  description: null,
  home_header: null,
  splash: null,
  discovery_splash: null,
  features: [],
  banner: null,
  application_id: null,
  region: "us-west",
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  system_channel_flags: 0,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 0,
  default_message_notifications: 0,
  mfa_level: 0,
  explicit_content_filter: 0,
  max_presences: null,
  max_members: 500_000,
  max_stage_video_channel_users: 50,
  max_video_channel_users: 25,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  preferred_locale: "en-US",
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  public_updates_channel_id: null,
  premium_progress_bar_enabled: false,
  nsfw: false,
  nsfw_level: 0,
  emojis: [],
  stickers: [],
  incidents_data: null,
};

const PLAIN_ROLE = {
  description: null,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: false,
  icon: null,
  unicode_emoji: null,
  flags: 0,
};

export class Guild {
  readonly id = snowflake();
  readonly name: string;
  readonly owner_id: string;
  readonly hasBot: boolean;
  readonly roles = new Map<string, Role>();
  readonly channels = new Map<string, Channel>();
  readonly threads = new Map<string, Channel>();
  readonly members = new Map<string, Member>();
  /** How many threads may be active at once. */
  activeThreadsMax = 1000;
  readonly #dc: DiscordWorld;

  constructor(dc: DiscordWorld, props: GuildProps = {}) {
    this.#dc = dc;
    this.name = props.name ?? "Test Guild";
    this.owner_id = props.owner?.id ?? snowflake();
    this.hasBot = props.bot !== false;
    this.role({ id: this.id, name: "@everyone", permissions: props.everyone ?? EVERYONE });
    if (props.owner) this.#join(props.owner, {});
    if (this.hasBot) this.#join(dc.bot, { permissions: props.botPermissions ?? "all" });
    dc.guilds.set(this.id, this);
    if (this.hasBot) this.#tell("GUILD_CREATE", this.toGuildCreate());
  }

  /** Nobody is told of anything before the bot is there: it then learns all from GUILD_CREATE. */
  #tell(event: string, payload: Wire): void {
    if (this.#dc.gateway.sessions.size) this.#dc.gateway.dispatch(event, payload);
  }

  role(props: { readonly id?: string; readonly name?: string; readonly permissions?: Permissions }): Role {
    const { id = snowflake(), name = "role" } = props;
    const bits = String(permissions(props.permissions));
    const role = { id, name, permissions: bits, position: this.roles.size, ...PLAIN_ROLE };
    this.roles.set(id, role);
    return role;
  }

  #join(user: User, props: MemberProps): Member {
    const member = new Member(this, user, props);
    this.members.set(user.id, member);
    return member;
  }

  addMember(user: User, props: MemberProps = {}): Member {
    const member = this.#join(user, props);
    this.#tell("GUILD_MEMBER_ADD", { ...member.toJSON(), guild_id: this.id });
    return member;
  }

  removeMember(user: User): void {
    this.members.delete(user.id);
    this.#tell("GUILD_MEMBER_REMOVE", { guild_id: this.id, user: user.toJSON() });
  }

  /** Gives a member a role, or takes it away, and tells the bot. */
  setRole(user: User, role: Pick<Role, "id">, has = true): void {
    const member = this.members.get(user.id);
    if (!member) throw new Error(`${user.username} is not in the guild`);
    const others = member.roles.filter((id) => id !== role.id);
    member.roles.splice(0, member.roles.length, ...others, ...(has ? [role.id] : []));
    this.#tell("GUILD_MEMBER_UPDATE", { ...member.toJSON(), guild_id: this.id });
  }

  channel({ type = "text", ...props }: GuildChannelProps = {}): Channel {
    const channel = new Channel(this.#dc, { ...props, type: ChannelType[type], guild: this });
    this.addChannel(channel);
    return channel;
  }

  /** Makes a channel part of the guild and tells the bot. */
  addChannel(channel: Channel): void {
    this.channels.set(channel.id, channel);
    this.#tell("CHANNEL_CREATE", channel.toJSON());
  }

  activeThreads(): Channel[] {
    return [...this.threads.values()].filter((t) => !t.archived);
  }

  toJSON(): Wire {
    return { id: this.id, name: this.name, owner_id: this.owner_id, roles: [...this.roles.values()], ...PLAIN_GUILD };
  }

  /** The guild as GUILD_CREATE sends it, without private threads the bot is not in. */
  toGuildCreate(): Wire {
    const { id } = this.#dc.bot;
    const isSeen = (t: Channel): boolean => t.type !== ThreadType.private || t.threadMembers.has(id);
    return {
      ...this.toJSON(),
      joined_at: this.members.get(id)?.toJSON().joined_at ?? isoNow(),
      large: false,
      unavailable: false,
      member_count: this.members.size,
      voice_states: [],
      members: [...this.members.values()].map((m) => m.toJSON()),
      channels: [...this.channels.values()].map((c) => c.toJSON()),
      threads: this.activeThreads()
        .filter(isSeen)
        .map((t) => t.toJSON()),
      presences: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }
}
