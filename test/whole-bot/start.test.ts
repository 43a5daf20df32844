/** Starting and stopping: wrong settings, broken packs, a taken port, a second process, and a clean end. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { startTelegram, type TelegramServer } from "../emulators/telegram/server.ts";
import { freePort, type Run, runBot, untilReady } from "./house.ts";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function aDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "aftercare-"));
  open.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function aTelegram(): Promise<TelegramServer> {
  const tg = await startTelegram({ rateLimits: "off" });
  open.push(() => tg.stop());
  return tg;
}

function start(env: Readonly<Record<string, string>>): Run {
  const run = runBot({ INTENTS_DIR: "./test/whole-bot/small-pack", ...env });
  open.push(() => run.kill("SIGKILL"));
  return run;
}

describe("the bot does not start and says what to do", () => {
  test("when settings are wrong: all of them at once, none of their values", async () => {
    const run = start({ PORT: "port", TELEGRAM_BOT_TOKEN: "my-secret", LOG_LEVEL: "loud", TELEGRAM_BOT_TOKN: "x" });

    expect(await run.exit).toBe(78);
    for (const name of ["PORT", "TELEGRAM_BOT_TOKEN", "LOG_LEVEL", "TELEGRAM_BOT_TOKN"])
      expect(run.output()).toContain(`${name}:`);
    expect(run.output()).not.toContain("my-secret");
  });

  test("when others could reach the API without a token", async () => {
    const run = start({ HOST: "0.0.0.0", DATA_DIR: await aDataDir() });

    expect(await run.exit).toBe(78);
    expect(run.output()).toContain("API_TOKEN: set one");
  });

  test("when Telegram does not know the token, without printing it", async () => {
    const tg = await aTelegram();
    const token = "999999:this-token-is-unknown-there";
    const run = start({
      PORT: "0",
      DATA_DIR: await aDataDir(),
      TELEGRAM_API_ROOT: tg.apiRoot,
      TELEGRAM_BOT_TOKEN: token,
    });

    expect(await run.exit).toBe(78);
    expect(run.output()).toMatch(/TELEGRAM_BOT_TOKEN.*@BotFather/);
    expect(run.output()).not.toContain("this-token-is-unknown-there");
  });

  test("when the staff chat is no forum the bot may work in", async () => {
    const tg = await aTelegram();
    const group = tg.supergroup({ title: "no topics here" });
    const staff = {
      TELEGRAM_API_ROOT: tg.apiRoot,
      TELEGRAM_BOT_TOKEN: tg.token,
      TELEGRAM_STAFF_CHAT_ID: String(group.id),
    };
    const run = start({ PORT: "0", DATA_DIR: await aDataDir(), ...staff });

    expect(await run.exit).toBe(78);
    expect(run.output()).toMatch(/TELEGRAM_STAFF_CHAT_ID/);
  });

  test("when the FAQ is broken: file, line and remedy", async () => {
    const dir = await aDataDir();
    await cp("intents/online-education", join(dir, "pack"), { recursive: true });
    await writeFile(join(dir, "pack", "greeting.yaml"), "id: greeting\ntitle: { zh: 你好 }\nanswr: {}\n");
    const run = start({ PORT: "0", DATA_DIR: dir, INTENTS_DIR: join(dir, "pack") });

    expect(await run.exit).toBe(78);
    expect(run.output()).toMatch(/greeting\.yaml:3.*answr/);
  });

  test("when there is no FAQ where INTENTS_DIR points", async () => {
    const run = start({ PORT: "0", DATA_DIR: await aDataDir(), INTENTS_DIR: "./nowhere" });

    expect(await run.exit).toBe(78);
    expect(run.output()).toMatch(/nowhere/);
  });

  test("when the port is taken", async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    open.push(() => taken.close());
    const run = start({ PORT: String(port), DATA_DIR: await aDataDir() });

    expect(await run.exit).toBe(78);
    expect(run.output()).toMatch(/PORT: another program listens/);
  });

  test("when another process uses the same database", async () => {
    const dataDir = await aDataDir();
    const first = start({ PORT: "0", DATA_DIR: dataDir });
    await untilReady(first);
    const second = start({ PORT: "0", DATA_DIR: dataDir });

    expect(await second.exit).toBe(1);
    expect(second.output()).toMatch(/DATA_DIR/);
    expect(second.output()).not.toMatch(/at .*\.ts:\d+/);
  });
});

describe("the bot starts", () => {
  test("with nothing configured: console and figures for this machine, told where", async () => {
    const run = start({ PORT: "0", DATA_DIR: await aDataDir() });
    await untilReady(run);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(run.output())?.[0];

    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/`)).text()).toContain("<html");
    expect(await run.kill("SIGTERM")).toBe(0);
  });

  test("while Telegram is away, serves the console meanwhile, and is stopped at any moment", async () => {
    const port = await freePort();
    const run = start({
      ...{ PORT: "0", DATA_DIR: await aDataDir(), TELEGRAM_BOT_TOKEN: "123456:TEST-TOKEN-abcdefghijklmnop" },
      TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`,
    });
    await expect.poll(() => run.output(), { timeout: 15_000 }).toMatch(/Console/);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(run.output())?.[0];
    const ready = await fetch(`${url}/readyz`);

    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain("channel telegram");
    expect(await run.kill("SIGTERM")).toBe(0);
  });
});
