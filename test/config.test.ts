/** Settings: what holds when nothing is set, and that every mistake is named, all at once, without its value. */
import { describe, expect, test } from "vitest";
import { type Environment, parseConfig } from "../src/config.ts";

const TOKEN = "123456:abcdefghijklmnopqrstuvwxyz";
const DISCORD_TOKEN = `${"M".repeat(26)}.Gtest0.${"x".repeat(38)}`;
const ID = "123456789012345678";

function problemsOf(env: Environment): readonly string[] {
  const parsed = parseConfig(env);
  return "problems" in parsed ? parsed.problems : [];
}

test("nothing set means everything embedded, for this machine only", () => {
  expect(parseConfig({})).toEqual({
    config: {
      ...{ host: "127.0.0.1", port: 3000, dataDir: "./data", databaseUrl: null, redisUrl: null, role: "all" },
      ...{
        intentsDirs: ["./intents/online-education"],
        telegram: null,
        discord: null,
        apiToken: null,
        sessionSecret: null,
        identitySecret: null,
        shopSecrets: { plain: null, thinkific: null, teachable: null, moodle: null, openedx: null },
        publicUrl: null,
      },
      ...{ defaultLanguage: "zh", satisfiedFrom: 4, logLevel: "info" },
      schedule: {
        timeZone: "Asia/Shanghai",
        weekly: [...Array.from({ length: 5 }, () => [{ from: 540, to: 1080 }]), [], []],
        holidays: [],
      },
    },
  });
});

test("an empty setting counts as not set", () => {
  expect(parseConfig({ PORT: "", API_TOKEN: "  ", TELEGRAM_BOT_TOKEN: "" })).toEqual(parseConfig({}));
});

test("a bot at scale is understood whole", () => {
  const parsed = parseConfig({
    ...{ HOST: "0.0.0.0", API_TOKEN: "0123456789abcdef", PUBLIC_URL: "https://help.example.com/", ROLE: "worker" },
    CSAT_THRESHOLD: "3",
    ...{ DATABASE_URL: "postgres://a:b@db:5432/c", REDIS_URL: "rediss://cache:6379", INTENTS_DIR: "a, b" },
    ...{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_STAFF_CHAT_ID: "-1001", TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef" },
    TELEGRAM_WEBHOOK_URL: "https://help.example.com/telegram/webhook",
    ...{ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_GUILD_ID: ID, DISCORD_STAFF_CHANNEL_ID: ID },
  });

  expect(parsed).toMatchObject({
    config: {
      satisfiedFrom: 3,
      ...{ role: "worker", intentsDirs: ["a", "b"], publicUrl: "https://help.example.com" },
      discord: { token: DISCORD_TOKEN, guildId: ID, staffChannelId: ID, agentRoleId: null, adminRoleId: null },
      telegram: { staffChatId: "-1001", webhook: { url: "https://help.example.com/telegram/webhook" } },
    },
  });
});

describe("a mistake is named with what to write instead", () => {
  test.each([
    [{ PORT: "http" }, /^PORT: write a whole number/],
    [{ PORT: "65536" }, /^PORT: /],
    [{ DEFAULT_LANGUAGE: "fr" }, /^DEFAULT_LANGUAGE: write one of zh, en/],
    [{ CSAT_THRESHOLD: "1" }, /^CSAT_THRESHOLD: write one of 2, 3, 4, 5/],
    [{ CSAT_TRESHOLD: "4" }, /^CSAT_TRESHOLD: there is no such setting/],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL: /],
    [{ BUSINESS_HOURS: "nine to five" }, /^BUSINESS_HOURS: /],
    [{ TIMEZONE: "Middle/Earth" }, /^TIMEZONE: write a time zone/],
    [{ INTENTS_DIR: "a,,b" }, /^INTENTS_DIR: /],
    [{ API_TOKEN: "short" }, /^API_TOKEN: write at least 16/],
    [{ HOST: "0.0.0.0" }, /^API_TOKEN: set one/],
    [{ PUBLIC_URL: "https://help.example.com" }, /^API_TOKEN: set one/],
    [{ PUBLIC_URL: "http://help.example.com", API_TOKEN: "0123456789abcdef" }, /^PUBLIC_URL: .*https/],
    [{ DISCORD_BOT_TOKEN: "bot" }, /^DISCORD_BOT_TOKEN: .*portal/],
    [{ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_GUILD_ID: "my server" }, /^DISCORD_GUILD_ID: .*17 to 20 digits/],
    [{ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_STAFF_CHANNEL_ID: ID }, /^DISCORD_GUILD_ID: set it/],
    [{ DISCORD_GUILD_ID: ID }, /^DISCORD_BOT_TOKEN: set it, DISCORD_GUILD_ID needs it/],
    [{ TELEGRAM_BOT_TOKEN: "bot" }, /^TELEGRAM_BOT_TOKEN: .*@BotFather/],
    [{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_STAFF_CHAT_ID: "agents" }, /^TELEGRAM_STAFF_CHAT_ID: .*-100/],
    [{ TELEGRAM_STAFF_CHAT_ID: "-1001" }, /^TELEGRAM_BOT_TOKEN: set it/],
    [{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_WEBHOOK_URL: "https://a.example/telegram/webhook" }, /set both/],
    [{ TELEGRAM_WEBHOOK_URL: "https://a.example/x", TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef" }, /end it in/],
    [{ REDIS_URL: "redis://cache" }, /^DATABASE_URL: set it as well/],
    [{ DATABASE_URL: "mysql://db" }, /^DATABASE_URL: write postgres/],
    [{ REDIS_URL: "http://cache" }, /^REDIS_URL: write redis/],
    [{ TELEGRAM_API_ROOT: "ftp://a.example" }, /^TELEGRAM_API_ROOT: .*https/],
    [{ TELEGRAM_WEBHOOK_URL: "http://a.example/telegram/webhook" }, /^TELEGRAM_WEBHOOK_URL: .*https/],
    [{ TELEGRAM_WEBHOOK_SECRET: "short" }, /^TELEGRAM_WEBHOOK_SECRET: write 16 to 256/],
    [{ SESSION_SECRET: "short" }, /^SESSION_SECRET: write at least 32/],
    [{ ROLE: "worker" }, /^ROLE: .*REDIS_URL/],
    [{ ROLE: "boss" }, /^ROLE: write one of all, intake, worker, web/],
    [{ TELEGRAM_BOT_TOKN: TOKEN }, /^TELEGRAM_BOT_TOKN: there is no such setting/],
  ] as const)("%j", (env, expected) => {
    expect(problemsOf(env).some((problem) => expected.test(problem))).toBe(true);
  });
});

test("no problem repeats a value, which may be a secret", () => {
  const secret = "hush-hush";
  const names = [
    "PORT",
    "API_TOKEN",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "DATABASE_URL",
    "REDIS_URL",
    "ROLE",
  ];

  const problems = problemsOf(Object.fromEntries(names.map((name) => [name, secret])));

  expect(problems.length).toBeGreaterThanOrEqual(names.length - 1);
  expect(problems.join("\n")).not.toContain(secret);
});
