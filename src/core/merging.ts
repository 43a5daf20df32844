/**
 * Two open tickets of one learner become one, which keeps what either had: words, tags, the higher priority, the clocks that ran
 * longer, the older place in line. Nothing said moves: the store remembers which ticket went into which (`Decision.merged`), and
 * whoever reads the one that stays reads both.
 */
import type { Facts } from "./decision.ts";
import type { Effect } from "./effects.ts";
import { type Millis, PRIORITIES, type Stopwatch, type Ticket, type TicketClocks } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";

export type Unsolved = Exclude<Ticket, { readonly status: "solved" }>;

/** Of two that could stay: the one somebody holds, else the older one. */
export function stayingOf(one: Unsolved, other: Unsolved): readonly [stays: Unsolved, goes: Unsolved] {
  if (one.status !== other.status) return one.status === "open" ? [one, other] : [other, one];
  return one.id < other.id ? [one, other] : [other, one];
}

export function mergedOpen(stays: Unsolved, goes: Unsolved, now: Millis): readonly [stays: Unsolved, goes: Ticket] {
  const both = [stays, goes];
  const isOurs = both.some(({ waitingFor, snoozedUntil }) => waitingFor === "agent" && snoozedUntil === null);
  const kept: Unsolved = {
    ...stays,
    priority: PRIORITIES.findLast((each) => both.some(({ priority }) => priority === each)) ?? stays.priority,
    tags: [...new Set(both.flatMap(({ tags }) => tags))].toSorted(),
    openedAt: Math.min(stays.openedAt, goes.openedAt),
    intentId: stays.intentId ?? goes.intentId,
    noticeId: stays.noticeId ?? goes.noticeId,
    teamId: stays.teamId ?? goes.teamId,
    humanReplies: stays.humanReplies + goes.humanReplies,
    waitingFor: isOurs ? "agent" : stays.waitingFor,
    snoozedUntil: isOurs ? null : stays.snoozedUntil,
    clocks: clocksOfBoth(stays.clocks, goes.clocks, now),
  };
  const gone: Ticket = {
    ...goes,
    status: "solved",
    waitingFor: "learner",
    snoozedUntil: null,
    solvedAt: now,
    solveReason: "merged",
    rating: null,
    ratedAt: null,
    isRatingAsked: false,
  };
  return [kept, gone];
}

/** What agents see of it, in both threads; the whole of both as a file where the work goes on. */
export function toldOfMerge(stays: Ticket, goes: Ticket, facts: Facts): readonly Effect[] {
  const say = phrasesIn(facts.staffLanguage).verbs.staff;
  return [
    { effect: "card", ticketId: goes.id },
    { effect: "tell_rooms", ticketId: goes.id, text: say.mergedInto(stays.id) },
    { effect: "card", ticketId: stays.id },
    { effect: "tell_rooms", ticketId: stays.id, text: say.mergedFrom(goes.id) },
    ...facts.staffRooms.map((room): Effect => ({ effect: "history", room, ticketId: stays.id })),
    { effect: "fact", kind: "merged", ticket: goes },
    { effect: "fact", kind: "dropped", ticket: goes },
  ];
}

function clocksOfBoth(one: TicketClocks, other: TicketClocks, now: Millis): TicketClocks {
  return {
    // A person's first words in either were first words to this learner.
    first: one.first === null || other.first === null ? null : longer(one.first, other.first, now),
    next: one.next === null || other.next === null ? (one.next ?? other.next) : longer(one.next, other.next, now),
    resolution: longer(one.resolution, other.resolution, now),
    waitingSince: Math.min(one.waitingSince, other.waitingSince),
    quietSince: Math.max(one.quietSince, other.quietSince),
    fired: [...new Set([...one.fired, ...other.fired])],
  };
}

function longer(one: Stopwatch, other: Stopwatch, now: Millis): Stopwatch {
  const shown = ({ spentMs, since }: Stopwatch) => spentMs + (since === null ? 0 : now - since);
  return shown(one) >= shown(other) ? one : other;
}
