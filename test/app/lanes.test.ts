/** Turns of conversations: in order, none stuck behind a broken one, none lost while the store is away. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { TicketId } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import type { Store } from "../../src/core/ports.ts";
import { answers, FAQ, fakeClock, type House, isAllSent, openHouse, tampered, ticketOf, until } from "./house.ts";
import { agentSays, command, learnerSays, learnerWantsPerson, STAFF_CHAT, update, words } from "./scripted-channel.ts";

const say = phrasesIn("en").learner;
const staff = phrasesIn("en").staff;
const POISON = "hush poison";
/** An FAQ that throws on one sentence, as a bug of ours would. */
const poisonous = () => ({
  pack: FAQ.pack,
  match: (text: string) => {
    if (text === POISON) throw new TypeError(`cannot read ${text}`);
    return FAQ.match(text);
  },
});

let house: House;

beforeEach(fakeClock);
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

test("messages of one learner are answered in the order they arrived, many learners at a time", async () => {
  house = await openHouse();
  const chats = ["1", "2", "3", "4", "5"];
  const numbers = Array.from({ length: 20 }, (_, n) => n);

  for (const number of numbers) {
    await Promise.all(chats.map((chatId) => house.channel.deliver(learnerSays(chatId, `hush ${number}`))));
  }

  await until(() => isAllSent(house.store));
  for (const chatId of chats) expect(house.channel.said(chatId)).toEqual(answers(...numbers));
});

test("a message our code breaks on is tried three times, then a person is called and the next message is answered", async () => {
  house = await openHouse({ faq: poisonous });

  await house.channel.deliver(learnerSays("1", POISON));
  await house.channel.deliver(learnerSays("2", "hush 2"));

  await until(() => isAllSent(house.store));
  expect(house.channel.said("2")).toEqual(answers(2));
  expect(house.channel.said("1")).toEqual([say.queuedByMistake(1 as TicketId, "You are next.")]);
  expect(house.logged.filter(({ msg }) => msg === "message failed").map(({ tries }) => tries)).toEqual([1, 2, 3]);
  expect(await house.store.counts()).toMatchObject({ inboundPoisoned: 1, tickets: { new: 1 } });
  expect(await house.bells.human.count()).toBe(1);
  const transcript = await house.store.transcript(await ticketOf(house.store));
  expect(transcript.map(({ text }) => text)).toContain(POISON);
});

test("whatever our code broke on is shown to the person who looks, pictures and commands as well", async () => {
  const photo = { kind: "photo", keeper: "telegram", ref: "file-1", name: null, mime: "image/jpeg", bytes: 5 } as const;
  house = await openHouse({ tamper: (store) => tampered(store, { change: breaksOnLearners(store) }) });
  const captioned = { ...words("hush, look"), attachments: [photo] };

  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, captioned));
  await house.channel.deliver(update({ kind: "learner", chatId: "2" }, command("start", "hush course-7")));

  await until(async () => (await house.store.counts()).tickets.new === 2);
  const said = await Promise.all([1, 2].map((id) => house.store.transcript(id as TicketId)));
  expect(said[0]?.[0]).toMatchObject({ text: "hush, look", attachments: [photo] });
  expect(said[1]?.[0]).toMatchObject({ text: "/start hush course-7" });
});

/** A bug that shows in every turn of a learner until the last resort is taken. */
function breaksOnLearners(store: Store): Store["change"] {
  return async (turn, decide) =>
    await store.change(turn, (before) => {
      const decision = decide(before);
      if (!decision.facts.some(({ kind }) => kind === "poisoned")) throw new TypeError("broken on purpose");
      return decision;
    });
}

test("when even calling a person fails, the message is settled and the learner's next one is answered", async () => {
  house = await openHouse({
    faq: poisonous,
    tamper: (store) =>
      tampered(store, {
        change: (turn, decide) =>
          store.change(turn, (before) => {
            const decision = decide(before);
            if (decision.outcome.outcome === "escalated") throw new RangeError("broken on purpose");
            return decision;
          }),
      }),
  });

  await house.channel.deliver(learnerSays("1", POISON));
  await house.channel.deliver(learnerSays("1", "hush 1"));

  await until(() => house.channel.said("1").length > 0);
  expect(house.channel.said("1")).toEqual(answers(1));
  expect(await house.store.counts()).toMatchObject({ inboundPoisoned: 1, facts: { poisoned: 1 } });
});

test("while the store is away nothing counts as a failed try, and the answer comes when it is back", async () => {
  let isAway = true;
  const changes = vi.fn();
  house = await openHouse({
    tamper: (store) =>
      tampered(store, {
        change: async (turn, decide) => {
          changes();
          if (isAway) throw new StoreError("no answer", "broken");
          return await store.change(turn, decide);
        },
      }),
  });

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => changes.mock.calls.length >= 6);
  isAway = false;

  await until(() => house.channel.said("1").length > 0);
  expect(house.channel.said("1")).toEqual(answers(1));
  expect(house.logged.map(({ msg }) => msg)).not.toContain("message failed");
});

