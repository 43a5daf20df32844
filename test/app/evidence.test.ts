/**
 * From what learners asked to what an admin decides, on real rows: mined, masked, accepted as a draft, never coming back; a draft's
 * impact; and an intent that asks first after its answers did not help.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Evidence, openEvidence } from "../../src/app/evidence/evidence.ts";
import type { Faq } from "../../src/app/parts.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import type { NewFact } from "../../src/core/facts.ts";
import { hashOf, treeOf } from "../../src/core/faq/faq.ts";
import type { Pack } from "../../src/core/pack.ts";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import {
  act,
  aFact,
  aLearnerSays,
  aMessage,
  anAgent,
  claim,
  escalate,
  NOW,
  nothing,
  rate,
  received,
  reply,
  STAFF_ROOM,
  solve,
  turnOf,
} from "../conformance/builders.ts";
import { anIntent, aPack } from "../core/tiny-pack.ts";
import { DAY_AND_NIGHT } from "./house.ts";

const DAY_MS = 86_400_000;
const ann = anAgent("Ann");
const PASSWORD = [
  "I forgot my password",
  "reset password please",
  "how do I change my password",
  "password reset link",
];
const REFUND = ["I want my money back", "refund my order", "how do I get a refund", "please refund the course"];
const INVOICE = [
  "can I get an invoice for my company",
  "need an invoice with tax number",
  "where is my invoice",
  "please send the invoice",
];

const intent = (id: string, en: readonly string[]) => anIntent(id, { examples: { zh: [], en } });
const pack: Pack = {
  ...aPack(intent("reset_password", PASSWORD), intent("request_refund", REFUND)),
  languages: ["en"],
};
const withInvoice: Pack = { ...pack, intents: new Map([...pack.intents, ["invoice", intent("invoice", INVOICE)]]) };

let dataDir: string;
let store: Store;
let evidence: Evidence;
let now = NOW;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-evidence-"));
  store = await openStore({ dataDir });
  now = NOW + 5 * DAY_MS;
  const bells = inProcessBells({ now: () => now, onTrouble: () => undefined });
  const settings = {
    staffRooms: [STAFF_ROOM],
    staffLanguage: "en",
    defaultLanguage: "en",
    schedule: DAY_AND_NIGHT,
  } as const;
  const faq: Faq = { pack, match: () => [] };
  evidence = openEvidence({
    store,
    bells,
    settings,
    now: () => now,
    log: pino({ level: "silent" }),
    faq: () => faq,
  });
});

/** What answers; groups become drafts of the next one. */
async function aFaqIsLive(): Promise<void> {
  const texts = [["online/pack.yaml", "name: School\nlanguages: [zh, en]\n"]] as const;
  await store.faq.publish({
    ...{ tree: treeOf(new Map(texts)), texts: new Map(texts.map(([, text]) => [hashOf(text), text])) },
    ...{ at: NOW, by: ann, why: "", source: "files", parent: null, despite: null, drafts: [], settles: [] },
  });
}

afterEach(async () => {
  await evidence.stop();
  await store.close();
  await rm(dataDir, { recursive: true });
});

async function asks(text: string, facts: readonly NewFact[], chatId: string, at = NOW) {
  const arrived = await received(store, aLearnerSays(text, { chatId, name: "Zoe Quill" }), at);
  await store.change(turnOf(arrived), (before) => ({
    ...nothing(before),
    messages: [aMessage(text, { at, language: "en" })],
    facts: facts.map((fact) => ({ ...fact, at: fact.at === NOW ? at : fact.at })),
  }));
  return arrived.conversationId;
}

const MISSED = [aFact("asked"), aFact("missed", { value: 0.2 })];

async function invoicesAreAskedFor(): Promise<void> {
  for (const [index, text] of INVOICE.entries())
    await asks(`${text}, I am Zoe Quill, 13800138000`, MISSED, `i${index}`);
  const conversationId = await asks("invoice for my company please", MISSED, "helped", NOW - 1000);
  const arrived = await received(store, aLearnerSays("person", { chatId: "helped", name: "Zoe Quill" }));
  const changed = await store.change(turnOf(arrived), escalate());
  const ticketId = changed?.tickets[0]?.after.id ?? null;
  for (const step of [claim(ann), reply(ann, "Zoe, open Orders and press Invoice."), solve(ann), rate(5)]) {
    await act(store, { conversationId, ticketId }, step);
  }
}

