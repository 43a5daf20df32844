/** Learners who rated badly over HTTP: agents see whom to look after and say that it was done, with a note if they like. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Rating, TicketId } from "../../src/core/model.ts";
import type { Press } from "../../src/core/press.ts";
import { update, words } from "../app/scripted-channel.ts";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const PATH = "/api/v1/recoveries";
const list = async () => (await house.ask(PATH)).json();

async function learnerDoes(what: Parameters<typeof update>[1]): Promise<void> {
  await house.channel.deliver(update({ kind: "learner", chatId: "7" }, what, { networkId: "7", name: "小明" }));
  await expect.poll(async () => (await house.store.counts()).inboundWaiting).toBe(0);
}

const presses = (press: Press) => learnerDoes({ kind: "pressed", messageId: "1", pressId: "p", press });

async function rated(rating: Rating): Promise<TicketId> {
  const ticketId = await aTicket(house);
  await house.ask(`/api/v1/tickets/${ticketId}/claim`, { method: "POST" });
  await house.post(`/api/v1/tickets/${ticketId}/reply`, { text: "请再试一次。" });
  await house.ask(`/api/v1/tickets/${ticketId}/solve`, { method: "POST" });
  await presses({ press: "rate", ticketId, episode: 1, rating });
  return ticketId;
}

test("a learner who rated badly stands in the list, with what was wrong in their own words", async () => {
  const ticketId = await rated(1);
  await presses({ press: "why", ticketId, episode: 1, reason: "unclear" });
  await presses({ press: "why", ticketId, episode: 1, reason: "slow" });
  await learnerDoes(words("等了一整天"));

  expect(await list()).toEqual({
    items: [
      {
        ...{ ticketId, episode: 1, rating: 1, reasons: ["slow", "unclear"], comment: "等了一整天" },
        owner: { id: "console:local", name: "Support", isYou: true },
        dueAt: expect.stringMatching(/Z$/),
        isOverdue: false,
      },
    ],
  });
});

test("nobody has to look after a learner who is content", async () => {
  await rated(3);

  expect(await list()).toEqual({ items: [] });
});

test("what was done leaves the list, and what came of it is a note on the ticket", async () => {
  const ticketId = await rated(2);

  const answer = await house.post(`${PATH}/${ticketId}/1/done`, { note: " 已电话致歉，送了一节课 " });

  expect(answer.status).toBe(204);
  expect(await list()).toEqual({ items: [] });
  const { text } = await house.ask(`/api/v1/tickets/${ticketId}`);
  expect(JSON.parse(text).transcript.at(-1)).toMatchObject({ kind: "note", text: "已电话致歉，送了一节课" });
});

test("without a body it is done as well, once, and what was never to be done is not found", async () => {
  const ticketId = await rated(2);
  const done = (path: string) => house.ask(`${PATH}/${path}/done`, { method: "POST" });

  const answers = await Promise.all([done(`${ticketId}/1`), done(`${ticketId}/1`)]);

  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
  for (const path of [`${ticketId}/2`, "999/1", `${ticketId}/0`, "x/1"]) expect((await done(path)).status).toBe(404);
});

test("a note of nothing is no note, and one that is no text is refused and leaves the task", async () => {
  const ticketId = await rated(2);

  expect((await house.post(`${PATH}/${ticketId}/1/done`, { note: 7 })).status).toBe(422);
  expect(await list()).toMatchObject({ items: [{ ticketId }] });
  expect((await house.post(`${PATH}/${ticketId}/1/done`, { note: "\u200b " })).status).toBe(204);

  expect((await house.ask(`/api/v1/tickets/${ticketId}`)).text).not.toContain('"note"');
});
