/** Facts → figures for tests, with hours and ranges a test can do without. */
import type { Calendar } from "../../../src/core/calendar/calendar.ts";
import type { Fact, FactKind } from "../../../src/core/facts.ts";
import type { AgentId, ConversationId, LearnerId, TicketId } from "../../../src/core/model.ts";
import { type Book, type BookPlan, UNKNOWN } from "../../../src/insight/figures/book.ts";
import type { FigureEvent } from "../../../src/insight/figures/events.ts";
import { addEvent, bookAt, openFold } from "../../../src/insight/figures/fold.ts";
import type { Dimension } from "../../../src/insight/figures/groups.ts";
import { type Figures, figuresOf } from "../../../src/insight/figures/tally.ts";
import { aFact } from "../facts.ts";

export const DAY_MS = 86_400_000;

/** Mon–Fri 09:00–18:00, UTC. */
export const OFFICE: Calendar = [
  {
    version: 1,
    from: 0,
    schedule: {
      timeZone: "UTC",
      weekly: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 540, to: 1080 }] : [])),
      holidays: [],
    },
  },
];

export function aPlan(more: Partial<BookPlan> = {}): BookPlan {
  const range = { from: Date.parse("2026-03-01T00:00Z"), to: Date.parse("2026-04-01T00:00Z") };
  return { range, previous: null, splits: [], calendar: OFFICE, teamOf: () => null, courseOf: () => null, ...more };
}

/** Long after all of March is settled. */
export const LATER = Date.parse("2026-08-01T00:00Z");

export function bookOf(events: readonly FigureEvent[], plan: BookPlan = aPlan(), now = LATER): Book {
  const fold = openFold(plan);
  for (const event of events) addEvent(fold, event);
  return bookAt(fold, now);
}

export function figures(events: readonly FigureEvent[], plan: BookPlan = aPlan(), now = LATER): Figures {
  return figuresOf(bookOf(events, plan, now).range.all);
}

export function groupsOf({ range }: Book, dimension: Dimension): Readonly<Record<string, Figures>> {
  const tallies = [...(range.groups.get(dimension) ?? [])];
  return Object.fromEntries(tallies.map(([group, tally]) => [group === UNKNOWN ? "?" : group, figuresOf(tally)]));
}

type About = {
  readonly ticket?: number;
  readonly episode?: number;
  readonly by?: string;
  readonly value?: number;
  readonly intent?: string;
  readonly learner?: number;
};

/** A fact of a ticket, which belongs to the learner of its number unless said otherwise. */
export function of(kind: FactKind, at: string, about: About = {}): Fact {
  const { ticket = 1, episode = 1, by, value, intent, learner = ticket } = about;
  return aFact(kind, at.length > 16 ? at : `${at}Z`, {
    ...{ ticketId: ticket as TicketId, episode, agentId: by === undefined ? null : (by as AgentId) },
    ...{ value: value ?? null, intentId: intent ?? null },
    ...{ conversationId: learner as ConversationId, learnerId: learner as LearnerId },
  });
}

/** A fact of the bot alone. */
export function bot(kind: FactKind, at: string, about: Omit<About, "ticket" | "episode"> = {}): Fact {
  return { ...of(kind, at, { learner: 1, ...about }), ticketId: null, episode: null };
}
