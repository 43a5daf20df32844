/**
 * The only place that knows every room: reads the settings, opens what they name, wires it together, and stops it in order.
 * A wrong setting or pack stops the start with every problem listed and exit 78; what is opened is closed again.
 */
import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { fileURLToPath } from "node:url";
import pino from "pino";
import packageJson from "../package.json" with { type: "json" };
import { announcement } from "./announcement.ts";
import { type Listener, openAftercare } from "./app/aftercare.ts";
import { type Clock, openClock } from "./app/clock.ts";
import { openEvidence } from "./app/evidence/evidence.ts";
import { gateOn } from "./app/evidence/gate.ts";
import { openFaqLife } from "./app/faq/life.ts";
import { teachOf } from "./app/faq/teach.ts";
import { reportsFrom } from "./app/figure-report.ts";
import { ledListener } from "./app/lead.ts";
import { profileOf } from "./app/learning/profile.ts";
import { learningOver } from "./app/learning/take-in.ts";
import { reportOn } from "./app/report.ts";
import { staffingOn } from "./app/staffing.ts";
import { discordChannel } from "./channels/discord/channel.ts";
import { telegramChannel } from "./channels/telegram/channel.ts";
import { terminalChannel } from "./channels/terminal/channel.ts";
import { webChannel } from "./channels/web/channel.ts";
import { firstAdminHint } from "./cli/first-admin.ts";
import { type Config, parseConfig } from "./config.ts";
import { BellError, ConfigError, StoreError } from "./core/errors.ts";
import { type ChannelName, LANGUAGES, type LearnerId, type StaffRoom } from "./core/model.ts";
import { phrasesIn } from "./core/phrases/phrases.ts";
import type { Channel, Feedback, Now, Store } from "./core/ports.ts";
import { openDesk } from "./desk/desk.ts";
import { shopDoors } from "./desk/shops/doors.ts";
import { type Ground, type OpenBells, openBells, openTheStore } from "./ground.ts";

const EXIT_CONFIG = 78;
/** Places asked for what was missed while nobody listened: the ones heard last. */
const MARKS_MAX = 200;
const consoleDir = fileURLToPath(new URL("./console/", import.meta.url));
/** Another name for every process, so that replicas can tell each other apart. */
const replica = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

/** `begin` resolves once learners are listened to; `stop` may be asked at any time, also while it is still beginning. */
type Bot = { readonly begin: () => Promise<void>; readonly stop: () => Promise<void> };
/** What was opened, to be closed in the opposite order. */
type Closing = (() => Promise<unknown> | unknown)[];

async function open(config: Config, stopping: AbortController): Promise<Bot> {
  const log = pino({ level: config.logLevel, base: { name: "aftercare" } }, pino.destination({ fd: 2, sync: true }));
  const closing: Closing = [];
  try {
    return await openOn({ config, replica, log, signal: stopping.signal, stop: () => stopping.abort() }, closing);
  } catch (error) {
    for (const close of closing.reverse()) await close();
    throw error;
  }
}

/** `stop` asks for the end, as a signal would. */
type Beginning = Ground & { readonly stop: () => void };

async function openOn(ground: Beginning, closing: Closing): Promise<Bot> {
  const { config, log } = ground;
  const store = await openTheStore(ground);
  closing.push(() => store.close());
  const clock = await openClock(store, log);
  closing.push(() => clock.stop());
  const gate = gateOn(() => evidence);
  const faq = await openFaqLife({ store: store.faq, directories: config.intentsDirs, now: clock.now, log, gate });
  closing.push(() => faq.stop());
  const { bells, isReachable, board } = await openBells(ground, clock);
  closing.push(() => bells.stop());
  const networks = networksOf(ground, { store, now: clock.now }).map((each) => ({ ...each, channel: each.open() }));
  const channels = networks.map(({ channel }) => channel);
  const listeners = listenersOf(ground, store, networks);
  const evidence = openEvidence({ store, bells, now: clock.now, log, faq: faq.current, settings: settingsOf(config) });
  const aftercare = openAftercare({
    ...{ replica, store, bells, channels, listeners, now: clock.now, log },
    isWorker: config.role === "all" || config.role === "worker",
    ...{ faq: () => evidence.asking(faq.current()), teach: teachOf(faq, store) },
    ...{ atNight: evidence.nightly, settings: settingsOf(config) },
  });
  const shops = shopsOf(store, { config, log, now: clock.now });
  const desk = await openDesk({
    ...{ host: config.host, port: config.port, apiToken: config.apiToken, publicUrl: config.publicUrl },
    ...{ ...figuresOf(store, { config, now: clock.now }), ...keptIn(store) },
    ...{ sessionSecret: config.sessionSecret, board, version: packageJson.version },
    whatIsMissing: () => whatIsMissing({ store, clock, listeners, isReachable }),
    ...{ act: aftercare.act, attend: aftercare.attend, evidence, people: aftercare.staff },
    ...{ faq, hasIntent: (intentId: string) => faq.current().pack.intents.has(intentId) },
    ...{ learning: shops.learning, profile: shops.profile, openFile: openFileOf(store, channels) },
    doors: [...doorsOf(channels, listeners), ...shops.doors],
    countWaiting: () => bells.human.count(),
    ...{ log, now: clock.now, consoleDir },
  });
  const hint = firstAdminHint(await store.accounts.count(), { isEmbedded: config.databaseUrl === null });
  process.stdout.write(announcement(config, { url: desk.url, version: packageJson.version }) + hint);
  return {
    begin: async () => {
      await Promise.all([evidence.start(), aftercare.start()]);
      process.stdout.write("Ready.\n");
    },
    stop: async () => {
      // Together: callers of the desk and learners are both told "later" from the same moment on.
      await Promise.all([aftercare.stop(), desk.close(), evidence.stop()]);
      await faq.stop();
      clock.stop();
      await store.close();
    },
  };
}

