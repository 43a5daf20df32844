/**
 * The only place that knows every room: reads the settings, opens what they name, wires it together, and stops it in order.
 * A wrong setting or pack stops the start with every problem listed and exit 78; what is opened is closed again.
 */
import { fileURLToPath } from "node:url";
import pino from "pino";
import packageJson from "../package.json" with { type: "json" };
import { openAftercare } from "./app/aftercare.ts";
import type { Faq } from "./app/parts.ts";
import { reportOn } from "./app/report.ts";
import { inProcessBells } from "./bells/in-process.ts";
import { telegramChannel } from "./channels/telegram/channel.ts";
import { type Config, parseConfig, type TelegramConfig } from "./config.ts";
import { ConfigError, StoreError } from "./core/errors.ts";
import { LANGUAGES, type StaffRoom } from "./core/model.ts";
import { phrasesIn } from "./core/phrases/phrases.ts";
import type { Channel, Store } from "./core/ports.ts";
import { openDesk } from "./desk/desk.ts";
import { trainMatcher } from "./nlu/matcher.ts";
import { loadPack } from "./nlu/pack/load.ts";
import { openStore } from "./store/store.ts";

const EXIT_CONFIG = 78;
const consoleDir = fileURLToPath(new URL("./console/", import.meta.url));

/** `begin` resolves once learners are listened to; `stop` may be asked at any time, also while it is still beginning. */
type Bot = { readonly begin: () => Promise<void>; readonly stop: () => Promise<void> };

async function open(config: Config): Promise<Bot> {
  const log = pino({ level: config.logLevel, base: { name: "aftercare" } }, pino.destination({ fd: 2, sync: true }));
  const faq = await faqOf(config.intentsDirs);
  const store = await openStore({ dataDir: config.dataDir });
  try {
    return await openOn(store, { config, faq, log });
  } catch (error) {
    await store.close();
    throw error;
  }
}

type Given = { readonly config: Config; readonly faq: Faq; readonly log: pino.Logger };

async function openOn(store: Store, { config, faq, log }: Given): Promise<Bot> {
  const now = Date.now;
  const bells = inProcessBells({
    now,
    onTrouble: (bell, trouble) =>
      log.error({ bell, err: trouble }, "a bell was not heard out; the sweeper rings again"),
  });
  const channels = config.telegram ? [await openTelegram(config.telegram, log)] : [];
  const aftercare = openAftercare({
    ...{ store, bells, channels, now, log },
    faq: () => faq,
    settings: settingsOf(config),
  });
  const desk = await openDesk({
    ...{ host: config.host, port: config.port, apiToken: config.apiToken, publicUrl: config.publicUrl },
    version: packageJson.version,
    whatIsMissing: () => whatIsMissing(store, channels),
    report: reportOn(store),
    act: aftercare.act,
    feedback: (feedback) => store.addFeedback(feedback),
    openFile: openFileOf(store, channels),
    doors: channels.flatMap(({ door }) => (door ? [door] : [])),
    countWaiting: () => bells.human.count(),
    ...{ log, now, consoleDir },
  });
  process.stdout.write(announcement(config, desk.url));
  return {
    begin: async () => {
      await aftercare.start();
      process.stdout.write("Ready.\n");
    },
    stop: async () => {
      await aftercare.stop();
      await desk.close();
      await store.close();
    },
  };
}

async function faqOf(intentsDirs: readonly string[]): Promise<Faq> {
  const loaded = await loadPack(intentsDirs);
  if ("problems" in loaded) throw new ConfigError(loaded.problems);
  return { pack: loaded.pack, match: trainMatcher(loaded.pack) };
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

async function whatIsMissing(store: Store, channels: readonly Channel[]): Promise<readonly string[]> {
  await store.proveWritable(Date.now());
  return channels.filter((channel) => !channel.isListening()).map(({ name }) => `channel ${name}`);
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
  const telegram = config.telegram
    ? `${config.telegram.webhook ? "by webhook" : "by long polling"}, agents ${config.telegram.staffChatId ? "in the forum" : "on the console only (TELEGRAM_STAFF_CHAT_ID is not set)"}`
    : "off: set TELEGRAM_BOT_TOKEN to the token @BotFather gave you";
  return `Aftercare ${packageJson.version}\n  Console   ${url}/\n  API       ${api}\n  Telegram  ${telegram}\n  Data      ${config.dataDir}\n`;
}

/** Expected reasons not to start are told without a stack; anything else is our bug and crashes. */
function refuse(error: unknown): void {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_CONFIG;
  } else if (error instanceof StoreError) {
    process.stderr.write(`cannot start: ${error.message}\n`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}

async function main(): Promise<void> {
  const parsed = parseConfig(process.env);
  if ("problems" in parsed) return refuse(new ConfigError(parsed.problems));
  const stopAsked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  let bot: Bot | null = null;
  try {
    bot = await open(parsed.config);
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
