/** The views agents work from, over HTTP: whose turn it is and who holds what; and a learner's other tickets beside one. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
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

test("a row says what a person said last, and what is unread for the caller until they have seen it", async () => {
  const id = await aTicket(house, "one\n<b>two</b>", learner("1"));
  const row = async () => (await house.ask("/api/v1/tickets?view=all")).json();
  const before = await row();
  await house.aftercare.act(id, ANN, { verb: "note", text: "old browser" });

  const seen = await house.post(`/api/v1/tickets/${id}/seen`, { upTo: 1000 });

  expect(before).toMatchObject({
    items: [{ id, unread: 1, last: { author: { kind: "learner" }, text: "one <b>two</b>" } }],
  });
  expect(seen.status).toBe(204);
  expect(await row()).toMatchObject({
    items: [{ id, unread: 0, last: { author: { kind: "agent", name: "Ann", isYou: false }, kind: "note" } }],
  });
});

test("a colleague sees who else is there, and the learner that the holder writes, once in a while", async () => {
  const id = await aTicket(house, "one", learner("1"));
  const attend = (doing: string) =>
    house.ask(`/api/v1/tickets/${id}/attendance`, {
      ...{ method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ doing }) },
    });
  const shown = () => house.channel.calls.filter(({ op }) => op === "typing").length;
  await attend("replying");
  const beforeClaim = shown();
  await house.aftercare.act(id, SUPPORT, { verb: "claim" });
  await house.aftercare.attend.mark(id, ANN, "noting");

  await attend("replying");
  await vi.waitFor(() => expect(shown()).toBe(1));
  await attend("replying");

  const file = (await house.ask(`/api/v1/tickets/${id}`)).json();
  expect(file).toMatchObject({ here: [{ agent: { name: "Ann" }, doing: "noting" }] });
  expect([beforeClaim, shown()]).toEqual([0, 1]);
  expect((await attend("sleeping")).status).toBe(422);
  expect((await house.ask("/api/v1/tickets/999/attendance", { method: "DELETE" })).status).toBe(204);
});

test("an agent answers a line, marks it, and changes their own words, of which all versions stay", async () => {
  const id = await aTicket(house, "one", learner("1"));
  await house.aftercare.act(id, SUPPORT, { verb: "claim" });
  const lines = async () => (await house.store.transcript(id)).filter(({ author }) => author.kind !== "bot");
  const [asked = expect.fail()] = await lines();

  const said = await house.post(`/api/v1/tickets/${id}/reply`, { text: "Try agian", answers: asked.id });
  const mine = (await lines()).at(-1) ?? expect.fail();
  const edited = await house.post(`/api/v1/tickets/${id}/edit`, { line: mine.id, text: "Try again" });
  const marked = await house.post(`/api/v1/tickets/${id}/react`, { line: asked.id, emoji: "👍" });
  const theirs = await house.post(`/api/v1/tickets/${id}/edit`, { line: asked.id, text: "two" });
  const words = await house.post(`/api/v1/tickets/${id}/react`, { line: asked.id, emoji: "hello" });

  expect([said, edited, marked, theirs, words].map(({ status }) => status)).toEqual([200, 200, 200, 409, 422]);
  expect((await house.ask(`/api/v1/tickets/${id}`)).json()).toMatchObject({
    reacts: true,
    transcript: expect.arrayContaining([
      expect.objectContaining({ id: asked.id, text: "one", reactions: ["👍"] }),
      expect.objectContaining({ id: mine.id, text: "Try again", repliesTo: asked.id, versions: [expect.anything()] }),
    ]),
  });
});