test("a turn somebody else took meanwhile is not taken twice", async () => {
  const settledElsewhere = (store: Store): Store =>
    tampered(store, {
      change: async (turn, decide) => {
        await store.change(turn, decide);
        return await store.change(turn, decide);
      },
    });
  house = await openHouse({ tamper: settledElsewhere });

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await house.channel.deliver(learnerSays("1", "hush 2"));

  await until(() => isAllSent(house.store));
  expect(house.channel.said("1")).toEqual(answers(1, 2));
});

test("a message the store will not give a turn does not keep the lane busy for ever", async () => {
  const changes = vi.fn(async () => null);
  house = await openHouse({ tamper: (store) => tampered(store, { change: changes }) });

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => changes.mock.calls.length > 0);
  await vi.advanceTimersByTimeAsync(1500);

  // Later the sweeper tries again, once a second.
  expect(changes).toHaveBeenCalledTimes(1);
});

test("each message leaves one line in the log, with ids, outcome and time", async () => {
  house = await openHouse();

  await house.channel.deliver(learnerSays("1", "hush 1"));

  await until(() => isAllSent(house.store));
  expect(house.logged.filter(({ msg }) => msg === "message handled")).toMatchObject([
    {
      conversationId: 1,
      inboundId: 1,
      channel: "telegram",
      said: "words",
      outcome: "answered",
      ms: expect.any(Number),
    },
  ]);
});

test("a bell that cannot be rung loses nothing: the sweeper rings later", async () => {
  let isMute = false;
  house = await openHouse({
    bells: (bells) => ({
      ...bells,
      ring: async (bell, at) => {
        if (isMute) throw new Error("no bell");
        await bells.ring(bell, at);
      },
    }),
  });
  isMute = true;

  await house.channel.deliver(learnerSays("1", "hush 1"));
  await until(() => house.logged.some(({ msg }) => msg === "bell not rung, the sweeper will"));
  isMute = false;

  await until(() => house.channel.said("1").length > 0);
  expect(house.channel.said("1")).toEqual(answers(1));
});

test("a ticket is in the human queue from the call for a person until somebody claims it, and again when released", async () => {
  house = await openHouse();
  const { channel, bells, store, aftercare } = house;
  const ann = { id: "console:ann", name: "Ann" } as Parameters<typeof aftercare.act>[1];
  await channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(store));
  const ticketId = await ticketOf(store);

  const waiting = [await bells.human.count()];
  await aftercare.act(ticketId, ann, { verb: "claim" });
  waiting.push(await bells.human.count());
  await aftercare.act(ticketId, ann, { verb: "release" });
  waiting.push(await bells.human.count());

  expect(waiting).toEqual([1, 0, 1]);
});

test("of two agents who claim at once one gets the ticket and the other learns who did", async () => {
  house = await openHouse();
  const { channel, store, aftercare } = house;
  await channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(store));
  const ticketId = await ticketOf(store);
  const agents = ["Ann", "Bo"].map((name) => ({ id: `console:${name}`, name }) as Parameters<typeof aftercare.act>[1]);

  const outcomes = await Promise.all(agents.map((agent) => aftercare.act(ticketId, agent, { verb: "claim" })));

  expect(outcomes).toContainEqual({ outcome: "claimed" });
  const winner = agents[outcomes.findIndex(({ outcome }) => outcome === "claimed")];
  expect(outcomes).toContainEqual({ outcome: "already_claimed", by: winner });
});

test("an act on a ticket that does not exist is answered, not thrown", async () => {
  house = await openHouse();
  const ann = { id: "console:ann", name: "Ann" } as Parameters<House["aftercare"]["act"]>[1];

  expect(await house.aftercare.act(999 as TicketId, ann, { verb: "claim" })).toEqual({ outcome: "no_such_ticket" });
});

test("what an agent writes in the ticket's thread reaches the learner, and the learner's words reach the thread", async () => {
  house = await openHouse();
  const { channel, store } = house;
  await channel.deliver(learnerWantsPerson("1"));
  await until(() => isAllSent(store));
  const threadId = [...(channel.rooms.get(STAFF_CHAT)?.keys() ?? [])][0] ?? null;

  await channel.deliver(agentSays(threadId, command("claim")));
  await channel.deliver(agentSays(threadId, words("hush, I am looking into it")));
  await until(() => isAllSent(store));
  await channel.deliver(learnerSays("1", "hush, thank you"));
  await until(() => isAllSent(store));

  expect(channel.said("1")).toContain("hush, I am looking into it");
  expect(channel.said(STAFF_CHAT).at(-1)).toBe("👤 hush, thank you");
  expect(channel.said(STAFF_CHAT)).toContain(staff.claimedBy("Ann"));
});
