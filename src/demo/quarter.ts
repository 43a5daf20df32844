/**
 * A simulated quarter of a school, on the real store with the real rules and the real matcher: learners ask, the bot answers, agents help,
 * ratings follow, the shop sells. Seeded: the same seed and end give the same quarter. Day by day, and within a day many at once.
 */
import pino from "pino";
import type { Faq, Parts } from "../app/parts.ts";
import { GAP_MS, openStaffBook } from "../app/staff-book.ts";
import { openWaits } from "../app/waits.ts";
import { weekdayOf } from "../core/calendar/days.ts";
import type { Millis, Ticket } from "../core/model.ts";
import type { Store } from "../core/ports.ts";
import { ask } from "./asking.ts";
import { arrivalsIn, learnerOf, pick, SCHEDULE, WORKERS } from "./cast.ts";
import { type Dice, seededDice } from "./dice.ts";
import { help } from "./helping.ts";
import { Player, type Stage } from "./learner.ts";
import { muteBells, quietChannel } from "./network.ts";
import { fateOf, localDay, midnightOf, type Place, placesOf, shiftsOn } from "./office.ts";
import { type Question, questionAbout, questionOf } from "./questions.ts";
import { firstOrders, ordersAfter } from "./shop.ts";

const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;
const SEEN_EVERY_MS: Millis = GAP_MS - 60_000;
const AT_ONCE = 24;
const RETURNING_SHARE = 0.45;
/** Three weeks before the end a server of videos failed for an evening. */
const INCIDENT = { daysBeforeEnd: 20, fromHour: 19, hours: 3, learners: 45, intentId: "video_playback" } as const;

export type Quarter = {
  readonly store: Store;
  readonly faq: Faq;
  /** The last moment anything happens; whoever waits then goes on waiting. */
  readonly until: Millis;
  readonly days: number;
  readonly seed: number;
  readonly onDay?: (done: number, days: number) => void;
};

export type Filled = { readonly learners: number; readonly visits: number; readonly tickets: number };

type Visit = { readonly player: Player; readonly question: Question; readonly at: Millis; readonly dice: Dice };
type Regular = { readonly player: Player; busyUntil: Millis };
type School = Quarter & {
  readonly stage: Stage;
  readonly regulars: Regular[];
  readonly places: readonly Place[];
  readonly dice: Dice;
  readonly setNow: (now: Millis) => void;
};

/** Fills an empty store. Errors: StoreError. */
export async function fillQuarter(quarter: Quarter): Promise<Filled> {
  const { until, days, seed, onDay } = quarter;
  const school = open(quarter, seededDice(seed));
  const last = localDay(until);
  let [visits, tickets] = [0, 0];
  for (let done = 0; done < days; done += 1) {
    const day = last - days + 1 + done;
    school.setNow(midnightOf(day));
    await Promise.all([school.stage.parts.book.refresh(), school.stage.parts.waits.refresh()]);
    const today = visitsOn(day, school);
    await Promise.all([beThere(day, school), sell(today, school)]);
    await atMost(AT_ONCE, today, async ({ player, question, at, dice }) => {
      await ask(player, { question, begunAt: at, match: quarter.faq.match, dice });
    });
    tickets += await helpAll(today, school);
    visits += today.length;
    onDay?.(done + 1, days);
  }
  return { learners: school.regulars.length, visits, tickets };
}

function open(quarter: Quarter, dice: Dice): School {
  let clock = 0;
  const now = (): Millis => clock;
  const log = pino({ level: "silent" });
  const { store, faq } = quarter;
  const settings = { staffRooms: [], staffLanguage: "zh", defaultLanguage: "zh", schedule: SCHEDULE } as const;
  const book = { ...openStaffBook({ store, now, log, settings }), seen: () => undefined };
  const networks = new Map((["telegram", "discord", "web"] as const).map((name) => [name, quietChannel(name)]));
  const parts: Parts = {
    ...{ store, now, log, settings, book, bells: muteBells, channels: networks },
    faq: () => faq,
    waits: openWaits({ store, book, now, log }),
  };
  const setNow = (at: Millis): void => {
    clock = at;
  };
  return { ...quarter, stage: { parts, networks }, regulars: [], places: placesOf(WORKERS), dice, setNow };
}

// ------------------------------------------------------------------------------------------------------------ Learners

function visitsOn(day: number, school: School): readonly Visit[] {
  const { dice, until, days } = school;
  const growth = 0.8 + (0.4 * (days - (localDay(until) - day))) / days;
  const taken = new Set<Player>();
  const visits: Visit[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const from = midnightOf(day) + hour * HOUR;
    const rate = arrivalsIn(weekdayOf(day), hour) * growth;
    for (const at of arrivals(from, rate, dice)) {
      const player = comes(at, taken, school);
      const own = seededDice(Math.floor(dice.uniform() * 2 ** 32));
      visits.push({ player, at, dice: own, question: questionOf(player.learner, school.faq.pack, own) });
    }
  }
  return [...visits, ...incidentOn(day, taken, school)].filter(({ at }) => at < until);
}

