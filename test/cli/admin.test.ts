/** `aftercare admin` as people run it: a process, what is piped into it, and who can sign in afterwards. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { firstAdminHint } from "../../src/cli/first-admin.ts";
import type { Store } from "../../src/core/ports.ts";
import { isPassword } from "../../src/desk/sign-in/password.ts";
import { openStore } from "../../src/store/store.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "cli-admin-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

type Run = { readonly code: number | null; readonly out: string; readonly err: string };

/** `piped` is all of standard input; null: it stays open and nothing ever comes. */
function admin(args: readonly string[], piped: string | null = ""): Promise<Run> {
  const env = { PATH: process.env["PATH"], DATA_DIR: dataDir };
  const child = spawn(process.execPath, ["src/cli/start.js", "admin", ...args], { env });
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed.err += text;
  });
  if (piped !== null) child.stdin.end(piped);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...printed })));
}

async function inStore<Result>(look: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ dataDir });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

const accountOf = (email: string) => inStore(async ({ accounts }) => (await accounts.byEmail(email)) ?? expect.fail());
const GIVEN = "correct horse battery";

describe("admin create", () => {
  test("makes an admin with the password from standard input and does not print it", async () => {
    const run = await admin(["create", "--email", "Ada@Example.org", "--name", "Ada"], `${GIVEN}\n`);

    expect(run).toEqual({ code: 0, out: "Made admin Ada <ada@example.org>.\n", err: "" });
    const account = await accountOf("ada@example.org");
    expect(account).toMatchObject({ name: "Ada", role: "admin", isDisabled: false });
    expect(await isPassword(GIVEN, account.passwordHash)).toBe(true);
  });

  test("makes a password up when none is given and shows it once", async () => {
    const run = await admin(["create", "--email", "bo@example.org", "--role", "agent"]);

    const [, password = ""] = /^Password, shown this once: (\S+)$/m.exec(run.out) ?? [];
    const account = await accountOf("bo@example.org");
    expect(account).toMatchObject({ name: "bo", role: "agent" });
    expect(await isPassword(password, account.passwordHash)).toBe(true);
  });

  test("does not wait for ever where nobody writes to standard input", async () => {
    const run = await admin(["create", "--email", "bo@example.org"], null);

    expect(run).toMatchObject({ code: 0, err: "No password came on standard input.\n" });
    expect(run.out).toContain("Password, shown this once:");
  });

  test("refuses a second account for an address, a short password, and what is no address", async () => {
    await admin(["create", "--email", "ada@example.org"], GIVEN);

    const again = await admin(["create", "--email", "ADA@example.org"], GIVEN);
    const short = await admin(["create", "--email", "bo@example.org"], "short\n");
    const wrong = await admin(["create", "--email", "bo"], GIVEN);

    expect(again).toMatchObject({ code: 1, out: "", err: expect.stringContaining("has an account already") });
    expect(short).toMatchObject({ code: 1, out: "", err: expect.stringContaining("12 characters") });
    expect(wrong).toMatchObject({ code: 1, out: "", err: expect.stringContaining("--email") });
    expect(await inStore(({ accounts }) => accounts.count())).toBe(1);
  });

  test("says to stop the bot first while it runs on the same embedded database", async () => {
    const run = await inStore(() => admin(["create", "--email", "ada@example.org"], GIVEN));

    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toMatch(/already running.*stop it first/);
    expect(run.err).not.toMatch(/\bat .*\.ts:\d/);
  });
});

describe("an account", () => {
  const NOW = Date.now();
  const until = NOW + 60_000;

  test("gets a new password, is disabled and enabled, and is signed out each time", async () => {
    await admin(["create", "--email", "ada@example.org"], GIVEN);
    const signIn = (tokenHash: string) =>
      inStore(async ({ accounts }) => {
        const { id, passwordHash } = (await accounts.byEmail("ada@example.org")) ?? expect.fail();
        const times = { now: NOW, until, untilAtMost: until };
        return accounts.openSession({ accountId: id, passwordHash, tokenHash, ...times });
      });
    const isSignedIn = (tokenHash: string) =>
      inStore(async ({ accounts }) => (await accounts.session(tokenHash, { now: NOW, until })) !== null);

    expect(await signIn("first")).toBe(true);
    const changed = await admin(["password", "--email", "ada@example.org"], "another horse battery");
    expect(changed).toMatchObject({ code: 0, err: "" });
    expect(await isSignedIn("first")).toBe(false);
    expect(await isPassword("another horse battery", (await accountOf("ada@example.org")).passwordHash)).toBe(true);

    expect(await signIn("second")).toBe(true);
    expect(await admin(["disable", "--email", "ada@example.org"])).toMatchObject({ code: 0 });
    expect([await isSignedIn("second"), await signIn("third")]).toEqual([false, false]);

    expect(await admin(["enable", "--email", "ada@example.org"])).toMatchObject({ code: 0 });
    expect([await isSignedIn("second"), await signIn("fourth")]).toEqual([false, true]);
  });

  test("that does not exist is named", async () => {
    for (const verb of ["password", "disable", "enable"]) {
      const run = await admin([verb, "--email", "nobody@example.org"], GIVEN);
      expect(run).toMatchObject({ code: 1, err: "nobody@example.org has no account\n" });
    }
  });
});

test("a start without accounts says how to make the first one, and a later one does not", () => {
  expect(firstAdminHint(0, { isEmbedded: true })).toMatch(
    /stop the bot, run npm run aftercare -- admin create --email/,
  );
  expect(firstAdminHint(0, { isEmbedded: false })).not.toContain("stop");
  expect(firstAdminHint(1, { isEmbedded: true })).toBe("");
});
