/**
 * What a learner says or presses, by who holds the conversation.
 *
 *      words ──> bot: understand        queued: add to the ticket, confirm now and then
 *                agent: pass on, mute   rating: 1–5, what was wrong, or a new question
 */
import { hearBlocked, isBlocked } from "./agent/block.ts";
import { type Asked, reply, replyToWordless } from "./answer.ts";
import { obey } from "./commands.ts";
import type { Before, Facts } from "./decision.ts";
import { amendedByLearner } from "./edits.ts";
import type { Effect, Verdict } from "./effects.ts";
import { withBot } from "./escalate.ts";
import { tellTooLarge } from "./files.ts";
import { hearPress } from "./hear-press.ts";
import { keptOf } from "./heard.ts";
import type { Event, Said } from "./inbound.ts";
import type { Conversation, Millis } from "./model.ts";
import { npsInWords } from "./nps/hear.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import { lineAt } from "./queue/waiting.ts";
import { outOfSurvey, rateInWords } from "./rate.ts";
import { reactedByLearner } from "./reactions.ts";
import { commentInWords } from "./remark.ts";
import { isUnnamedSuggestion, suggestInWords } from "./suggest.ts";
import { isBlank } from "./text.ts";
import { learnerCommand } from "./verbs.ts";
import { isPrivate, wordsOf, wordsOfEdit, written } from "./written.ts";

/** How often somebody who keeps adding details is told that they arrived. */
const ACKNOWLEDGE_EVERY_MS: Millis = 60_000;

export function hearLearner(before: Before, { said, chat }: LearnerEvent, facts: Facts): Verdict {
  if (isBlocked(before.conversation, facts.now)) return hearBlocked(before, { said, chat, kept: keptOf(said, before) });
  switch (said.kind) {
    case "words":
      return hearWords(before, said, facts);
    case "edited":
      return hearEdit(before, said, facts);
    case "reacted":
      return reactedByLearner(before, said.emoji, facts);
    case "command":
      return hearCommand(before, said, facts);
    case "pressed":
      return hearPress(before, { said, chat }, facts);
    case "blocked":
      return unreachable(outOfSurvey(before), facts);
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

type LearnerEvent = Extract<Event, { by: "learner" }>;
type Words = Extract<Said, { kind: "words" }>;
type InBot = Before & { readonly conversation: Conversation & { readonly mode: "bot" } };

function hearWords(before: Before, said: Words, facts: Facts): Verdict {
  const isLaterPart = said.albumId !== null && said.albumId === before.conversation.albumId;
  const heard: Heard = { said, isLaterPart };
  const conversation = { ...before.conversation, albumId: said.albumId };
  const seen: Before = { ...before, conversation };
  switch (conversation.mode) {
    case "bot":
      return (
        suggestInWords(seen, said, facts) ??
        rateInWords(seen, said, facts) ??
        npsInWords(seen, said, facts) ??
        hearByBot({ ...seen, conversation }, heard, facts)
      );
    case "queued":
    case "agent":
      return addToTicket(seen, heard, facts);
    case "rating": {
      const rated = rateInWords(seen, said, facts) ?? commentInWords({ ...seen, conversation }, said, facts);
      if (rated) return rated;
      // What is neither is a new question; the buttons of the survey stay good.
      return hearByBot({ ...seen, current: null, conversation: withBot(conversation) }, heard, facts);
    }
  }
}

/** Words, and whether they only belong to an album that was answered already. */
type Heard = {
  readonly said: Words;
  readonly isLaterPart: boolean /** How it is kept, if not as new words. */;
  readonly kept?: Effect;
};

function hearByBot(before: InBot, { said, isLaterPart, kept }: Heard, facts: Facts): Verdict {
  const asked: Asked = { heard: [kept ?? written(said, before)], messageId: said.messageId };
  if (isLaterPart) {
    return { outcome: { outcome: "acknowledged" }, conversation: before.conversation, effects: asked.heard };
  }
  return isBlank(said.text) ? replyToWordless(before, facts, asked) : reply(before, facts, asked);
}

/** Words while a person is wanted or has it: they go onto the ticket and the bot stays out of it. */
function addToTicket(before: Before, { said, isLaterPart }: Heard, facts: Facts): Verdict {
  const { conversation, current } = before;
  if (current === null) throw new Error("a conversation that waits for a person has a ticket");
  const ticket = current.status === "solved" ? current : { ...current, waitingFor: "agent" as const };
  const refused = tellTooLarge(said.attachments, conversation.language, facts);
  const effects: Effect[] = [written(said, before), ...refused, { effect: "fact", kind: "learner_wrote", ticket }];
  if (current.snoozedUntil !== null) {
    effects.push({ effect: "card", ticketId: ticket.id }, { effect: "fact", kind: "woken", ticket });
  }
  const isDue = conversation.mode === "queued" && facts.now - conversation.acknowledgedAt >= ACKNOWLEDGE_EVERY_MS;
  if (conversation.mode !== "queued" || !isDue || isLaterPart) {
    return { outcome: { outcome: "relayed" }, conversation, ticket, effects };
  }
  const { language } = conversation;
  const text = phrasesIn(language).learner.added(ticket.id, lineAt(before.ahead + 1, facts, language).text);
  effects.push({ effect: "tell", text, buttons: [] });
  return {
    outcome: { outcome: "acknowledged" },
    conversation: { ...conversation, acknowledgedAt: facts.now },
    ticket,
    effects,
  };
}

/** An order is written down like any words, for what stands behind the slash may be the whole story. */
function hearCommand(before: Before, said: Extract<Said, { kind: "command" }>, facts: Facts): Verdict {
  const words = wordsOf(said);
  const { mode } = before.conversation;
  const command = learnerCommand(said.name);
  // To a person "/order 12345" is no order but words.
  if (command === undefined && (mode === "queued" || mode === "agent")) return hearWords(before, words, facts);
  const verdict = obey(before, said, facts);
  if (isUnnamedSuggestion(words.text)) return verdict;
  const heard = {
    ...written(words, before),
    isRelayed: said.argument !== "" && !isPrivate(command) && (mode === "queued" || mode === "agent"),
  };
  return { ...verdict, effects: [heard, ...verdict.effects] };
}

/** An edited question is read again only while it is unanswered; on a ticket the agents see what changed. */
function hearEdit(before: Before, said: Extract<Said, { kind: "edited" }>, facts: Facts): Verdict {
  const { conversation } = before;
  if (isUnnamedSuggestion(said.text)) return { outcome: { outcome: "ignored" }, effects: [] };
  const amended = amendedByLearner(before, said);
  if (amended === "same") return { outcome: { outcome: "ignored" }, effects: [] };
  const words = wordsOfEdit(said);
  if (conversation.mode === "bot" && conversation.unanswered === said.messageId) {
    const heard: Heard = { said: words, isLaterPart: false, kept: amended ?? written(words, before) };
    return hearByBot({ ...before, conversation }, heard, facts);
  }
  const asNew = written(words, before);
  const text = asNew.isRelayed ? phrasesIn(facts.staffLanguage).staff.edited(said.text) : said.text;
  const kept = amended ?? { ...asNew, text };
  return { outcome: { outcome: kept.ticketId === null ? "ignored" : "relayed" }, effects: [kept] };
}
