/**
 * The only place that knows every room: reads the settings, opens what they name, wires it together, and stops it in order.
 * A wrong setting or pack stops the start with every problem listed and exit 78; what is opened is closed again.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import pino from "pino";
import packageJson from "../package.json" with { type: "json" };
import { type Listener, openAftercare } from "./app/aftercare.ts";
import { type Clock, openClock } from "./app/clock.ts";
import { ledListener } from "./app/lead.ts";
import type { Faq } from "./app/parts.ts";
import { reportOn } from "./app/report.ts";
import { troubleLogger } from "./app/ring.ts";
import { waitFor } from "./app/wait-for.ts";
import { inProcessBells } from "./bells/in-process.ts";
import { telegramChannel } from "./channels/telegram/channel.ts";
import { firstAdminHint } from "./cli/first-admin.ts";
import { type Config, parseConfig, type TelegramConfig } from "./config.ts";
import { BellError, ConfigError, StoreError } from "./core/errors.ts";
import { LANGUAGES, type StaffRoom } from "./core/model.ts";
import { phrasesIn } from "./core/phrases/phrases.ts";
import type { Bells, Channel, Store } from "./core/ports.ts";
import { openDesk } from "./desk/desk.ts";
import { trainMatcher } from "./nlu/matcher.ts";
import { loadPack } from "./nlu/pack/load.ts";
import { openStore } from "./store/store.ts";

const EXIT_CONFIG = 78;
const consoleDir = fileURLToPath(new URL("./console/", import.meta.url));
/** Another name for every process, so that replicas can tell each other apart. */
const replica = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

/** `begin` resolves once learners are listened to; `stop` may be asked at any time, also while it is still beginning. */
type Bot = { readonly begin: () => Promise<void>; readonly stop: () => Promise<void> };
/** What was opened, to be closed in the opposite order. */
type Closing = (() => Promise<unknown> | unknown)[];
type Ground = { readonly config: Config; readonly faq: Faq; readonly log: pino.Logger; readonly signal: AbortSignal };

async function open(config: Config, signal: AbortSignal): Promise<Bot> {
  const log = pino({ level: config.logLevel, base: { name: "aftercare" } }, pino.destination({ fd: 2, sync: true }));
  const faq = await faqOf(config.intentsDirs);
  const closing: Closing = [];
  try {
    return await openOn({ config, faq, log, signal }, closing);
  } catch (error) {
    for (const close of closing.reverse()) await close();
    throw error;
  }
}

async function openOn(ground: Ground, closing: Closing): Promise<Bot> {
  const { config, faq, log } = ground;
  const store = await openTheStore(ground);
  closing.push(() => store.close());
  const clock = await openClock(store, log);
  closing.push(() => clock.stop());
  const { bells, isReachable, board } = await openBells(ground, clock);
  closing.push(() => bells.stop());
  const channels = config.telegram ? [await openTelegram(config.telegram, log)] : [];
  const listeners = config.role === "all" || config.role === "intake" ? listenersOf(ground, store, channels) : [];
  const aftercare = openAftercare({
    ...{ store, bells, channels, listeners, now: clock.now, log },
    isWorker: config.role === "all" || config.role === "worker",
    faq: () => faq,
    settings: settingsOf(config),
  });
  const desk = await openDesk({
    ...{ host: config.host, port: config.port, apiToken: config.apiToken, publicUrl: config.publicUrl },
    ...{ accounts: store.accounts, sessionSecret: config.sessionSecret, board },
    version: packageJson.version,
    whatIsMissing: () => whatIsMissing({ store, clock, listeners, isReachable }),
    report: reportOn(store),
    act: aftercare.act,
    feedback: (feedback) => store.addFeedback(feedback),
    openFile: openFileOf(store, channels),
    doors: listeners.length > 0 ? channels.flatMap(({ door }) => (door ? [door] : [])) : [],
    countWaiting: () => bells.human.count(),
    ...{ log, now: clock.now, consoleDir },
  });
  const hint = firstAdminHint(await store.accounts.count(), { isEmbedded: config.databaseUrl === null });
  process.stdout.write(announcement(config, desk.url) + hint);
  return {
    begin: async () => {
      await aftercare.start();
      process.stdout.write("Ready.\n");
    },
    stop: async () => {
      // Together: callers of the desk and learners are both told "later" from the same moment on.
      await Promise.all([aftercare.stop(), desk.close()]);
      clock.stop();
      await store.close();
    },
  };
}

async function faqOf(intentsDirs: readonly string[]): Promise<Faq> {
  const loaded = await loadPack(intentsDirs);
  if ("problems" in loaded) throw new ConfigError(loaded.problems);
  return { pack: loaded.pack, match: trainMatcher(loaded.pack) };
}

async function openTheStore({ config, log, signal }: Ground): Promise<Store> {
  const { databaseUrl, dataDir, redisUrl } = config;
  if (databaseUrl === null) return await openStore({ dataDir });
  // Without Redis nobody would ring another process, so there must be none.
  const options = { databaseUrl, replica, isOnlyReplica: redisUrl === null };
  const isWorthWaiting = (error: unknown) => error instanceof StoreError && error.kind === "broken";
  return await waitFor(() => openStore(options), { what: "the database (DATABASE_URL)", isWorthWaiting, log, signal });
}

