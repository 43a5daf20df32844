/**
 * Environment → Config, or the full list of what is wrong. Pure: reads what it is given, opens nothing. A problem names the
 * setting and what to write instead, never the value it had: a value may be a secret.
 */
import { parseRedisUrl } from "./bells/bullmq/address.ts";
import { DOOR_PATH } from "./channels/telegram/options.ts";
import { parseHours, type Schedule, timeZoneProblem } from "./core/calendar/schedule.ts";
import { LANGUAGES, type Language, type Rating } from "./core/model.ts";

/** Every setting there is, with what it means and what holds when it is not set. */
export const SETTINGS = {
  PORT: { means: "port of the HTTP door", default: "3000" },
  HOST: { means: "address the HTTP door listens on", default: "127.0.0.1" },
  DATA_DIR: { means: "folder of the embedded database", default: "./data" },
  DATABASE_URL: { means: "PostgreSQL instead of the embedded database", default: null },
  REDIS_URL: { means: "Redis for bells and the human queue, so that there can be many processes", default: null },
  ROLE: { means: "what this process does: all, intake, worker or web", default: "all" },
  INTENTS_DIR: { means: "folders of FAQ packs, separated by commas", default: "./intents/online-education" },
  TELEGRAM_BOT_TOKEN: { means: "token of the bot, from @BotFather", default: null },
  TELEGRAM_API_ROOT: { means: "address of the Bot API", default: "https://api.telegram.org" },
  TELEGRAM_STAFF_CHAT_ID: { means: "the agents' forum supergroup", default: null },
  TELEGRAM_WEBHOOK_URL: { means: "public address ending in /telegram/webhook; set: no long polling", default: null },
  TELEGRAM_WEBHOOK_SECRET: { means: "what Telegram proves itself with, 16 to 256 of A-Z a-z 0-9 _ -", default: null },
  DISCORD_BOT_TOKEN: { means: "token of the bot, from the Discord developer portal", default: null },
  DISCORD_API_ROOT: { means: "address of Discord's API", default: "https://discord.com/api" },
  DISCORD_GUILD_ID: { means: "the server whose members may use /ask, and where agents work", default: null },
  DISCORD_STAFF_CHANNEL_ID: { means: "the agents' channel, a text channel or a forum", default: null },
  DISCORD_AGENT_ROLE_ID: { means: "who may claim there; not set: whoever can write in that channel", default: null },
  DISCORD_ADMIN_ROLE_ID: { means: "who is an admin there, and an agent as well", default: null },
  API_TOKEN: { means: "bearer token of the HTTP API; not set: served to this machine only", default: null },
  SESSION_SECRET: {
    means: "key for sessions, the same for every process; not set: the database alone keeps them",
    default: null,
  },
  IDENTITY_SECRET: { means: "key of the hashes kept instead of emails; not set: no email is taken", default: null },
  PLAIN_WEBHOOK_SECRET: { means: "what your own shop signs its events with", default: null },
  THINKIFIC_WEBHOOK_SECRET: { means: "API key of the Thinkific site, which signs its webhooks", default: null },
  TEACHABLE_WEBHOOK_SECRET: { means: "secret in the address Teachable calls", default: null },
  MOODLE_WEBHOOK_SECRET: { means: "token of Moodle's webhook plugin", default: null },
  OPENEDX_WEBHOOK_SECRET: { means: "secret in the address Open edX calls", default: null },
  PUBLIC_URL: { means: "address people reach the HTTP door by, when behind a proxy", default: null },
  DEFAULT_LANGUAGE: { means: "zh or en: for agents, and for learners who show no language", default: "zh" },
  BUSINESS_HOURS: {
    means: "when people are there, until an admin sets other hours: Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00",
    default: "Mon-Fri 09:00-18:00",
  },
  TIMEZONE: { means: "time zone of those hours", default: "Asia/Shanghai" },
  CSAT_THRESHOLD: { means: "from this rating up, 2 to 5, a learner counts as satisfied", default: "4" },
  LOG_LEVEL: { means: "silent, fatal, error, warn, info, debug or trace", default: "info" },
} as const satisfies Record<string, { means: string; default: string | null }>;

