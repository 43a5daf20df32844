// Delivery by webhook: again after a failure, in order for each chat, and only with its secret.
import { expect, test } from "vitest";
import { aTelegram, aWebhook } from "./bots.ts";

test("a webhook is called again with the same update after an error, and with its secret", async () => {
  const { tg, api } = await aTelegram();
  const seen: unknown[] = [];
  const url = await aWebhook((update, res, req) => {
    seen.push([req.headers["x-telegram-bot-api-secret-token"], update.message.text]);
    res.writeHead(seen.length === 1 ? 500 : 200).end();
  });
  await api.setWebhook(url, { secret_token: "abc" });

  const said = tg.user().says("x");
  await tg.until(() => tg.journal.of("webhook-ok").length === 1);

  expect(seen).toEqual([
    ["abc", "x"],
    ["abc", "x"],
  ]);
  expect(tg.journal.of("webhook-ok")[0]?.updateId).toBe(said.update?.update_id);
  expect(tg.violations.map((v) => v.kind)).toContain("webhook-not-2xx");
  await expect(api.getUpdates()).rejects.toMatchObject({ error_code: 409 });
});

test("a webhook gets one chat in order and one at a time, and different chats at once", async () => {
  const { tg, api } = await aTelegram();
  const log: [number, string][] = [];
  const open = new Map<number, () => void>();
  let overlaps = 0;
  const url = await aWebhook(({ message }, res) => {
    log.push([message.chat.id, message.text]);
    if (open.has(message.chat.id)) overlaps++;
    open.set(message.chat.id, () => res.end());
    // Nobody is answered before all three chats have one under way: one after the other would stop here.
    if (open.size < 3) return;
    for (const answer of open.values()) answer();
    open.clear();
  });
  await api.setWebhook(url, { secret_token: "abc" });
  const learners = [tg.user(), tg.user(), tg.user()];

  for (const learner of learners) for (const text of ["0", "1", "2", "3", "4"]) learner.says(text);
  await tg.until(() => log.length === 15);

  for (const { id } of learners) {
    expect(log.filter(([chat]) => chat === id).map(([, text]) => text)).toEqual(["0", "1", "2", "3", "4"]);
  }
  expect(overlaps).toBe(0);
});

test("a webhook outside this machine is never called", async () => {
  const { tg, api } = await aTelegram({ webhookRetryMs: [] });
  await api.setWebhook("https://aftercare.example/telegram/webhook", { secret_token: "abc" });

  tg.user().says("x");

  const { message } = (await tg.until(() => tg.violations.find((v) => v.kind === "webhook-not-2xx"))) ?? {};
  expect(message).toMatch(/not a loopback address/);
});
