/** Every edit keeps what was said before; what a network calls a message leads to its line, and to no other learner's. */
import { expect, test } from "vitest";
import type { Before, Decision, Recalled } from "../../src/core/decision.ts";
import type { Inbound } from "../../src/core/inbound.ts";
import type { ChatRef, OutboundId, TicketId } from "../../src/core/model.ts";
import type { NewOutbound } from "../../src/core/outbound.ts";
import type { Recall, Store } from "../../src/core/ports.ts";
import {
  act,
  aLearnerSays,
  aLearnerSends,
  aMessage,
  anAgent,
  answer,
  aTicketInTheQueue,
  claim,
  FACTS,
  NOW,
  nothing,
  received,
  STAFF_ROOM,
  say,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ann = anAgent("Ann");
const HOME: ChatRef = { channel: "telegram", chatId: "77" };
const LAST = Number.MAX_SAFE_INTEGER as OutboundId;
type Ticket = Awaited<ReturnType<typeof aTicketInTheQueue>>;

export function conformLines(opened: () => OpenedStore): void {
  versions(opened);
  recalling(opened);
  places(opened);
  signs(opened);
}

/** Ann's words in the staff room, called `a1` there, on their way to the learner and to Discord. */
async function annWrites(store: Store, { conversationId, ticketId }: Ticket, text = "Press F5"): Promise<void> {
  const inThread = (to: ChatRef): NewOutbound => ({ ...say(to, `💬 Ann: ${text}`, "staff"), ticketId });
  const deliveries = [{ ...say(HOME, text), ticketId }, inThread({ channel: "discord", chatId: "900" })];
  const author = { kind: "agent", agent: ann } as const;
  const message = aMessage(text, { author, ticketId, networkId: "a1", saidIn: STAFF_ROOM, deliveries });
  await act(store, { conversationId, ticketId }, (before) => ({ ...nothing(before), messages: [message] }));
}

/** All that waits leaves, and the network calls each message by its lane and a number. */
async function allIsSent(store: Store, { ticketId }: Ticket): Promise<void> {
  for (const lane of ["telegram:77", `discord:900:${ticketId}`]) {
    for (
      let n = 1, row = await store.takeOutbound(lane, NOW);
      row !== null;
      row = await store.takeOutbound(lane, NOW)
    ) {
      await store.settleOutbound(row.id, { status: "sent", messageId: `${lane}/${n++}`, at: NOW });
    }
  }
}

/** What a turn is lent when its event means that message. */
async function recalledBy(store: Store, { conversationId }: Pick<Ticket, "conversationId">, recall: Recall) {
  let recalled: Recalled | undefined;
  await store.change({ ...turnOf({ conversationId }), recall }, (before) => {
    recalled = before.recalled;
    return nothing(before);
  });
  return recalled;
}

const amended =
  (lineId: number, text: string, deliveries: readonly NewOutbound[] = []) =>
  (before: Before): Decision => ({ ...nothing(before), amendments: [{ lineId, text, deliveries }] });

async function lastLine(store: Store, ticketId: TicketId) {
  return (await store.transcript(ticketId)).at(-1) ?? expect.fail();
}

function versions(opened: () => OpenedStore): void {
  test("a line that is changed twice says its newest words, and keeps both earlier ones with their times", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await annWrites(store, ticket);
    const { id } = await lastLine(store, ticket.ticketId);

    await store.change({ ...turnOf(ticket), inboundId: null, now: NOW + 1 }, amended(id, "Press F6"));
    await store.change({ ...turnOf(ticket), inboundId: null, now: NOW + 2 }, amended(id, "Press F7"));

    const line = await lastLine(store, ticket.ticketId);
    expect(line).toMatchObject({ id, text: "Press F7", at: NOW });
    expect(line.versions).toEqual([
      { text: "Press F5", until: NOW + 1 },
      { text: "Press F6", until: NOW + 2 },
    ]);
    expect((await store.transcript(ticket.ticketId))[0]).not.toHaveProperty("versions");
  });

  test("a change that fails leaves the line, its versions and the outbox as they were", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await annWrites(store, ticket);
    await allIsSent(store, ticket);
    const before = await lastLine(store, ticket.ticketId);
    const broken: NewOutbound = { ...say(HOME, "x"), content: { kind: "edit", lineId: before.id } };

    const changing = store.change({ ...turnOf(ticket), inboundId: null }, (lent) => ({
      ...amended(before.id, "Press F6", [broken])(lent),
      messages: [aMessage("about nobody's ticket", { ticketId: 999_999 as TicketId })],
    }));

    await expect(changing).rejects.toThrow();
    expect(await lastLine(store, ticket.ticketId)).toEqual(before);
    expect(await store.takeOutbound("telegram:77", NOW)).toBeNull();
  });

  test("the row that changes a copy says which line it is about, and the agent sees whether it arrived", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await annWrites(store, ticket);
    await allIsSent(store, ticket);
    const { id } = await lastLine(store, ticket.ticketId);
    const row: NewOutbound = {
      to: HOME,
      audience: "learner",
      ticketId: ticket.ticketId,
      content: { kind: "edit", lineId: id },
    };

    await store.change({ ...turnOf(ticket), inboundId: null }, amended(id, "Press F6", [row]));

    expect((await lastLine(store, ticket.ticketId)).delivery).toBe("queued");
    const taken = await store.takeOutbound("telegram:77", NOW);
    expect(taken).toMatchObject({ content: { kind: "edit", lineId: id }, isWordsOfPerson: true });
  });
}