test("what nobody answered is one group, masked, with the agent's answer, and becomes a draft that does not come back", async () => {
  await aFaqIsLive();
  await invoicesAreAskedFor();

  const mined = await evidence.mine();
  const [group, ...more] = await evidence.groups();

  expect(mined).toMatchObject({ groups: 1 });
  expect(more).toEqual([]);
  expect(group).toMatchObject({ language: "en", escalations: 1, answer: "[👤], open Orders and press Invoice." });
  expect(group?.examples.join()).toContain("[☎]");
  expect(group?.examples.join()).not.toMatch(/Zoe|13800138000/);
  const accepted = { intentId: null, edited: { title: "Ask for an invoice" }, by: ann };
  const other = { ...accepted, edited: { title: "Bills" } };
  const decisions = await Promise.all([accepted, other].map((one) => evidence.decide.accept(group?.id ?? 0, one)));
  expect(decisions.map(({ outcome }) => outcome).sort()).toEqual(["already_decided", "drafted"]);
  const [draft, ...others] = await store.faq.drafts();
  expect(others).toEqual([]);
  expect(draft?.path).toMatch(/^online\/(ask-for-an-invoice|bills)\.yaml$/);
  expect(draft?.text).toMatch(/title:\n {2}en: (Ask for an invoice|Bills)\n/);
  expect(draft?.evidence.map(({ question }) => question)).toEqual(group?.examples);
  await evidence.mine();
  expect(await evidence.groups()).toEqual([]);
});

test("words of an erased learner are not shown, and a group without words is none", async () => {
  await invoicesAreAskedFor();
  await evidence.mine();
  const gone: Store["past"] = { ...store.past, words: async () => [] };

  const shown = await openEvidence({
    ...{ store: { ...store, past: gone }, bells: inProcessBells({ now: () => now, onTrouble: () => undefined }) },
    ...{ settings: { staffRooms: [], staffLanguage: "en", defaultLanguage: "en", schedule: DAY_AND_NIGHT } },
    ...{ now: () => now, log: pino({ level: "silent" }), faq: () => ({ pack, match: () => [] }) },
  }).groups();

  expect(shown).toEqual([]);
});

test("a draft's impact says what it would answer and what it would break, the same each time", async () => {
  await invoicesAreAskedFor();
  const confirmed = [aFact("asked"), aFact("answered", { intentId: "request_refund", value: 0.95 })];
  for (const [index, text] of REFUND.entries()) {
    const conversationId = await asks(text, confirmed, `r${index}`);
    await act(store, { conversationId, ticketId: null }, (before) => ({
      ...nothing(before),
      facts: [aFact("confirmed", { at: NOW + 5, intentId: "request_refund" })],
    }));
  }
  const worse: Pack = { ...pack, intents: new Map([...pack.intents].filter(([id]) => id !== "request_refund")) };

  const better = await evidence.impact({ pack: withInvoice }, 30);
  const broken = await evidence.impact({ pack: worse }, 30);

  expect(better.effects).toMatchObject({ broken: 0 });
  expect(better.effects.gained).toBeGreaterThan(0);
  expect(better.examples.gained.map(({ text }) => text).join()).not.toMatch(/Zoe|13800138000/);
  expect(broken.effects.broken).toBeGreaterThan(0);
  expect(broken.known).toBe(4);
  expect(await evidence.impact({ pack: worse }, 30)).toEqual(broken);
});

test("an intent whose answers did not help asks first, the staff room is told once, and an admin lifts it", async () => {
  const answered = [aFact("asked"), aFact("answered", { intentId: "reset_password", value: 0.95 })];
  for (let index = 0; index < 24; index += 1) {
    const conversationId = await asks("reset password", answered, `p${index}`);
    await act(store, { conversationId, ticketId: null }, (before) => ({
      ...nothing(before),
      facts: index < 14 ? [aFact("not_quite", { at: NOW + 5, intentId: "reset_password" })] : [],
    }));
  }
  const faq: Faq = { pack, match: () => [] };

  await evidence.nightly();
  await evidence.nightly();

  expect(evidence.asking(faq).pack.askFirst).toEqual(new Set(["reset_password"]));
  expect(evidence.asking(faq)).toBe(evidence.asking(faq));
  const told = await store.takeOutbound(`staff:telegram:${STAFF_ROOM.chatId}`, now);
  const [card] = await evidence.scorecards(30);
  expect(card).toMatchObject({ intentId: "reset_password", wrong: { hits: 14, n: 24 }, asksFirst: true });
  expect(told === null || JSON.stringify(told.content).includes("10 of the last 24 times")).toBe(true);
  expect([await evidence.lift("reset_password", ann), await evidence.lift("reset_password", ann)]).toEqual([
    true,
    false,
  ]);
  expect(evidence.asking(faq).pack).toBe(pack);
  now += DAY_MS;
  await evidence.nightly();
  expect(evidence.asking(faq).pack).toBe(pack);
});
