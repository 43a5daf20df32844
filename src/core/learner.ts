/**
 * What a learner says or presses, by who holds the conversation.
 *
 *      words ──> bot: understand        queued: add to the ticket, confirm now and then
 *                agent: pass on, mute   rating: 1–5, or a new question
 */
import { confirm, pick, refuse, reply, replyToWordless } from "./answer.ts";
import { cancel, obey, speak, wantPerson } from "./commands.ts";
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { withBot } from "./escalate.ts";
import type { Said } from "./inbound.ts";
import type { ChatRef, Conversation, Millis } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { LearnerPress, Press } from "./press.ts";
import { rate, rateInWords, reopenByLearner } from "./rate.ts";
import { isBlank } from "./text.ts";

/** How often somebody who keeps adding details is told that they arrived. */
const ACKNOWLEDGE_EVERY_MS: Millis = 60_000;

export function hearLearner(before: Before, said: Said, chat: ChatRef, facts: Facts): Verdict {
  switch (said.kind) {
    case "words":
      return hearWords(before, said, facts);
    case "edited":
      return hearEdit(before, said, facts);
    case "command":
      return obey(before, said, facts);
    case "pressed":
      return hearPress(before, said, chat, facts);
    case "blocked":
      return unreachable(before, facts);
    case "unblocked":
      return { outcome: { outcome: "ignored" }, effects: [] };
  }
}

/** Nobody can be reached there until the learner writes again; whoever holds the ticket is told, once. */
export function unreachable(before: Before, facts: Facts): Verdict {
  const { conversation, current } = before;
  const text = phrasesIn(facts.staffLanguage).staff.unreachable;
  const isOpen = current !== null && current.status !== "solved";
  return {
    outcome: { outcome: "flagged" },
    conversation: { ...conversation, isReachable: false },
    effects: isOpen ? [{ effect: "tell_rooms", ticketId: current.id, text }] : [],
  };
}

type Words = Extract<Said, { kind: "words" }>;
type Pressed = Extract<Said, { kind: "pressed" }>;

function hearWords(before: Before, said: Words, facts: Facts): Verdict {
  const isLaterPart = said.albumId !== null && said.albumId === before.conversation.albumId;
  const conversation = { ...before.conversation, albumId: said.albumId };
  const seen: Before = { ...before, conversation };
  switch (conversation.mode) {
    case "bot":
      return hearByBot({ ...seen, conversation }, said, isLaterPart, facts);
    case "queued":
    case "agent":
      return addToTicket(seen, said, isLaterPart, facts);
    case "rating": {
      const rated = rateInWords({ ...seen, conversation }, said, heard(said, seen), facts);
      if (rated) return rated;
      // What is no rating is a new question; the buttons of the survey stay good.
      return hearByBot({ ...seen, conversation: withBot(conversation) }, said, isLaterPart, facts);
    }
  }
}

function hearByBot(
  before: Before & { conversation: Conversation & { mode: "bot" } },
  said: Words,
  isLaterPart: boolean,
  facts: Facts,
): Verdict {
  const effects = [heard(said, before)];
  if (isLaterPart) return { outcome: { outcome: "acknowledged" }, conversation: before.conversation, effects };
  return isBlank(said.text) ? replyToWordless(before, facts, effects) : reply(before, facts, effects);
}

/** Words while a person is wanted or has it: they go onto the ticket and the bot stays out of it. */
function addToTicket(before: Before, said: Words, isLaterPart: boolean, facts: Facts): Verdict {
  const { conversation, current } = before;
  if (current === null) throw new Error("a conversation that waits for a person has a ticket");
  const ticket = current.status === "solved" ? current : { ...current, waitingFor: "agent" as const };
  const effects: Effect[] = [heard(said, before), { effect: "fact", kind: "learner_wrote", ticket }];
  const isDue = conversation.mode === "queued" && facts.now - conversation.acknowledgedAt >= ACKNOWLEDGE_EVERY_MS;
  if (conversation.mode !== "queued" || !isDue || isLaterPart) {
    return { outcome: { outcome: "relayed" }, conversation, ticket, effects };
  }
  const text = phrasesIn(conversation.language).learner.added(ticket.id, before.ahead + 1);
  effects.push({ effect: "tell", text, buttons: [] });
  return {
    outcome: { outcome: "acknowledged" },
    conversation: { ...conversation, acknowledgedAt: facts.now },
    ticket,
    effects,
  };
}

