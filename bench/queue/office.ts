/**
 * A school's support desk, week after week, on the real store with the real rules; only the time is made up. Learners come by
 * chance, more at ten than at five; three agents with other hours each claim when they are free and hold two chats at a time.
 *
 * Not to break: the simulation decides when things happen and nothing else. What is promised, who is next and what a claim does
 * is the product's own.
 */
import assert from "node:assert/strict";
import { actOf } from "../../src/app/act.ts";
import { openDeliver } from "../../src/app/deliver.ts";
import type { Parts } from "../../src/app/parts.ts";
import { GAP_MS } from "../../src/app/staff-book.ts";
import { takeTurn } from "../../src/app/turn.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { Agent, AgentId, ConversationId, Millis, TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { seededDice } from "../../src/demo/dice.ts";
import { shellOn } from "./shell.ts";

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;
/** A Monday, 00:00 in Shanghai. */
export const BEGINNING: Millis = Date.UTC(2026, 2, 1, 16);

export const OFFICE: Schedule = {
  timeZone: "Asia/Shanghai",
  weekly: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 9 * 60, to: 18 * 60 }] : [])),
  holidays: [],
};

/** How long something takes; `sigma` null: exponential, else lognormal with that spread. */
export type Lasting = { readonly meanMs: number; readonly sigma: number | null };

/** How a place is run. Hours are those of the day. */
export type Plan = {
  readonly schedule: Schedule;
  /** Open on the first so many days of a week. */
  readonly daysOpen: number;
  readonly opensAt: number;
  /** Learners who ask for a person, in each hour from the opening. */
  readonly arrivals: readonly number[];
  readonly handling: Lasting;
  /** Until whoever has room looks at the line. */
  readonly reactionMs: Millis;
  /** Null: nobody gives up. */
  readonly patience: Lasting | null;
  readonly chatsEach: number;
  /** How often agents are seen, and how often the estimate of waits is looked at. */
  readonly seenEveryMs: Millis;
  readonly refreshEveryMs: Millis;
  readonly shifts: readonly { readonly name: string; readonly from: number; readonly to: number }[];
};

const SCHOOL: Plan = {
  ...{ schedule: OFFICE, daysOpen: 5, opensAt: 9, arrivals: [10, 16, 18, 14, 14, 18, 18, 13, 8] },
  handling: { meanMs: 12 * MINUTE, sigma: 0.7 },
  reactionMs: 20_000,
  patience: { meanMs: 90 * MINUTE, sigma: 0.6 },
  ...{ chatsEach: 2, seenEveryMs: 5 * MINUTE, refreshEveryMs: 10 * MINUTE },
  shifts: [
    { name: "Ann", from: 9, to: 18 },
    { name: "Bo", from: 9, to: 15 },
    { name: "Cleo", from: 12, to: 18 },
  ],
};

type Worker = { readonly agent: Agent; readonly from: number; readonly to: number; free: number };
type Waiting = { readonly ticketId: TicketId; readonly cameAt: Millis; readonly chatId: string };

/** One learner who waited: where in the line they began, and what became of it. */
export type Visit = {
  readonly ticketId: TicketId;
  readonly position: number;
  readonly at: Millis;
  claimedAt: Millis | null;
};
/** A chat that ended, as Rocket.Chat would count it: from the learner's coming to its end. */
export type Chat = { readonly closedAt: Millis; readonly durationMs: Millis };

type Happening = { readonly at: Millis; readonly then: () => Promise<void> };

export class Office {
  readonly visits = new Map<TicketId, Visit>();
  readonly chats: Chat[] = [];
  readonly #store: Store;
  readonly #parts: Parts;
  readonly #dice;
  readonly #plan: Plan;
  readonly #workers: readonly Worker[];
  readonly #happenings: Happening[] = [];
  readonly #line: Waiting[] = [];
  #now = BEGINNING;
  #came = 0;

