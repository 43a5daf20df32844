/** The views agents work from, over HTTP: whose turn it is and who holds what; and a learner's other tickets beside one. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

/** As whom a caller without an account acts. */
const SUPPORT: Agent = { id: "console:local" as AgentId, name: "Support" };

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const learner = (chatId: string) => ({ chatId, name: `Learner ${chatId}` });
const say = (ticketId: TicketId, agent: Agent) =>
  house.aftercare.act(ticketId, agent, { verb: "say", text: "Hello", attachments: [] });
const listed = async (view: string) => {
  const answer = await house.ask(`/api/v1/tickets?view=${view}`);
  return [...answer.text.matchAll(/"id":(\d+),"status"/g)].map(([, id]) => Number(id));
};

test("mine are the open tickets the caller holds, those that wait for their word first", async () => {
  const [answered, waiting, theirs] = [
    await aTicket(house, "one", learner("1")),
    await aTicket(house, "two", learner("2")),
    await aTicket(house, "three", learner("3")),
  ];
  await house.aftercare.act(answered, SUPPORT, { verb: "claim" });
  await say(answered, SUPPORT);
  await house.aftercare.act(waiting, SUPPORT, { verb: "claim" });
  await house.aftercare.act(theirs, ANN, { verb: "claim" });

  expect(await listed("mine")).toEqual([waiting, answered]);
});

test("unattended are those that wait for our word, held or not, but not what is answered, put aside or solved", async () => {
  const ids: TicketId[] = [];
  for (const chatId of ["1", "2", "3", "4", "5"]) ids.push(await aTicket(house, "hello", learner(chatId)));
  const [held = expect.fail(), free, answered = expect.fail(), snoozed = expect.fail(), solved = expect.fail()] = ids;
  for (const id of [held, answered, snoozed]) await house.aftercare.act(id, ANN, { verb: "claim" });
  await say(answered, ANN);
  await house.aftercare.act(snoozed, ANN, { verb: "snooze", until: "2h" });
  await house.aftercare.act(solved, ANN, { verb: "solve", reason: "" });

  expect(await listed("unattended")).toEqual([held, free]);
  expect((await house.ask("/api/v1/tickets?view=elsewhere")).status).toBe(422);
});

test("beside a ticket stand the learner's other ones, and nobody else's", async () => {
  const first = await aTicket(house, "one", learner("1"));
  await house.aftercare.act(first, ANN, { verb: "solve", reason: "" });
  await aTicket(house, "two", learner("2"));
  const second = await aTicket(house, "three", learner("1"));

  const file = (await house.ask(`/api/v1/tickets/${second}`)).json();

  expect(file).toMatchObject({ ticket: { id: second }, earlier: [{ id: first, status: "solved" }] });
});
