/**
 * The embedded database: one SQLite file in the data directory, a connection that writes and one that only reads. WAL lets
 * the two work side by side; synchronous=FULL makes an acknowledged message survive a power cut.
 */
import { randomUUID } from "node:crypto";
import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../core/errors.ts";
import type { Dialect, Engine, Replica } from "../engine.ts";
import { arraysOver, kyselyOver, openReader, openWriter } from "./connection.ts";
import { GroupCommit } from "./group-commit.ts";
import { lockDirectory } from "./lock.ts";
import { search } from "./search.ts";
import { translate } from "./trouble.ts";

/** Below this the next checkpoint may not fit, and health should be red while there is still room for a few rows. */
const FREE_BYTES_MIN = 1024 * 1024;

export const dialect: Dialect = {
  search,
  idColumn: "id integer primary key autoincrement",
  blobType: "blob",
  lock: (query) => query,
  beforeMigrating: [],
  ticketNumbers: { create: [], peek: "select coalesce(max(id), 0) + 1 from tickets", take: null },
};

/** The two connections are for looking at; whoever writes goes through `write`. */
export type SqliteEngine = Engine & { readonly writer: DatabaseSync; readonly reader: DatabaseSync };

/**
 * Opens `dataDir`, which is created when missing, readable by its owner only. What may be forgotten in a power cut, because it can be made
 * again, is written in a third of the time.
 * Errors: StoreError "busy" when another process uses it, "full" | "broken" when the file cannot be opened.
 */
export async function openSqlite(dataDir: string, { mayForget = false } = {}): Promise<SqliteEngine> {
  await makeDirectory(dataDir);
  const closings = [lockDirectory(dataDir)];
  // The lock goes last, and closing twice is closing once.
  const closeAll = () => {
    for (const close of closings.splice(0).reverse()) close();
  };
  try {
    const file = join(dataDir, "aftercare.db");
    const writer = openWriter(file, { mayForget });
    closings.push(() => writer.close());
    const reader = openReader(file);
    closings.push(() => reader.close());
    const commits = new GroupCommit(writer, kyselyOver(writer));
    return {
      dialect,
      replica: onlyReplica(randomUUID()),
      writer,
      reader,
      reads: kyselyOver(reader),
      readArrays: arraysOver(reader),
      write: (work) => commits.write(work),
      // The database runs in this process, so the clocks are one.
      now: async () => Date.now(),
      proveSpace: () => proveSpace(dataDir),
      close: async () => {
        await commits.close();
        closeAll();
      },
    };
  } catch (error) {
    closeAll();
    throw translate(error);
  }
}

/** The lock of the directory lets nobody else in, so whoever is not us is gone. */
function onlyReplica(id: string): Replica {
  return { id, join: async () => {}, living: async () => new Set([id]) };
}

async function makeDirectory(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError(`DATA_DIR ${dataDir} cannot be created`, "broken", error);
  }
}

/** A row may still fit into pages SQLite already owns when the disk takes nothing more, so the disk itself is asked. */
async function proveSpace(dataDir: string): Promise<void> {
  let free: number;
  try {
    const { bavail, bsize } = await statfs(dataDir);
    free = bavail * bsize;
  } catch (error) {
    throw new StoreError(`DATA_DIR ${dataDir} cannot be read`, "broken", error);
  }
  if (free < FREE_BYTES_MIN) throw new StoreError(`the disk of DATA_DIR ${dataDir} is full`, "full");
}
