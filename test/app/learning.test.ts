/** Answers that depend on what a learner bought, from the first word to the network; and that nobody else hears of it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readFigureReport } from "../../src/app/figure-report.ts";
import { hashOfCode } from "../../src/app/learning/take-in.ts";
import type { LearnerKey, LearningEvent } from "../../src/core/learning/event.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { anIntent, aPack } from "../core/tiny-pack.ts";
import { DAY_AND_NIGHT, fakeClock, type House, openHouse, until } from "./house.ts";
import { command, STAFF_CHAT, update, words } from "./scripted-channel.ts";

const PLAIN = "hush see the rules";
const both = (text: string) => ({ zh: text, en: text });
const pack = aPack(
  anIntent("refund", {
    answer: both(PLAIN),
    cases: [
      {
        when: { daysSincePurchase: { max: 7 } },
        answer: both("hush your course"),
        template: both("hush {{learner.course|your course}} can be given back"),
      },
    ],
  }),
);
const YOURS = "hush Python for all can be given back";
const SHOP: LearnerKey = { realm: "myshop", id: "42" };
const CODE = "ABCDEFGHJKLMNPQR";

let house: House;
beforeEach(async () => {
  fakeClock();
  house = await openHouse({ faq: () => ({ pack, match: () => [{ intentId: "refund", confidence: 0.99 }] }) });
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

function bought(key: LearnerKey): LearningEvent {
  return {
    ...{ source: "myshop", eventId: "e1", key, kind: "purchased", course: "python", courseName: "Python for all" },
    ...{ orderId: "o1", amount: { minor: 19_900, currency: "CNY" }, progress: null, at: Date.now() - 86_400_000 },
  };
}

const inChat = (chatId: string, what: Parameters<typeof update>[1]) =>
  house.channel.deliver(update({ kind: "learner", chatId }, what, { networkId: chatId }));
const hears = (chatId: string, text: string) => until(() => house.channel.said(chatId).includes(text));

test("who bought a course a day ago is told about it, and a stranger with the same question gets the plain answer", async () => {
  await house.store.learning.record([bought({ realm: "telegram", id: "1" })], Date.now());

  await inChat("1", words("hush refund"));
  await inChat("2", words("hush refund"));

  await hears("1", YOURS);
  await hears("2", PLAIN);
});

test("a report split by course counts what a learner asked for the course they bought, and of a stranger for none", async () => {
  await house.store.learning.record([bought({ realm: "telegram", id: "1" })], Date.now());
  await inChat("1", words("hush refund"));
  await inChat("2", words("hush refund"));
  await hears("2", PLAIN);
  await hears("1", YOURS);

  const source = { store: house.store, schedule: DAY_AND_NIGHT, now: Date.now() + 1 };
  const { groups } = await readFigureReport(source, { splits: ["course"] });

  const counted = groups.course?.map(({ group, figures }) => [group, figures.questions.n]);
  expect(counted).toEqual(
    expect.arrayContaining([
      ["python", 1],
      [null, 1],
    ]),
  );
});

test.each(["link", "start"])(
  "a shop's code written with /%s proves who they are, once, and is in no transcript",
  async (name) => {
    const [codeHash, endsAt] = [hashOfCode(CODE), Date.now() + 60_000];
    await house.store.learning.offerCode({ codeHash, key: SHOP, endsAt });
    await house.store.learning.record([bought(SHOP)], Date.now());

    await inChat("1", command(name, CODE.toLowerCase()));
    await hears("1", phrasesIn("en").learning.learner.proven);
    await inChat("2", command("link", CODE));
    await hears("2", phrasesIn("en").learner.link.noSuchCode);
    await inChat("1", words("hush refund"));
    await inChat("2", words("hush refund"));

    await hears("1", YOURS);
    await hears("2", PLAIN);
    await inChat("1", command("human"));
    await until(() => house.channel.said("1").some((text) => text.includes("#1")));
    const [ticket] = await house.store.tickets("all", 1);
    const transcript = JSON.stringify(ticket && (await house.store.transcript(ticket.id)));
    expect(transcript.toUpperCase()).not.toContain(CODE);
  },
);

test("the card of a ticket shows agents courses and orders", async () => {
  await house.store.learning.record([bought({ realm: "telegram", id: "1" })], Date.now());

  await inChat("1", command("human"));

  const cards = () => JSON.stringify([...(house.channel.rooms.get(STAFF_CHAT)?.values() ?? [])]);
  await until(() => cards().includes("courses: Python for all (bought 1 day ago)"));
  expect(cards()).toContain("orders: o1 (199.00 CNY)");
});

test("among others nothing of it is said", async () => {
  await house.store.learning.record([bought({ realm: "telegram", id: "1" })], Date.now());
  const group = { kind: "group", chatId: "-5", threadId: null, invitation: null } as const;

  await house.channel.deliver(update(group, words("hush refund"), { networkId: "1" }));

  await until(() => house.channel.said("-5").length > 0);
  expect(house.channel.said("-5").join()).not.toContain("Python");
  expect(house.channel.said(STAFF_CHAT).join()).not.toContain("Python");
});
