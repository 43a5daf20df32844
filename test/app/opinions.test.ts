/** What learners say of us in the running bot: the 0–10 question comes in its hour and once, suggestions reach the staff room. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Agent, AgentId } from "../../src/core/model.ts";
import { fakeClock, type House, isAllSent, openHouse, ticketOf, until } from "./house.ts";
import { command, learnerWantsPerson, STAFF_CHAT, update, words } from "./scripted-channel.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ann: Agent = { id: "console:ann" as AgentId, name: "Ann" };
const QUESTION = /how likely would you recommend us/;
const learner = { kind: "learner", chatId: "1" } as const;

let house: House;
beforeEach(async () => {
  fakeClock();
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const asked = (from: House): number => from.channel.said("1").filter((text) => QUESTION.test(text)).length;
const hear = async (what: Parameters<typeof update>[1], from = house): Promise<void> => {
  await from.channel.deliver(update(learner, what));
  await until(() => isAllSent(from.store));
};

async function rated(): Promise<number> {
  await house.channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(house.store));
  const ticketId = await ticketOf(house.store);
  await house.aftercare.act(ticketId, ann, { verb: "claim" });
  await house.aftercare.act(ticketId, ann, { verb: "say", text: "Try again, please.", attachments: [] });
  await house.aftercare.act(ticketId, ann, { verb: "solve" });
  const press = { press: "rate", ticketId, episode: 1, rating: 5 } as const;
  await hear({ kind: "pressed", messageId: "1", pressId: "p", press });
  return Date.now();
}

test("a learner who rated 5 is asked an hour later, once, though the process that planned it died", async () => {
  const ratedAt = await rated();
  const next = await house.after();

  vi.setSystemTime(ratedAt + HOUR_MS - MINUTE_MS);
  const early = asked(house) + asked(next);
  await until(() => asked(next) > 0);
  const at = Date.now();
  const third = await next.after();
  await until(() => Date.now() > at + 10_000);

  expect(early).toBe(0);
  expect(at - ratedAt).toBeGreaterThanOrEqual(HOUR_MS - MINUTE_MS);
  expect(at - ratedAt).toBeLessThanOrEqual(HOUR_MS + 5000);
  expect([asked(house), asked(next), asked(third)]).toEqual([0, 1, 0]);
});

test("the answer in words is a fact of its own, and no rating", async () => {
  const ratedAt = await rated();
  vi.setSystemTime(ratedAt + HOUR_MS);
  await until(() => asked(house) > 0);

  await hear(words("9"));

  const answers: (number | null)[] = [];
  for await (const { value } of house.store.facts(["nps_answered"], {})) answers.push(value);
  const ratings: number[] = [];
  for await (const { rating } of house.store.ratings({})) ratings.push(rating);
  expect([answers, ratings]).toEqual([[9], [5]]);
});

test("a hundred suggestions are one line in the staff room, and the next hour's another", async () => {
  const lines = () => house.channel.said(STAFF_CHAT).filter((text) => text.includes("suggestion"));
  await hear(command("suggest", "hush 1"));
  await until(() => lines().length === 1);
  for (let n = 2; n <= 4; n++) await hear(command("feedback", `hush ${n}`));
  const at = Date.now();
  await until(() => Date.now() > at + 10 * MINUTE_MS - 1000);
  const soon = lines().length;

  vi.setSystemTime(at + HOUR_MS);
  await until(() => lines().length === 2);

  expect(soon).toBe(1);
  expect(lines()).toEqual([
    "💡 A new suggestion: read and answer them in the console.\n• hush 1",
    "💡 3 new suggestions: read and answer them in the console.\n• hush 2\n• hush 3\n• hush 4",
  ]);
});

test("an admin's answer reaches the learner once, and an unnamed one can reach nobody", async () => {
  await hear(command("suggest", "hush jokes"));
  await hear(command("suggest", "anonymous hush less jokes"));
  const [unnamed, named] = await house.store.opinions.suggestions({}, 9);
  const reply = { text: "Coming soon", by: "Ada" };
  const { replyToSuggestion } = house.aftercare.staff;

  const first = await replyToSuggestion(named?.id ?? expect.fail(), reply);
  const second = await replyToSuggestion(named?.id ?? expect.fail(), reply);
  const toNobody = await replyToSuggestion(unnamed?.id ?? expect.fail(), reply);
  await until(() => isAllSent(house.store));

  expect([first, second, toNobody]).toEqual(["sent", "replied", "unnamed"]);
  expect(house.channel.said("1").filter((text) => text.includes("Coming soon"))).toEqual([
    "About your suggestion “hush jokes”:\n\nComing soon",
  ]);
});
