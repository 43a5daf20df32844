/**
 * One connection of its own that says every second that this replica lives, and holds the right to be here: an advisory lock
 * of the session, alone or together with others. The server frees it however the process ends.
 *
 *   joined ──beat──> joined ──connection lost──> away ──connected, lock taken again──> joined
 *                                                 └── somebody took our place meanwhile ──> ousted ──they left──> joined
 *
 * Not to break: nobody is called gone for having been silent while the database was. Only who has heard the database
 * without a gap for longer than such a silence may say so.
 */
import { Client, type ClientConfig } from "pg";
import { StoreError } from "../../core/errors.ts";
import { translate } from "./trouble.ts";

const BEAT_MS = 1000;
/** A replica that was silent for this long is gone. */
const SILENCE_MS_MAX = 3000;
export const ANY_SILENCE_MS = Number.MAX_SAFE_INTEGER;
/** A beat that comes later than this after the last one leaves a gap. */
const GAP_MS_MAX = 2000;
/** Who left their row behind this long ago is not coming back. */
const FORGET_MS = 24 * 60 * 60 * 1000;
/** `AFTC` in ASCII, so that other programs on the same database do not happen to use the same lock. */
const LOCK_SPACE = 0x41465443;

export const NOW_SQL = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

export type WatchOptions = {
  readonly connection: ClientConfig;
  readonly id: string;
  /** Nobody else may be here. */
  readonly isAlone: boolean;
};

export class Watch {
  readonly #options: WatchOptions;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();
  /** When the database was heard last, and since when without a gap; by the process's own monotonic clock. */
  #heardAt = Number.NEGATIVE_INFINITY;
  #steadySince = Number.POSITIVE_INFINITY;
  #ousted: StoreError | null = null;
  #hasPlace = false;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Errors: StoreError "busy" when somebody is here who must be alone, or we must be; "broken" when nobody answers. */
  async join(): Promise<void> {
    try {
      await this.#beat();
      await this.#client?.query(FORGET_SQL, [FORGET_MS]);
    } catch (error) {
      await this.#disconnect();
      throw translate(error);
    }
    this.#plan();
  }

  /** Throws when another process has our place: its writes count now. */
  assertOurPlace(): void {
    if (this.#ousted) throw this.#ousted;
  }

  /** How long a replica may have been silent and still count as alive, in milliseconds; any time while we cannot know. */
  silenceMsMax(): number {
    const now = performance.now();
    const isSteady = now - this.#heardAt <= GAP_MS_MAX && now - this.#steadySince > SILENCE_MS_MAX + BEAT_MS;
    return isSteady ? SILENCE_MS_MAX : ANY_SILENCE_MS;
  }

  /** Leaves, so that others need not wait for our silence. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#beating;
    try {
      await this.#client?.query("delete from replicas where id = $1", [this.#options.id]);
    } catch {
      // They find out within seconds by themselves.
    }
    await this.#disconnect();
  }

  #plan(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#beating = this.#tryBeat().then(() => this.#plan());
    }, BEAT_MS).unref();
  }

  async #tryBeat(): Promise<void> {
    try {
      await this.#beat();
      this.#ousted = null;
    } catch (error) {
      // Whatever else failed shows in every write, too, and is told there.
      if (error instanceof StoreError && error.kind === "busy") this.#ousted = error;
      else await this.#disconnect();
    }
  }

  async #beat(): Promise<void> {
    try {
      this.#client ??= await this.#connect();
      await this.#takePlace(this.#client);
      const { id } = this.#options;
      await this.#client.query(BEAT_SQL, [id]);
    } catch (error) {
      throw translate(error);
    }
    const now = performance.now();
    if (now - this.#heardAt > GAP_MS_MAX) this.#steadySince = now;
    this.#heardAt = now;
  }

  async #takePlace(client: Client): Promise<void> {
    if (this.#hasPlace) return;
    const { isAlone } = this.#options;
    const { rows } = await client.query(isAlone ? TAKE_ALONE_SQL : TAKE_TOGETHER_SQL, [LOCK_SPACE]);
    if (rows[0]?.is_taken !== true) throw isAlone ? notAlone() : somebodyIsAlone();
    this.#hasPlace = true;
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      ...this.#options.connection,
      connectionTimeoutMillis: GAP_MS_MAX,
      query_timeout: GAP_MS_MAX,
    });
    client.on("error", () => {});
    await client.connect();
    // When our machine vanishes the server must notice, or its next process would find its own lock still held.
    await client.query("set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3");
    return client;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#hasPlace = false;
    this.#steadySince = Number.POSITIVE_INFINITY;
    this.#heardAt = Number.NEGATIVE_INFINITY;
    // Never mind how it ends: it is not used again.
    await client?.end().catch(() => {});
  }
}

const BEAT_SQL = `insert into replicas (id, seen_at) values ($1, ${NOW_SQL})
  on conflict (id) do update set seen_at = excluded.seen_at`;
const FORGET_SQL = `delete from replicas where seen_at < ${NOW_SQL} - $1`;
const TAKE_ALONE_SQL = "select pg_try_advisory_lock($1, hashtext(current_schema())) as is_taken";
const TAKE_TOGETHER_SQL = "select pg_try_advisory_lock_shared($1, hashtext(current_schema())) as is_taken";

function notAlone(): StoreError {
  return new StoreError(
    "another Aftercare already runs on the database of DATABASE_URL: stop it first, or set REDIS_URL for all of them, " +
      "for several can only work side by side when they reach each other through Redis",
    "busy",
  );
}

function somebodyIsAlone(): StoreError {
  return new StoreError(
    "an Aftercare without REDIS_URL runs on the database of DATABASE_URL and must be the only one: stop it first, " +
      "and start it again with the same REDIS_URL as this one",
    "busy",
  );
}
