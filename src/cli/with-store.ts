/** The store for a command that runs beside the bot, or while it is stopped: the embedded database belongs to one process. */
import { parseConfig } from "../config.ts";
import { ConfigError } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import { openStore } from "../store/store.ts";

/** Opens the store the settings name, as a visitor beside the bot, and closes it whatever happens. */
export async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  // Only what is needed: looking something up must not fail over a Telegram setting.
  const { DATA_DIR, DATABASE_URL } = process.env;
  const parsed = parseConfig({ DATA_DIR, DATABASE_URL });
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  const { databaseUrl, dataDir } = parsed.config;
  const store = await openStore(databaseUrl === null ? { dataDir } : { databaseUrl });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}
