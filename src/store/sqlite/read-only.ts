/**
 * The embedded database beside a running bot: a connection that can only read, and takes no lock that the bot would notice. WAL
 * lets it see all that was committed without holding anybody up.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../../core/errors.ts";
import type { Engine } from "../engine.ts";
import { arraysOver, kyselyOver, openReader } from "./connection.ts";
import { dialect } from "./open.ts";
import { translate } from "./trouble.ts";

const READS_ONLY = "this command only reads the database: nothing can be written through it";

/** Every write is refused. Errors: StoreError "broken" when there is no database, or it cannot be read. */
export function openSqliteToRead(dataDir: string): Engine {
  const file = join(dataDir, "aftercare.db");
  if (!existsSync(file)) {
    throw new StoreError(`there is no database in DATA_DIR ${dataDir}: start the bot once, or set DATA_DIR`, "broken");
  }
  try {
    const reader = openReader(file);
    return {
      dialect,
      reads: kyselyOver(reader),
      readArrays: arraysOver(reader),
      replica: { id: "reader", join: async () => {}, living: async () => new Set() },
      write: async () => {
        throw new StoreError(READS_ONLY, "broken");
      },
      now: async () => Date.now(),
      proveSpace: async () => {},
      close: async () => reader.close(),
    };
  } catch (error) {
    throw translate(error);
  }
}
