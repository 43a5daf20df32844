// Snowflakes and permission bits of Discord.
// The one thing not to break: ids grow with time, because clients sort and page by them.
// Source: https://discord.com/developers/docs/reference#snowflakes, .../topics/permissions

const EPOCH_MS = 1_420_070_400_000n;
let count = 0n;

/** A new id. Units: milliseconds since the epoch. */
export function snowflake(atMs = Date.now()): string {
  return (((BigInt(atMs) - EPOCH_MS) << 22n) | (count++ & 0x3f_ffffn)).toString();
}

/** When an id was made, in milliseconds since the epoch. */
export const snowflakeTime = (id: string): number => Number((BigInt(id) >> 22n) + EPOCH_MS);

/** The permissions this fake looks at. */
export const P = {
  CREATE_INSTANT_INVITE: 1n << 0n,
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_EXTERNAL_EMOJIS: 1n << 18n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_WEBHOOKS: 1n << 29n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  PIN_MESSAGES: 1n << 51n,
};

export type PermissionName = keyof typeof P;

/** "all" is everything but ADMINISTRATOR, which would hide missing rights. */
export type Permissions = "all" | bigint | readonly PermissionName[];

/** Every permission there is. */
export const ALL: bigint = Object.values(P).reduce((a, b) => a | b);

/** Permission names as bits. */
export function permissions(list: Permissions | undefined): bigint {
  if (typeof list === "bigint") return list;
  if (list === "all") return ALL & ~P.ADMINISTRATOR;
  return (list ?? []).reduce((bits, name) => bits | P[name], 0n);
}

/** What everybody may do in a new guild. */
export const EVERYONE: bigint = permissions([
  "VIEW_CHANNEL",
  "SEND_MESSAGES",
  "READ_MESSAGE_HISTORY",
  "ADD_REACTIONS",
  "EMBED_LINKS",
  "ATTACH_FILES",
  "USE_APPLICATION_COMMANDS",
  "CREATE_PUBLIC_THREADS",
  "SEND_MESSAGES_IN_THREADS",
]);
