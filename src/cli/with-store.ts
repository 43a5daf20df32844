/** The store for a command that runs beside the bot, or while it is stopped: the embedded database belongs to one process. */
import { type Config, parseConfig } from "../config.ts";
import { ConfigError } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import { openStore, openStoreToRead } from "../store/store.ts";

/** Opens the store the settings name, as a visitor beside the bot, and closes it whatever happens. */
export async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  // Only what is needed: looking something up must not fail over a Telegram setting.
  const { DATA_DIR, DATABASE_URL } = process.env;
  const { databaseUrl, dataDir } = configOf({ DATA_DIR, DATABASE_URL });
  const store = await openStore(databaseUrl === null ? { dataDir } : { databaseUrl });
  await withOpened(store, () => work(store));
}

/** The same to read from only: works beside a running bot on the embedded database too. */
export async function withStoreToRead(work: (store: Store) => Promise<void>): Promise<void> {
  const { DATA_DIR, DATABASE_URL } = process.env;
  await withOpenedToRead(configOf({ DATA_DIR, DATABASE_URL }), work);
}

/** The same with the settings that figures need. */
export async function withFigures(
  work: (store: Store, config: Pick<Config, "schedule" | "satisfiedFrom" | "defaultLanguage">) => Promise<void>,
): Promise<void> {
  const { DATA_DIR, DATABASE_URL, BUSINESS_HOURS, TIMEZONE, CSAT_THRESHOLD, DEFAULT_LANGUAGE } = process.env;
  const needed = { DATA_DIR, DATABASE_URL, BUSINESS_HOURS, TIMEZONE, CSAT_THRESHOLD, DEFAULT_LANGUAGE };
  const config = configOf(needed);
  await withOpenedToRead(config, (store) => work(store, config));
}

async function withOpenedToRead({ databaseUrl, dataDir }: Config, work: (store: Store) => Promise<void>) {
  const store = await openStoreToRead(databaseUrl === null ? { dataDir } : { databaseUrl });
  await withOpened(store, () => work(store));
}

function configOf(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = parseConfig(env);
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  return parsed.config;
}

async function withOpened(store: Store, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await store.close();
  }
}