function arrivals(from: Millis, perHour: number, dice: Dice): readonly Millis[] {
  const times: Millis[] = [];
  if (perHour <= 0) return times;
  for (let at = from + dice.exponential(HOUR / perHour); at < from + HOUR; at += dice.exponential(HOUR / perHour)) {
    times.push(Math.round(at));
  }
  return times;
}

function incidentOn(day: number, taken: Set<Player>, school: School): readonly Visit[] {
  const { dice, until, faq } = school;
  if (localDay(until) - day !== INCIDENT.daysBeforeEnd || !faq.pack.intents.has(INCIDENT.intentId)) return [];
  const from = midnightOf(day) + INCIDENT.fromHour * HOUR;
  return Array.from({ length: INCIDENT.learners }, () => {
    const at = Math.round(from + dice.uniform() * INCIDENT.hours * HOUR);
    const player = comes(at, taken, school);
    const own = seededDice(Math.floor(dice.uniform() * 2 ** 32));
    const question = questionAbout(INCIDENT.intentId, player.learner.language, { pack: faq.pack, dice: own });
    return { player, at, dice: own, question };
  });
}

/** Somebody known who is not busy, or somebody new. */
function comes(now: Millis, taken: Set<Player>, { stage, regulars, dice }: School): Player {
  const known = dice.uniform() < RETURNING_SHARE && regulars.length > 0 ? pick(regulars, dice) : null;
  if (known !== null && known.busyUntil < now - DAY && !taken.has(known.player)) {
    taken.add(known.player);
    return known.player;
  }
  const player = new Player(stage, learnerOf(regulars.length + 1, dice));
  regulars.push({ player, busyUntil: now });
  taken.add(player);
  return player;
}

async function sell(visits: readonly Visit[], { store }: School): Promise<void> {
  const firstTime = visits.filter(({ player }) => player.conversationId === null);
  const events = firstTime.flatMap(({ player, at, dice }) => firstOrders(player.learner, at, dice));
  if (events.length > 0) await store.learning.record(events, visits[0]?.at ?? 0);
}

// -------------------------------------------------------------------------------------------------------------- Agents

async function beThere(day: number, { store, until }: School): Promise<void> {
  await Promise.all(
    WORKERS.map(async (worker) => {
      for (const { from, to } of shiftsOn(worker, day)) {
        for (let at = from; at <= to - GAP_MS && at < until; at += SEEN_EVERY_MS) {
          await store.staff.seen(worker.agent, { now: at, gapMs: GAP_MS });
        }
      }
    }),
  );
}

/** Plays the tickets of the day that end before the end of all; how many came. */
async function helpAll(visits: readonly Visit[], school: School): Promise<number> {
  const { stage, places, until, regulars } = school;
  const waiting = new Map<number, Ticket>();
  for (const ticket of await school.store.openTickets(10_000)) {
    if (ticket.status === "new") waiting.set(ticket.conversationId, ticket);
  }
  const cases = visits.flatMap((visit) => {
    const ticket = visit.player.conversationId === null ? undefined : waiting.get(visit.player.conversationId);
    return ticket === undefined ? [] : [{ visit, ticket }];
  });
  const planned = cases
    .toSorted((one, other) => one.ticket.openedAt - other.ticket.openedAt)
    .map((each) => ({ ...each, fate: fateOf(each.ticket.openedAt, places, each.visit.dice) }));
  await atMost(AT_ONCE, planned, async ({ visit: { player, question, dice }, ticket, fate }) => {
    const regular = regulars[player.learner.number - 1];
    const endsAt = fate.handling?.solvedAt ?? (fate.handling === null ? fate.leftAt : until);
    if (regular !== undefined) regular.busyUntil = endsAt + DAY;
    if (endsAt >= until - HOUR) return;
    const { rating, until: settledAt } = await help(stage, player, fate, { ticket, answer: question.answer, dice });
    const orders = ordersAfter(player.learner, rating, settledAt, dice).filter(({ at }) => at < until);
    if (orders.length > 0) await school.store.learning.record(orders, settledAt);
  });
  return cases.length;
}

/** Does `work` for all of them, so many at once: commits of many share one write to the disk. */
async function atMost<Value>(
  count: number,
  values: readonly Value[],
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const left = values.values();
  const worker = async (): Promise<void> => {
    for (const value of left) await work(value);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
