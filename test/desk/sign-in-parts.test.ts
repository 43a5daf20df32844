/** The parts of signing in that need no HTTP: hashes, and whose tries are counted together. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashPassword, isPassword, newPassword } from "../../src/desk/sign-in/password.ts";
import { makePeers, peerOf } from "../../src/desk/sign-in/peers.ts";

describe("a password", () => {
  test("is kept as argon2id with the cost OWASP asks for, and never twice the same", async () => {
    const [one, other] = [await hashPassword("correct horse"), await hashPassword("correct horse")];

    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await isPassword("correct horse", one)).toBe(true);
    expect(await isPassword("correct horse ", one)).toBe(false);
  });

  test("is the same on a keyboard that writes é as two signs", async () => {
    expect(await isPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
  });

  test("that is made up has signs nobody mixes up, and is another one each time", () => {
    const made = Array.from({ length: 200 }, newPassword);

    expect(new Set(made).size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){3}$/);
  });
});

describe("tries are counted together", () => {
  test.each([
    ["203.0.113.9", null, false, "203.0.113.9"],
    ["::ffff:203.0.113.9", null, false, "203.0.113.9"],
    ["203.0.113.9", "198.51.100.1", false, "203.0.113.9"],
    ["203.0.113.9", "198.51.100.1", true, "203.0.113.9"],
    ["127.0.0.1", "198.51.100.1", true, "198.51.100.1"],
    ["::ffff:10.1.2.3", "6.6.6.6, 198.51.100.1", true, "198.51.100.1"],
    ["172.20.0.1", "198.51.100.1, nonsense", true, "172.20.0.1"],
    ["127.0.0.1", null, true, "127.0.0.1"],
    [null, null, true, ""],
  ])("of %s, forwarded for %s, behind a proxy: %s → %s", (connection, forwardedFor, isBehindProxy, peer) => {
    expect(peerOf(connection, forwardedFor, isBehindProxy)).toBe(peer);
  });

  test.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ])("of all addresses of one IPv6 network: %s → %s", (address, network) => {
    expect(peerOf(address, null, false)).toBe(network);
  });

  test("whatever a caller claims about where it comes from, it is never more than an address", () => {
    fc.assert(fc.property(fc.string(), (claimed) => /^[\d.:a-f]*$/.test(peerOf("127.0.0.1", claimed, true))));
  });
});

describe("one address", () => {
  test("has ten tries, then one in six seconds, and others are not in its way", () => {
    let now = 0;
    const peers = makePeers(() => now);
    const waits = Array.from({ length: 12 }, () => peers.take("a"));

    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6000, 6000]);
    expect(peers.take("b")).toBe(0);
    now = 5999;
    expect(peers.take("a")).toBe(1);
    now = 6000;
    expect([peers.take("a"), peers.take("a")]).toEqual([0, 6000]);
  });

  test("loses nothing by tries that were right", () => {
    const peers = makePeers(() => 0);
    const waits = Array.from({ length: 50 }, () => {
      const wait = peers.take("a");
      peers.giveBack("a");
      return wait;
    });

    expect(Math.max(...waits)).toBe(0);
  });

  test("among a flood of addresses costs a bounded memory: the one that tried longest ago is forgotten", () => {
    const peers = makePeers(() => 0);
    for (let tries = 0; tries < 10; tries += 1) peers.take("a");
    for (let number = 0; number < 10_000; number += 1) peers.take(`flood-${number}`);

    expect(peers.take("a")).toBe(0);
  });
});
