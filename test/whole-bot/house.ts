/**
 * The whole bot as a process of its own against a strict fake Telegram: what a test of this folder stands on. Only the wire is
 * fake; database, HTTP door, matcher and pack are the ones people run.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Chat } from "../emulators/telegram/chat.ts";
import { startTelegram, type TelegramServer } from "../emulators/telegram/server.ts";
import type { Message, Topic } from "../emulators/telegram/types.ts";
import type { User } from "../emulators/telegram/user.ts";

export type Intake = "polling" | "webhook";
export type Environment = Readonly<Record<string, string>>;

const READY_MS_MAX = 60_000;
const root = new URL("../../", import.meta.url);

/** One run of the bot. `output` is everything it printed; `exit` resolves with its exit code. */
export type Run = {
  readonly output: () => string;
  readonly exit: Promise<number | null>;
  readonly kill: (signal: "SIGTERM" | "SIGKILL") => Promise<number | null>;
};

/**
 * Starts `node src/start.js` with nothing of the caller's environment but the path. `fileKilobytesMax` stands for a full disk:
 * no file the bot writes may grow beyond it.
 */
export function runBot(env: Environment, fileKilobytesMax: number | "unlimited" = "unlimited"): Run {
  const child = spawn("bash", ["-c", `ulimit -f ${fileKilobytesMax}; exec "$0" src/start.js`, process.execPath], {
    cwd: root,
    // Whatever day the test runs on, people are there.
    env: { PATH: process.env["PATH"], BUSINESS_HOURS: "24/7", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const exit = exitOf(child);
  return {
    output: () => printed,
    exit,
    kill: (signal) => {
      child.kill(signal);
      return exit;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", (code) => resolve(code)));
}

export async function untilReady(run: Run): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  const ended = run.exit.then(() => true);
  while (!run.output().includes("Ready.")) {
    const isOver = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 25))]);
    if (isOver === true || Date.now() > deadline) throw new Error(`the bot did not get ready:\n${run.output()}`);
  }
}

/** What the HTTP door answered. The shape of `body` is what the test is about, so it is left open. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into JSON it does not know.
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

export type House = {
  readonly tg: TelegramServer;
  readonly agents: Chat;
  readonly ann: User;
  readonly bo: User;
  readonly url: string;
  readonly env: Environment;
  readonly run: () => Run;
  /** Ends the bot the hard way, as a power cut would, and starts it again on the same database. */
  readonly killAndRestart: () => Promise<void>;
  /** Stops everything; fails when the bot broke a rule of the network or did not leave cleanly. */
  readonly close: () => Promise<void>;
  /** Calls the API. `body` is the parsed JSON, or the text when it is none. */
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
};

export async function openHouse(intake: Intake, more: Environment = {}): Promise<House> {
  // The real network tries for a day; the bot is away for seconds here.
  const tg = await startTelegram({ rateLimits: "off", webhookRetryMs: Array.from({ length: 100 }, () => 200) });
  const [ann, bo] = [tg.user({ first_name: "Ann" }), tg.user({ first_name: "Bo" })];
  const agents = tg.forum({ title: "Agents", members: [bo], admins: [ann] });
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-"));
  const env = { ...environmentOf({ tg, agents, port, intake }), DATA_DIR: dataDir, ...more };
  const url = `http://127.0.0.1:${port}`;
  let run = runBot(env);
  await untilReady(run);
  return {
    ...{ tg, agents, ann, bo, url, env },
    run: () => run,
    killAndRestart: async () => {
      await run.kill("SIGKILL");
      run = runBot(env);
      await untilReady(run);
    },
    close: async () => {
      const code = await run.kill("SIGTERM");
      await tg.stop();
      await rm(dataDir, { recursive: true, force: true });
      tg.assertClean();
      if (code !== 0) throw new Error(`the bot left with ${code}:\n${run.output()}`);
    },
    get: (path) => call(`${url}${path}`, {}),
    post: (path, body = {}) => post(`${url}${path}`, body),
  };
}

/** One HTTP call, its answer read. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Posts JSON. */
export function post(url: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return call(url, { method: "POST", headers, body: JSON.stringify(body) });
}

type Plan = { readonly tg: TelegramServer; readonly agents: Chat; readonly port: number; readonly intake: Intake };

function environmentOf({ tg, agents, port, intake }: Plan): Environment {
  const webhook = {
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
    TELEGRAM_WEBHOOK_SECRET: "a-secret-of-this-test",
  };
  return {
    PORT: String(port),
    TELEGRAM_BOT_TOKEN: tg.token,
    TELEGRAM_API_ROOT: tg.apiRoot,
    TELEGRAM_STAFF_CHAT_ID: String(agents.id),
    DEFAULT_LANGUAGE: "en",
    ...(intake === "webhook" ? webhook : {}),
  };
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** The topic of a ticket in the staff forum with its card, once agents can work in it. */
export async function topicOf(
  { tg, agents }: Pick<House, "tg" | "agents">,
  ticketId: number,
): Promise<{ topic: Topic; card: Message }> {
  const card = await tg.expectMessage({ chat: agents, text: new RegExp(`^#${ticketId} · `) }, { timeout: 10_000 });
  const topic = agents.topics.get(card.message_thread_id ?? 0);
  if (!topic) throw new Error(`the card of ticket ${ticketId} is in no topic`);
  await tg.expectMessage({ chat: agents, thread: topic, text: /^What was said so far/ }, { timeout: 10_000 });
  return { topic, card };
}