export type SettingName = keyof typeof SETTINGS;

export type TelegramConfig = {
  readonly token: string;
  readonly apiRoot: string;
  readonly staffChatId: string | null;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
};

export type DiscordConfig = {
  readonly token: string;
  readonly apiRoot: string;
  readonly guildId: string | null;
  readonly staffChannelId: string | null;
  readonly agentRoleId: string | null;
  readonly adminRoleId: string | null;
};

export type Config = {
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Null: embedded. */
  readonly databaseUrl: string | null;
  /** Null: one process, bells inside it. */
  readonly redisUrl: string | null;
  readonly role: Role;
  readonly intentsDirs: readonly string[];
  readonly telegram: TelegramConfig | null;
  readonly discord: DiscordConfig | null;
  readonly apiToken: string | null;
  readonly sessionSecret: string | null;
  readonly identitySecret: string | null;
  /** Null: that shop does not call us. */
  readonly shopSecrets: Readonly<Record<"plain" | "thinkific" | "teachable" | "moodle" | "openedx", string | null>>;
  readonly publicUrl: string | null;
  readonly defaultLanguage: Language;
  /** When people are there, until an admin sets other hours. */
  readonly schedule: Schedule;
  /** From this rating up a learner counts as satisfied. */
  readonly satisfiedFrom: Rating;
  readonly logLevel: string;
};

/** `intake` takes in what networks send, `worker` decides and sends, `web` serves people who sign in; `all` does everything. */
export const ROLES = ["all", "intake", "worker", "web"] as const;
export type Role = (typeof ROLES)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration, or every problem at once. Empty settings count as not set. */
export function parseConfig(env: Environment): { readonly config: Config } | { readonly problems: readonly string[] } {
  const problems: string[] = [...unknownSettings(env)];
  const reader = readerOf(env, problems);
  const config: Config = {
    host: reader.text("HOST"),
    port: reader.number("PORT", 0, 65_535),
    dataDir: reader.text("DATA_DIR"),
    databaseUrl: reader.matching(
      "DATABASE_URL",
      /^postgres(ql)?:\/\/\S+$/,
      "postgres://name:password@host:5432/database",
    ),
    redisUrl: parseRedis(reader, problems),
    role: reader.oneOf("ROLE", ROLES),
    intentsDirs: reader.list("INTENTS_DIR"),
    telegram: parseTelegram(reader, problems),
    discord: parseDiscord(reader, problems),
    apiToken: reader.matching("API_TOKEN", /^\S{16,512}$/, "at least 16 characters without spaces"),
    sessionSecret: reader.matching("SESSION_SECRET", /^\S{32,512}$/, "at least 32 characters without spaces"),
    identitySecret: reader.matching("IDENTITY_SECRET", /^\S{32,512}$/, "at least 32 characters without spaces"),
    shopSecrets: parseShopSecrets(reader),
    publicUrl: reader.url("PUBLIC_URL"),
    defaultLanguage: reader.oneOf("DEFAULT_LANGUAGE", LANGUAGES),
    schedule: parseSchedule(reader, problems),
    satisfiedFrom: THRESHOLDS[reader.oneOf("CSAT_THRESHOLD", ["2", "3", "4", "5"])],
    logLevel: reader.oneOf("LOG_LEVEL", ["silent", "fatal", "error", "warn", "info", "debug", "trace"]),
  };
  if (reader.isSet("REDIS_URL") && !reader.isSet("DATABASE_URL")) {
    problems.push("DATABASE_URL: set it as well, or remove REDIS_URL: a bell needs rows that outlive it");
  }
  if (config.role !== "all" && !reader.isSet("REDIS_URL")) {
    problems.push("ROLE: set it to all, or set REDIS_URL and DATABASE_URL: roles share their work through them");
  }
  if (config.apiToken === null && !isSet(env, "API_TOKEN")) {
    const why = isLoopback(config.host)
      ? config.publicUrl === null
        ? null
        : "PUBLIC_URL is set"
      : "HOST is not a loopback address";
    if (why !== null)
      problems.push(`API_TOKEN: set one (16 characters or more), because ${why} and others can reach the API`);
  }
  return problems.length > 0 ? { problems } : { config };
}

