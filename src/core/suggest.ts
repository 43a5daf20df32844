/**
 * The suggestion box: `/suggest words`, or `/suggest` and then the words. Kept for admins, apart from conversations. Not to
 * break: who wants to stay unnamed leaves neither name nor words in the transcript, nor a row that leads to them.
 */
import { isBlocked } from "./agent/block.ts";
import type { Before, Facts, NewSuggestion } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { withBot } from "./escalate.ts";
import type { Event, Said } from "./inbound.ts";
import type { Millis } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { isBlank, truncate } from "./text.ts";
import { readCommand } from "./verbs.ts";

/** Words that come later are no suggestion any more. */
const AWAITED_MS: Millis = 10 * 60_000;
const DAY_MS: Millis = 24 * 60 * 60_000;
/** Of the suggestion, above the answer to it. */
const QUOTE_LENGTH_MAX = 200;
const UNNAMED = /^(?:匿名|anonymous(?:ly)?|anon)(?![\p{L}\p{N}])[\s:：,，.。-]*/iu;

/** The words, and whether their learner wants to stay unnamed. */
function readSuggestion(argument: string): { readonly text: string; readonly isUnnamed: boolean } {
  const typed = argument.trim();
  // Chinese puts no space behind the word.
  const found = UNNAMED.exec(typed)?.[0] ?? /^匿名/u.exec(typed)?.[0];
  return { text: typed.slice(found?.length ?? 0).trim(), isUnnamed: found !== undefined };
}

/** Whether these words are an order that must leave no trace in the transcript. */
export function isUnnamedSuggestion(text: string): boolean {
  const command = readCommand(text);
  if (command === null || !isSuggesting(command.name)) return false;
  return readSuggestion(command.argument).isUnnamed;
}

export function isSuggesting(name: string): boolean {
  return name === "suggest" || name === "feedback";
}

export function suggest(before: Before, argument: string, facts: Facts): Verdict {
  const { conversation } = before;
  const { learner } = phrasesIn(conversation.language).opinions;
  const { text, isUnnamed } = readSuggestion(argument);
  if (!isBlank(text)) {
    const suggestion = isUnnamed ? unnamed(text, facts.now) : { text, isUnnamed, at: facts.now };
    const thanks = isUnnamed ? learner.suggestedUnnamed : learner.suggested;
    return { outcome: { outcome: "commented" }, suggestion, effects: [{ effect: "tell", text: thanks, buttons: [] }] };
  }
  const { mode } = conversation;
  const isWithPerson = mode === "queued" || mode === "agent";
  // While a person is there the next words are theirs, and an unnamed suggestion has to come with the order.
  if (isWithPerson || isUnnamed) {
    return { outcome: { outcome: "told" }, effects: [{ effect: "tell", text: learner.suggestInOne, buttons: [] }] };
  }
  return {
    outcome: { outcome: "told" },
    conversation: {
      ...(mode === "rating" ? withBot(conversation) : conversation),
      suggestUntil: facts.now + AWAITED_MS,
    },
    effects: [{ effect: "tell", text: learner.suggestNow, buttons: [] }],
  };
}

/** The words after a bare `/suggest`. Null when none are awaited. */
export function suggestInWords({ conversation }: Before, said: Words, { now }: Facts): Verdict | null {
  const { suggestUntil, language } = conversation;
  if (suggestUntil == null || now >= suggestUntil || isBlank(said.text)) return null;
  const { text, attachments, messageId: networkId } = said;
  const phrases = phrasesIn(language);
  const person: Button = { label: phrases.buttons.person, press: { press: "person", turn: conversation.turn } };
  const suggestion = readSuggestion(text);
  const isUnnamed = suggestion.isUnnamed && !isBlank(suggestion.text);
  const heard: Effect = {
    ...{ effect: "heard", kind: "words", text, attachments, networkId, ticketId: null, isRelayed: false },
  };
  const thanks = isUnnamed ? phrases.opinions.learner.suggestedUnnamed : phrases.opinions.learner.suggestedInWords;
  return {
    outcome: { outcome: "commented" },
    conversation: { ...conversation, suggestUntil: null },
    suggestion: isUnnamed ? unnamed(suggestion.text, now) : { text, isUnnamed: false, at: now },
    effects: [...(isUnnamed ? [] : [heard]), { effect: "tell", text: thanks, buttons: [[person]] }],
  };
}

type Words = Extract<Said, { kind: "words" }>;

/** The hour of it would lead to its learner; the day is as much as admins need. */
function unnamed(text: string, now: Millis): NewSuggestion {
  return { text, isUnnamed: true, at: Math.floor(now / DAY_MS) * DAY_MS };
}

type Answered = Extract<Event, { what: "suggestion_answered" }>;

/** An admin answers what was suggested: the learner hears it where they wrote last. */
export function answerSuggestion({ conversation }: Before, { suggested, text }: Answered, facts: Facts): Verdict {
  if (!conversation.isReachable || isBlocked(conversation, facts.now)) {
    return { outcome: { outcome: "unreachable" }, effects: [] };
  }
  const { suggestionAnswered } = phrasesIn(conversation.language).opinions.learner;
  const told = `${suggestionAnswered(truncate(suggested, QUOTE_LENGTH_MAX))}\n\n${text}`;
  return { outcome: { outcome: "told" }, effects: [{ effect: "tell", text: told, buttons: [] }] };
}
