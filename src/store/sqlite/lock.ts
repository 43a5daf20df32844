/**
 * One process per data directory. The lock is SQLite's own file lock on a small file beside the database, held open for as
 * long as the process lives: the system frees it however the process ends, so there is never a stale one to delete.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../core/errors.ts";
import { isBusy, translate } from "./trouble.ts";

/** Returns what frees the lock. Errors: StoreError "busy" when another process (or store) holds it. */
export function lockDirectory(dataDir: string): () => void {
  const file = new DatabaseSync(join(dataDir, "aftercare.lock"), { timeout: 0 });
  try {
    // No journal on disk: nothing is ever written, and a full disk must not keep us from starting.
    file.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw translate(error);
    throw new StoreError(
      `another Aftercare is already running on ${dataDir}: stop it first, or set DATA_DIR to another directory`,
      "busy",
      error,
    );
  }
  return () => file.close();
}
