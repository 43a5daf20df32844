/** Reviews over HTTP: admins write them; of what was said about an agent, nobody else among the agents learns anything. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import { act, anAgent, claim, NOW, nothing, rate, solve } from "../conformance/builders.ts";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, signedIn } from "./people.ts";

const MARKS = { understood: 2, correct: 1, kind: 2, complete: 0 };

let house: DeskHouse;
let ticketId: TicketId;
beforeEach(async () => {
  house = await openDeskHouse();
  ticketId = await aTicket(house);
});
afterEach(() => house.close());

async function anAgentAccount(name: string) {
  const account = await aPerson(house, name);
  const agent: Agent = { id: `console:${account.id}` as AgentId, name };
  return { agent, headers: await signedIn(house, account) };
}

async function toReview(...agents: readonly Agent[]): Promise<readonly number[]> {
  const reviews = agents.map((agent, index) => ({ ticketId, episode: index + 1, why: "random", agent }) as const);
  await house.store.quality.addReviews(reviews, Date.now());
  return (await house.store.quality.reviews({}, 9)).map(({ id }) => id).toReversed();
}

const fill = (id: number, body: unknown) =>
  house.ask(`/api/v1/reviews/${id}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("an agent reads what was said about their own ticket, and nothing about anybody else's", async () => {
  const [ann, bo] = [await anAgentAccount("Ann"), await anAgentAccount("Bo")];
  const [anns = 0, bos = 0, open = 0] = await toReview(ann.agent, bo.agent, ann.agent);
  await fill(anns, { marks: MARKS, note: "先复述问题" });
  await fill(bos, { marks: MARKS, note: "secret of Bo" });
  const asAnn = (path: string) => house.ask(`/api/v1/reviews${path}`, { headers: ann.headers });

  const list = await asAnn("");
  const statuses = await Promise.all([anns, bos, open, 999].map(async (id) => (await asAnn(`/${id}`)).status));

  expect(list.json()).toMatchObject({ items: [{ id: anns, done: { note: "先复述问题", marks: MARKS } }] });
  expect(list.text + (await asAnn("/results")).text).not.toContain("Bo");
  expect(statuses).toEqual([200, 404, 404, 404]);
  expect((await asAnn("/results")).json()).toEqual({
    items: [{ agent: { id: ann.agent.id, name: "Ann" }, n: 1, ...MARKS }],
  });
});

test("a rise of bad ratings shows what learners wrote, without their addresses", async () => {
  const { conversationId = expect.fail() } = (await house.store.ticket(ticketId)) ?? {};
  const ticket = { conversationId, ticketId };
  await act(house.store, ticket, claim(anAgent("Ann")));
  await act(house.store, ticket, solve(anAgent("Ann")));
  await act(house.store, ticket, rate(1));
  const remark = { ticketId, episode: 1, comment: "Nobody wrote to mia@example.org" };
  await act(house.store, ticket, (before) => ({ ...nothing(before), remark }));
  await house.store.quality.raise({ series: "bad_ratings", n: 24, expected: 3 }, [], NOW + 1);

  const list = await house.ask("/api/v1/incidents");

  expect(list.json()).toMatchObject({
    items: [{ series: "bad_ratings", n: 24, examples: [expect.stringMatching(/^Nobody wrote to /)] }],
  });
  expect(list.text).not.toContain("mia@");
});

test("no agent reviews, not even themselves", async () => {
  const ann = await anAgentAccount("Ann");
  const [id] = await toReview(ann.agent);

  const { status } = await house.ask(`/api/v1/reviews/${id}`, {
    method: "PUT",
    headers: { ...ann.headers, "content-type": "application/json" },
    body: JSON.stringify({ marks: { understood: 2, correct: 2, kind: 2, complete: 2 } }),
  });

  expect(status).toBe(403);
});

test("admins see all of it, with a dash where nothing was reviewed", async () => {
  const ann = await anAgentAccount("Ann");
  await toReview(ann.agent);

  expect((await house.ask("/api/v1/reviews")).json()).toMatchObject({
    items: [{ ticketId, why: "random", done: null }],
  });
  expect((await house.ask("/api/v1/reviews/results")).json()).toMatchObject({
    items: [{ n: 0, understood: null, correct: null, kind: null, complete: null }],
  });
});

test.each([{ marks: { ...MARKS, kind: 3 } }, { marks: { understood: 1 } }, {}])("%j is no review", async (body) => {
  const ann = await anAgentAccount("Ann");
  const [id = 0] = await toReview(ann.agent);

  expect((await fill(id, body)).status).toBe(422);
  expect((await fill(999, { marks: MARKS })).status).toBe(404);
});

test("suggestions are marked and answered by admins", async () => {
  const [{ conversationId } = expect.fail()] = await house.store.tickets("all", 1);
  const turn = { conversationId, inboundId: null, ticketId: null, agentId: null, now: Date.now() };
  const suggestion = { text: "字幕", isUnnamed: false, at: Date.now() };
  const nothing = { outcome: { outcome: "ignored" }, tickets: [], messages: [], outbound: [], facts: [] } as const;
  await house.store.change(turn, ({ conversation }) => ({ ...nothing, conversation, rating: null, suggestion }));
  const list = async (query = "") => (await house.ask(`/api/v1/suggestions${query}`)).json();

  expect(await list("?status=new")).toMatchObject({ items: [{ id: 1, text: "字幕", from: { name: "小明" } }] });
  expect((await house.post("/api/v1/suggestions/1/reply", { text: " " })).status).toBe(422);
  expect((await house.post("/api/v1/suggestions/1/reply", { text: "下个月" })).status).toBe(204);
  expect((await house.post("/api/v1/suggestions/1/reply", { text: "again" })).json()).toMatchObject({
    code: "replied",
  });
  expect((await house.post("/api/v1/suggestions/2/reply", { text: "x" })).status).toBe(404);
  expect(await list("?status=done")).toMatchObject({ items: [{ reply: { text: "下个月", by: "Support" } }] });
  expect(await list("?before=1")).toEqual({ items: [] });
});
