/**
 * Incidents: while one is announced, its words are the answer to what it is about, tickets about it join, and all of them
 * are told when it is over. Not to break: joining and hearing the end twice tells nobody twice.
 */
import type { Before, Facts } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import type { Match } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import type { Button } from "../press.ts";
import type { Notice } from "../staff.ts";

/** The announcement about what was probably meant, the newest first; else the newest about everything; null: none. */
export function noticeFor(
  matches: readonly Match[],
  { notices, pack }: Pick<Facts, "notices" | "pack">,
): Notice | null {
  const [best] = matches;
  const isMeant = best !== undefined && best.confidence >= pack.askWhenSure;
  return noticeAbout(isMeant ? best.intentId : null, notices);
}

/** The same for an intent that is known; null: for none. */
export function noticeAbout(intentId: string | null, notices: readonly Notice[]): Notice | null {
  const own = intentId === null ? undefined : notices.findLast((notice) => notice.intentId === intentId);
  return own ?? notices.findLast((notice) => notice.intentId === null) ?? null;
}

/** An open ticket joins the incident that was announced. Nothing for one that is solved or waits for an incident already. */
export function joinNotice(before: Before, notice: Notice, facts: Facts): Verdict {
  const { conversation, named: ticket } = before;
  if (ticket === null || ticket.status === "solved" || ticket.noticeId !== null) return NOTHING;
  const say = phrasesIn(conversation.language).notices.learner;
  return {
    outcome: { outcome: "flagged" },
    ticket: { ...ticket, noticeId: notice.id },
    effects: [
      { effect: "tell", text: `${say.about(ticket.id)}\n${notice.words[conversation.language]}`, buttons: [] },
      { effect: "tell_rooms", ticketId: ticket.id, text: phrasesIn(facts.staffLanguage).notices.staff.joined },
      { effect: "fact", kind: "noticed", ticket },
    ],
  };
}

/** The incident a ticket waited for is over. */
export function hearNoticeOver(before: Before, notice: Notice, facts: Facts): Verdict {
  const { conversation, named: ticket } = before;
  if (ticket === null || ticket.noticeId !== notice.id) return NOTHING;
  const over = { ...ticket, noticeId: null };
  if (ticket.status === "solved") return { ...NOTHING, ticket: over };
  const say = phrasesIn(conversation.language).notices.learner;
  const label = phrasesIn(conversation.language).buttons.solved;
  const settled: Button = { label, press: { press: "settled", ticketId: ticket.id } };
  const told: Effect = { effect: "tell", text: say.over(ticket.id), buttons: [[settled]] };
  const text = phrasesIn(facts.staffLanguage).notices.staff.over;
  return {
    outcome: { outcome: "flagged" },
    ticket: over,
    effects: [told, { effect: "tell_rooms", ticketId: ticket.id, text }],
  };
}

const NOTHING: Verdict = { outcome: { outcome: "ignored" }, effects: [] };
