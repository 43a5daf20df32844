/**
 * The bot's part: what a learner says while the bot holds the conversation, and what they press under an answer.
 * The bot always says something: a learner is never met with silence.
 */
import type { Before, Facts } from "./decision.ts";
import type { Effect, Verdict } from "./effects.ts";
import { handOver } from "./escalate.ts";
import { type Judgement, judge, judgeAll, judgeMiss, type PlainAnswer } from "./judge.ts";
import type { Conversation, Match } from "./model.ts";
import { type Intent, SMALL_TALK_TAG } from "./pack.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Button } from "./press.ts";
import { noticeFor } from "./queue/notice.ts";
import { type Asking, type Saying, sayingOf } from "./saying.ts";
import type { Notice } from "./staff.ts";

type InBot = Conversation & { readonly mode: "bot" };

/** What the learner asked: the effects that wrote it down, and the network's id of it. */
export type Asked = { readonly heard: readonly Effect[]; readonly messageId: string | null };

/** Answers, clarifies, asks to rephrase or hands over. */
export function reply(before: Before & { conversation: InBot }, facts: Facts, asked: Asked): Verdict {
  const misses = missesBefore(before.conversation, asked);
  const effects: readonly Effect[] = [...asked.heard, askedFact(facts)];
  const course: Course = { ...{ before, facts, misses, effects }, tried: facts.matches, question: asked.messageId };
  const notice = noticeFor(facts.matches, facts);
  if (notice !== null) return announce(notice, course);
  const { answers, last } = judgeAll([facts.matches, ...facts.otherQuestions], facts.pack, misses);
  const answered = answers.flatMap((each) => answerOnly(each, { conversation: before.conversation, facts }));
  return follow(last, { ...course, effects: [...effects, ...answered] });
}

/** While an incident is announced, its words are the answer; whoever wants to hear of its end asks for a person. */
function announce(notice: Notice, { before, misses, tried, effects, question }: Course): Verdict {
  const { conversation } = before;
  const phrases = phrasesIn(conversation.language);
  const next = nextTurn(conversation, { misses, answered: null, unanswered: question, tried });
  const text = `${notice.words[conversation.language]}\n\n${phrases.notices.learner.offer}`;
  const person: Button = { label: phrases.buttons.person, press: { press: "person", turn: next.turn } };
  const fact: Effect = { effect: "fact", kind: "noticed", intentId: tried[0]?.intentId ?? null };
  const told: readonly Effect[] = [{ effect: "tell", text, buttons: [[person]] }, fact];
  return { outcome: { outcome: "answered" }, conversation: next, effects: [...effects, ...told] };
}

function answerOnly({ intent, confidence }: PlainAnswer, asking: Asking): readonly Effect[] {
  const { text, links, variant } = sayingOf(intent, asking);
  return [{ effect: "tell", text, buttons: links }, answeredFact({ intent, confidence, variant })];
}

type Answered = Omit<PlainAnswer, "judgement"> & Pick<Saying, "variant">;

function answeredFact({ intent, confidence, variant }: Answered): Effect {
  const said = variant === null ? {} : { variant };
  return { effect: "fact", kind: "answered", intentId: intent.id, value: confidence, ...said };
}

/** What the bot said next came that much later than this fact tells. */
function askedFact({ now, receivedAt = now }: Facts): Effect {
  return { effect: "fact", kind: "asked", value: Math.max(0, now - receivedAt) };
}

function missesBefore({ answered, unanswered, misses }: InBot, { messageId }: Asked): number {
  // New words instead of "not quite" mean the answer before was good enough, so old misses no longer count.
  if (answered !== null) return 0;
  // The same question in other words takes back its own miss.
  return unanswered !== null && unanswered === messageId ? Math.max(0, misses - 1) : misses;
}

type Course = {
  readonly before: Before & { conversation: InBot };
  readonly facts: Facts;
  readonly misses: number;
  readonly tried: readonly Match[];
  readonly effects: readonly Effect[];
  /** The network's id of what was asked, null for a press. */
  readonly question: string | null;
};

function follow(judgement: Judgement, course: Course): Verdict {
  switch (judgement.judgement) {
    case "answer":
      return answer(judgement.intent, judgement.confidence, course);
    case "clarify":
      return clarify(judgement.choices, judgement.confidence, course);
    case "rephrase":
      return askToRephrase(course, phrasesIn(course.before.conversation.language).learner.rephrase);
    case "hand_over": {
      const effects = judgement.reason === "missed" ? [...course.effects, missed(course)] : course.effects;
      const intentId = judgement.reason === "asked" ? (course.before.conversation.answered ?? null) : null;
      return handOver(course.before, course.facts, {
        reason: judgement.reason,
        tried: course.tried,
        intentId,
        effects,
      });
    }
  }
}

function answer(intent: Intent, confidence: number, course: Course): Verdict {
  const { before, facts, misses, tried } = course;
  const { conversation } = before;
  const next = nextTurn(conversation, { misses, answered: intent.id, unanswered: null, tried });
  const { text, links, variant } = sayingOf(intent, { conversation, facts });
  const fact = answeredFact({ intent, confidence, variant });
  if (intent.escalate === "always") {
    const effects: readonly Effect[] = [...course.effects, { effect: "tell", text, buttons: links }, fact];
    return handOver({ ...before, conversation: next }, facts, {
      reason: "intent",
      tried,
      intentId: intent.id,
      effects,
    });
  }
  const offer = intent.escalate === "offer" ? `\n\n${phrasesIn(conversation.language).learner.offerPerson}` : "";
  const verdictRows = intent.tags.includes(SMALL_TALK_TAG) ? [] : verdictButtons(next);
  const tell: Effect = { effect: "tell", text: text + offer, buttons: [...links, ...verdictRows] };
  return { outcome: { outcome: "answered" }, conversation: next, effects: [...course.effects, tell, fact] };
}

