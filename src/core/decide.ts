/**
 * The one function that decides. Given the conversation as it is, what happened, and what the world looks like, it returns
 * what is known next and every row to write. It reads no clock, network or database, and the same input gives the same rows.
 *
 *      bot ──hand over──> queued ──claim──> agent ──solve──> rating ──1–5 or a new question──> bot
 *       ^────cancel─────────┘  ^───release───┘ │                │
 *       ^──────────solved without a word───────┘                └──not solved──> queued (next episode)
 */
import { assigned, left } from "./agent/claim.ts";
import { hearAgent } from "./agent/hear.ts";
import type { Before, Decision, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { handOver } from "./escalate.ts";
import type { Event } from "./inbound.ts";
import { spokenLanguage } from "./language.ts";
import { hearLearner, unreachable } from "./learner.ts";
import type { Conversation } from "./model.ts";
import { hearNpsDue } from "./nps/ask.ts";
import { planNps } from "./nps/moment.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import { hearDue } from "./queue/due.ts";
import { hearNoticeOver, joinNotice } from "./queue/notice.ts";
import { askRatingAgain } from "./rate.ts";
import { rowsOf } from "./rows.ts";
import { answerSuggestion } from "./suggest.ts";

export function decide(before: Before, event: Event, facts: Facts): Decision {
  switch (event.by) {
    case "learner": {
      const seen = { ...before, conversation: meet(before.conversation, event, facts) };
      const heard = hearLearner(seen, event, facts);
      const isSignOfLife = ["words", "command", "unblocked"].includes(event.said.kind);
      const verdict = planNps(isSignOfLife ? askRatingAgain(before, heard, facts.now) : heard, before, facts);
      return rowsOf({ ...verdict, conversation: verdict.conversation ?? seen.conversation }, seen, facts);
    }
    case "agent":
      return rowsOf(hearAgent(before, event, facts), before, facts);
    case "world":
      return rowsOf(hearWorld(before, event, facts), before, facts);
  }
}

/** What any sign of life tells: where the learner is, how they call themselves, how they feel, which language they speak. */
function meet(conversation: Conversation, { said, chat, name }: LearnerEvent, facts: Facts): Conversation {
  // It may come without a name, and says nothing about where the learner wants to be answered.
  if (said.kind === "reacted") return conversation;
  const words = said.kind === "words" || said.kind === "edited" ? said.text : "";
  const spoken = conversation.isLanguageChosen ? null : spokenLanguage(words, conversation.language);
  const language = spoken ?? conversation.language;
  const isUpset = conversation.isUpset || facts.isAngry;
  return { ...conversation, learnerName: name, home: chat, isReachable: true, isUpset, language };
}

type LearnerEvent = Extract<Event, { by: "learner" }>;

function hearWorld(before: Before, event: Extract<Event, { by: "world" }>, facts: Facts): Verdict {
  const { conversation } = before;
  const staff = phrasesIn(facts.staffLanguage).staff;
  // Words may fail for good long after they were written, when the conversation is elsewhere: the ticket they belong to counts.
  const ticket = before.named ?? before.current;
  const tellRooms = (text: string): readonly Effect[] =>
    ticket === null ? [] : [{ effect: "tell_rooms", ticketId: ticket.id, text }];
  const undelivered: Effect = { effect: "fact", kind: "not_delivered", ...(ticket ? { ticket } : {}) };
  switch (event.what) {
    case "unreachable": {
      // Many rows may fail for one reason; the agent is told once.
      const verdict = conversation.isReachable
        ? unreachable(before, facts)
        : { outcome: { outcome: "flagged" } as const, effects: [] };
      return { ...verdict, effects: [...verdict.effects, undelivered] };
    }
    case "not_delivered":
      return { outcome: { outcome: "flagged" }, effects: [...tellRooms(staff.notDelivered), undelivered] };
    case "unanswered":
      return hearUnanswered(before, facts);
    case "due":
      return hearDue(before, facts);
    case "nps_due":
      return hearNpsDue(before, facts);
    case "suggestion_answered":
      return answerSuggestion(before, event, facts);
    case "assigned":
      return assigned(before, event, facts);
    case "notice_begun":
      return joinNotice(before, event.notice, facts);
    case "notice_over":
      return hearNoticeOver(before, event.notice, facts);
    case "left":
      return left(before, event, facts);
    case "poisoned":
      return hearPoisoned(before, event, facts);
  }
}

/** An answer of ours got nowhere. The bot's next words may fare better, and a person looks in any case. */
function hearUnanswered(before: Before, facts: Facts): Verdict {
  const { conversation, current } = before;
  const undelivered: Effect = { effect: "fact", kind: "not_delivered" };
  // In the other modes a person has the conversation, and what failed was only a word about it.
  if (conversation.mode !== "bot" || current !== null) {
    const text = phrasesIn(facts.staffLanguage).staff.botNotDelivered;
    const tell: readonly Effect[] = current === null ? [] : [{ effect: "tell_rooms", ticketId: current.id, text }];
    return { outcome: { outcome: "flagged" }, effects: [undelivered, ...tell] };
  }
  const { tried, answered } = conversation;
  return handOver(before, facts, { reason: "poisoned", tried, intentId: answered, effects: [undelivered] });
}

type Poisoned = Extract<Event, { what: "poisoned" }>;

/** We failed on a message three times. The learner gets a person, the words are kept, and the chat goes on. */
function hearPoisoned(before: Before, { text, attachments }: Poisoned, facts: Facts): Verdict {
  const { conversation, current } = before;
  const isWithPerson = current !== null && (conversation.mode === "queued" || conversation.mode === "agent");
  const ticketId = isWithPerson ? current.id : null;
  const isKept = text !== null || attachments.length > 0;
  const heard: Effect = {
    ...{ effect: "heard", kind: "words", text: text ?? "", attachments },
    ...{ networkId: null, ticketId, isRelayed: isWithPerson },
  };
  const effects: readonly Effect[] = [...(isKept ? [heard] : []), { effect: "fact", kind: "poisoned" }];
  if (!isWithPerson) return handOver(before, facts, { reason: "poisoned", tried: [], intentId: null, effects });
  const staff = phrasesIn(facts.staffLanguage).staff;
  return {
    outcome: { outcome: "flagged" },
    effects: [...effects, { effect: "tell_rooms", ticketId: current.id, text: staff.poisoned }],
  };
}
