// The state of a fake Discord: who is there, what was said, which commands and interactions exist.
// The one thing not to break: everything here is found by its id, as the bot finds it.
import { Faults } from "../common/faults.ts";
import type { Files } from "../common/http.ts";
import { Journal } from "../common/journal.ts";
import { defined, type Wire } from "../common/wire.ts";
import { Channel, ChannelType } from "./channel.ts";
import { Gateway } from "./gateway/gateway.ts";
import { PRIVILEGED } from "./gateway/intents.ts";
import type { Guild } from "./guild.ts";
import { type Act, Interaction } from "./interaction.ts";
import { snowflake } from "./permissions.ts";
import { Buckets, type RateLimits } from "./rest/buckets.ts";
import type { Attachment, AttachmentProps, DiscordEntry, DiscordMessage, Reaction } from "./types.ts";
import { User } from "./user.ts";

/** How strict and how fast the fake is. Units: milliseconds. */
export type DiscordOptions = {
  /** Made up when null. */
  readonly token: string | null;
  readonly port: number;
  readonly botName: string;
  /** Privileged intents that are enabled for the application. */
  readonly privilegedIntents: number;
  readonly applicationFlags: number;
  readonly heartbeatInterval: number;
  readonly rateLimits: RateLimits;
  /** An interaction must be acknowledged within this time. */
  readonly ackDeadlineMs: number;
  /** How long its token works afterwards. */
  readonly interactionTtlMs: number;
};

/** The options of a fake that is told nothing. */
export const DEFAULTS: DiscordOptions = {
  token: null,
  port: 0,
  botName: "supportbot",
  privilegedIntents: PRIVILEGED,
  applicationFlags: (1 << 18) | (1 << 19) | (1 << 14) | (1 << 15),
  heartbeatInterval: 41_250,
  rateLimits: "headers",
  ackDeadlineMs: 3000,
  interactionTtlMs: 15 * 60_000,
};

/** A REST call as routes see it. */
export type Call = {
  readonly method: string;
  readonly template: string;
  readonly path: string;
  readonly params: Wire;
  readonly query: URLSearchParams;
  readonly body: Wire;
  readonly files: Files | undefined;
};

/** An API error a test injects: status, Discord's code, message. */
export type Refusal = readonly [status: number, code: number, message: string];

const INVALID_MAX = 50;

type StoredAttachment = { readonly data: Buffer; readonly content_type: string };

export class DiscordWorld {
  readonly options: DiscordOptions;
  readonly token: string;
  readonly applicationId: string;
  readonly bot: User;
  readonly gateway: Gateway;
  readonly buckets: Buckets;
  readonly journal = new Journal<DiscordEntry>("discord");
  readonly faults = new Faults<Call, Refusal>();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  /** Channels, threads and direct messages. */
  readonly channels = new Map<string, Channel>();
  /** Registered commands by id. */
  readonly commands = new Map<string, Wire>();
  readonly interactions = new Map<string, Interaction>();
  readonly webhooks = new Map<string, Wire>();
  /** Messages seen by one person only. */
  readonly ephemeral = new Map<string, DiscordMessage>();
  /** Files by the path of their address. */
  readonly attachments = new Map<string, StoredAttachment>();
  /** The address of the fake, once it listens. */
  url = "";
  #invalid = 0;

  constructor(options: DiscordOptions) {
    this.options = options;
    this.gateway = new Gateway(this);
    this.buckets = new Buckets(options.rateLimits);
    this.bot = new User(this, { username: options.botName, bot: true });
    this.applicationId = this.bot.id;
    const id = Buffer.from(this.bot.id).toString("base64url");
    this.token = options.token ?? `${id}.Gtest0.${"x".repeat(38)}`;
  }

  get gatewayUrl(): string {
    return `${this.url.replace(/^http/, "ws")}/gateway`;
  }

  get cdn(): string {
    return `${this.url}/cdn`;
  }

  /** Counts an answer of 401, 403 or 429: many of them get the address of a bot banned. */
  countInvalid(where: string): void {
    this.#invalid++;
    if (this.#invalid !== INVALID_MAX) return;
    const message = `${INVALID_MAX} answers of 401, 403 or 429: 10,000 in 10 minutes get the address banned`;
    this.journal.warning("invalid-requests", where, message);
  }

  /** The direct-message channel of a person with the bot. */
  dmWith(recipient: User): Channel {
    const open = [...this.channels.values()].find((c) => c.recipient === recipient);
    return open ?? new Channel(this, { type: ChannelType.dm, recipient });
  }

  sharesGuild(user: User): boolean {
    return [...this.guilds.values()].some((g) => g.hasBot && g.members.has(user.id));
  }

  /** A registered command: the guild's own before the global one. */
  findCommand(name: string, { guildId, type }: { guildId: string | undefined; type: number }): Wire {
    const named = [...this.commands.values()].filter((c) => c.name === name && c.type === type);
    const own = guildId === undefined ? undefined : named.find((c) => c.guild_id === guildId);
    return own ?? named.find((c) => !c.guild_id);
  }

  commandNames(): string[] {
    return [...this.commands.values()].map((c) => c.name);
  }

  /** A person does something the bot must acknowledge. */
  interact(user: User, channel: Channel, act: Act): Interaction {
    const interaction = new Interaction(this, { user, channel }, act);
    this.interactions.set(interaction.id, interaction);
    this.gateway.dispatch("INTERACTION_CREATE", interaction.payload());
    return interaction;
  }

  storeAttachment(channelId: string, props: AttachmentProps): Attachment {
    const {
      name = "file.txt",
      data = Buffer.from("x"),
      content_type = "application/octet-stream",
      description,
    } = props;
    const id = snowflake();
    const path = `/attachments/${channelId}/${id}/${encodeURIComponent(name)}`;
    this.attachments.set(path, { data, content_type });
    const url = `${this.cdn}${path}?ex=0&is=0&hm=0`;
    const size = props.size ?? data.length;
    const dimensions = content_type.startsWith("image/") && { width: 100, height: 100 };
    return defined({ id, filename: name, size, url, proxy_url: url, content_type, description, ...dimensions });
  }

  changeReaction(message: DiscordMessage, change: { emoji: string; user: User; remove: boolean }): void {
    const { emoji, user, remove } = change;
    message.reactions ??= [];
    const found = message.reactions.find((r) => r.emoji.name === emoji);
    if (!found && remove) return;
    const reaction = found ?? newReaction(emoji);
    if (!found) message.reactions.push(reaction);
    if (remove) reaction._by.delete(user.id);
    else reaction._by.add(user.id);
    reaction.count = reaction._by.size;
    reaction.count_details.normal = reaction.count;
    reaction.me = reaction._by.has(this.bot.id);
    message.reactions = message.reactions.filter((r) => r.count > 0);
  }
}

function newReaction(name: string): Reaction {
  const count_details = { burst: 0, normal: 0 };
  const burst = { burst_colors: [], me_burst: false, burst_me: false, burst_count: 0 };
  const reaction = { emoji: { id: null, name }, count: 0, count_details, me: false, _by: new Set<string>(), ...burst };
  return Object.defineProperty(reaction, "_by", { enumerable: false });
}
