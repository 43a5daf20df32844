/**
 * Groups of questions → what an admin is shown: which are worth an answer, what agents said, and which were decided already. A
 * group is known again by what it is about, so that new questions joining it or old ones leaving change nothing.
 */
import type { GroupSketch, QuestionGroup } from "../core/evidence.ts";
import type { Language, TicketId } from "../core/model.ts";
import type { NewGroup, PastTicket } from "../core/ports.ts";
import { type AskedQuestion, handlingMs } from "./asked.ts";

/** A question that one was mined for, with every other that says the same word for word. */
export type MinedQuestion = {
  readonly questions: readonly AskedQuestion[];
  /** The intent the bot thinks of first now. */
  readonly nearest: string | null;
};

export type MinedGroup = {
  readonly language: Language;
  readonly sketch: GroupSketch;
  /** The most typical first. */
  readonly members: readonly MinedQuestion[];
};

/** A group of one question asked once is nobody's business yet. */
const QUESTIONS_MIN = 3;
const SHOWN_MAX = 20;
const GROUPS_MAX = 200;
const MINUTE_MS = 60_000;

/** What the bot left to others: missed, asked back about without a choice, called "not quite", or answered by an agent. */
export function isUnanswered({ did, fate, isByFaq, answered }: AskedQuestion): boolean {
  if (isByFaq || did === "handed_over") return false;
  if (did === "answered") return fate === "not_quite" || fate === "escalated";
  return answered.length === 0 || fate === "not_quite" || fate === "escalated";
}

export function newGroupOf({ language, sketch, members }: MinedGroup): NewGroup | null {
  const questions = members.flatMap((member) => member.questions);
  if (questions.length < QUESTIONS_MIN) return null;
  const tickets = new Map<TicketId, PastTicket>();
  for (const { ticket } of questions) if (ticket !== null) tickets.set(ticket.id, ticket);
  const worked = [...tickets.values()].map(handlingMs).filter((ms) => ms > 0);
  return {
    language,
    sketch,
    messageIds: members.slice(0, SHOWN_MAX).flatMap((member) => member.questions[0]?.messageId ?? []),
    questions: questions.length,
    escalations: tickets.size,
    minutesEach: worked.length === 0 ? null : worked.reduce((sum, ms) => sum + ms, 0) / worked.length / MINUTE_MS,
    nearest: nearestOf(members),
    answerId: bestAnswer([...tickets.values()]),
  };
}

function nearestOf(members: readonly MinedQuestion[]): QuestionGroup["nearest"] {
  const counts = new Map<string, number>();
  for (const { nearest } of members) if (nearest !== null) counts.set(nearest, (counts.get(nearest) ?? 0) + 1);
  const [most] = [...counts].sort(([one, first], [other, second]) => second - first || one.localeCompare(other));
  return most === undefined ? null : { intentId: most[0], share: most[1] / members.length };
}

/** The longest words of an agent in the ticket rated best: greetings are short. Unrated tickets count as a 4 nobody gave. */
const UNRATED = 3.9;

function bestAnswer(tickets: readonly PastTicket[]): number | null {
  const answered = tickets.filter(({ replies }) => replies.length > 0);
  const best = answered.toSorted(
    (one, other) => (other.rating ?? UNRATED) - (one.rating ?? UNRATED) || other.id - one.id,
  )[0];
  return best?.replies.toSorted((one, other) => other.text.length - one.text.length)[0]?.messageId ?? null;
}

/**
 * Above it two sketches are one matter. Intents of CLINC150 split in two halves of ten questions: nine of ten halves are 0.67 alike
 * or more, and no two intents more than 0.49; HWU64, whose intents overlap, 0.43 and 0.61.
 */
const SAME_MIN = 0.5;

export function likenessOfSketches(one: GroupSketch, other: GroupSketch): number {
  const weights = new Map(one.features.map((feature, index) => [feature, one.weights[index] ?? 0]));
  return other.features.reduce(
    (sum, feature, index) => sum + (weights.get(feature) ?? 0) * (other.weights[index] ?? 0),
    0,
  );
}

export type KeptGroup = NewGroup & { readonly id: number | null };

/** Leaves out what was decided, and says which open group each goes on with; those that save the most, at most 200. */
export function groupsToKeep(mined: readonly NewGroup[], before: readonly QuestionGroup[]): readonly KeptGroup[] {
  const worth = ({ escalations, minutesEach, questions }: NewGroup) =>
    escalations * (minutesEach ?? 0) + questions / 1000;
  const taken = new Set<number>();
  return mined
    .toSorted((one, other) => worth(other) - worth(one))
    .flatMap((group) => {
      const known = before.filter((each) => isSame(each, group));
      if (known.some(({ state }) => state !== "open")) return [];
      const open = known.find(({ id }) => !taken.has(id));
      if (open !== undefined) taken.add(open.id);
      return [{ ...group, id: open?.id ?? null }];
    })
    .slice(0, GROUPS_MAX);
}

/** The same matter, or most of its questions are the same messages. */
function isSame(known: QuestionGroup, group: NewGroup): boolean {
  if (known.language !== group.language) return false;
  if (likenessOfSketches(known.sketch, group.sketch) >= SAME_MIN) return true;
  const shared = group.messageIds.filter((id) => known.messageIds.includes(id)).length;
  return shared * 2 > Math.min(known.messageIds.length, group.messageIds.length) && shared > 1;
}
