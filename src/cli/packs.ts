/** Reading the packs a command works on, from its argument or from the settings. */
import { parseConfig } from "../config.ts";
import { ConfigError } from "../core/errors.ts";
import type { Language } from "../core/model.ts";

/** What these commands take from the environment. Errors: ConfigError with every problem of these two settings. */
export function packSettings(): { readonly intentsDirs: readonly string[]; readonly defaultLanguage: Language } {
  // Only what is needed: a question about the FAQ must not fail over a Telegram setting.
  const { INTENTS_DIR, DEFAULT_LANGUAGE } = process.env;
  const parsed = parseConfig({ INTENTS_DIR, DEFAULT_LANGUAGE });
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  return parsed.config;
}

/** `a, b` → a and b. */
export function directoriesIn(list: string): readonly string[] {
  return list
    .split(",")
    .map((directory) => directory.trim())
    .filter((directory) => directory !== "");
}
