/** Questions of the past as the app reads them: folded as they come, without words nobody needs any more. */
import type { Millis } from "../../core/model.ts";
import { type Pack, SMALL_TALK_TAG } from "../../core/pack.ts";
import type { Matcher, Store } from "../../core/ports.ts";
import { type AskedQuestion, askedOf } from "../../insight/asked.ts";

/** How many of the newest are kept in memory at once; a school of ten thousand learners asks fewer in a month. */
export const QUESTIONS_KEPT_MAX = 50_000;
/** Of an agent's words so much tells a greeting from an answer. */
const REPLY_LENGTH_MAX = 200;

export type PastReading = {
  readonly store: Pick<Store, "past">;
  readonly pack: Pack;
  /** What was learned of it, where that is known. */
  readonly match?: Matcher;
  readonly now: Millis;
  readonly from: Millis;
  readonly to?: Millis;
};

export async function* askedIn({ store, pack, now, from, to }: PastReading): AsyncIterable<AskedQuestion> {
  const smallTalk = smallTalkIn(pack);
  for await (const turn of store.past.turns({ from, to: to ?? now })) {
    const asked = askedOf(turn, { now, smallTalk });
    yield asked.ticket === null ? asked : { ...asked, ticket: short(asked.ticket) };
  }
}

/** The newest of them. */
export async function newest(
  questions: AsyncIterable<AskedQuestion>,
  countMax: number,
): Promise<readonly AskedQuestion[]> {
  let kept: AskedQuestion[] = [];
  for await (const question of questions) {
    kept.push(question);
    if (kept.length >= countMax * 2) kept = kept.slice(-countMax);
  }
  return kept.slice(-countMax);
}

function short(ticket: NonNullable<AskedQuestion["ticket"]>): NonNullable<AskedQuestion["ticket"]> {
  const replies = ticket.replies.map((reply) => ({ ...reply, text: reply.text.slice(0, REPLY_LENGTH_MAX) }));
  return { ...ticket, replies };
}

function smallTalkIn(pack: Pack): ReadonlySet<string> {
  const chat = [...pack.intents.values()].filter(({ tags }) => tags.includes(SMALL_TALK_TAG));
  return new Set(chat.map(({ id }) => id));
}
