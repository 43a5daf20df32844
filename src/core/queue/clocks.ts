/**
 * The clocks of a ticket: a fold over its own changes. `wind` is called for every ticket a turn changes (rows.ts) and starts,
 * stops or ends the stopwatches, so that no chapter has to think of them. Not to break: winding a ticket twice in one turn is
 * winding it once, and one that is late counts from when it should have been wound.
 *
 *   first       from opening to a person's first words           runs ──> null
 *   next        from the learner's words to the answer, later    null ──> runs ──> null ──> …
 *   resolution  runs while we owe the word
 *   All of them stand still while the ticket is snoozed, and end when it is solved.
 */
import { businessMs, type Calendar } from "../calendar/calendar.ts";
import type { ClockStep, Millis, Stopwatch, Ticket, TicketClocks } from "../model.ts";
import { dueOf } from "./moments.ts";
import type { QueueRules } from "./rules.ts";

/** An episode begins: a person owes the first word. */
export function freshClocks(now: Millis): TicketClocks {
  const running: Stopwatch = { spentMs: 0, since: now };
  return { first: running, next: null, resolution: running, waitingSince: now, quietSince: now, fired: [] };
}

/** When and by which rules a ticket is wound, and whether words of the learner reached the agents in this turn. */
export type Winding = {
  readonly now: Millis;
  readonly rules: QueueRules;
  readonly calendar: Calendar;
  readonly hasLearnerWritten: boolean;
};

/** The ticket `after` a turn with its clocks brought up to `now`, and when it must be looked at next. `before`: null for a new one. */
export function wind(before: Ticket | null, after: Ticket, winding: Winding): Ticket {
  const heard = winding.hasLearnerWritten ? withWords(after) : after;
  const was = before?.episode === after.episode ? before : null;
  const ticket = { ...heard, clocks: was === null ? begun(heard, winding) : goneOn(was, heard, winding) };
  return { ...ticket, dueAt: dueOf(ticket, winding)?.at ?? null };
}

/** Whoever's words reached the agents is owed a word, and ended any snooze. */
function withWords(ticket: Ticket): Ticket {
  return ticket.status === "solved" ? ticket : { ...ticket, waitingFor: "agent", snoozedUntil: null };
}

function begun(ticket: Ticket, winding: Winding): TicketClocks {
  const { openedAt, humanReplies } = ticket;
  const fresh = freshClocks(openedAt);
  return watched(ticket, { ...fresh, first: humanReplies > 0 ? null : fresh.first }, winding);
}

function goneOn(before: Ticket, after: Ticket, winding: Winding): TicketClocks {
  const { now, hasLearnerWritten } = winding;
  const { callBackAt, ...clocks } = caughtUp(before, after, now);
  const isReply = after.humanReplies > before.humanReplies;
  const isHandedOn = after.holder?.id !== before.holder?.id;
  const isTeamsNow = after.teamId !== null && after.teamId !== before.teamId;
  const isAsked = hasLearnerWritten && after.humanReplies > 0;
  const next = isReply ? null : (clocks.next ?? (isAsked ? { spentMs: 0, since: now } : null));
  return watched(
    after,
    {
      first: after.humanReplies > 0 ? null : clocks.first,
      next,
      resolution: clocks.resolution,
      waitingSince: before.waitingFor === after.waitingFor ? clocks.waitingSince : now,
      quietSince: isReply || isHandedOn ? now : clocks.quietSince,
      fired: clocks.fired.filter((step) => !isForgotten(step, { isReply, isHandedOn, isTeamsNow })),
      // Whoever is claimed is told so, and that was the call.
      ...(callBackAt !== undefined && after.status === "new" ? { callBackAt } : {}),
    },
    winding,
  );
}

/** A snooze that is over: what stood still for it alone runs again since its end, however late we hear of it. */
function caughtUp(before: Ticket, { clocks, snoozedUntil }: Ticket, now: Millis): TicketClocks {
  const until = before.snoozedUntil;
  if (until === null) return clocks;
  const isOver = until <= now || snoozedUntil === null;
  return isOver ? resumed(before, clocks, Math.min(until, now)) : clocks;
}

function resumed(before: Ticket, clocks: TicketClocks, at: Millis): TicketClocks {
  return {
    ...clocks,
    first: running(clocks.first, at),
    next: running(clocks.next, at),
    resolution: before.waitingFor === "agent" ? running(clocks.resolution, at) : clocks.resolution,
    quietSince: Math.max(clocks.quietSince, at),
  };
}

type Happened = Record<"isReply" | "isHandedOn" | "isTeamsNow", boolean>;

/** What may happen again because of what happened now. */
function isForgotten(step: ClockStep, { isReply, isHandedOn, isTeamsNow }: Happened): boolean {
  switch (step) {
    case "next_warned":
    case "next_missed":
    case "learner_reminded":
      return isReply;
    case "holder_reminded":
      return isReply || isHandedOn;
    case "offered_wider":
      return isTeamsNow;
    case "first_warned":
    case "first_missed":
    case "resolution_warned":
    case "resolution_missed":
      return false;
  }
}

/** Every stopwatch as it must be from now on: running, standing still, or none. */
function watched(ticket: Ticket, clocks: TicketClocks, { now, calendar }: Winding): TicketClocks {
  const { status, waitingFor, snoozedUntil } = ticket;
  const isSolved = status === "solved";
  const isRunning = !isSolved && (snoozedUntil === null || snoozedUntil <= now);
  const turned = <Watch extends Stopwatch | null>(watch: Watch, runs: boolean) =>
    runs ? running(watch, now) : stopped(watch, now, calendar);
  return {
    ...clocks,
    first: isSolved ? null : turned(clocks.first, isRunning),
    next: isSolved ? null : turned(clocks.next, isRunning),
    resolution: turned(clocks.resolution, isRunning && waitingFor === "agent"),
  };
}

function running<Watch extends Stopwatch | null>(watch: Watch, at: Millis): Watch {
  return watch === null || watch.since !== null ? watch : { ...watch, since: at };
}

function stopped<Watch extends Stopwatch | null>(watch: Watch, at: Millis, calendar: Calendar): Watch {
  if (watch === null || watch.since === null) return watch;
  return { ...watch, spentMs: watch.spentMs + businessMs(calendar, watch.since, at), since: null };
}