function recalling(opened: () => OpenedStore): void {
  test("a message is found by its name in the chat it was said in, and in no other chat or conversation", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    const other = await aTicketInTheQueue(store, { chatId: "somebody else" });
    await annWrites(store, ticket);
    const recall: Recall = { as: "edited", chat: STAFF_ROOM, networkId: "a1" };

    const found = await recalledBy(store, ticket, recall);

    expect(found).toMatchObject({ author: { agent: ann }, kind: "words", text: "Press F5", sentTo: [HOME] });
    expect(await recalledBy(store, other, recall)).toBeUndefined();
    expect(await recalledBy(store, ticket, { ...recall, chat: HOME })).toBeUndefined();
    expect(await recalledBy(store, ticket, { ...recall, networkId: "a2" })).toBeUndefined();
  });

  test("a copy can be answered by its name, and never be taken for the words themselves", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await annWrites(store, ticket);
    await allIsSent(store, ticket);
    const copies = [
      { chat: HOME, networkId: "telegram:77/1" },
      { chat: { channel: "discord", chatId: "900" }, networkId: `discord:900:${ticket.ticketId}/1` },
    ] as const;
    const found: (string | undefined)[] = [];

    for (const copy of copies) {
      found.push((await recalledBy(store, ticket, { as: "answered", ...copy }))?.text);
      expect(await recalledBy(store, ticket, { as: "edited", ...copy })).toBeUndefined();
    }

    expect(found).toEqual(["Press F5", "Press F5"]);
  });

  test("an answer keeps which line it answers", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await annWrites(store, ticket);
    const { id } = await lastLine(store, ticket.ticketId);

    await act(store, ticket, (before) => ({
      ...nothing(before),
      messages: [aMessage("thanks", { ticketId: ticket.ticketId, repliesTo: id })],
    }));

    expect(await lastLine(store, ticket.ticketId)).toMatchObject({ text: "thanks", repliesTo: id });
  });
}

