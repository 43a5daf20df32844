// A channel, thread or direct-message channel of the fake Discord, with what was said in it.
// The one thing not to break: permissions are computed as Discord does (everyone, then roles, then the member).
import { defined, type Wire } from "../common/wire.ts";
import type { Guild } from "./guild.ts";
import { ALL, type Permissions, permissions, snowflake, snowflakeTime } from "./permissions.ts";
import { type DiscordMessage, type DiscordUser, isoNow } from "./types.ts";
import type { User } from "./user.ts";
import type { DiscordWorld } from "./world.ts";

/** Types of channels this fake knows. */
export const ChannelType = { text: 0, dm: 1, voice: 2, category: 4, announcement: 5, forum: 15 } as const;

/** Threads: of an announcement, public, private. */
export const ThreadType = { announcement: 10, public: 11, private: 12 } as const;

/** A permission overwrite as a test says it: for a person, a role, or an id. */
export type Overwrite = {
  readonly id?: string;
  readonly user?: User;
  readonly role?: { readonly id: string };
  readonly type?: number;
  readonly allow?: Permissions;
  readonly deny?: Permissions;
};

type WireOverwrite = { readonly id: string; readonly type: number; readonly allow: string; readonly deny: string };

/** What a channel is made of. */
export type ChannelProps = {
  readonly id?: string | undefined;
  readonly type: number;
  readonly name?: string | null | undefined;
  readonly guild?: Guild;
  readonly parent?: Channel | null;
  readonly topic?: string | null | undefined;
  readonly overwrites?: readonly Overwrite[];
  readonly recipient?: User;
  readonly owner_id?: string;
  readonly tags?: readonly string[];
  readonly applied_tags?: readonly string[];
  readonly auto_archive_duration?: number;
  readonly invitable?: boolean | undefined;
  readonly rate_limit_per_user?: number;
};

/** What may change about a channel or thread. */
export type ChannelChange = Partial<Pick<Channel, "name" | "topic" | "archived" | "locked" | "applied_tags">>;

/** A message about to be added. */
export type NewMessage = Partial<Omit<DiscordMessage, "author">> & { readonly author: User | DiscordUser } & Wire;

function wireOverwrite(o: Overwrite): WireOverwrite {
  const id = o.id ?? o.user?.id ?? o.role?.id ?? "";
  const [allow, deny] = [String(permissions(o.allow)), String(permissions(o.deny))];
  return { id, type: o.type ?? (o.user ? 1 : 0), allow, deny };
}

function applyOverwrites(before: bigint, overwrites: readonly WireOverwrite[]): bigint {
  const allow = overwrites.reduce((bits, o) => bits | BigInt(o.allow), 0n);
  const deny = overwrites.reduce((bits, o) => bits | BigInt(o.deny), 0n);
  return (before & ~deny) | allow;
}

export class Channel {
  readonly id: string;
  readonly type: number;
  readonly guild: Guild | null;
  readonly recipient: User | undefined;
  readonly messages = new Map<string, DiscordMessage>();
  readonly available_tags: readonly { readonly id: string; readonly name: string }[];
  /** Of a thread: its members by person. */
  readonly threadMembers = new Map<string, Wire>();
  readonly owner_id: string | undefined;
  parent: Channel | null;
  name: string | null;
  topic: string | null;
  overwrites: WireOverwrite[];
  archived = false;
  locked = false;
  applied_tags: readonly string[];
  rate_limit_per_user: number;
  readonly #dc: DiscordWorld;
  readonly #position: number;
  readonly #invitable: boolean;
  readonly #autoArchiveMinutes: number;
  #archivedAt = isoNow();

  constructor(dc: DiscordWorld, props: ChannelProps) {
    this.#dc = dc;
    this.id = props.id ?? snowflake();
    this.type = props.type;
    this.guild = props.guild ?? null;
    this.parent = props.parent ?? null;
    this.name = props.name ?? null;
    this.topic = props.topic ?? null;
    this.recipient = props.recipient;
    this.owner_id = props.owner_id;
    this.overwrites = (props.overwrites ?? []).map(wireOverwrite);
    this.applied_tags = props.applied_tags ?? [];
    this.rate_limit_per_user = props.rate_limit_per_user ?? 0;
    const look = { moderated: false, emoji_id: null, emoji_name: null };
    this.available_tags = (props.tags ?? []).map((name) => ({ id: snowflake(), name, ...look }));
    this.#position = this.guild?.channels.size ?? 0;
    this.#invitable = props.invitable ?? true;
    this.#autoArchiveMinutes = props.auto_archive_duration ?? 4320;
    if (this.isThread) this.guild?.threads.set(this.id, this);
    dc.channels.set(this.id, this);
  }

  get isThread(): boolean {
    return this.type >= ThreadType.announcement && this.type <= ThreadType.private;
  }

  get isForum(): boolean {
    return this.type === ChannelType.forum;
  }

  get mention(): string {
    return `<#${this.id}>`;
  }

