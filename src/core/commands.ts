/** What a learner orders with a slash: help, a person, where things stand, take it back, another language. */

import { heldBy } from "./agent/scene.ts";
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { handOver, queuedFor, withBot } from "./escalate.ts";
import type { Said } from "./inbound.ts";
import { languageOfCode } from "./language.ts";
import { HIDDEN_CODE, shownCode } from "./link.ts";
import { mergedOpen, stayingOf, toldOfMerge, type Unsolved } from "./merging.ts";
import { LANGUAGES, type Language, type Ticket } from "./model.ts";
import { orderSurveys } from "./nps/hear.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { lineAt, settleButtons, waitingButtons } from "./queue/waiting.ts";
import { suggest } from "./suggest.ts";
import { learnerCommand } from "./verbs.ts";

type Command = Extract<Said, { kind: "command" }>;

export function obey(before: Before, said: Command, facts: Facts): Verdict {
  const say = phrasesIn(before.conversation.language).learner;
  switch (learnerCommand(said.name)) {
    case "start":
      // A shop's page may open the chat with its code already written.
      return facts.link === null ? tell(say.welcome) : link(before, facts);
    case "help":
      return tell(say.help);
    case "human":
      return wantPerson(before, facts, []);
    case "status":
      return queueStatus(before, [], facts);
    case "cancel":
      return before.conversation.mode === "queued" || before.conversation.mode === "agent"
        ? cancel(before, [], facts)
        : tell(say.nothingToCancel);
    case "suggest":
      return suggest(before, said.argument, facts);
    case "survey":
      return orderSurveys(before, said.argument);
    case "language":
      return chooseLanguage(before, said.argument);
    case "link":
      return link(before, facts);
    case undefined:
      return tell(say.unknownCommand);
  }
}

function tell(text: string, buttons: readonly (readonly Button[])[] = []): Verdict {
  return { outcome: { outcome: "told" }, effects: [{ effect: "tell", text, buttons }] };
}

/** "A person, please": from the bot a ticket, else where the one there is stands. Old buttons count: the wish is clear. */
export function wantPerson(before: Before, facts: Facts, heard: readonly Effect[]): Verdict {
  const { conversation } = before;
  if (conversation.mode === "queued" || conversation.mode === "agent") return queueStatus(before, heard, facts);
  const { tried, answered } = conversation.mode === "bot" ? conversation : { tried: [], answered: null };
  return handOver(before, facts, { reason: "asked", tried, intentId: answered, effects: heard });
}

/** Where the learner's request stands, in one sentence. */
export function queueStatus(before: Before, heard: readonly Effect[], facts: Facts): Verdict {
  const { conversation, current } = before;
  const say = phrasesIn(conversation.language).learner;
  const status = statusOf(before, current, facts);
  const buttons = current === null ? [] : statusButtons(current, conversation.language, facts);
  return {
    outcome: { outcome: "told" },
    effects: [...heard, { effect: "tell", text: status ?? say.noRequest, buttons }],
  };
}

function statusButtons(ticket: Ticket, language: Language, facts: Facts): readonly (readonly Button[])[] {
  return ticket.status === "new" ? waitingButtons(ticket, language, facts) : settleButtons(ticket, language);
}

function statusOf(before: Before, ticket: Ticket | null, facts: Facts): string | null {
  const { language } = before.conversation;
  const say = phrasesIn(language).learner;
  switch (ticket?.status) {
    case "new":
      return say.stillQueued(ticket.id, lineAt(before.ahead + 1, facts, language).text);
    case "open":
      return say.withAgent(ticket.id, ticket.holder.name);
    case "solved":
    case undefined:
      return null;
  }
}