function signs(opened: () => OpenedStore): void {
  const inStaffRoom = (messageId: string): Inbound => {
    const inbound = aLearnerSends({ kind: "reacted", messageId, emoji: "👀" }, { chatId: "ann" });
    return { ...inbound, place: { kind: "staff", chatId: STAFF_ROOM.chatId, threadId: null } };
  };

  test("a sign in a staff room is about the ticket whose copy it is put on, though nobody says in which thread", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await store.change({ ...turnOf(ticket), inboundId: null }, (before) => {
      const copy: NewOutbound = { ...say(STAFF_ROOM, "👤 it broke", "staff"), ticketId: ticket.ticketId };
      return {
        ...nothing(before),
        messages: [aMessage("it broke", { ticketId: ticket.ticketId, deliveries: [copy] })],
      };
    });
    const lane = `telegram:${STAFF_ROOM.chatId}:${ticket.ticketId}`;
    for (let row = await store.takeOutbound(lane, NOW); row !== null; row = await store.takeOutbound(lane, NOW)) {
      await store.settleOutbound(row.id, { status: "sent", messageId: `copy-of-${row.content.kind}`, at: NOW });
    }

    const arrived = await store.receive(inStaffRoom("copy-of-say"), FACTS);

    expect(arrived).toMatchObject({ outcome: "received", conversationId: ticket.conversationId });
    expect(await store.nextInbound(ticket.conversationId)).toMatchObject({ ticketId: ticket.ticketId });
    expect((await store.receive(inStaffRoom("a colleague's words"), FACTS)).outcome).toBe("nobody's");
  });

  test("a sign begins no conversation and takes no learner's name away", async () => {
    const { store } = opened();
    const sign = { kind: "reacted", messageId: "1", emoji: "👍" } as const;
    const ticket = await aTicketInTheQueue(store);

    const ofStranger = await store.receive(aLearnerSends(sign, { chatId: "stranger" }), FACTS);
    await store.receive(aLearnerSends(sign, { name: "" }), FACTS);

    expect(ofStranger.outcome).toBe("nobody's");
    expect((await store.ticket(ticket.ticketId))?.learnerName).toBe("小明");
  });

  test("a sign that was passed on is known the next time the line is recalled, and kept once", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await annWrites(store, ticket);
    const { id } = await lastLine(store, ticket.ticketId);
    const recall: Recall = { as: "answered", chat: STAFF_ROOM, networkId: "a1" };

    for (const emoji of ["👍", "👍", "🎉"]) {
      await act(store, ticket, (before) => ({ ...nothing(before), reactions: [{ lineId: id, emoji }] }));
    }

    expect([...((await recalledBy(store, ticket, recall))?.reactions ?? [])].toSorted()).toEqual(
      ["👍", "🎉"].toSorted(),
    );
  });
}

function places(opened: () => OpenedStore): void {
  test("a line is shown as what it is called where it was said, and by its copies where it was sent", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await act(store, { ...ticket, agentId: ann.id }, claim(ann));
    await annWrites(store, ticket);
    await allIsSent(store, ticket);
    const { id } = await lastLine(store, ticket.ticketId);
    const { ticketId } = ticket;
    const at = (chat: ChatRef, ofTicket: TicketId | null = null) =>
      store.lineThere(id, { chat, ticketId: ofTicket, before: LAST });
    const discord: ChatRef = { channel: "discord", chatId: "900" };

    expect(await at(STAFF_ROOM, ticketId)).toMatchObject({ text: "Press F5", saidAs: "a1", copies: [] });
    expect(await at(discord, ticketId)).toMatchObject({ saidAs: null, copies: [`discord:900:${ticketId}/1`] });
    // A colleague's thread about another ticket is another place.
    expect(await at(STAFF_ROOM, 999 as TicketId)).toMatchObject({ saidAs: null, copies: [] });
    expect(await at(discord, 999 as TicketId)).toMatchObject({ saidAs: null, copies: [] });
    expect((await at(HOME))?.copies).toHaveLength(1);
    expect(await store.lineThere(id, { chat: HOME, ticketId: null, before: 1 as OutboundId })).toMatchObject({
      copies: [],
    });
    expect(await store.lineThere(999_999, { chat: HOME, ticketId: null, before: LAST })).toBeNull();
  });

  test("a line knows whether it has files, and a copy that did not get there has no name", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("退款"));
    await store.change(turnOf(arrived), answer("退款", "点这里"));
    const row = (await store.takeOutbound("telegram:77", NOW)) ?? expect.fail();
    await store.settleOutbound(row.id, { status: "failed", why: "rejected", at: NOW });
    const ticket = await aTicketInTheQueue(store);
    const file = { kind: "photo", keeper: "telegram", ref: "f", name: null, mime: null, bytes: 1 } as const;
    await act(store, ticket, (before) => ({
      ...nothing(before),
      messages: [aMessage("", { ticketId: ticket.ticketId, attachments: [file] })],
    }));
    const lines = await store.transcript(ticket.ticketId);
    const there = { chat: HOME, ticketId: null, before: LAST };

    const failed = await store.lineThere(lines.find(({ text }) => text === "点这里")?.id ?? 0, there);
    const withFile = await store.lineThere(lines.at(-1)?.id ?? 0, there);

    expect(failed).toMatchObject({ hasFiles: false, copies: [null] });
    expect(withFile).toMatchObject({ hasFiles: true, copies: [] });
  });
}
