/**
 * What the Discord channel is told from outside. Nothing is checked here: settings are, once, where they are read.
 * The token must never reach a log or an error.
 */
import type { Mark } from "../../core/inbound.ts";
import type { Language, Millis } from "../../core/model.ts";
import type { Log } from "../log.ts";
import type { Awaited } from "../patience.ts";

export type DiscordOptions = {
  readonly token: string;
  /** Where the API is, without a version and without a slash at the end. The gateway's address is asked for there. */
  readonly apiRoot: string;
  /** The guild agents work in; null: the one of the staff channel. */
  readonly guildId: string | null;
  /** A text channel or a forum; null when agents work elsewhere. */
  readonly staffChannelId: string | null;
  /** Who is an agent. Both null: everybody who can write in the staff channel. */
  readonly agentRoleId: string | null;
  readonly adminRoleId: string | null;
  /** Offered to learners whose direct messages are closed. */
  readonly webChatUrl: string | null;
  /** For people whose app speaks none of ours. */
  readonly defaultLanguage: Language;
  /** How far every place of this bot was heard, the latest first. Asked again after every gap. */
  readonly marks: (bot: string) => Promise<readonly Mark[]>;
  readonly log: Log;
  /** The time as milliseconds since 1970; Date.now unless a test says otherwise. */
  readonly now?: () => Millis;
};

/**
 * How long to wait before a wrong setting found late is looked at again: a person has to repair it, and each look may cost one
 * of the 1,000 sessions a day, after which Discord resets the token.
 */
const REPAIR_WAIT_MS = 5 * 60_000;

/** What to know for trying again while Discord is away. */
export function awaitedOf(log: Log): Awaited {
  return { network: "discord", repairWaitMs: REPAIR_WAIT_MS, log };
}