function clarify(choices: readonly Intent[], confidence: number, course: Course): Verdict {
  const { conversation } = course.before;
  const phrases = phrasesIn(conversation.language);
  const next = nextTurn(conversation, {
    ...{ misses: course.misses, answered: null, unanswered: course.question, tried: course.tried },
  });
  const buttons: Button[][] = choices.map((intent) => [
    { label: intent.title[conversation.language], press: { press: "pick", turn: next.turn, intentId: intent.id } },
  ]);
  buttons.push([
    { label: phrases.buttons.none, press: { press: "none", turn: next.turn } },
    { label: phrases.buttons.person, press: { press: "person", turn: next.turn } },
  ]);
  const effects: readonly Effect[] = [
    ...course.effects,
    { effect: "tell", text: phrases.learner.didYouMean, buttons },
    { effect: "fact", kind: "clarified", intentId: choices[0]?.id ?? null, value: confidence },
  ];
  return { outcome: { outcome: "clarified" }, conversation: next, effects };
}

/** One miss more, said with `text`. */
export function askToRephrase(course: Course, text: string): Verdict {
  const { conversation } = course.before;
  const next = nextTurn(conversation, {
    ...{ misses: course.misses + 1, answered: null, unanswered: course.question, tried: course.tried },
  });
  const effects: readonly Effect[] = [
    ...course.effects,
    { effect: "tell", text, buttons: [[personButton(next)]] },
    missed(course),
  ];
  return { outcome: { outcome: "missed" }, conversation: next, effects };
}

/** Something came that holds no words: a picture, a sticker, only zero-width characters. It counts as a miss. */
export function replyToWordless(before: Before & { conversation: InBot }, facts: Facts, asked: Asked): Verdict {
  const { misses, language } = before.conversation;
  const effects: readonly Effect[] = [...asked.heard, askedFact(facts)];
  const course: Course = { before, facts, misses, tried: [], effects, question: asked.messageId };
  const judgement = judgeMiss(misses);
  return judgement.judgement === "hand_over"
    ? follow(judgement, course)
    : askToRephrase(course, phrasesIn(language).learner.cannotRead);
}

/** "Solved": the learner's own verdict on an answer. No 1–5 is asked for what no person touched. */
export function confirm(before: Before & { conversation: InBot }, heard: readonly Effect[]): Verdict {
  const { conversation } = before;
  const intentId = conversation.answered;
  return {
    outcome: { outcome: "confirmed" },
    conversation: {
      ...nextTurn(conversation, { misses: 0, answered: null, unanswered: null, tried: conversation.tried }),
      isUpset: false,
    },
    effects: [
      ...heard,
      { effect: "tell", text: phrasesIn(conversation.language).learner.glad, buttons: [] },
      { effect: "fact", kind: "confirmed", intentId },
    ],
  };
}

/** "Not quite" under an answer, or "none of these" under a choice: one miss more. */
export function refuse(before: Before & { conversation: InBot }, facts: Facts, heard: readonly Effect[]): Verdict {
  const { misses, answered, tried, language } = before.conversation;
  const refused: readonly Effect[] =
    answered === null ? [] : [{ effect: "fact", kind: "not_quite", intentId: answered }];
  const course: Course = { before, facts, misses, tried, effects: [...heard, ...refused], question: null };
  const judgement = judgeMiss(misses);
  return judgement.judgement === "hand_over"
    ? follow(judgement, course)
    : askToRephrase(course, phrasesIn(language).learner.rephraseAnswer);
}

/** The learner chose what they meant. An intent gone from the pack since then is a miss. */
export function pick(before: Before & { conversation: InBot }, facts: Facts, choice: Choice): Verdict {
  const { intentId, heard } = choice;
  const { misses, tried } = before.conversation;
  if (!facts.pack.intents.has(intentId)) return refuse(before, facts, heard);
  // What the learner picked is not asked about again.
  const judgement = judge([{ intentId, confidence: 1 }], { ...facts.pack, askFirst: new Set() }, misses);
  const effects: readonly Effect[] = [...heard, { effect: "fact", kind: "picked", intentId }];
  return follow(judgement, { before, facts, misses, tried, effects, question: null });
}

type Choice = { readonly intentId: string; readonly heard: readonly Effect[] };

function missed(course: Course): Effect {
  return { effect: "fact", kind: "missed", value: course.tried[0]?.confidence ?? 0 };
}

/** Every answer and question of the bot is a turn of its own, so that a press tells which one it belongs to. */
function nextTurn(conversation: InBot, state: Pick<InBot, "misses" | "answered" | "unanswered" | "tried">): InBot {
  return { ...conversation, ...state, turn: conversation.turn + 1 };
}

function verdictButtons({ language, turn }: Conversation): readonly (readonly Button[])[] {
  const { buttons } = phrasesIn(language);
  return [
    [
      { label: buttons.solved, press: { press: "solved", turn } },
      { label: buttons.rephrase, press: { press: "rephrase", turn } },
    ],
    [{ label: buttons.person, press: { press: "person", turn } }],
  ];
}

function personButton({ language, turn }: Conversation): Button {
  return { label: phrasesIn(language).buttons.person, press: { press: "person", turn } };
}
