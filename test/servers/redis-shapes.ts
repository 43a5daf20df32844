/**
 * Redis in the two shapes large installations have: a cluster (of one node, which is enough for its rules about keys to hold)
 * and a master with a replica that sentinels promote when the master dies.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, REDIS, type RedisServer, say, startRedis } from "./redis.ts";

const SLOT_LAST = "16383";

export async function startRedisCluster(): Promise<RedisServer> {
  const node = await startRedis(["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"]);
  await node.command("CLUSTER", "ADDSLOTSRANGE", "0", SLOT_LAST);
  while (!(await hasSlots(node))) await new Promise((resolve) => setTimeout(resolve, 20));
  return { ...node, url: node.url.replace("redis:", "redis+cluster:") };
}

/** A key can be written once the node knows that all slots are its own. */
async function hasSlots(node: RedisServer): Promise<boolean> {
  return (await node.command("SET", "probe", "1")) === "+OK";
}

export type WatchedRedis = {
  readonly url: string;
  readonly master: RedisServer;
  stop(): Promise<void>;
};

/** One sentinel that believes itself, and gives a silent master half a second. */
export async function startWatchedRedis(): Promise<WatchedRedis> {
  const master = await startRedis();
  const replica = await startRedis(["--replicaof", "127.0.0.1", String(master.port)]);
  const folder = await mkdtemp(join(tmpdir(), "aftercare-sentinel-"));
  const port = await freePort();
  const file = join(folder, "sentinel.conf");
  await writeFile(
    file,
    [
      `port ${port}`,
      "bind 127.0.0.1",
      `dir ${folder}`,
      `sentinel monitor main 127.0.0.1 ${master.port} 1`,
      "sentinel down-after-milliseconds main 500",
      "sentinel failover-timeout main 3000",
      "",
    ].join("\n"),
  );
  const sentinel = spawn(REDIS ?? "redis-server", [file, "--sentinel"], { stdio: "ignore" });
  await untilItKnows(port, sentinel);
  return {
    url: `redis+sentinel://127.0.0.1:${port}/main`,
    master,
    async stop() {
      sentinel.kill("SIGKILL");
      if (sentinel.exitCode === null && sentinel.signalCode === null) await once(sentinel, "exit");
      await Promise.all([master.stop(), replica.stop(), rm(folder, { recursive: true, force: true })]);
    },
  };
}

/** Until it has asked the master for its replicas: before that there is nobody to promote. */
async function untilItKnows(port: number, sentinel: ChildProcess): Promise<void> {
  while (sentinel.exitCode === null) {
    const replicas = await say(port, ["SENTINEL", "REPLICAS", "main"]).catch(() => "*0");
    if (replicas === "*1") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the sentinel ended with ${sentinel.exitCode}`);
}
