/**
 * What a learner says or presses, by who holds the conversation.
 *
 *      words ──> bot: understand        queued: add to the ticket, confirm now and then
 *                agent: pass on, mute   rating: 1–5, what was wrong, or a new question
 */
import { hearBlocked, isBlocked } from "./agent/block.ts";
import { type Asked, confirm, pick, refuse, reply, replyToWordless } from "./answer.ts";
import { cancel, obey, speak, wantPerson } from "./commands.ts";
import type { Before, Facts } from "./decision.ts";
import { amendedByLearner } from "./edits.ts";
import type { Effect, Verdict } from "./effects.ts";
import { withBot } from "./escalate.ts";
import { tellTooLarge } from "./files.ts";
import type { Event, Said } from "./inbound.ts";
import type { Conversation, Millis } from "./model.ts";
import { npsInWords, pressNps } from "./nps/hear.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import { AGENT_PRESSES, type LearnerPress, type Press } from "./press.ts";
import { endEpisode } from "./queue/end.ts";
import { lineAt } from "./queue/waiting.ts";
import { outOfSurvey, type PressPlace, rate, rateInWords, reopenByLearner } from "./rate.ts";
import { reactedByLearner } from "./reactions.ts";
import { commentInWords, giveReason } from "./remark.ts";
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
type InBot = Before & { readonly conversation: Conversation & { readonly mode: "bot" } };
type Words = Extract<Said, { kind: "words" }>;

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

/** What a learner nobody listens to said, for the transcript. */
function keptOf(said: Said, before: Before): Extract<Effect, { effect: "heard" | "amend" }> | null {
  switch (said.kind) {
    case "words":
      return written(said, before);
    case "edited": {
      const amended = amendedByLearner(before, said);
      return amended === "same" ? null : (amended ?? written(wordsOfEdit(said), before));
    }
    case "command": {
      const words = wordsOf(said);
      return isUnnamedSuggestion(words.text) ? null : written(words, before);
    }
    case "pressed":
    case "reacted":
    case "blocked":
    case "unblocked":
      return null;
  }
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

function hearPress(before: Before, place: PressPlace, facts: Facts): Verdict {
  const { press } = place.said;
  if (press === null || !isLearnerPress(press)) return stale(before, place);
  switch (press.press) {
    case "rate":
      return rate(before, { ...press, ...place }, facts);
    case "why":
      return giveReason(before, { ...press, ...place }, facts);
    case "unsolved":
      return reopenByLearner(before, place, facts);
    case "cancel": {
      if (before.named === null || before.named.id !== before.current?.id) return stale(before, place);
      return settle(cancel(before, [pressed(before, "cancel")], facts), place);
    }
    case "detail":
      return hintDetail(before, place);
    case "settled":
      return settledByLearner(before, place, facts);
    case "nps":
    case "surveys":
      return pressNps(before, press, place, facts);
    case "speak":
      return settle(speak(before, press.language), place);
    case "person":
      return settle(wantPerson(before, facts, [pressed(before, "person")]), place);
    case "solved":
    case "rephrase":
    case "none":
    case "pick": {
      const { conversation } = before;
      if (conversation.mode !== "bot" || conversation.turn !== press.turn) return stale(before, place);
      return settle(hearVerdict({ ...before, conversation }, press, facts), place);
    }
  }
}

/** "Add detail" while waiting: words go onto the ticket by themselves, so it is enough to say so. */
function hintDetail({ named, current, conversation }: Before, { said, chat }: PressPlace): Verdict {
  const say = phrasesIn(conversation.language).waiting;
  const isWaiting = named !== null && named.id === current?.id && current.status === "new";
  const text = isWaiting ? say.detailHint(named.id) : say.noDetail;
  return { outcome: { outcome: "told" }, effects: [{ effect: "toast", chat, pressId: said.pressId, text }] };
}

/** "Solved" under a reminder: as good as an agent saying so. */
function settledByLearner(before: Before, place: PressPlace, facts: Facts): Verdict {
  const { named, current, conversation } = before;
  if (named === null || named.id !== current?.id || current.status === "solved") return stale(before, place);
  const verdict = endEpisode(before, facts, {
    solveReason: "learner",
    toLearner: phrasesIn(conversation.language).clocks.learner.settled(current.id),
    toAgents: phrasesIn(facts.staffLanguage).clocks.staff.settledByLearner,
  });
  const effects = [pressed(before, "solved"), ...verdict.effects];
  return settle({ ...verdict, outcome: { outcome: "confirmed" }, effects }, place);
}

type VerdictPress = Extract<LearnerPress, { press: "solved" | "rephrase" | "none" | "pick" }>;

function hearVerdict(before: InBot, press: VerdictPress, facts: Facts): Verdict {
  switch (press.press) {
    case "solved":
      return confirm(before, [pressed(before, "solved")]);
    case "rephrase":
    case "none":
      return refuse(before, facts, [pressed(before, press.press)]);
    case "pick": {
      const title = facts.pack.intents.get(press.intentId)?.title[before.conversation.language];
      return pick(before, facts, { intentId: press.intentId, heard: [saidByPress(title ?? press.intentId, before)] });
    }
  }
}

/** A press was taken: its spinner ends and its buttons go. */
function settle(verdict: Verdict, { said, chat }: PressPlace): Verdict {
  const taken: readonly Effect[] = [
    { effect: "toast", chat, pressId: said.pressId, text: "" },
    { effect: "settle_buttons", chat, messageId: said.messageId },
  ];
  return { ...verdict, effects: [...taken, ...verdict.effects] };
}

function stale(before: Before, { said, chat }: PressPlace): Verdict {
  const text = phrasesIn(before.conversation.language).learner.stalePress;
  return {
    outcome: { outcome: "stale_press" },
    effects: [{ effect: "toast", chat, pressId: said.pressId, text }],
  };
}

function isLearnerPress(press: Press): press is LearnerPress {
  return !AGENT_PRESSES.some((known) => known === press.press);
}

function pressed(before: Before, label: "solved" | "rephrase" | "none" | "person" | "cancel"): Effect {
  return saidByPress(phrasesIn(before.conversation.language).buttons[label], before);
}

function saidByPress(text: string, before: Before): Effect {
  const ticketId = before.current?.id ?? null;
  return { effect: "heard", kind: "press", text, attachments: [], networkId: null, ticketId, isRelayed: false };
}
