/** Learners who rated badly in the running bot: when nobody looked after one in time, the staff room hears of it, once. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Agent, AgentId, Rating, TicketId } from "../../src/core/model.ts";
import { fakeClock, type House, isAllSent, openHouse, ticketOf, until } from "./house.ts";
import { learnerWantsPerson, STAFF_CHAT, update, words } from "./scripted-channel.ts";

const MINUTE_MS = 60_000;
const NINE_HOURS_MS = 9 * 60 * MINUTE_MS;
const ann: Agent = { id: "console:ann" as AgentId, name: "Ann" };
const OVERDUE = /nobody has looked after the low rating yet, Ann owns it/;

let house: House;
beforeEach(async () => {
  fakeClock();
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const told = (from: House): number => from.channel.said(STAFF_CHAT).filter((text) => OVERDUE.test(text)).length;

async function presses(ticketId: TicketId, rating: Rating): Promise<void> {
  const press = { press: "rate", ticketId, episode: 1, rating } as const;
  const said = { kind: "pressed", messageId: "1", pressId: `p${rating}`, press } as const;
  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, said));
  await until(() => isAllSent(house.store));
}

async function aSolvedTicket(): Promise<TicketId> {
  await house.channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(house.store));
  const ticketId = await ticketOf(house.store);
  await house.aftercare.act(ticketId, ann, { verb: "claim" });
  await house.aftercare.act(ticketId, ann, { verb: "say", text: "Try again, please.", attachments: [] });
  await house.aftercare.act(ticketId, ann, { verb: "solve" });
  await until(() => isAllSent(house.store));
  return ticketId;
}

test("a recovery nobody cared for is told after nine open hours, once, whichever process looks", async () => {
  await presses(await aSolvedTicket(), 1);
  const [recovery] = await house.store.staff.recoveries();
  const ratedAt = (recovery?.dueAt ?? 0) - NINE_HOURS_MS;

  vi.setSystemTime(ratedAt + NINE_HOURS_MS - MINUTE_MS);
  await until(() => Date.now() > ratedAt + NINE_HOURS_MS - 10_000);
  const early = told(house);
  await until(() => told(house) > 0);
  const at = Date.now();
  const next = await house.after();
  await until(() => Date.now() > at + 10_000);

  expect(recovery).toMatchObject({ owner: ann, rating: 1 });
  expect(early).toBe(0);
  expect(at - ratedAt - NINE_HOURS_MS).toBeLessThanOrEqual(3000);
  expect([told(house), told(next)]).toEqual([1, 0]);
});

test("a learner who changed their mind is nobody's concern any more", async () => {
  const ticketId = await aSolvedTicket();
  await presses(ticketId, 2);
  await presses(ticketId, 4);

  vi.setSystemTime(Date.now() + NINE_HOURS_MS);
  const at = Date.now();
  await until(() => Date.now() > at + 5000);

  expect(await house.store.staff.recoveries()).toEqual([]);
  expect(told(house)).toBe(0);
});

test("what a learner wrote about a low rating is kept with it, and no new ticket is opened for it", async () => {
  const ticketId = await aSolvedTicket();
  await presses(ticketId, 2);
  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, words("hush, that took a week")));
  await until(() => isAllSent(house.store));

  expect(await house.store.staff.recoveries()).toMatchObject([{ ticketId, comment: "hush, that took a week" }]);
  expect(await house.store.tickets("all", 9)).toHaveLength(1);
});

test("a rating is changed by words long after it was given, and counts once", async () => {
  const ticketId = await aSolvedTicket();
  await presses(ticketId, 5);
  vi.setSystemTime(Date.now() + 20 * 3_600_000);

  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, words("make it 4")));
  await until(() => isAllSent(house.store));

  const ratings: number[] = [];
  for await (const { rating } of house.store.ratings({})) ratings.push(rating);
  expect(ratings).toEqual([4]);
});