  constructor(store: Store, seed: number, plan: Plan = SCHOOL) {
    this.#store = store;
    this.#plan = plan;
    this.#dice = seededDice(seed);
    this.#parts = shellOn(store, { now: () => Math.round(this.#now), schedule: plan.schedule });
    this.#workers = plan.shifts.map(({ name, from, to }) => ({
      agent: { id: `console:${name}` as AgentId, name },
      ...{ from, to, free: plan.chatsEach },
    }));
  }

  async run(weeks: number): Promise<void> {
    await this.#parts.book.refresh();
    const days = Array.from({ length: Math.round(weeks * 7) }, (_, day) => day);
    for (const day of days.filter((each) => each % 7 < this.#plan.daysOpen)) this.#open(BEGINNING + day * DAY);
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#now = next.at;
      await next.then();
    }
    await this.#parts.waits.refresh();
  }

  /** Earliest first. */
  #next(): Happening | undefined {
    return this.#happenings.shift();
  }

  #at(at: Millis, then: () => Promise<void>): void {
    const behind = this.#happenings.findLastIndex((other) => other.at <= at);
    this.#happenings.splice(behind + 1, 0, { at, then });
  }

  /** A day's learners and agents. The estimate is looked at as often as the running bot would, or nearly. */
  #open(midnight: Millis): void {
    const { opensAt, arrivals, seenEveryMs, refreshEveryMs } = this.#plan;
    const opening = midnight + opensAt * HOUR;
    for (const [hour, perHour] of arrivals.entries()) {
      const from = opening + hour * HOUR;
      const gap = () => this.#dice.exponential(HOUR / perHour);
      for (let at = from + gap(); at < from + HOUR; at += gap()) this.#at(at, () => this.#arrive());
    }
    for (const worker of this.#workers) {
      for (let at = midnight + worker.from * HOUR; at < midnight + worker.to * HOUR; at += seenEveryMs) {
        this.#at(at, () => this.#seen(worker));
      }
    }
    for (let at = opening + MINUTE; at < opening + arrivals.length * HOUR; at += refreshEveryMs) {
      this.#at(at, () => this.#parts.waits.refresh());
    }
  }

  async #seen(worker: Worker): Promise<void> {
    await this.#store.staff.seen(worker.agent, { now: Math.round(this.#now), gapMs: GAP_MS });
    await this.#parts.book.refresh();
    this.#wake();
  }

  async #arrive(): Promise<void> {
    this.#came += 1;
    const chatId = String(this.#came);
    await this.#say(chatId, "human");
    await openDeliver(this.#parts).deliver(`telegram:${chatId}`);
    const place = (await this.#store.places.all()).find(({ chat }) => chat.chatId === chatId);
    assert(place, "whoever waits was told where");
    const { ticketId } = place;
    this.visits.set(ticketId, { ticketId, position: place.position ?? 0, at: this.#now, claimedAt: null });
    await this.#store.places.letGo(place);
    this.#line.push({ ticketId, cameAt: this.#now, chatId });
    const { patience } = this.#plan;
    if (patience !== null) this.#at(this.#now + this.#drawn(patience), () => this.#leave(ticketId));
    this.#wake();
  }

  async #say(chatId: string, command: string): Promise<void> {
    const now = Math.round(this.#now);
    const received = await this.#store.receive(
      {
        ...{ channel: "telegram", bot: "1", updateId: `${chatId} ${command}` },
        from: { networkId: chatId, name: "Mia", languageHint: "en" },
        place: { kind: "learner", chatId },
        what: { kind: "command", messageId: command, name: command, argument: "", attachments: [], albumId: null },
      },
      { ticketId: null, defaultLanguage: "en", now, fence: null },
    );
    assert(received.outcome === "received", "each word is said once");
    await this.#takeTurns(received.conversationId);
  }

  async #takeTurns(conversationId: ConversationId): Promise<void> {
    const pending = await this.#store.nextInbound(conversationId);
    assert(pending, "what was received waits for its turn");
    await takeTurn(this.#parts, pending);
  }

  /** Whoever is there and has room looks at the line in a moment. */
  #wake(): void {
    for (const worker of this.#workers) {
      if (worker.free === 0 || !this.#isThere(worker)) continue;
      this.#at(this.#now + this.#dice.exponential(this.#plan.reactionMs), () => this.#claim(worker));
    }
  }

  #drawn({ meanMs, sigma }: Lasting): Millis {
    return sigma === null ? this.#dice.exponential(meanMs) : this.#dice.lognormal(meanMs, sigma);
  }

  #isThere({ from, to }: Worker): boolean {
    const inDay = (this.#now - BEGINNING) % DAY;
    return inDay >= from * HOUR && inDay < to * HOUR;
  }

  async #claim(worker: Worker): Promise<void> {
    const next = worker.free > 0 && this.#isThere(worker) ? this.#line.shift() : undefined;
    if (next === undefined) return;
    worker.free -= 1;
    const { outcome } = await actOf(this.#parts)(next.ticketId, worker.agent, { verb: "claim" });
    assert(outcome === "claimed", "the next in line can be claimed");
    const visit = this.visits.get(next.ticketId);
    if (visit) visit.claimedAt = this.#now;
    this.#at(this.#now + this.#drawn(this.#plan.handling), () => this.#solve(worker, next));
    this.#wake();
  }

  async #solve(worker: Worker, { ticketId, cameAt }: Waiting): Promise<void> {
    await actOf(this.#parts)(ticketId, worker.agent, { verb: "solve" });
    this.chats.push({ closedAt: this.#now, durationMs: this.#now - cameAt });
    worker.free += 1;
    this.#wake();
  }

  async #leave(ticketId: TicketId): Promise<void> {
    const index = this.#line.findIndex((waiting) => waiting.ticketId === ticketId);
    const [gone] = index < 0 ? [] : this.#line.splice(index, 1);
    if (gone !== undefined) await this.#say(gone.chatId, "cancel");
  }
}