type OpenBells = {
  readonly bells: Bells;
  readonly isReachable: () => Promise<boolean>;
  readonly board: Parameters<typeof openDesk>[0]["board"];
};

async function openBells({ config, log, signal }: Ground, { now }: Clock): Promise<OpenBells> {
  const onTrouble = troubleLogger(log);
  const { redisUrl } = config;
  if (redisUrl === null) {
    return { bells: inProcessBells({ now, onTrouble }), isReachable: async () => true, board: null };
  }
  // Whoever runs embedded does not pay for a client they never use.
  const { bullmqBells } = await import("./bells/bullmq/bells.ts");
  const { boardOf } = await import("./bells/bullmq/board.ts");
  const onRedis = (report: object) => log.warn(report, "redis");
  const isWorthWaiting = (error: unknown) => error instanceof BellError;
  const waiting = { what: "Redis (REDIS_URL)", isWorthWaiting, log, signal };
  const bells = await waitFor(() => bullmqBells({ redisUrl, now, onTrouble, onRedis }), waiting);
  return { bells, isReachable: () => bells.isReachable(), board: await boardOf(bells) };
}

/** With replicas one alone may poll; webhooks arrive at all of them. */
function listenersOf({ config, log }: Ground, store: Store, channels: readonly Channel[]): readonly Listener[] {
  const { telegram } = config;
  if (telegram === null || telegram.webhook !== null || config.redisUrl === null) return channels;
  const open = () => openTelegram(telegram, log);
  return [ledListener({ channel: "telegram", holder: replica, leases: store.leases, open, log })];
}

function openTelegram(telegram: TelegramConfig, log: pino.Logger): Promise<Channel> {
  const menu = (who: "learner" | "agent") => {
    const lines = LANGUAGES.map((language) => [language, linesOf(phrasesIn(language).commands[who])] as const);
    return { zh: [], en: [], ...Object.fromEntries(lines) };
  };
  return telegramChannel({ ...telegram, commands: { learner: menu("learner"), agent: menu("agent") }, log });
}

function linesOf(descriptions: Readonly<Record<string, string>>) {
  return Object.entries(descriptions).map(([command, description]) => ({ command, description }));
}

function settingsOf({ telegram, defaultLanguage }: Config) {
  const staffRooms: readonly StaffRoom[] = telegram?.staffChatId
    ? [{ channel: "telegram", chatId: telegram.staffChatId }]
    : [];
  return { staffRooms, staffLanguage: defaultLanguage, defaultLanguage };
}

type Needed = Pick<OpenBells, "isReachable"> & {
  readonly store: Store;
  readonly clock: Clock;
  readonly listeners: readonly Listener[];
};

async function whatIsMissing({ store, clock, listeners, isReachable }: Needed): Promise<readonly string[]> {
  await store.proveWritable(clock.now());
  const silent = listeners.filter((listener) => !listener.isListening()).map(({ name }) => `channel ${name}`);
  return (await isReachable()) ? silent : [...silent, "redis"];
}

function openFileOf(store: Store, channels: readonly Channel[]): Parameters<typeof openDesk>[0]["openFile"] {
  return async (fileId) => {
    const file = await store.file(fileId);
    const channel = channels.find(({ name }) => name === file?.channel);
    if (!file?.ref || !channel) return null;
    return { name: file.name, mime: file.mime, body: await channel.openFile(file.ref) };
  };
}

function announcement(config: Config, url: string): string {
  const api = config.apiToken === null ? "open to this machine only (set API_TOKEN to change that)" : "needs API_TOKEN";
  const way = config.telegram?.webhook ? "by webhook" : "by long polling";
  const agents = config.telegram?.staffChatId
    ? "in the forum"
    : "on the console only (TELEGRAM_STAFF_CHAT_ID is not set)";
  const telegram = config.telegram
    ? `${way}, agents ${agents}`
    : "off: set TELEGRAM_BOT_TOKEN to the token @BotFather gave you";
  const rows = config.databaseUrl === null ? config.dataDir : "PostgreSQL";
  const bells = config.redisUrl === null ? "" : `, bells on Redis, role ${config.role}`;
  return `Aftercare ${packageJson.version}\n  Console   ${url}/\n  API       ${api}\n  Telegram  ${telegram}\n  Data      ${rows}${bells}\n`;
}

/** Expected reasons not to start are told without a stack; anything else is our bug and crashes. */
function refuse(error: unknown): void {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_CONFIG;
  } else if (error instanceof StoreError || error instanceof BellError) {
    process.stderr.write(`cannot start: ${error.message}\n`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}

async function main(): Promise<void> {
  const parsed = parseConfig(process.env);
  if ("problems" in parsed) return refuse(new ConfigError(parsed.problems));
  const stopping = new AbortController();
  const stopAsked = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
  let bot: Bot | null = null;
  try {
    bot = await open(parsed.config, stopping.signal);
    // A network that is away keeps `begin` waiting; a stop must not wait with it.
    await Promise.race([bot.begin(), stopAsked]);
    await stopAsked;
  } catch (error) {
    refuse(error);
  }
  await bot?.stop();
  process.exit();
}

await main();
