/**
 * One connection to Discord's gateway, by discord.js: it beats, resumes after a broken connection and identifies anew when the
 * session is lost. Here its events become three: a packet came, the connection is lost for now, it ended for good.
 *
 *   connecting ──READY──> heard ──lost──> (it tries again by itself) ──READY or RESUMED──> heard
 *        └──refused──> ended <──refused──────────┘
 */
import { Client, DiscordjsError, DiscordjsErrorCodes, GatewayIntentBits, Options } from "discord.js";
import { ChannelError, ConfigError } from "../../../core/errors.ts";
import { rest } from "../../patience.ts";
import { field, textIn } from "../answers.ts";
import { channelError, refusalOf } from "../errors.ts";
import { restOptions } from "../wire.ts";

/** What the gateway tells, as it came over the wire. */
export type Packet = { readonly name: string; readonly body: unknown };

type Hearing = {
  readonly onPacket: (packet: Packet) => void;
  /** The connection broke; it is being made again. */
  readonly onLost: () => void;
};

export type Gateway = {
  /** Resolves when it is known how the first try went; rejects with ConfigError or ChannelError when it has ended. */
  readonly tried: Promise<void>;
  /** Resolves with why it ended, when nobody will connect again by itself. */
  readonly ended: Promise<ConfigError | ChannelError>;
  close(): Promise<void>;
};

/** How long closing may wait for Discord to say goodbye. */
const GOODBYE_MS_MAX = 500;

// Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes.
const CLOSED = { authenticationFailed: 4004, disallowedIntents: 4014 } as const;

const PROBLEMS = {
  token: "DISCORD_BOT_TOKEN is not accepted by Discord: copy it again from the developer portal, page Bot",
  intents:
    'the Discord bot may not read messages: switch on "Message Content Intent" in the developer portal, page Bot, under "Privileged Gateway Intents"',
} as const;

export function openGateway({ token, apiRoot }: { token: string; apiRoot: string }, hearing: Hearing): Gateway {
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.DirectMessageReactions,
      GatewayIntentBits.MessageContent,
    ],
    rest: restOptions(apiRoot),
    makeCache: Options.cacheWithLimits(NOTHING_KEPT),
  });
  const first = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<ConfigError | ChannelError>();
  let closedWith = 0;

  // Packets are taken as they come, before the library makes objects of them: history from REST has the same shape.
  client.on("raw", (packet: unknown) => {
    const name = textIn(packet, "t");
    if (name === null) return;
    if (name === "READY") first.resolve();
    hearing.onPacket({ name, body: field(packet, "d") });
  });
  client.on("shardReconnecting", () => {
    first.resolve();
    hearing.onLost();
  });
  client.on("shardDisconnect", ({ code }) => {
    closedWith = code;
    hearing.onLost();
    ended.resolve(endOf(null, code));
  });
  // Without a listener these would end the process; what they mean is told by the events above.
  client.on("error", () => undefined);
  client.on("shardError", () => undefined);

  client.login(token).catch((error: unknown) => {
    endForGood(client);
    const end = endOf(error, closedWith);
    ended.resolve(end);
    first.reject(end);
  });
  return { tried: first.promise, ended: ended.promise, close: () => close(client) };
}

function endOf(error: unknown, closedWith: number): ConfigError | ChannelError {
  const isTokenRefused =
    refusalOf(error)?.status === 401 ||
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid);
  if (isTokenRefused || closedWith === CLOSED.authenticationFailed) return new ConfigError([PROBLEMS.token]);
  if (closedWith === CLOSED.disallowedIntents) return new ConfigError([PROBLEMS.intents]);
  if (closedWith !== 0) return new ChannelError(`the gateway closed with ${closedWith}`, { kind: "unreachable" });
  return channelError(error);
}

async function close(client: Client): Promise<void> {
  client.removeAllListeners("raw");
  endForGood(client);
  // A peer that is gone never says goodbye, and nobody may wait for that.
  const waiting = new AbortController();
  const destroyed = client.destroy().finally(() => waiting.abort());
  await Promise.race([destroyed.catch(() => undefined), rest(GOODBYE_MS_MAX, waiting.signal)]);
}

/**
 * A client destroyed while it is connecting, or between two tries, connects once more (seen with discord.js 14.28: the pause
 * before a try ends after the destroy). Each try first asks for the session, so from now on it waits for that for ever.
 */
function endForGood(client: Client): void {
  const never = new Promise<never>(() => undefined);
  for (const [id, shard] of client.ws.shards) {
    const deaf: typeof shard = Object.create(shard, { sessionInfo: { get: () => never, set: () => undefined } });
    client.ws.shards.set(id, deaf);
  }
}

/** Nothing is read from the library's memory but its own channels and guilds, which it needs to work. */
const NOTHING_KEPT = {
  ...Options.DefaultMakeCacheSettings,
  MessageManager: 0,
  ReactionManager: 0,
  PresenceManager: 0,
  ThreadMemberManager: 0,
  VoiceStateManager: 0,
  GuildMemberManager: { maxSize: 0, keepOverLimit: ({ id, client }: Kept) => id === client.user.id },
  UserManager: { maxSize: 0, keepOverLimit: ({ id, client }: Kept) => id === client.user.id },
};
type Kept = { readonly id: string; readonly client: { readonly user: { readonly id: string } } };