function figuresOf(store: Store, { config, now }: { readonly config: Config; readonly now: Now }) {
  return {
    report: reportOn(store, config.satisfiedFrom),
    reports: reportsFrom({ store, schedule: config.schedule, satisfiedFrom: config.satisfiedFrom, now }),
    feedback: (feedback: Feedback) => store.addFeedback(feedback),
    staffing: staffingOn({ store, schedule: config.schedule, now }),
  };
}

/** What the desk reads and writes by itself. */
function keptIn(store: Store) {
  const { accounts, staff, search, opinions, quality } = store;
  return { accounts, staff, search, opinions, quality };
}

/** Where networks call us: those we listen to. */
function doorsOf(channels: readonly Channel[], listeners: readonly Listener[]) {
  const isHeard = ({ name }: Channel): boolean => listeners.some((listener) => listener.name === name);
  return channels.filter(isHeard).flatMap(({ doors }) => doors);
}

/** What shops tell, and where they call us. */
function shopsOf(store: Store, { config, log, now }: Pick<Ground, "config" | "log"> & { readonly now: Now }) {
  const learning = learningOver(store, { now, identitySecret: config.identitySecret });
  const profile = (learnerId: LearnerId) => profileOf(store, learnerId);
  return { learning, profile, doors: shopDoors(config.shopSecrets, { learning, log, now }) };
}

/** A network that is set up. `isLed`: of several replicas one alone may listen to it. */
type Network = { readonly name: ChannelName; readonly isLed: boolean; readonly open: () => Channel };
type Opened = Network & { readonly channel: Channel };

/** Every channel there is, one line each. */
function networksOf(beginning: Beginning, { store, now }: { store: Store; now: Now }): readonly Network[] {
  const { config, log, stop: onEnd } = beginning;
  const { telegram, discord, publicUrl } = config;
  const common = { log, now, defaultLanguage: config.defaultLanguage };
  const marks = (bot: string) => store.marks("discord", bot, MARKS_MAX);
  const networks: readonly (Network | null | false)[] = [
    { name: "web", isLed: false, open: () => webChannel({ ...common, publicUrl, chats: store.webChats }) },
    telegram && {
      ...({ name: "telegram", isLed: telegram.webhook === null } as const),
      open: () => telegramChannel({ ...common, ...telegram, commands: commandMenus() }),
    },
    discord && {
      ...({ name: "discord", isLed: true } as const),
      open: () => discordChannel({ ...common, ...discord, webChatUrl: chatAddress(config), marks }),
    },
    process.argv.includes("--terminal") && {
      ...({ name: "terminal", isLed: false } as const),
      open: () => terminalChannel({ ...terminalOf(process.env), onEnd }),
    },
  ];
  return networks.filter((network) => network !== null && network !== false);
}

/** With replicas one alone may poll or hold a gateway; webhooks and browsers arrive at all of them. */
function listenersOf(ground: Ground, store: Store, networks: readonly Opened[]): readonly Listener[] {
  const { role, redisUrl } = ground.config;
  return networks.flatMap(({ name, isLed, open, channel }) => {
    const isListenedTo = role === "all" || role === "intake" || (role === "web" && name === "web");
    if (!isListenedTo) return [];
    if (!isLed || redisUrl === null) return [channel];
    return [
      ledListener({ channel: name, holder: replica, leases: store.leases, open: async () => open(), log: ground.log }),
    ];
  });
}

function commandMenus() {
  const menu = (who: "learner" | "agent") => {
    const lines = LANGUAGES.map((language) => [language, linesOf(phrasesIn(language).commands[who])] as const);
    return { zh: [], en: [], ...Object.fromEntries(lines) };
  };
  return { learner: menu("learner"), agent: menu("agent") };
}

function linesOf(descriptions: Readonly<Record<string, string>>) {
  return Object.entries(descriptions).map(([command, description]) => ({ command, description }));
}

function terminalOf(env: NodeJS.ProcessEnv) {
  const languageHint = env["LC_ALL"] || env["LANG"] || null;
  return { input: process.stdin, output: process.stdout, learner: userInfo().username, languageHint };
}

/** Where a learner can go on whom a network does not let us write to; null when the bot is on this machine only. */
function chatAddress({ publicUrl }: Config): string | null {
  return publicUrl === null ? null : `${publicUrl}/chat`;
}

function settingsOf({ telegram, discord, defaultLanguage, schedule, satisfiedFrom, publicUrl }: Config) {
  const rooms = [
    { channel: "telegram", chatId: telegram?.staffChatId },
    { channel: "discord", chatId: discord?.staffChannelId },
  ] as const;
  const staffRooms = rooms.flatMap(({ channel, chatId }): readonly StaffRoom[] =>
    chatId ? [{ channel, chatId }] : [],
  );
  return {
    staffRooms,
    staffLanguage: defaultLanguage,
    defaultLanguage,
    schedule,
    satisfiedFrom,
    consoleUrl: publicUrl,
  };
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
    const channel = channels.find(({ name }) => name === file?.keeper);
    if (!file?.ref || !channel) return null;
    return { name: file.name, mime: file.mime, body: await channel.openFile(file.ref) };
  };
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
    bot = await open(parsed.config, stopping);
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