function parseShopSecrets(reader: Reader): Config["shopSecrets"] {
  const secret = (name: SettingName) => reader.matching(name, /^[\w.~-]{16,256}$/, "16 to 256 of A-Z a-z 0-9 . _ ~ -");
  return {
    plain: secret("PLAIN_WEBHOOK_SECRET"),
    thinkific: secret("THINKIFIC_WEBHOOK_SECRET"),
    teachable: secret("TEACHABLE_WEBHOOK_SECRET"),
    moodle: secret("MOODLE_WEBHOOK_SECRET"),
    openedx: secret("OPENEDX_WEBHOOK_SECRET"),
  };
}

function parseSchedule(reader: Reader, problems: string[]): Schedule {
  const timeZone = reader.text("TIMEZONE");
  const zoneProblem = timeZoneProblem(timeZone);
  if (zoneProblem !== null) problems.push(`TIMEZONE: ${zoneProblem}`);
  const hours = parseHours(reader.text("BUSINESS_HOURS"));
  if ("problem" in hours) problems.push(`BUSINESS_HOURS: ${hours.problem}`);
  return { timeZone, weekly: "weekly" in hours ? hours.weekly : [], holidays: [] };
}

function parseRedis(reader: Reader, problems: string[]): string | null {
  if (!reader.isSet("REDIS_URL")) return null;
  const url = reader.text("REDIS_URL");
  const parsed = parseRedisUrl(url);
  if ("address" in parsed) return url;
  problems.push(`REDIS_URL: ${parsed.problem}`);
  return null;
}

function parseTelegram(reader: Reader, problems: string[]): TelegramConfig | null {
  const token = reader.matching(
    "TELEGRAM_BOT_TOKEN",
    /^\d+:[\w-]{20,}$/,
    "the token as @BotFather shows it: 123456:ABC…",
  );
  const staffChatId = reader.matching("TELEGRAM_STAFF_CHAT_ID", /^-\d+$/, "the number of the forum supergroup: -100…");
  const url = reader.url("TELEGRAM_WEBHOOK_URL");
  const secret = reader.matching(
    "TELEGRAM_WEBHOOK_SECRET",
    /^[\w-]{16,256}$/,
    "16 to 256 characters of A-Z a-z 0-9 _ -",
  );
  const apiRoot = reader.url("TELEGRAM_API_ROOT") ?? SETTINGS.TELEGRAM_API_ROOT.default;
  if (url !== null && new URL(url).pathname !== DOOR_PATH) {
    problems.push(`TELEGRAM_WEBHOOK_URL: end it in ${DOOR_PATH}, where updates are taken`);
  }
  if (reader.isSet("TELEGRAM_WEBHOOK_URL") !== reader.isSet("TELEGRAM_WEBHOOK_SECRET")) {
    problems.push("TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET: set both, or neither for long polling");
  }
  if (!reader.isSet("TELEGRAM_BOT_TOKEN")) {
    const needing = (["TELEGRAM_STAFF_CHAT_ID", "TELEGRAM_WEBHOOK_URL"] as const).filter(reader.isSet);
    if (needing.length > 0) problems.push(`TELEGRAM_BOT_TOKEN: set it, ${needing.join(" and ")} needs it`);
  }
  if (token === null) return null;
  return { token, apiRoot, staffChatId, webhook: url !== null && secret !== null ? { url, secret } : null };
}

const THRESHOLDS = { 2: 2, 3: 3, 4: 4, 5: 5 } as const;
const DISCORD_PLACES = [
  "DISCORD_GUILD_ID",
  "DISCORD_STAFF_CHANNEL_ID",
  "DISCORD_AGENT_ROLE_ID",
  "DISCORD_ADMIN_ROLE_ID",
] as const;