  toJSON(): Wire {
    const base = { id: this.id, type: this.type, last_message_id: [...this.messages.keys()].at(-1) ?? null, flags: 0 };
    if (this.recipient) return { ...base, recipients: [this.recipient.toJSON()] };
    const common = {
      ...base,
      guild_id: this.guild?.id,
      name: this.name,
      rate_limit_per_user: this.rate_limit_per_user,
    };
    if (this.isThread) return defined({ ...common, ...this.#threadJson() });
    const forum = { default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 };
    return {
      ...common,
      parent_id: this.parent?.id ?? null,
      position: this.#position,
      topic: this.topic,
      nsfw: false,
      permission_overwrites: this.overwrites,
      last_pin_timestamp: null,
      ...(this.isForum && { available_tags: this.available_tags, ...forum }),
    };
  }

  #threadJson(): Wire {
    return {
      parent_id: this.parent?.id,
      owner_id: this.owner_id,
      message_count: this.messages.size,
      total_message_sent: this.messages.size,
      member_count: this.threadMembers.size,
      thread_metadata: {
        archived: this.archived,
        archive_timestamp: this.#archivedAt,
        auto_archive_duration: this.#autoArchiveMinutes,
        locked: this.locked,
        create_timestamp: new Date(snowflakeTime(this.id)).toISOString(),
        ...(this.type === ThreadType.private && { invitable: this.#invitable }),
      },
      ...(this.parent?.isForum && { applied_tags: this.applied_tags }),
      member: this.threadMembers.get(this.#dc.bot.id),
    };
  }

  /** What a person may do here, as bits; nothing for people who are not in the guild. */
  permissionsOf(userId: string): bigint {
    if (!this.guild) return ALL;
    const member = this.guild.members.get(userId);
    if (!member) return 0n;
    const own = member.permissions();
    if (own === ALL) return own;
    const { overwrites } = this.isThread && this.parent ? this.parent : this;
    const everyone = overwrites.filter((o) => o.id === this.guild?.id);
    const roles = overwrites.filter((o) => member.roles.includes(o.id));
    const person = overwrites.filter((o) => o.id === userId);
    return [everyone, roles, person].reduce(applyOverwrites, own);
  }

  addMessage({ author, content = "", type = 0, ...rest }: NewMessage): DiscordMessage {
    const replied: DiscordMessage | undefined = rest.referenced_message;
    const ids: string[] = [...content.matchAll(/<@!?(\d+)>/g)].map((m) => m[1] ?? "");
    if (replied && type === 19) ids.push(replied.author.id);
    const mentioned = ids.map((id) => this.#dc.users.get(id)).filter((u) => u !== undefined);
    const message = {
      id: snowflake(),
      channel_id: this.id,
      author: "toJSON" in author ? author.toJSON() : author,
      content,
      timestamp: isoNow(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: mentioned.map((u) => u.toJSON()),
      mention_roles: [],
      attachments: [],
      embeds: [],
      pinned: false,
      type,
      flags: 0,
      components: [],
      ...rest,
      ...(replied && { referenced_message: { ...replied, referenced_message: undefined } }),
    };
    this.messages.set(message.id, message);
    return message;
  }

  /** The message as the gateway sends it, with guild and member. */
  event(message: DiscordMessage): Wire {
    if (!this.guild) return { ...message, channel_type: ChannelType.dm };
    const { user: _, ...member } = this.guild.members.get(message.author.id)?.toJSON() ?? {};
    return { ...message, guild_id: this.guild.id, ...(Object.keys(member).length && { member }) };
  }

  addThreadMember(userId: string): void {
    const isNew = !this.threadMembers.has(userId);
    const added = { id: this.id, user_id: userId, join_timestamp: isoNow(), flags: 0 };
    this.threadMembers.set(userId, added);
    if (!isNew) return;
    this.#dc.gateway.dispatch("THREAD_MEMBERS_UPDATE", {
      id: this.id,
      guild_id: this.guild?.id,
      member_count: this.threadMembers.size,
      added_members: [{ ...added, member: this.guild?.members.get(userId)?.toJSON() }],
    });
  }

  /** Changes a thread or channel and tells the bot. A person archives a thread with { archived: true }. */
  update(change: ChannelChange): void {
    Object.assign(this, change);
    if (this.isThread && change.archived !== undefined) this.#archivedAt = isoNow();
    this.#dc.gateway.dispatch(this.isThread ? "THREAD_UPDATE" : "CHANNEL_UPDATE", this.toJSON());
  }

  remove(): void {
    this.#dc.channels.delete(this.id);
    this.guild?.channels.delete(this.id);
    this.guild?.threads.delete(this.id);
    const thread = { id: this.id, guild_id: this.guild?.id, parent_id: this.parent?.id, type: this.type };
    if (this.isThread) this.#dc.gateway.dispatch("THREAD_DELETE", thread);
    else this.#dc.gateway.dispatch("CHANNEL_DELETE", this.toJSON());
  }

  /** Messages as a person sees them now, in order. */
  history(): DiscordMessage[] {
    return [...this.messages.values()];
  }
}
