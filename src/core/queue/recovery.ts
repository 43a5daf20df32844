/**
 * Looking after learners who rated badly: a 1 or 2 gives somebody a task with a time, which ends when it is done, when the
 * rating rises to 4 or more, and when the ticket was opened again and solved. Not to break: what begins and ends here is written
 * with the rating or the ticket itself, or a bad rating could be forgotten.
 */
import { shownInstant } from "../agent/until.ts";
import { addBusiness } from "../calendar/calendar.ts";
import type { Before, Facts, RecoveryChange } from "../decision.ts";
import type { Effect } from "../effects.ts";
import type { Agent, Rating, Ticket } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";

/** Up to this rating somebody looks after the learner, and from that one on nobody has to any more. */
const RECOVER_RATING_MAX: Rating = 2;
const CONTENT_RATING_MIN: Rating = 4;

type Recovering = { readonly recovery?: RecoveryChange; readonly effects: readonly Effect[] };

/** What the ticket's rating begins or ends; `was` is the rating before, null for the first one. */
export function recoverAfter(
  ticket: Ticket,
  { was, is }: { was: Rating | null; is: Rating },
  facts: Facts,
): Recovering {
  if (is <= RECOVER_RATING_MAX)
    return was !== null && was <= RECOVER_RATING_MAX ? { effects: [] } : begun(ticket, is, facts);
  if (is < CONTENT_RATING_MIN || was === null || was >= CONTENT_RATING_MIN) return { effects: [] };
  const { id: ticketId, episode } = ticket;
  const text = phrasesIn(facts.staffLanguage).aftermath.staff.recoverNoMore;
  const tell: readonly Effect[] = was <= RECOVER_RATING_MAX ? [{ effect: "tell_rooms", ticketId, text }] : [];
  return { recovery: { change: "ended", ticketId, episodeMax: episode }, effects: tell };
}

function begun(ticket: Ticket, rating: Rating, facts: Facts): Recovering {
  const { id: ticketId, episode } = ticket;
  const owner = ownerOf(ticket, facts);
  const dueAt = addBusiness(facts.calendar, facts.now, facts.rules.recoverMs);
  const due = dueAt === null ? null : shownInstant(dueAt, facts.rules.schedule.timeZone);
  const text = phrasesIn(facts.staffLanguage).aftermath.staff.recover(owner?.name ?? null, rating, due);
  return {
    // Where nobody ever works again, the admins hear of it at once.
    recovery: { change: "begun", ticketId, episode, owner, dueAt: dueAt ?? facts.now },
    effects: [{ effect: "tell_rooms", ticketId, text }],
  };
}

/** Who held it last; nobody when they left for good. */
function ownerOf({ holder }: Ticket, { agents }: Facts): Agent | null {
  return agents.some(({ id, isGone }) => isGone && id === holder?.id) ? null : holder;
}

/** A ticket that was opened again and is solved now: whoever rated an earlier episode badly was looked after. */
export function recoveredBy(tickets: readonly Ticket[], { current, named, other }: Before): RecoveryChange | undefined {
  const solvedAgain = tickets.find((ticket) => {
    if (ticket.status !== "solved" || ticket.episode === 1 || ticket.solveReason === "merged") return false;
    return [current, named, other].some((was) => was?.id === ticket.id && was.status !== "solved");
  });
  if (solvedAgain === undefined) return undefined;
  return { change: "ended", ticketId: solvedAgain.id, episodeMax: solvedAgain.episode - 1 };
}