/** The learner takes the request back. No 1–5 is asked for it. */
export function cancel(before: Before, heard: readonly Effect[], facts: Facts): Verdict {
  const { conversation, current } = before;
  if (current === null || current.status === "solved") {
    return tell(phrasesIn(conversation.language).learner.nothingToCancel);
  }
  const ticket: Ticket = {
    ...current,
    status: "solved",
    solvedAt: facts.now,
    solveReason: "cancelled",
    snoozedUntil: null,
    rating: null,
    ratedAt: null,
    isRatingAsked: false,
    waitingFor: "learner",
  };
  return {
    outcome: { outcome: "cancelled" },
    conversation: withBot(conversation),
    ticket,
    effects: [
      ...heard,
      { effect: "tell", text: phrasesIn(conversation.language).learner.cancelled(ticket.id), buttons: [] },
      { effect: "tell_rooms", ticketId: ticket.id, text: phrasesIn(facts.staffLanguage).staff.cancelledByLearner },
      { effect: "card", ticketId: ticket.id },
      { effect: "fact", kind: "cancelled", ticket },
    ],
  };
}

/** Two chats of one learner become one conversation: what came of it was settled before, here it is told. */
function link(before: Before, facts: Facts): Verdict {
  const { conversation } = before;
  const say = phrasesIn(conversation.language).learner.link;
  switch (facts.link?.outcome) {
    case "offered": {
      // Whoever reads the code could join a chat of their own, and the transcript is read by agents.
      const text = say.offered(shownCode(facts.link.code));
      const offer: Effect = { effect: "tell", text, buttons: [], kept: say.offered(HIDDEN_CODE) };
      return { outcome: { outcome: "told" }, effects: [offer] };
    }
    case "proven":
      return tell(phrasesIn(conversation.language).learning.learner.proven);
    case "joined":
      return joined(before, facts);
    case "blocked":
      return tell(say.notNow);
    case "already_joined":
      return tell(say.alreadyJoined);
    case "too_many_tries":
      return tell(say.tooManyTries);
    case "no_such_code":
    case undefined:
      return tell(say.noSuchCode);
  }
}

/** Two chats are one. Where people were wanted in both, the two requests become one as well, and the learner is told once. */
function joined(before: Before, facts: Facts): Verdict {
  const { conversation, current, other } = before;
  const say = phrasesIn(conversation.language).learner.link;
  if (!isUnsolved(current) || !isUnsolved(other)) return tell(say.joined);
  const [stays, goes] = mergedOpen(...stayingOf(current, other), facts.now);
  return {
    outcome: { outcome: "told" },
    conversation:
      stays.status === "open" ? heldBy(stays.holder, conversation, stays) : queuedFor(conversation, stays, facts.now),
    ticket: goes,
    otherTicket: stays,
    merged: { ticketId: goes.id, intoId: stays.id },
    effects: [{ effect: "tell", text: say.joinedOpen(stays.id), buttons: [] }, ...toldOfMerge(stays, goes, facts)],
  };
}

function isUnsolved(ticket: Ticket | null): ticket is Unsolved {
  return ticket !== null && ticket.status !== "solved";
}

function chooseLanguage(before: Before, argument: string): Verdict {
  const chosen = languageOfCode(argument.trim()) ?? NAMES.get(argument.trim().toLowerCase()) ?? null;
  if (chosen === null) {
    const buttons: readonly Button[] = LANGUAGES.map((language) => ({
      label: LABELS[language],
      press: { press: "speak", language },
    }));
    return tell(phrasesIn(before.conversation.language).learner.chooseLanguage, [buttons]);
  }
  return speak(before, chosen);
}

/** From now on this language, whatever the learner writes in. */
export function speak(before: Before, language: Language): Verdict {
  return {
    ...tell(phrasesIn(language).learner.languageSet),
    conversation: { ...before.conversation, language, isLanguageChosen: true },
  };
}

const LABELS: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };
const NAMES: ReadonlyMap<string, Language> = new Map([
  ["中文", "zh"],
  ["汉语", "zh"],
  ["chinese", "zh"],
  ["英文", "en"],
  ["英语", "en"],
  ["english", "en"],
]);
