/** `aftercare chat`: somebody tries the bot at a terminal, with nothing set up, and meets what learners meet. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const start = fileURLToPath(new URL("../../src/cli/start.js", import.meta.url));
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-chat-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

test("a question is answered, a number presses a button, and the end of the input ends the bot", async () => {
  const where = { DATA_DIR: dataDir, PORT: "0", INTENTS_DIR: "test/whole-bot/small-pack" };
  const env = { PATH: process.env["PATH"] ?? "", LANG: "en_US.UTF-8", ...where };
  const bot = spawn(process.execPath, [start, "chat"], { env, stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  bot.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const reads = (text: string) => vi.waitFor(() => expect(said).toContain(text), 30_000);

  bot.stdin.write("How do I reset my password?\n");
  await reads("1. ✅ Solved\n2. 🤔 Not quite\n3. 🙋 A person");
  bot.stdin.write("1\n");
  await reads("Glad that helped!");
  bot.stdin.write("/human\n");
  await reads("(request #1)");
  bot.stdin.end();

  expect(await new Promise((resolve) => bot.once("close", resolve))).toBe(0);
});
