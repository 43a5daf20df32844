/**
 * Connections to Redis. Two kinds, because they want the opposite of each other: who rings must hear at once that Redis is
 * away, who listens must wait until it is back.
 *
 * Not to break: no error of the client leaves this file for a log. It may hold the command that failed, password included.
 */
import { Cluster, Redis, type RedisOptions } from "ioredis";
import { BellError, ConfigError } from "../../core/errors.ts";
import type { Account, RedisAddress } from "./address.ts";
import { codeOf } from "./outage.ts";

export type Client = Redis | Cluster;
export type Purpose = "ring" | "listen";

// BullMQ needs LPOS, which 6.0.6 brought, and tests nothing older than 6.2.
const VERSION_MIN = { major: 6, minor: 2 };
const RECONNECT_MS = { first: 50, last: 1000 };
const CONNECT_MS_MAX = 5000;

const OPTIONS = {
  ring: {
    // What was rung meanwhile is in the rows; keeping it here as well would only grow.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A Redis that hangs and never closes the connection: the next one may find it alive, or its successor.
    socketTimeout: 3000,
  },
  // BullMQ wants null. Its longest blocking read is ten seconds, so a socket silent for longer is dead.
  listen: { enableOfflineQueue: true, maxRetriesPerRequest: null, socketTimeout: 15_000 },
} as const;

/** A client that is not connected yet. It reconnects by itself, at most a second after Redis is back. */
export function clientFor(address: RedisAddress, purpose: Purpose): Client {
  const { account, isTls } = address;
  const { enableOfflineQueue, ...options } = OPTIONS[purpose];
  const common = {
    ...options,
    ...credentials(account),
    ...(isTls ? { tls: {} } : {}),
    connectTimeout: CONNECT_MS_MAX,
    keepAlive: 10_000,
    // After a failover the old address may answer as a replica: connect anew and say it again.
    reconnectOnError: (error: Error) => (codeOf(error) === "READONLY" ? 2 : false),
  } satisfies RedisOptions;
  const alone = { ...common, enableOfflineQueue, lazyConnect: true, retryStrategy: reconnectMs };
  switch (address.kind) {
    case "single":
      return new Redis({ ...alone, ...address.node, db: address.db });
    case "sentinel": {
      const { username, password } = address.sentinelAccount;
      return new Redis({
        ...alone,
        sentinels: [...address.sentinels],
        name: address.master,
        db: address.db,
        ...(username === null ? {} : { sentinelUsername: username }),
        ...(password === null ? {} : { sentinelPassword: password }),
        ...(isTls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
        sentinelRetryStrategy: reconnectMs,
        failoverDetector: true,
      });
    }
    case "cluster":
      return new Cluster([...address.nodes], {
        redisOptions: common,
        enableOfflineQueue,
        lazyConnect: true,
        clusterRetryStrategy: reconnectMs,
      });
  }
}

function credentials({ username, password }: Account) {
  return { ...(username === null ? {} : { username }), ...(password === null ? {} : { password }) };
}

function reconnectMs(times: number): number {
  return Math.min(RECONNECT_MS.first * 2 ** Math.min(times, 10), RECONNECT_MS.last);
}

/**
 * Waits for the first good connection, trying again for `msMax`: in a fresh installation Redis may come up a moment later.
 * Errors: ConfigError when a person must change something (password, version), BellError when Redis may yet come up; both in
 * words for whoever wrote REDIS_URL, without any part of it. The client is closed then.
 */
export async function firstConnection(client: Client, msMax: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let code = "ETIMEDOUT";
  const failed = (error: unknown): void => {
    code = codeOf(error);
    if (isFinal(code)) reject(refusal(code));
  };
  const timer = setTimeout(() => reject(refusal(code)), msMax);
  client.on("error", failed);
  client.once("ready", resolve);
  try {
    // Its own rejection says less than the error events, and only of the first try.
    client.connect().catch(() => undefined);
    await promise;
    await mustBeNewEnough(client);
  } catch (trouble) {
    // What it still has to say says nothing new, and unheard it would be printed with the address.
    client.on("error", () => undefined);
    client.disconnect();
    throw trouble instanceof BellError || trouble instanceof ConfigError ? trouble : refusal(codeOf(trouble));
  } finally {
    clearTimeout(timer);
    client.off("error", failed);
    client.off("ready", resolve);
  }
}

async function mustBeNewEnough(client: Client): Promise<void> {
  const [, major, minor] = /redis_version:(\d+)\.(\d+)/.exec(await client.info("server")) ?? [];
  if (Number(major) > VERSION_MIN.major) return;
  if (Number(major) === VERSION_MIN.major && Number(minor) >= VERSION_MIN.minor) return;
  throw new ConfigError([`REDIS_URL: Redis ${VERSION_MIN.major}.${VERSION_MIN.minor} or newer is needed`]);
}

function refusal(code: string): BellError | ConfigError {
  return isFinal(code) ? new ConfigError([wordsOf(code)]) : new BellError(wordsOf(code));
}

/** What trying again does not cure: a person has to change something. */
function isFinal(code: string): boolean {
  return ["WRONGPASS", "NOAUTH", "NOPERM", "ERR"].includes(code) || CERTIFICATE_WORDS.has(code);
}

const UNKNOWN_AUTHORITY =
  "REDIS_URL: this machine does not know who signed the certificate of Redis; name the authority's file in NODE_EXTRA_CA_CERTS";
/**
 * Why TLS was refused, by the code of Node's error. Source: nodejs/node, doc/api/tls.md at 17172fe, "X509 certificate error
 * codes" (read 2026-11-22); the last one is not in that list, Node 24 was seen to give it for a name that does not match.
 */
const CERTIFICATE_WORDS: ReadonlyMap<string, string> = new Map([
  ["UNABLE_TO_GET_ISSUER_CERT", UNKNOWN_AUTHORITY],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", UNKNOWN_AUTHORITY],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", UNKNOWN_AUTHORITY],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", UNKNOWN_AUTHORITY],
  ["SELF_SIGNED_CERT_IN_CHAIN", UNKNOWN_AUTHORITY],
  ["CERT_HAS_EXPIRED", "REDIS_URL: the certificate of Redis has expired"],
  ["CERT_NOT_YET_VALID", "REDIS_URL: the certificate of Redis is not valid yet; is the clock of this machine right?"],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "REDIS_URL: the certificate of Redis is for another host name; write a name that stands in the certificate",
  ],
]);

function wordsOf(code: string): string {
  switch (code) {
    case "WRONGPASS":
    case "NOAUTH":
      return "REDIS_URL: Redis does not accept this user name and password";
    case "NOPERM":
      return "REDIS_URL: this account may not use the commands the queue needs";
    case "ERR":
      return "REDIS_URL: Redis does not accept this password or this number of a database";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "REDIS_URL: there is no host of this name";
    case "ECONNREFUSED":
      return "REDIS_URL: nothing listens at this address; is Redis running?";
    case "ECONNRESET":
      return "REDIS_URL: the connection is ended at once; if Redis speaks TLS there, write rediss://";
    default:
      return CERTIFICATE_WORDS.get(code) ?? `REDIS_URL: Redis cannot be reached (${code})`;
  }
}
