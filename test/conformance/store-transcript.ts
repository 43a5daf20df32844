/** An agent sees what led to the ticket and what was said about it, as it was said, and whether it arrived. */
import { expect, test } from "vitest";
import type { Attachment, FileId, TicketId } from "../../src/core/model.ts";
import {
  act,
  aLearnerSays,
  aMessage,
  anAgent,
  answer,
  aTicketInTheQueue,
  claim,
  escalate,
  nothing,
  rate,
  received,
  reply,
  solve,
  ticketIn,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ann = anAgent("Ann");

export function conformTranscript(opened: () => OpenedStore): void {
  lines(opened);
  deliveries(opened);
  files(opened);
}

function lines(opened: () => OpenedStore): void {
  test("what the bot and the learner said before belongs to it, in order", async () => {
    const { store } = opened();
    const first = await received(store, aLearnerSays("退款"));
    await store.change(turnOf(first), answer("退款", "点这里"));
    const ticket = await aTicketInTheQueue(store);
    await act(store, ticket, claim(ann));
    await act(store, ticket, reply(ann, "您好"));

    const transcript = await store.transcript(ticket.ticketId);

    expect(transcript.map(({ author, text }) => [author.kind, text])).toEqual([
      ["learner", "退款"],
      ["bot", "点这里"],
      ["learner", "我想找人"],
      ["bot", "稍等"],
      ["agent", "您好"],
    ]);
    expect(transcript.at(-1)).toMatchObject({ author: { agent: ann }, ticketId: ticket.ticketId, kind: "words" });
  });

  test("two tickets of one learner share no line, and other learners' words are in neither", async () => {
    const { store } = opened();
    const first = await aTicketInTheQueue(store);
    await act(store, first, claim(ann));
    await act(store, first, solve(ann));
    await act(store, first, rate(5));
    await aTicketInTheQueue(store, { chatId: "somebody else" });
    const between = await received(store, aLearnerSays("发票"));
    await store.change(turnOf(between), answer("发票", "在这里"));
    const again = await received(store, aLearnerSays("人呢"));
    const second = ticketIn(await store.change(turnOf(again), escalate()));
    const after = await received(store, aLearnerSays("还在吗"));
    await store.change(turnOf(after), answer("还在吗", "在"));

    const texts = async (ticketId: TicketId) => (await store.transcript(ticketId)).map(({ text }) => text);

    expect(await texts(first.ticketId)).toEqual(["我想找人", "稍等"]);
    expect(await texts(second)).toEqual(["发票", "在这里", "我想找人", "稍等"]);
  });

  test("hostile words stay as they were said", async () => {
    const { store } = opened();
    const text = `👩‍👩‍👧‍👦 \u202eabc <script>alert(1)</script> ${"😀".repeat(2000)}`;
    const ticket = await aTicketInTheQueue(store);

    await act(store, ticket, (before) => ({
      ...nothing(before),
      messages: [aMessage(text, { ticketId: ticket.ticketId, networkId: "m5", kind: "press", language: "en" })],
    }));

    expect((await store.transcript(ticket.ticketId)).at(-1)).toMatchObject({
      text,
      networkId: "m5",
      kind: "press",
      language: "en",
      delivery: null,
    });
  });

  test("a ticket nobody has is empty", async () => {
    expect(await opened().store.transcript(404 as TicketId)).toEqual([]);
  });
}

function deliveries(opened: () => OpenedStore): void {
  test("it shows whether words reached the learner, and a copy to the staff does not count", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    const home = "telegram:77";
    await act(store, ticket, claim(ann));
    await act(store, ticket, reply(ann, "您好"));
    const delivery = async () => (await store.transcript(ticket.ticketId)).at(-1)?.delivery;

    const seen = [await delivery()];
    const row = (await store.takeOutbound(home, 0)) ?? expect.fail();
    seen.push(await delivery());
    await store.settleOutbound(row.id, { status: "sent", messageId: "1", at: 0 });
    seen.push(await delivery());

    expect(row).toMatchObject({ isWordsOfPerson: true, conversationId: ticket.conversationId });
    expect(seen).toEqual(["queued", "sending", "sent"]);
  });

  test("of words sent in parts it shows the worst", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store);
    await act(store, ticket, (before) => {
      const decision = reply(ann, "…")(before);
      const [message] = decision.messages;
      const [part] = message?.deliveries ?? [];
      return { ...decision, messages: message && part ? [{ ...message, deliveries: [part, part, part] }] : [] };
    });

    const first = await store.takeOutbound("telegram:77", 0);
    await store.settleOutbound(first?.id ?? expect.fail(), { status: "failed", why: "worn_out", at: 0 });

    expect((await store.transcript(ticket.ticketId)).at(-1)?.delivery).toBe("failed");
  });
}

function files(opened: () => OpenedStore): void {
  test("attachments keep their order, and those with a file can be opened by it", async () => {
    const { store } = opened();
    const photo: Attachment = {
      kind: "photo",
      keeper: "telegram",
      ref: "AgAC",
      name: "截图.png",
      mime: "image/png",
      bytes: 70_000,
    };
    const place: Attachment = { kind: "location", keeper: "telegram", ref: null, name: null, mime: null, bytes: null };
    const ticket = await aTicketInTheQueue(store, { channel: "discord" });
    await act(store, ticket, reply(ann, "", [photo, place]));

    const [first, second] = (await store.transcript(ticket.ticketId)).at(-1)?.attachments ?? [];

    expect(first).toEqual({ ...photo, fileId: expect.any(Number) });
    expect(second).toEqual({ ...place, fileId: null });
    // Ann sits in Telegram, though the learner is elsewhere: the file lies where she is.
    expect(await store.file(first?.fileId ?? expect.fail())).toEqual(photo);
    expect(await store.file(404 as FileId)).toBeNull();
  });

  test("a learner's file lies on the learner's channel", async () => {
    const { store } = opened();
    const voice: Attachment = { kind: "voice", keeper: "discord", ref: "v1", name: null, mime: null, bytes: null };
    const ticket = await aTicketInTheQueue(store, { channel: "discord" });
    await act(store, ticket, (before) => ({
      ...nothing(before),
      messages: [aMessage("", { ticketId: ticket.ticketId, attachments: [voice] })],
    }));

    const [file] = (await store.transcript(ticket.ticketId)).at(-1)?.attachments ?? [];

    expect(await store.file(file?.fileId ?? expect.fail())).toEqual(voice);
  });
}
