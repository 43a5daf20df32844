/**
 * Bells over TLS on a real redis-server: with the authority named as for every program of Node they are heard, and a Redis that
 * cannot prove who it is is refused, in words for whoever wrote REDIS_URL.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, makeAuthority } from "../servers/certificates.ts";
import { isLeftOut } from "../servers/redis.ts";
import { startTlsRedis, type TlsRedis } from "../servers/redis-tls.ts";

const SCRIPT = fileURLToPath(new URL("tls-process.ts", import.meta.url));

/** What a process says that uses the Redis at this address and trusts this authority as well, line by line. */
async function saidBy(redisUrl: string, trusted: Authority | null, ...words: string[]): Promise<readonly string[]> {
  const env = { PATH: process.env["PATH"], ...(trusted && { NODE_EXTRA_CA_CERTS: trusted.certFile }) };
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, redisUrl, ...words], { env });
  return stdout.trim().split("\n");
}

describe.skipIf(isLeftOut)("over TLS", () => {
  let ours: Authority;
  let another: Authority;
  let redis: TlsRedis;
  let ofAnotherName: TlsRedis;
  beforeAll(async () => {
    [ours, another] = await Promise.all([makeAuthority(), makeAuthority()]);
    redis = await startTlsRedis(await ours.certify("DNS:localhost,IP:127.0.0.1"));
    ofAnotherName = await startTlsRedis(await ours.certify("DNS:redis.example.org"));
  });
  afterAll(async () => {
    await Promise.all([redis?.stop(), ofAnotherName?.stop(), ours?.remove(), another?.remove()]);
  });

  test.each(["localhost", "127.0.0.1"])("bells are rung and heard, and tickets wait, at %s", async (host) => {
    const said = await saidBy(`rediss://${host}:${redis.tlsPort}`, ours);

    expect(said).toEqual(["heard telegram:1", "waiting 1", "waiting 0"]);
  });

  test.each([
    ["signed by nobody this machine knows", () => redis, () => null, /does not know who signed.*NODE_EXTRA_CA_CERTS/],
    ["signed by another authority", () => redis, () => another, /does not know who signed.*NODE_EXTRA_CA_CERTS/],
    ["made for another host", () => ofAnotherName, () => ours, /for another host name/],
  ])("a certificate %s is refused, and nothing of the address is repeated", async (_, server, trusted, words) => {
    const said = await saidBy(`rediss://:hush-hush@localhost:${server().tlsPort}`, trusted());

    expect(said.join(" ")).toMatch(words);
    expect(said[0]).toMatch(/^ConfigError:/);
    expect(said.join(" ")).toContain("REDIS_URL");
    expect(said.join(" ")).not.toMatch(/hush|localhost/);
  });

  test("an address that leaves TLS out is told to have it", async () => {
    const said = await saidBy(`redis://localhost:${redis.tlsPort}`, ours, "1000");

    expect(said).toEqual([expect.stringMatching(/^BellError: REDIS_URL: .*write rediss:\/\//)]);
  });
});
