/**
 * A Redis of its own for one test file: the system's redis-server on a free port, in a folder of its own, which it loses when
 * it is stopped. It writes an append-only file, so that a restart finds what was there.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redisServerPath } from "../../scripts/left-out.ts";

export const REDIS = redisServerPath();
/** With CI=true nothing may be left out, so the test runs and fails for want of a server. */
export const isLeftOut = REDIS === null && process.env["CI"] !== "true";

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  /** Ends it in good order and starts it again on the same port and files. */
  restart(): Promise<void>;
  /** Ends it at once; `start` brings it back with what it had written. */
  kill9(): Promise<void>;
  start(): Promise<void>;
  /** It answers nothing and closes nothing, until `resume`. */
  freeze(): void;
  resume(): void;
  /** Forgets everything. */
  flush(): Promise<void>;
  /** Sends one command and returns the first line of the reply. */
  command(...words: readonly string[]): Promise<string>;
  stop(): Promise<void>;
};

/** `settings` are words of redis-server's command line. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-redis-"));
  const port = await freePort();
  let child = await launch(folder, port, settings);
  const command = (...words: readonly string[]) => say(port, words);
  const start = async (): Promise<void> => {
    child = await launch(folder, port, settings);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill("SIGCONT");
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async restart() {
      await end("SIGTERM");
      await start();
    },
    kill9: () => end("SIGKILL"),
    start,
    freeze: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    async flush() {
      await command("FLUSHALL");
    },
    command,
    async stop() {
      await end("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, port: number, settings: readonly string[]): Promise<ChildProcess> {
  if (REDIS === null) throw new Error("there is no redis-server: install one, or set AFTERCARE_REDIS to its path");
  const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""];
  const child = spawn(REDIS, [...own, ...settings], { stdio: "ignore" });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    // An answer of any kind means that it takes commands; while it reads its file it says LOADING.
    const answer = await say(port, ["PING"]).catch(() => "-LOADING");
    if (!answer.startsWith("-LOADING")) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Without a client library: a command is a line of words, an answer begins with a line. */
/** One command, and the first line of its reply. */
export async function say(port: number, words: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`);
    const [reply] = await once(socket, "data");
    return String(reply).split("\r\n", 1)[0] ?? "";
  } finally {
    socket.destroy();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port to be had");
  return address.port;
}
