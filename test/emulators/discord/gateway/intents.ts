// Gateway intents: what a bot must ask for to be told of an event.
// Source: https://discord.com/developers/docs/events/gateway#gateway-intents

/** The intents this fake knows, as bits. */
export const Intent = {
  Guilds: 1 << 0,
  GuildMembers: 1 << 1,
  GuildModeration: 1 << 2,
  GuildPresences: 1 << 8,
  GuildMessages: 1 << 9,
  GuildMessageReactions: 1 << 10,
  GuildMessageTyping: 1 << 11,
  DirectMessages: 1 << 12,
  DirectMessageReactions: 1 << 13,
  DirectMessageTyping: 1 << 14,
  MessageContent: 1 << 15,
} as const;

/** Intents that must be enabled for the application first. */
export const PRIVILEGED: number = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;

/** The intent an event needs, or undefined when it comes without (interactions, the bot's own user). */
export function needOf(event: string, isDirect: boolean): number | undefined {
  if (/^MESSAGE_REACTION_/.test(event)) return isDirect ? Intent.DirectMessageReactions : Intent.GuildMessageReactions;
  if (/^MESSAGE_/.test(event)) return isDirect ? Intent.DirectMessages : Intent.GuildMessages;
  if (event === "TYPING_START") return isDirect ? Intent.DirectMessageTyping : Intent.GuildMessageTyping;
  if (/^GUILD_MEMBER_/.test(event)) return Intent.GuildMembers;
  if (/^(GUILD_(CREATE|UPDATE|DELETE|ROLE_)|CHANNEL_|THREAD_)/.test(event)) return Intent.Guilds;
  return undefined;
}
