/** What looks after the service itself in the running bot: a sudden rise and the week that was reach the staff room, each once. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { NewFact } from "../../src/core/facts.ts";
import { FAQ, fakeClock, type House, isAllSent, openHouse, until } from "./house.ts";
import { STAFF_CHAT, update, words } from "./scripted-channel.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const learner = { kind: "learner", chatId: "1" } as const;

let house: House;
beforeEach(async () => {
  fakeClock();
  house = await openHouse({ faq: () => FAQ });
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const told = (from: House, what: RegExp) => from.channel.said(STAFF_CHAT).filter((text) => what.test(text));

/** A learner who wrote once, and facts of theirs at these moments. */
async function happened(kind: NewFact["kind"], times: readonly number[], value: number | null = null): Promise<void> {
  await house.channel.deliver(update(learner, words("hush 1")));
  await until(() => isAllSent(house.store));
  let conversationId = null;
  for await (const fact of house.store.facts(["asked"], {})) conversationId = fact.conversationId;
  if (conversationId === null) throw new Error("nothing was asked");
  const about = { ticketId: null, episode: null, agentId: null, intentId: null, value, scheduleVersion: null };
  const nothing = { outcome: { outcome: "ignored" }, tickets: [], messages: [], outbound: [], rating: null } as const;
  const turn = { conversationId, inboundId: null, ticketId: null, agentId: null, now: Date.now() };
  const facts = times.map((at) => ({ ...about, kind, at }));
  await house.store.change(turn, ({ conversation }) => ({ ...nothing, conversation, facts }));
}

test("a sudden rise of misses is told once, whichever process looks, and stands in the list", async () => {
  // The hour that begins now was looked at when the bot started.
  const hour = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + HOUR_MS;
  const past = Array.from({ length: 8 }, (_, week) => [1, 2, 3].map((n) => hour - (week + 1) * WEEK_MS - n * 60_000));
  const rise = Array.from({ length: 40 }, (_, n) => hour - 1000 - n);
  await happened("missed", [...past.flat(), ...rise]);
  const asked = (times: readonly number[]) => times.flatMap((at) => Array.from({ length: 10 }, () => at));
  await happened("asked", [...asked(past.flat()), ...rise, ...rise]);

  vi.setSystemTime(hour);
  await until(() => told(house, /sudden rise of questions the bot did not understand: 40/).length > 0);
  const next = await house.after();
  vi.setSystemTime(hour + HOUR_MS);
  const at = Date.now();
  await until(() => Date.now() > at + 10_000);

  expect(told(house, /sudden rise/)).toHaveLength(1);
  expect(told(next, /sudden rise/)).toEqual([]);
  expect(await house.store.quality.incidents(9)).toMatchObject([{ series: "misses", n: 40, endedAt: null }]);
});

test("the week is told on Monday at nine, once, though the process that told it died", async () => {
  await happened("asked", [Date.now() - HOUR_MS]);
  await happened("nps_answered", [Date.now() - HOUR_MS], 10);
  const sketch = { features: [1], weights: [1] };
  const counts = { questions: 4, escalations: 2, minutesEach: null, nearest: null, answerId: null };
  await house.store.evidence.keepGroups([{ id: null, language: "en", sketch, messageIds: [1], ...counts }], Date.now());
  // The clock stands at a Tuesday.
  const monday = Date.parse("2026-05-11T09:00:00Z");
  vi.setSystemTime(monday - 60_000);
  const at = Date.now();
  await until(() => Date.now() > at + 20_000);
  const early = told(house, /The week from/);

  await until(() => told(house, /The week from/).length > 0);
  const saidAt = Date.now();
  const next = await house.after();
  await until(() => Date.now() > saidAt + 10_000);

  expect(early).toEqual([]);
  expect(saidAt - monday).toBeLessThanOrEqual(5000);
  expect(told(next, /The week from/)).toEqual([]);
  const [digest] = told(house, /The week from/);
  expect(digest).toContain("The week from 5/4 to 5/11");
  // One fact, and the words she wrote before each of the two.
  expect(digest).toContain("Questions 3 (0)");
  expect(digest).toContain("Satisfied (4–5) —, n=0 (—, n=0)");
  expect(digest).toContain("NPS 100, n=1 (—, n=0)");
  expect(digest).toContain("Groups of questions nobody answered that wait for a decision: 1");
  expect(digest).not.toContain("People:");
});