/** An edited question is read again only while it is unanswered; on a ticket the agent sees what changed. */
function hearEdit(before: Before, said: Extract<Said, { kind: "edited" }>, facts: Facts): Verdict {
  const { conversation, current } = before;
  const words: Words = { kind: "words", messageId: said.messageId, text: said.text, attachments: [], albumId: null };
  if (conversation.mode === "bot") {
    const isUnanswered = conversation.misses > 0 && conversation.answered === null;
    if (isUnanswered) return hearByBot({ ...before, conversation }, words, false, facts);
    return { outcome: { outcome: "ignored" }, effects: [heard(words, before)] };
  }
  if (conversation.mode === "rating" || current === null) {
    return { outcome: { outcome: "ignored" }, effects: [heard(words, before)] };
  }
  const text = phrasesIn(facts.staffLanguage).staff.edited(said.text);
  return { outcome: { outcome: "relayed" }, effects: [heard({ ...words, text }, before)] };
}

function hearPress(before: Before, said: Pressed, chat: ChatRef, facts: Facts): Verdict {
  const { press } = said;
  if (press === null || !isLearnerPress(press)) return stale(before, said, chat);
  switch (press.press) {
    case "rate":
      return rate(before, { ...press, said, chat }, facts);
    case "unsolved":
      return reopenByLearner(before, { said, chat }, facts);
    case "cancel": {
      if (before.named === null || before.named.id !== before.current?.id) return stale(before, said, chat);
      return settle(cancel(before, [pressed(before, "cancel")], facts), said, chat);
    }
    case "speak":
      return settle(speak(before, press.language), said, chat);
    case "person":
      return settle(wantPerson(before, facts, [pressed(before, "person")]), said, chat);
    case "solved":
    case "rephrase":
    case "none":
    case "pick": {
      const { conversation } = before;
      if (conversation.mode !== "bot" || conversation.turn !== press.turn) return stale(before, said, chat);
      return settle(hearVerdict({ ...before, conversation }, press, facts), said, chat);
    }
  }
}

type VerdictPress = Extract<LearnerPress, { press: "solved" | "rephrase" | "none" | "pick" }>;

function hearVerdict(
  before: Before & { conversation: Conversation & { mode: "bot" } },
  press: VerdictPress,
  facts: Facts,
): Verdict {
  switch (press.press) {
    case "solved":
      return confirm(before, [pressed(before, "solved")]);
    case "rephrase":
    case "none":
      return refuse(before, facts, [pressed(before, press.press)]);
    case "pick": {
      const title = facts.pack.intents.get(press.intentId)?.title[before.conversation.language];
      return pick(before, facts, press.intentId, [saidByPress(title ?? press.intentId, before)]);
    }
  }
}

/** A press was taken: its spinner ends and its buttons go. */
function settle(verdict: Verdict, said: Pressed, chat: ChatRef): Verdict {
  const taken: readonly Effect[] = [
    { effect: "toast", chat, pressId: said.pressId, text: "" },
    { effect: "settle_buttons", chat, messageId: said.messageId, text: null },
  ];
  return { ...verdict, effects: [...taken, ...verdict.effects] };
}

function stale(before: Before, said: Pressed, chat: ChatRef): Verdict {
  const text = phrasesIn(before.conversation.language).learner.stalePress;
  return {
    outcome: { outcome: "stale_press" },
    effects: [{ effect: "toast", chat, pressId: said.pressId, text }],
  };
}

function isLearnerPress(press: Press): press is LearnerPress {
  return !["claim", "release", "solve", "reopen", "history"].includes(press.press);
}

function heard(said: Words, before: Before): Effect {
  const ticketId = before.current !== null && before.conversation.mode !== "rating" ? before.current.id : null;
  const { text, attachments, messageId } = said;
  return {
    effect: "heard",
    kind: "words",
    text,
    attachments,
    networkId: messageId,
    ticketId,
    isRelayed: ticketId !== null,
  };
}

function pressed(before: Before, label: "solved" | "rephrase" | "none" | "person" | "cancel"): Effect {
  return saidByPress(phrasesIn(before.conversation.language).buttons[label], before);
}

function saidByPress(text: string, before: Before): Effect {
  const ticketId = before.current?.id ?? null;
  return { effect: "heard", kind: "press", text, attachments: [], networkId: null, ticketId, isRelayed: false };
}
