/**
 * What a learner says to the 0–10 question: a button, a number in words, a comment on it, or that they want no such question.
 * Words count only while nothing else was asked or answered since; what is none of these is a new question.
 */
import type { Before, Facts } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import type { Said } from "../inbound.ts";
import type { ChatRef, Millis } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import type { Button, LearnerPress } from "../press.ts";
import { isQuestion } from "../remark.ts";
import { isBlank } from "../text.ts";
import { parseLikelihood, parseRefusal, readWish } from "./read.ts";
import type { Likelihood, NpsChange, NpsSurvey } from "./survey.ts";

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;
/** A bare number long after the question is about something else. */
const IN_WORDS_MS: Millis = DAY;
/** A button says what it is about, but who presses it a month later remembers another time. */
const BY_BUTTON_MS: Millis = 30 * DAY;
const COMMENT_MS: Millis = 10 * MINUTE;

type Words = Extract<Said, { kind: "words" }>;
type PressPlace = { readonly said: Extract<Said, { kind: "pressed" }>; readonly chat: ChatRef };
type NpsPress = Extract<LearnerPress, { press: "nps" | "surveys" }>;

export function pressNps(before: Before, press: NpsPress, place: PressPlace, facts: Facts): Verdict {
  const taken: Effect = { effect: "toast", chat: place.chat, pressId: place.said.pressId, text: "" };
  const { opinions } = phrasesIn(before.conversation.language);
  if (press.press === "surveys") {
    const label = press.wish === "off" ? opinions.buttons.npsOff : opinions.buttons.npsOn;
    const gone: Effect = { effect: "settle_buttons", chat: place.chat, messageId: place.said.messageId };
    return wish(before, press.wish, [taken, gone, pressed(label)]);
  }
  const survey = before.nps?.newest ?? null;
  if (survey === null || survey.id !== press.id) return refusePress(stalePress(before), place);
  if (!isOpen(survey, BY_BUTTON_MS, facts.now) && !isChanged(survey, press.value, facts.now)) {
    return refusePress(survey.status === "answered" ? opinions.learner.npsAnswered : stalePress(before), place);
  }
  // The buttons stay, so that a finger that slipped can be mended.
  return answered(before, { survey, value: press.value, heard: [taken, pressed(String(press.value))] });
}

/** Null when the words are about something else. */
export function npsInWords(before: Before, said: Words, facts: Facts): Verdict | null {
  const { conversation, nps } = before;
  const survey = nps?.newest ?? null;
  if (survey === null || survey.askedTurn !== conversation.turn) return null;
  const heard = [kept(said)];
  if (isOpen(survey, IN_WORDS_MS, facts.now)) {
    const value = parseLikelihood(said.text);
    if (value !== null) return answered(before, { survey, value, heard });
    const refusal = parseRefusal(said.text);
    if (refusal === null) return null;
    return refusal === "never" ? wish(before, "off", heard) : declined(before, survey, heard);
  }
  return comment(before, survey, { said, facts });
}

function isOpen({ status, askedAt }: NpsSurvey, forMs: Millis, now: Millis): boolean {
  return status === "asked" && askedAt !== null && now - askedAt < forMs;
}

/** Another answer within a day. */
function isChanged({ status, answeredAt, value: was }: NpsSurvey, is: Likelihood, now: Millis): boolean {
  return status === "answered" && answeredAt !== null && now - answeredAt < DAY && was !== is;
}

type Answer = { readonly survey: NpsSurvey; readonly value: Likelihood; readonly heard: readonly Effect[] };

function answered({ conversation }: Before, { survey, value, heard }: Answer): Verdict {
  const { opinions } = phrasesIn(conversation.language);
  return {
    outcome: { outcome: "rated" },
    conversation,
    nps: [{ change: "answered", id: survey.id, value }],
    effects: [
      ...heard,
      { effect: "tell", text: opinions.learner.npsThanks(value), buttons: [] },
      { effect: "fact", kind: "nps_answered", value },
    ],
  };
}

/** The next words after the number, unless the bot knows them for a question. */
function comment(
  { conversation }: Before,
  survey: NpsSurvey,
  { said, facts }: { said: Words; facts: Facts },
): Verdict | null {
  const { status, answeredAt, hasComment, id } = survey;
  if (status !== "answered" || answeredAt === null || hasComment || facts.now - answeredAt >= COMMENT_MS) return null;
  if (isBlank(said.text) || isQuestion(facts)) return null;
  const phrases = phrasesIn(conversation.language);
  const person: Button = { label: phrases.buttons.person, press: { press: "person", turn: conversation.turn } };
  return {
    outcome: { outcome: "commented" },
    conversation,
    nps: [{ change: "commented", id, comment: said.text }],
    effects: [kept(said), { effect: "tell", text: phrases.opinions.learner.npsCommentKept, buttons: [[person]] }],
  };
}

function declined({ conversation }: Before, { id }: NpsSurvey, heard: readonly Effect[]): Verdict {
  const text = phrasesIn(conversation.language).opinions.learner.npsDeclined;
  return {
    outcome: { outcome: "told" },
    conversation,
    nps: [{ change: "declined", id }],
    effects: [...heard, { effect: "tell", text, buttons: [] }, { effect: "fact", kind: "nps_declined" }],
  };
}

/** `/survey`, with or without what is wished. */
export function orderSurveys(before: Before, argument: string): Verdict {
  const wished = readWish(argument);
  if (wished !== null) return wish(before, wished, []);
  const { learner, buttons } = phrasesIn(before.conversation.language).opinions;
  const isOff = before.nps?.isOff === true;
  const button: Button = isOff
    ? { label: buttons.npsOn, press: { press: "surveys", wish: "on" } }
    : { label: buttons.npsOff, press: { press: "surveys", wish: "off" } };
  const text = isOff ? learner.npsIsOff : learner.npsIsOn;
  return { outcome: { outcome: "told" }, effects: [{ effect: "tell", text, buttons: [[button]] }] };
}

/** From now on, and for ever. What was planned is not asked, and what is open was declined. */
function wish({ conversation, nps }: Before, wished: "on" | "off", heard: readonly Effect[]): Verdict {
  const { learner } = phrasesIn(conversation.language).opinions;
  const isOff = wished === "off";
  const survey = nps?.newest ?? null;
  const isDeclined = isOff && survey?.status === "asked";
  const changes: NpsChange[] = [{ change: "wished", isOff }];
  if (isOff && survey?.status === "planned") changes.push({ change: "dropped", id: survey.id });
  if (isDeclined) changes.push({ change: "declined", id: survey.id });
  return {
    outcome: { outcome: "told" },
    conversation,
    nps: changes,
    effects: [
      ...heard,
      { effect: "tell", text: isOff ? learner.npsOff : learner.npsOn, buttons: [] },
      ...(isDeclined ? [{ effect: "fact", kind: "nps_declined" } as const] : []),
    ],
  };
}

function refusePress(text: string, { said, chat }: PressPlace): Verdict {
  return { outcome: { outcome: "stale_press" }, effects: [{ effect: "toast", chat, pressId: said.pressId, text }] };
}

function stalePress({ conversation }: Before): string {
  return phrasesIn(conversation.language).learner.stalePress;
}

function pressed(text: string): Effect {
  return { effect: "heard", kind: "press", text, attachments: [], networkId: null, ticketId: null, isRelayed: false };
}

function kept({ text, attachments, messageId }: Words): Effect {
  const about = { networkId: messageId, ticketId: null, isRelayed: false };
  return { effect: "heard", kind: "words", text, attachments, ...about };
}
