/**
 * What some tests need beyond npm, where to look for it, and how a person gets it. Tests ask here whether to skip; the last
 * lines of a test run come from here too, so nothing is ever left out in silence.
 */
import { accessSync, constants, readdirSync } from "node:fs";
import { join } from "node:path";

/** The places where Debian, Ubuntu and Alpine put a system Chromium. Playwright's own download is never used. */
const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
const REDIS_PATHS = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"];
/** Debian keeps the server's programs out of the PATH, one folder per version. */
const POSTGRES_VERSIONS = "/usr/lib/postgresql";
const POSTGRES_FOLDERS = ["/usr/local/bin", "/usr/bin"];

/** Something a machine may lack: `isHere` looks now, `howTo` is one sentence for the person running the tests. */
export type Need = { readonly name: string; readonly isHere: () => boolean; readonly howTo: string };

/**
 * The browser for tests of the console and the web chat, or null when this machine has none.
 *
 * `AFTERCARE_CHROMIUM`, when set, is the only place looked at: a wrong path must not fall back to some other browser.
 */
export function chromiumPath(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  return pathOf(env["AFTERCARE_CHROMIUM"], CHROMIUM_PATHS);
}

/** The redis-server that tests of the queue start for themselves, or null. `AFTERCARE_REDIS` names another one. */
export function redisServerPath(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  return pathOf(env["AFTERCARE_REDIS"], REDIS_PATHS);
}

/**
 * The folder with `initdb` and `postgres` that tests of the store start for themselves, the newest version, or null.
 * `AFTERCARE_POSTGRES` names another one.
 */
export function postgresFolder(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const initdb = pathOf(nameInitdb(env["AFTERCARE_POSTGRES"]), [
    ...postgresVersions().map((version) => join(POSTGRES_VERSIONS, version, "bin", "initdb")),
    ...POSTGRES_FOLDERS.map((folder) => join(folder, "initdb")),
  ]);
  return initdb === null ? null : join(initdb, "..");
}

function nameInitdb(folder: string | undefined): string | undefined {
  return folder === undefined || folder === "" ? undefined : join(folder, "initdb");
}

function postgresVersions(): readonly string[] {
  try {
    return readdirSync(POSTGRES_VERSIONS).toSorted((one, other) => Number(other) - Number(one));
  } catch {
    return [];
  }
}

function pathOf(named: string | undefined, usual: readonly string[]): string | null {
  const candidates = named === undefined || named === "" ? usual : [named];
  return candidates.find(isExecutable) ?? null;
}

export const NEEDS: readonly Need[] = [
  {
    name: "Chromium",
    isHere: () => chromiumPath() !== null,
    howTo: "apt-get install chromium fonts-noto-cjk, or set AFTERCARE_CHROMIUM to the path of a Chromium",
  },
  {
    name: "Redis",
    isHere: () => redisServerPath() !== null,
    howTo: "apt-get install redis-server, or set AFTERCARE_REDIS to the path of a redis-server",
  },
  {
    name: "PostgreSQL",
    isHere: () => postgresFolder() !== null,
    howTo: "apt-get install postgresql, or set AFTERCARE_POSTGRES to the folder with initdb and postgres",
  },
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
