/** The disk is full: nothing more is acknowledged, nobody is told a lie, and once there is space everything is answered. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startTelegram } from "../emulators/telegram/server.ts";
import { freePort, runBot, untilReady } from "./house.ts";

test("what learners write while the disk is full is answered once there is space", async () => {
  const tg = await startTelegram({ rateLimits: "off" });
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-"));
  const port = await freePort();
  const telegram = { TELEGRAM_BOT_TOKEN: tg.token, TELEGRAM_API_ROOT: tg.apiRoot };
  const env = { PORT: String(port), DATA_DIR: dataDir, INTENTS_DIR: "./test/whole-bot/small-pack", ...telegram };
  const full = runBot(env, 2400);
  onTestFinished(async () => {
    await full.kill("SIGKILL");
    await tg.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  await untilReady(full);
  const isFull = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 503;
  const learners = Array.from({ length: 60 }, (_, index) => tg.user({ first_name: `Learner ${index}` }));

  for (const learner of learners) {
    learner.says("/help");
    learner.says("字".repeat(4096));
  }
  await expect.poll(isFull, { timeout: 15_000 }).toBe(true);
  const answeredWhileFull = tg.sent().length;
  await full.kill("SIGKILL");
  const roomy = runBot(env);
  onTestFinished(async () => {
    await roomy.kill("SIGKILL");
  });
  await untilReady(roomy);
  await tg.until(() => learners.every(({ dm }) => tg.sent({ chat: dm }).length >= 2), { timeout: 20_000 });

  expect(answeredWhileFull).toBeLessThan(120);
  expect(full.output()).not.toMatch(/字/);
  tg.assertClean();
});
