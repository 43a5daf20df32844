/** Answers that depend on what a learner bought, from the first word to the network; and that nobody else hears of it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PAGE_SPLITS, readFigureReport, reportPage } from "../../src/app/figure-report.ts";
import { hashOfCode } from "../../src/app/learning/take-in.ts";
import { tableOf } from "../../src/cli/report/table.ts";
import type { LearnerKey, LearningEvent } from "../../src/core/learning/event.ts";
import type { Agent, AgentId, Rating } from "../../src/core/model.ts";
import { phrasesIn } from "../../src/core/phrases/phrases.ts";
import { anIntent, aPack } from "../core/tiny-pack.ts";
import { DAY_AND_NIGHT, fakeClock, type House, isAllSent, openHouse, until } from "./house.ts";
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

/** A person helps the learner of a chat, who then says how that was. */
async function isHelpedAndRates(chatId: string, rating: Rating): Promise<void> {
  const ann: Agent = { id: "console:ann" as AgentId, name: "Ann" };
  await inChat(chatId, command("human"));
  await until(() => isAllSent(house.store));
  const [ticket] = await house.store.tickets("all", 1);
  const ticketId = ticket?.id ?? expect.fail("no ticket");
  await house.aftercare.act(ticketId, ann, { verb: "claim" });
  await house.aftercare.act(ticketId, ann, { verb: "say", text: "hush, it is mended", attachments: [] });
  await house.aftercare.act(ticketId, ann, { verb: "solve" });
  const press = { press: "rate", ticketId, episode: 1, rating } as const;
  await inChat(chatId, { kind: "pressed", messageId: "1", pressId: `p${chatId}`, press });
  await until(() => isAllSent(house.store));
}

test("a learner is followed from a rating to what they bought and renewed, into the report and its page", async () => {
  const [one, two] = [{ realm: "telegram", id: "1" } as const, { realm: "telegram", id: "2" } as const];
  const inDays = (eventId: string, kind: LearningEvent["kind"], days: number): LearningEvent => ({
    ...{ ...bought(one), eventId, orderId: eventId, kind, at: Date.now() + days * 86_400_000 },
  });
  await house.store.learning.record([bought(one), { ...bought(two), eventId: "e2" }], Date.now());
  await isHelpedAndRates("1", 5);
  await isHelpedAndRates("2", 2);
  await house.store.learning.record([inDays("e3", "purchased", 30), inDays("e4", "renewed", 60)], Date.now());

  const source = { store: house.store, schedule: DAY_AND_NIGHT, now: Date.now() + 92 * 86_400_000 };
  const report = await readFigureReport(source, { splits: PAGE_SPLITS });

  const shown = report.groups.rating?.map(({ group, figures: { repurchase, renewal } }) => [
    ...[group, repurchase.n, repurchase.value, renewal.n, renewal.value],
  ]);
  expect(shown).toEqual([
    ["2", 1, 0, 1, 0],
    ["5", 1, 100, 1, 100],
  ]);
  expect(report.groups.helped).toMatchObject([{ group: "yes", figures: { repurchase: { n: 2, value: 50 } } }]);
  expect(report.figures.repurchase).toMatchObject({
    n: 2,
    value: 50,
    interval: [expect.any(Number), expect.any(Number)],
  });
  expect(reportPage(report, "en")).toContain("no proof of cause: who means to stay rates higher");
  expect(tableOf(report, "en")).toMatch(/Bought again within 90 days +50 % +2 +9\.5 % – 90\.5 %/);
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
