/**
 * A simulated quarter of a school, on the real store with the real rules and the real matcher: learners ask, the bot answers, agents help,
 * ratings follow, surveys are answered, the shop sells. Seeded: the same seed and end give the same quarter.
 */
import pino from "pino";
import { sweepNps } from "../app/nps.ts";
import type { Faq, Parts } from "../app/parts.ts";
import { GAP_MS, openStaffBook } from "../app/staff-book.ts";
import { openWaits } from "../app/waits.ts";
import { weekdayOf } from "../core/calendar/days.ts";
import type { ConversationId, Millis, Rating, Ticket, TicketId } from "../core/model.ts";
import type { Store } from "../core/ports.ts";
import { ask } from "./asking.ts";
import { arrivalsIn, learnerOf, pick, SCHEDULE, TEAMS, WORKERS } from "./cast.ts";
import { openClockwork } from "./clockwork.ts";
import { type Dice, seededDice } from "./dice.ts";
import { help } from "./helping.ts";
import { at, Player, type Stage } from "./learner.ts";
import { muteBells, quietChannel } from "./network.ts";
import { fateOf, localDay, midnightOf, type Place, placesOf, shiftsOn } from "./office.ts";
import { type Question, questionAbout, questionOf } from "./questions.ts";
import { firstOrders, ordersAfter } from "./shop.ts";

const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;
const SEEN_EVERY_MS: Millis = GAP_MS - 60_000;
const MINUTE: Millis = 60_000;
const TICKETS_MAX = 10_000;
/** Surveys are asked in the evening, and this share of them is answered. */
const SURVEY_HOUR = 19;
const SURVEYED_SHARE = 0.45;
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
/** `rating`: the last they gave. */
type Regular = { readonly player: Player; busyUntil: Millis; rating: Rating | null };
type School = Quarter & {
  readonly stage: Stage;
  readonly regulars: Regular[];
  readonly players: Map<ConversationId, Player>;
  readonly tickets: Set<TicketId>;
  readonly places: readonly Place[];
  readonly dice: Dice;
  readonly setNow: (now: Millis) => void;
};

/** Fills an empty store. Errors: StoreError. */
export async function fillQuarter(quarter: Quarter): Promise<Filled> {
  const { until, days, seed, onDay } = quarter;
  const school = open(quarter, seededDice(seed));
  const { clock, parts } = school.stage;
  const last = localDay(until);
  let visits = 0;
  for (let done = 0; done < days; done += 1) {
    const day = last - days + 1 + done;
    school.setNow(midnightOf(day));
    await Promise.all([parts.book.refresh(), parts.waits.refresh()]);
    const today = visitsOn(day, school);
    await Promise.all([beThere(day, school), sell(today, school)]);
    if (done === 0) await makeTeams(school);
    for (const visit of today) clock.begin(visit.at, () => visitOnce(visit, school));
    const surveyAt = midnightOf(day) + SURVEY_HOUR * HOUR;
    clock.begin(surveyAt, () => askSurveys(surveyAt, school));
    await clock.run(Math.min(midnightOf(day + 1), until));
    visits += today.length;
    onDay?.(done + 1, days);
  }
  return { learners: school.regulars.length, visits, tickets: school.tickets.size };
}

/** One learner, from the first question to the last star. */
async function visitOnce({ player, question, at, dice }: Visit, school: School): Promise<void> {
  const { stage, places, regulars, store, faq, until } = school;
  const regular = regulars[player.learner.number - 1];
  if (regular !== undefined) regular.busyUntil = Number.POSITIVE_INFINITY;
  const isWaiting = await ask(player, { question, begunAt: at, match: faq.match, dice });
  if (player.conversationId !== null) school.players.set(player.conversationId, player);
  const ticket = isWaiting ? await waitingOf(player, school) : null;
  if (ticket === null) {
    if (regular !== undefined) regular.busyUntil = at + DAY;
    return;
  }
  school.tickets.add(ticket.id);
  // Some add a word before they see that a person was called.
  const fate = fateOf(stage.clock.now(), places, dice);
  const { rating, until: settledAt } = await help(stage, player, fate, { ticket, answer: question.answer, dice });
  const orders = ordersAfter(player.learner, rating, settledAt, dice).filter((order) => order.at < until);
  if (orders.length > 0) await store.learning.record(orders, settledAt);
  if (regular !== undefined) Object.assign(regular, { busyUntil: settledAt + DAY, rating });
}

async function waitingOf({ conversationId }: Player, { store }: School): Promise<Ticket | null> {
  const open = await store.openTickets(TICKETS_MAX);
  return open.find((ticket) => ticket.status === "new" && ticket.conversationId === conversationId) ?? null;
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
  const stage = { parts, networks, clock: openClockwork() };
  const cast = { regulars: [], players: new Map(), tickets: new Set<TicketId>(), places: placesOf(WORKERS) };
  return { ...quarter, ...cast, stage, dice, setNow };
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
    const when = Math.round(from + dice.uniform() * INCIDENT.hours * HOUR);
    const player = comes(when, taken, school);
    const own = seededDice(Math.floor(dice.uniform() * 2 ** 32));
    const question = questionAbout(INCIDENT.intentId, player.learner.language, { pack: faq.pack, dice: own });
    return { player, at: when, dice: own, question };
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
  regulars.push({ player, busyUntil: now, rating: null });
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

/** Who works by day and who in the evening. */
async function makeTeams({ store }: School): Promise<void> {
  for (const name of TEAMS) {
    const teamId = await store.staff.addTeam({ name, languages: [], tags: [] });
    const members = WORKERS.filter(({ team }) => team === name);
    for (const { agent } of members) await store.staff.changeAgent(agent.id, { teamId });
  }
}

// ------------------------------------------------------------------------------------------------------------- Surveys

/** Asks 0–10 whom the rules say it is time for; some answer, by how they were helped. */
async function askSurveys(now: Millis, { stage, store, players, regulars, dice }: School): Promise<void> {
  const due = await store.opinions.npsDue(now, TICKETS_MAX);
  await sweepNps(at(stage, now));
  for (const conversationId of due) {
    const player = players.get(conversationId);
    if (player === undefined) continue;
    await player.receives(now);
    if (!player.shows("nps") || dice.uniform() > SURVEYED_SHARE) continue;
    const value = likelihoodAfter(regulars[player.learner.number - 1]?.rating ?? null, dice);
    const answeredAt = Math.round(now + MINUTE + dice.exponential(2 * HOUR));
    stage.clock.begin(answeredAt, async () => {
      await player.presses(["nps"], answeredAt, (press) => press.press === "nps" && press.value === value);
    });
  }
}

/** Whoever was helped well recommends us; whoever never needed a person is rather content. */
function likelihoodAfter(rating: Rating | null, dice: Dice): number {
  const mean = rating === null ? 8.4 : 1.5 * rating + 1.8;
  return Math.max(0, Math.min(10, Math.round(mean + (dice.uniform() + dice.uniform() - 1) * 3)));
}
