/**
 * A PostgreSQL of its own for one test file: the system's programs on a free port, in a folder of its own that goes with it.
 * It does not wait for the disk, so it forgets only when the machine dies, not when somebody kills it.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { postgresFolder } from "../../scripts/left-out.ts";

const FOLDER = postgresFolder();
/** With CI=true nothing may be left out, so the test runs and fails for want of a server. */
export const isLeftOut = FOLDER === null && process.env["CI"] !== "true";

export type Postgres = {
  /** Of the database every server begins with. */
  readonly url: string;
  readonly port: number;
  /** A new database, empty or like the one at an address that nobody is connected to; returns its address. */
  createDatabase(like?: string): Promise<string>;
  /** Ends it as an administrator would, without waiting for anybody, and starts it again with what it kept. */
  restart(): Promise<void>;
  /** Ends every process of it at once; `start` brings it back. */
  kill9(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
};

const FAST_SETTINGS = {
  fsync: "off",
  full_page_writes: "off",
  max_connections: "200",
  shared_buffers: "64MB",
  // Its crash recovery and its end should not take longer than the test itself.
  checkpoint_timeout: "30min",
} as const;

/** `settings` are parameters of postgresql.conf, on top of what makes tests fast. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-pg-"));
  const owner = ownerOf();
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
  const initdb = ["-D", join(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await promisify(execFile)(programOf("initdb"), initdb, { ...owner, cwd: folder });
  const port = await freePort();
  const addressOf = (database: string) => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const url = addressOf("postgres");
  const launching = { folder, port, url, owner, settings: { ...FAST_SETTINGS, ...settings } };
  let child = await launch(launching);
  let databases = 0;
  const start = async (): Promise<void> => {
    child = await launch(launching);
  };
  return {
    ...{ url, port, start },
    async createDatabase(like) {
      databases += 1;
      const name = `test_${databases}`;
      const template = like === undefined ? "" : ` template ${new URL(like).pathname.slice(1)} strategy file_copy`;
      await statement(url, `create database ${name}${template}`);
      return addressOf(name);
    },
    async restart() {
      await end(child, "SIGINT");
      await start();
    },
    kill9: () => killAll(child),
    async stop() {
      await end(child, "SIGINT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function statement(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

type Owner = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root, so there it runs as the user its package made. */
function ownerOf(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error("PostgreSQL does not run as root, and there is no user postgres");
  return { uid: Number(uid), gid: Number(gid) };
}

function programOf(name: string): string {
  if (FOLDER === null) throw new Error("there is no PostgreSQL: install it, or set AFTERCARE_POSTGRES to its folder");
  return join(FOLDER, name);
}

type Launching = {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly owner: Owner | null;
  readonly settings: Readonly<Record<string, string>>;
};

const START_MS_MAX = 20_000;

async function launch(launching: Launching): Promise<ChildProcess> {
  const { folder, port, url, owner, settings } = launching;
  const all = { ...settings, listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: folder };
  const words = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const begun = Date.now();
  let child: ChildProcess | null = null;
  while (Date.now() - begun < START_MS_MAX) {
    // After a kill the memory of the old processes may still be in use for a moment, and the new one gives up.
    if (child === null || child.exitCode !== null) {
      child = spawn(programOf("postgres"), ["-D", join(folder, "data"), ...words], {
        ...owner,
        cwd: folder,
        stdio: "ignore",
      });
    }
    try {
      await statement(url, "select 1");
      return child;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  child?.kill("SIGQUIT");
  throw new Error("PostgreSQL did not start");
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** Its processes have sessions of their own, so a signal to the first does not reach the others. */
async function killAll(child: ChildProcess): Promise<void> {
  const { pid = 0 } = child;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  const ended = end(child, "SIGKILL");
  for (const each of children) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It was faster.
    }
  }
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port to be had");
  return address.port;
}
