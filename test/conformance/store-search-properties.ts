/** A search finds exactly what going through all transcripts by hand would find. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Ticket, TicketId } from "../../src/core/model.ts";
import type { SearchQuery, Store } from "../../src/core/ports.ts";
import {
  act,
  aLearnerSays,
  aMessage,
  anAgent,
  claim,
  escalate,
  NOW,
  nothing,
  rate,
  received,
  solve,
  turnOf,
} from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const ann = anAgent("Ann");
const NAMES = ["Mia", "小明", "ÉMILE 100%"];
const TAGS = ["vip", "退款"];
// Few pieces, so that texts and queries often meet, and often only nearly.
const PIECES = [..."退款退款密码了aAbÉéßＡ，,？?%_*'😀\u0301", "Re", "fund", "AND", "ﬁ", "\n", " "];

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(""));
const word = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join(""))
  .filter((each) => each.trim() !== "");

type Step = {
  readonly what: "ask" | "escalate" | "talk" | "solve" | "late";
  readonly text: string;
  readonly at: number;
};
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom("ask", "ask", "escalate", "talk", "talk", "solve", "late"),
  text,
  at: fc.nat({ max: 5 }),
});
const life = fc.record({
  name: fc.constantFrom(...NAMES),
  tag: fc.constantFrom(...TAGS),
  steps: fc.array(step, { minLength: 5, maxLength: 25 }),
});
type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never;

const wish = fc.record({
  words: fc.array(word, { minLength: 1, maxLength: 2 }),
  learner: fc.option(fc.constantFrom("mi", "明", "émile", "%"), { nil: undefined, freq: 2 }),
  tag: fc.option(fc.constantFrom(...TAGS), { nil: undefined, freq: 2 }),
  status: fc.option(fc.constantFrom("new", "open", "solved"), { nil: undefined, freq: 2 }),
  from: fc.option(fc.integer({ min: NOW, max: NOW + 3 }), { nil: undefined, freq: 2 }),
  to: fc.option(fc.integer({ min: NOW + 2, max: NOW + 6 }), { nil: undefined, freq: 2 }),
  limit: fc.integer({ min: 1, max: 5 }),
});
type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

export function conformSearchProperties(opened: () => OpenedStore): void {
  test("what is found is what reading every transcript finds, page after page", { timeout: 60_000 }, async () => {
    const { store } = opened();
    let lives = 0;
    const world = fc.array(life, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(world, fc.array(wish, { minLength: 15, maxLength: 15 }), async (born, wishes) => {
        for (const each of born) {
          lives += 1;
          await live(store, each, `life ${lives}`);
        }
        const told = await everythingTold(store);
        for (const each of wishes) expect(await allPages(store, each)).toEqual(byHand(told, each));
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
}

async function live(store: Store, { name, tag, steps }: Life, chatId: string): Promise<void> {
  const arrived = await received(store, aLearnerSays("hello", { chatId, name, updateId: chatId }));
  await store.change(turnOf(arrived), nothing);
  let latest: TicketId | null = null;
  for (const { what, text, at } of steps) {
    const changed = await act(store, { ...arrived, ticketId: null }, (before) => {
      const ticketId = before.current?.id ?? (what === "late" ? latest : null);
      const line = aMessage(text, { at: NOW + at, ticketId });
      if (what === "escalate" && before.current === null) {
        const { tickets, ...decision } = escalate()(before);
        return { ...decision, tickets: tickets.map((ticket) => ({ ...ticket, tags: [tag] })), messages: [line] };
      }
      return { ...nothing(before), messages: [line] };
    });
    latest = changed?.tickets[0]?.after.id ?? latest;
    if (what === "talk") await act(store, { ...arrived, ticketId: null }, claim(ann));
    if (what === "solve") {
      await act(store, { ...arrived, ticketId: null }, solveClaimed);
      await act(store, { ...arrived, ticketId: null }, rate(3));
    }
  }
}

const solveClaimed: ReturnType<typeof solve> = (before) =>
  before.current?.status === "open" ? solve(ann)(before) : nothing(before);

type Told = { readonly ticket: Ticket; readonly lines: Awaited<ReturnType<Store["transcript"]>> };

async function everythingTold(store: Store): Promise<readonly Told[]> {
  const tickets = await store.tickets("all", 1000);
  return await Promise.all(tickets.map(async (ticket) => ({ ticket, lines: await store.transcript(ticket.id) })));
}

async function allPages(store: Store, { words, ...filters }: Wish) {
  const query: SearchQuery = { ...filters, words: words.map((each) => `"${each}"`).join(" ") };
  const found = [];
  let page = await store.search.find(query);
  found.push(...page.found);
  while (page.next !== null) {
    page = await store.search.find({ ...query, before: page.next });
    found.push(...page.found);
  }
  return found.map(({ ticketId, message }) => [ticketId, message?.id]);
}

function byHand(told: readonly Told[], wish: Wish) {
  const { words, learner = "", tag, status, from = 0, to = Number.POSITIVE_INFINITY } = wish;
  const found = told.flatMap(({ ticket, lines }) => {
    const isMeant = (tag === undefined || ticket.tags.includes(tag)) && (status ?? ticket.status) === ticket.status;
    if (!isMeant || !holds(ticket.learnerName, learner)) return [];
    const hits = lines.filter(({ at, text }) => at >= from && at < to && words.every((each) => holds(text, each)));
    return hits.slice(-1).map(({ id }) => [ticket.id, id] as const);
  });
  return found.toSorted(([, one], [, other]) => other - one);
}

/** As typed or as NFKC has it; A–Z in either case, and a word with other letters in one of four ways to write it. */
function holds(text: string, wanted: string): boolean {
  const letters = (each: string) => each.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return [wanted, wanted.normalize("NFKC")]
    .flatMap((each) => {
      const small = each.toLowerCase();
      const head = String.fromCodePoint(small.codePointAt(0) ?? 0);
      return [each, small, each.toUpperCase(), head.toUpperCase() + small.slice(head.length)];
    })
    .some((each) => letters(text).includes(letters(each)));
}