function parseDiscord(reader: Reader, problems: string[]): DiscordConfig | null {
  const id = (name: SettingName) => reader.matching(name, /^\d{17,20}$/, "its id: 17 to 20 digits (Copy ID)");
  const token = reader.matching(
    "DISCORD_BOT_TOKEN",
    /^[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}$/,
    "the token as the portal shows it",
  );
  const [guildId, staffChannelId, agentRoleId, adminRoleId] = DISCORD_PLACES.map(id);
  const apiRoot = reader.url("DISCORD_API_ROOT") ?? SETTINGS.DISCORD_API_ROOT.default;
  if (!reader.isSet("DISCORD_BOT_TOKEN")) {
    const needing = DISCORD_PLACES.filter(reader.isSet);
    if (needing.length > 0) problems.push(`DISCORD_BOT_TOKEN: set it, ${needing.join(" and ")} needs it`);
  }
  const needsGuild = DISCORD_PLACES.slice(1).filter(reader.isSet);
  if (needsGuild.length > 0 && !reader.isSet("DISCORD_GUILD_ID")) {
    problems.push(`DISCORD_GUILD_ID: set it, ${needsGuild.join(" and ")} needs it`);
  }
  if (token === null) return null;
  return {
    ...{ token, apiRoot, guildId: guildId ?? null, staffChannelId: staffChannelId ?? null },
    ...{ agentRoleId: agentRoleId ?? null, adminRoleId: adminRoleId ?? null },
  };
}

type Reader = ReturnType<typeof readerOf>;

/** Readers that note what is wrong and go on, so that all problems are found in one start. */
function readerOf(env: Environment, problems: string[]) {
  const given = (name: SettingName): string | null =>
    isSet(env, name) ? (env[name] ?? "").trim() : SETTINGS[name].default;
  const wrong = (name: SettingName, expected: string): null => {
    problems.push(`${name}: write ${expected}`);
    return null;
  };
  return {
    isSet: (name: SettingName): boolean => isSet(env, name),
    text: (name: SettingName): string => given(name) ?? "",
    list(name: SettingName): readonly string[] {
      const parts = (given(name) ?? "").split(",").map((part) => part.trim());
      if (parts.includes("")) wrong(name, "folders separated by single commas");
      return parts;
    },
    number(name: SettingName, min: number, max: number): number {
      const text = given(name) ?? "";
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= min && value <= max)) wrong(name, `a whole number from ${min} to ${max}`);
      return value;
    },
    matching(name: SettingName, pattern: RegExp, expected: string): string | null {
      const text = given(name);
      return text === null || pattern.test(text) ? text : wrong(name, expected);
    },
    url(name: SettingName): string | null {
      const text = given(name);
      if (text === null) return null;
      const url = URL.canParse(text) ? new URL(text) : null;
      const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
      return isSafe
        ? text.replace(/\/$/, "")
        : wrong(name, "an address beginning with https:// (http:// only for this machine)");
    },
    oneOf<Choice extends string>(name: SettingName, choices: readonly [Choice, ...Choice[]]): Choice {
      const found = choices.find((choice) => choice === given(name));
      if (found === undefined) wrong(name, `one of ${choices.join(", ")}`);
      return found ?? choices[0];
    },
  };
}

/** A misspelt setting would be ignored in silence, so names that begin like ours and are not ours are problems. */
function unknownSettings(env: Environment): readonly string[] {
  const known: readonly string[] = Object.keys(SETTINGS);
  return Object.keys(env)
    .filter((name) => OUR_NAMES.test(name) && !known.includes(name) && isSet(env, name))
    .map((name) => `${name}: there is no such setting; remove it or correct its name`);
}

const OUR_NAMES =
  /^(TELEGRAM_|DISCORD_|DATABASE_URL$|REDIS_URL$|SESSION_SECRET$|BUSINESS_|TIMEZONE|RETENTION_DAYS$|IDENTITY_|PLAIN_WEBHOOK|THINKIFIC_|TEACHABLE_|MOODLE_|OPENEDX_|ROLE$|INTENTS_|CSAT_|DEFAULT_LANGUAGE)/;

function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? "").trim() !== "";
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
