/**
 * `aftercare admin` beside a running bot at scale: the command is a process, the database a real PostgreSQL, and who it lets in
 * or keeps out is seen at the HTTP door of a replica that runs all the while.
 */
import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLeftOut, type Postgres, startPostgres } from "../servers/postgres.ts";
import { type Answer, call, freePort, post, type Run, runBot, untilReady } from "../whole-bot/house.ts";

const EMAIL = "ada@example.org";
const FIRST = "correct horse battery";
const SECOND = "another horse battery";
const DOOR_TOKEN = "a-token-of-this-test";

describe.skipIf(isLeftOut)("accounts on PostgreSQL", () => {
  let postgres: Postgres;
  let databaseUrl: string;
  let replica: Run;
  let door: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    databaseUrl = await postgres.createDatabase();
    const port = await freePort();
    door = `http://127.0.0.1:${port}`;
    // With a token nobody is let in for calling from this machine, so only a session opens the API.
    const env = { DATABASE_URL: databaseUrl, INTENTS_DIR: "test/chaos/pack", API_TOKEN: DOOR_TOKEN };
    replica = runBot({ ...env, PORT: String(port) });
    await untilReady(replica);
  }, 60_000);
  afterAll(async () => {
    await replica?.kill("SIGTERM");
    await postgres?.stop();
  }, 30_000);

  /** Runs `aftercare admin …` with a password on standard input; nothing else of the environment reaches it. */
  async function admin(verb: string, password = ""): Promise<{ code: number | null; printed: string }> {
    const env = { PATH: process.env["PATH"], DATABASE_URL: databaseUrl };
    const child = spawn(process.execPath, ["src/cli/start.js", "admin", verb, "--email", EMAIL], { env });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    }
    child.stdin.end(password);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, printed };
  }

  const signIn = (password: string): Promise<Answer> => post(`${door}/sign-in`, { email: EMAIL, password });

  async function aSession(password: string): Promise<string> {
    const { headers } = await signIn(password);
    return headers.getSetCookie()[0]?.split(";")[0] ?? "";
  }

  async function tickets(cookie: string): Promise<number> {
    return (await call(`${door}/api/v1/tickets`, { headers: { cookie } })).status;
  }

  test("are made, given another password, disabled and enabled, and each time the running replica knows at once", async () => {
    expect((await signIn(FIRST)).status).toBe(401);

    expect(await admin("create", FIRST)).toEqual({ code: 0, printed: `Made admin ada <${EMAIL}>.\n` });
    const first = await aSession(FIRST);
    expect(await tickets(first)).toBe(200);

    expect(await admin("password", SECOND)).toMatchObject({ code: 0 });
    expect(await tickets(first)).toBe(401);
    expect((await signIn(FIRST)).status).toBe(401);
    const second = await aSession(SECOND);
    expect(await tickets(second)).toBe(200);

    expect(await admin("disable")).toMatchObject({ code: 0 });
    expect(await tickets(second)).toBe(401);
    expect((await signIn(SECOND)).status).not.toBe(200);

    expect(await admin("enable")).toMatchObject({ code: 0 });
    expect(await tickets(second)).toBe(401);
    expect(await tickets(await aSession(SECOND))).toBe(200);
  }, 60_000);

  test("are refused twice for one address, and a database that is away is told without its account and a stack", async () => {
    await admin("create", FIRST);
    const again = await admin("create", FIRST);
    await postgres.kill9();
    const away = await admin("create", FIRST);
    await postgres.start();

    expect(again).toMatchObject({ code: 1, printed: expect.stringContaining("has an account already") });
    expect(away.code).toBe(1);
    expect(away.printed).toMatch(/database/i);
    expect(away.printed).not.toMatch(/postgres@|\bat .*\.ts:\d/);
  }, 60_000);
});
