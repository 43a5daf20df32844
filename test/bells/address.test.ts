/** REDIS_URL in every shape we promise, and what is said of one that has none of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRedisUrl } from "../../src/bells/bullmq/address.ts";

const NOBODY = { username: null, password: null };
const parsed = (url: string): unknown => {
  const result = parseRedisUrl(url);
  return "address" in result ? result.address : result;
};

describe("REDIS_URL", () => {
  test("of one server", () => {
    const node = { host: "redis", port: 6379 };

    expect(parsed("redis://redis")).toEqual({ kind: "single", isTls: false, account: NOBODY, node, db: 0 });
    expect(parsed("rediss://bot:p%40ss@redis:6380/2")).toEqual({
      kind: "single",
      isTls: true,
      account: { username: "bot", password: "p@ss" },
      node: { host: "redis", port: 6380 },
      db: 2,
    });
    expect(parsed("redis://:secret@[::1]:7000")).toMatchObject({
      account: { username: null, password: "secret" },
      node: { host: "::1", port: 7000 },
    });
  });

  test("of sentinels", () => {
    expect(parsed("redis+sentinel://:p@a,b:26380/main/1?sentinelUsername=u&sentinelPassword=s")).toEqual({
      kind: "sentinel",
      isTls: false,
      account: { username: null, password: "p" },
      sentinels: [
        { host: "a", port: 26_379 },
        { host: "b", port: 26_380 },
      ],
      master: "main",
      db: 1,
      sentinelAccount: { username: "u", password: "s" },
    });
  });

  test("of a cluster", () => {
    expect(parsed("rediss+cluster://a:7001,b:7002")).toMatchObject({
      kind: "cluster",
      isTls: true,
      nodes: [
        { host: "a", port: 7001 },
        { host: "b", port: 7002 },
      ],
    });
  });

  test.each([
    "",
    "redis",
    "http://redis",
    "redis://",
    "redis://a,b",
    "redis://a:0",
    "redis://a:70000",
    "redis://a:b",
    "redis://a/main",
    "redis://a?x=1",
    "redis://u:%zz@a",
    "redis+sentinel://a",
    "redis+sentinel://a/main/x",
    "redis+sentinel://a/main?password=p",
    "redis+cluster://a/1",
  ])("as %j is refused with what to write instead", (url) => {
    expect(parseRedisUrl(url)).toEqual({ problem: expect.stringMatching(/\w/) });
  });

  test("with any password is read back as it was, and no problem ever repeats one", () => {
    const password = fc.string({ minLength: 8, unit: "grapheme" }).filter((text) => !/[<>]/.test(text));
    fc.assert(
      fc.property(password, (secret) => {
        expect(parsed(`redis://:${encodeURIComponent(secret)}@a`)).toMatchObject({ account: { password: secret } });
        expect(JSON.stringify(parseRedisUrl(`redis://:${encodeURIComponent(secret)}@a:b:c`))).not.toContain(secret);
      }),
    );
  });
});
