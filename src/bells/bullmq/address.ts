/**
 * REDIS_URL → where Redis is, or what is wrong with it. Pure. A problem says what to write instead and never repeats the
 * value: it holds a password.
 *
 *   redis://[user:password@]host[:6379][/db]                                     one server; rediss:// with TLS
 *   redis+sentinel://[user:password@]host[:26379],host…/master[/db]              found through sentinels
 *   redis+cluster://[user:password@]host[:6379],host…                            a cluster
 */

export type RedisNode = { readonly host: string; readonly port: number };
export type Account = { readonly username: string | null; readonly password: string | null };

type Common = { readonly account: Account; readonly isTls: boolean };
export type RedisAddress =
  | (Common & { readonly kind: "single"; readonly node: RedisNode; readonly db: number })
  | (Common & {
      readonly kind: "sentinel";
      readonly sentinels: readonly RedisNode[];
      readonly master: string;
      readonly db: number;
      /** How to sign in at the sentinels themselves: `?sentinelUsername=…&sentinelPassword=…`. */
      readonly sentinelAccount: Account;
    })
  | (Common & { readonly kind: "cluster"; readonly nodes: readonly RedisNode[] });

export type ParsedRedisUrl = { readonly address: RedisAddress } | { readonly problem: string };

const URL_SHAPE =
  /^redis(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<account>[^@/]*)@)?(?<nodes>[^/?#@]+)(?:\/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?$/;
const NODE_SHAPE = /^(?<host>\[[\da-fA-F:.]+\]|[^\s:[\]]+)(?::(?<port>\d{1,5}))?$/;
const DB_SHAPE = /^\d{1,4}$/;
const PORT = 6379;
const SENTINEL_PORT = 26_379;
const SENTINEL_ACCOUNT = ["sentinelUsername", "sentinelPassword"];

const SHAPE_PROBLEM =
  "write redis://host:6379, rediss:// for TLS, redis+sentinel://host,host/master or redis+cluster://host,host, with user:password@ before the host where needed";

export function parseRedisUrl(url: string): ParsedRedisUrl {
  const parts = URL_SHAPE.exec(url.trim())?.groups;
  if (!parts) return { problem: SHAPE_PROBLEM };
  const account = accountOf(parts["account"]);
  if (account === null) return { problem: "write special characters of the user name and password as %XX" };
  const nodes = nodesOf(parts["nodes"] ?? "", parts["kind"] === "sentinel" ? SENTINEL_PORT : PORT);
  if (nodes === null) return { problem: "write each address as host or host:port, several separated by commas" };
  const common = { account, isTls: parts["tls"] === "s" };
  const rest = { nodes, path: parts["path"] ?? "", query: new URLSearchParams(parts["query"] ?? "") };
  switch (parts["kind"]) {
    case "sentinel":
      return sentinelOf(common, rest);
    case "cluster":
      return clusterOf(common, rest);
    default:
      return singleOf(common, rest);
  }
}

type Rest = { readonly nodes: readonly RedisNode[]; readonly path: string; readonly query: URLSearchParams };

function singleOf(common: Common, { nodes, path, query }: Rest): ParsedRedisUrl {
  const [node, ...more] = nodes;
  if (!node || more.length > 0)
    return { problem: "one address is enough; several need redis+sentinel or redis+cluster" };
  const db = dbOf(path);
  if (db === null) return { problem: "write the number of the database after the slash, or nothing" };
  if (query.size > 0) return { problem: "nothing follows a question mark here" };
  return { address: { kind: "single", ...common, node, db } };
}

function sentinelOf(common: Common, { nodes, path, query }: Rest): ParsedRedisUrl {
  const [name = "", dbText = "", ...more] = path.split("/");
  const master = decoded(name);
  const db = dbOf(dbText);
  if (!master || db === null || more.length > 0) {
    return { problem: "write the name of the master after the slash: redis+sentinel://host,host/master" };
  }
  if ([...query.keys()].some((key) => !SENTINEL_ACCOUNT.includes(key))) {
    return { problem: `after the question mark only ${SENTINEL_ACCOUNT.join(" and ")} are known` };
  }
  const sentinelAccount = { username: query.get("sentinelUsername"), password: query.get("sentinelPassword") };
  return { address: { kind: "sentinel", ...common, sentinels: nodes, master, db, sentinelAccount } };
}

function clusterOf(common: Common, { nodes, path, query }: Rest): ParsedRedisUrl {
  if (path !== "" || query.size > 0) return { problem: "a cluster has one database: nothing follows its addresses" };
  return { address: { kind: "cluster", ...common, nodes } };
}

function nodesOf(text: string, defaultPort: number): readonly RedisNode[] | null {
  const nodes: RedisNode[] = [];
  for (const one of text.split(",")) {
    const { host, port } = NODE_SHAPE.exec(one.trim())?.groups ?? {};
    const number = port === undefined ? defaultPort : Number(port);
    if (host === undefined || number < 1 || number > 65_535) return null;
    nodes.push({ host: host.replace(/^\[|\]$/g, ""), port: number });
  }
  return nodes;
}

/** `password` alone is no account: Redis wants `:password` or `user:password`, and so does every other tool. */
function accountOf(text: string | undefined): Account | null {
  if (text === undefined || text === "") return { username: null, password: null };
  const colon = text.indexOf(":");
  const username = decoded(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? "" : decoded(text.slice(colon + 1));
  if (username === null || password === null) return null;
  return { username: username === "" ? null : username, password: password === "" ? null : password };
}

function dbOf(text: string): number | null {
  if (text === "") return 0;
  return DB_SHAPE.test(text) ? Number(text) : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
