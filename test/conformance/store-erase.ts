/** A learner who wants to be forgotten: nothing of theirs is shown or found any more, and everybody else's stays. */
import { expect, test } from "vitest";
import type { Evidence } from "../../src/core/faq/faq.ts";
import type { ConversationId, LearnerId } from "../../src/core/model.ts";
import type { NewGroup, Store } from "../../src/core/ports.ts";
import {
  act,
  aFact,
  aLearnerSays,
  all,
  aMessage,
  anAgent,
  aTicketInTheQueue,
  claim,
  NOW,
  nothing,
  rate,
  received,
  reply,
  solve,
  turnOf,
} from "./builders.ts";
import { deedsOf } from "./deeds.ts";
import type { OpenedStore } from "./store.ts";

const ANN = anAgent("Ann");
const ERASING = { by: ANN.id, at: NOW + 9 };

export function conformErase(opened: () => OpenedStore): void {
  test("what they asked is no question of the past, and nobody's evidence; what others asked is", async () => {
    const { store } = opened();
    const mine = await asks(store, "小明 要发票", { chatId: "77", name: "小明" });
    const other = await asks(store, "要发票", { chatId: "78", name: "Bo" });
    await store.evidence.keepGroups([aGroup([mine.messageId, other.messageId])], NOW);
    await store.faq.openDraft({
      ...{ path: "school/invoice.yaml", base: null, text: "id: invoice", why: "", source: "console", by: ANN, at: NOW },
      evidence: [
        anEvidence("要发票", { messageId: other.messageId, answer: "[👤] 要发票" }),
        anEvidence("[👤] 要发票", { messageId: mine.messageId }),
        // As the first versions wrote it.
        anEvidence("[👤] 要发票", {}),
      ],
    });

    expect(await store.learning.erase(mine.learnerId, ERASING)).toBe("erased");

    expect((await all(store.past.turns({}))).map(({ text }) => text)).toEqual(["要发票"]);
    const [group] = await store.evidence.groups();
    expect((await store.past.words(group?.messageIds ?? [])).map(({ messageId }) => messageId)).toEqual([
      other.messageId,
    ]);
    const [draft] = await store.faq.drafts();
    expect(draft?.evidence).toEqual([anEvidence("要发票", { messageId: other.messageId, answer: null })]);
    expect((await deedsOf(store)).at(-1)).toMatchObject({ kind: "learner_erased", value: mine.learnerId });
  });

  test("what was taught from their ticket goes, their lines stand without words, and their rating stays in the figures", async () => {
    const { store } = opened();
    const { ticketId, ...ticket } = await aTicketInTheQueue(store, { chatId: "77" });
    for (const step of [claim(ANN), reply(ANN, "小明，在订单里"), solve(ANN), rate(4)]) {
      await act(store, { ...ticket, ticketId }, step);
    }
    await store.faq.openDraft({
      ...{ path: "school/a.yaml", base: null, text: "id: a", why: "", source: "chat", by: ANN, at: NOW },
      evidence: [anEvidence("?", { ticketId })],
    });
    const { learnerId } = (await store.ticket(ticketId)) ?? expect.fail();

    await store.learning.erase(learnerId, ERASING);

    expect((await store.faq.drafts()).map(({ evidence }) => evidence)).toEqual([[]]);
    expect(new Set((await store.transcript(ticketId)).map(({ text }) => text))).toEqual(new Set([""]));
    expect(await store.ticket(ticketId)).toMatchObject({ learnerName: "", status: "solved" });
    expect((await all(store.ratings({}))).map(({ rating }) => rating)).toEqual([4]);
  });

  test("their web chat is empty, an unnamed suggestion in it included", async () => {
    const { store } = opened();
    const arrived = await received(store, aLearnerSays("?", { chatId: "w1", channel: "web" }));
    await store.webChats.post("w1", { key: "1", body: "hush, but do it", at: NOW });
    await store.webChats.post("w2", { key: "1", body: "others stay", at: NOW });

    await store.learning.erase(await learnerOf(store, arrived.conversationId), ERASING);

    expect(await store.webChats.since("w1", 0, 9)).toEqual([]);
    expect(await store.webChats.since("w2", 0, 9)).toHaveLength(1);
  });

  test("who is still being helped is not erased, who is not there neither, and who comes back is somebody new", async () => {
    const { store } = opened();
    const ticket = await aTicketInTheQueue(store, { chatId: "77" });
    const learnerId = (await store.ticket(ticket.ticketId))?.learnerId ?? expect.fail();

    const early = await store.learning.erase(learnerId, ERASING);
    await act(store, ticket, claim(ANN));
    await act(store, ticket, solve(ANN));
    const outcomes = [await store.learning.erase(learnerId, ERASING), await store.learning.erase(learnerId, ERASING)];
    const back = await received(store, aLearnerSays("又是我", { chatId: "77" }));

    expect([early, ...outcomes]).toEqual(["has_open_ticket", "erased", "erased"]);
    expect(await store.learning.erase(404 as LearnerId, ERASING)).toBe("no_such_learner");
    expect(back.conversationId).not.toBe(ticket.conversationId);
  });
}

async function asks(store: Store, text: string, who: { readonly chatId: string; readonly name: string }) {
  const arrived = await received(store, aLearnerSays(text, who));
  await store.change(turnOf(arrived), (before) => ({
    ...nothing(before),
    messages: [aMessage(text)],
    facts: [aFact("asked"), aFact("missed", { value: 0.2 })],
  }));
  const turn = (await all(store.past.turns({}))).find(
    ({ conversationId }) => conversationId === arrived.conversationId,
  );
  return turn ?? expect.fail();
}

async function learnerOf(store: Store, conversationId: ConversationId): Promise<LearnerId> {
  const found: LearnerId[] = [];
  await act(store, { conversationId, ticketId: null }, (before) => {
    found.push(before.conversation.learnerId);
    return nothing(before);
  });
  return found[0] ?? expect.fail();
}

function anEvidence(question: string, more: Partial<Evidence>): Evidence {
  return { question, language: "zh", answer: null, ticketId: null, by: ANN, at: NOW, ...more };
}

function aGroup(messageIds: readonly number[]): NewGroup & { readonly id: null } {
  return {
    ...{ id: null, language: "zh", sketch: { features: [1], weights: [1] }, messageIds, questions: 2, escalations: 0 },
    ...{ minutesEach: null, nearest: null, answerId: null },
  };
}
