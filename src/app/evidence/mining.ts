/**
 * Questions nobody answered, from the past to the list an admin sees. What today's FAQ would answer by itself is no longer one of
 * them. Words are read again whenever the list is shown, and masked: the rows of the list hold none.
 */
import type { QuestionGroup } from "../../core/evidence.ts";
import { keepLatest } from "../../core/latest.ts";
import { mask } from "../../core/mask.ts";
import type { PastWords, Store } from "../../core/ports.ts";
import { truncate } from "../../core/text.ts";
import type { AskedQuestion } from "../../insight/asked.ts";
import { groupsToKeep, isUnanswered, newGroupOf } from "../../insight/mined.ts";
import type { EvidenceThread } from "../../nlu/evidence.ts";
import { knownIn } from "../../nlu/mine/known.ts";
import { skeletonOf } from "../../nlu/pack/skeleton.ts";
import { gistOf } from "../../nlu/text/fillers.ts";
import { askedIn, type PastReading } from "./past.ts";

/** Different questions at once; the oldest go first. */
const DIFFERENT_MAX = 6000;

export type Mined = { readonly questions: number; readonly groups: number };

/** Mines and keeps what was found. Errors: StoreError. */
export async function mineQuestions(
  reading: PastReading & { readonly store: Pick<Store, "past" | "evidence"> },
  thread: EvidenceThread,
): Promise<Mined> {
  const { store, pack, now } = reading;
  const different = await differentIn(reading);
  const typical = different.map((same) => same.at(-1));
  const [would] = await thread.replay(
    [reading],
    typical.map((question) => question?.text ?? ""),
  );
  const left = different.flatMap((questions, index) => {
    const today = would?.[index];
    return today === undefined || today.would === "answer" || today.would === "hand_over"
      ? []
      : [{ questions, nearest: today.first }];
  });
  const asked = left.map(({ questions: [first] }) => ({ text: first?.text ?? "", language: first?.language ?? "zh" }));
  const groups = await thread.mine(asked, knownIn(pack));
  const mined = groups.flatMap(({ language, sketch, members }) => {
    const group = newGroupOf({ language, sketch, members: members.flatMap((member) => left[member] ?? []) });
    return group === null ? [] : [group];
  });
  const kept = groupsToKeep(mined, await store.evidence.groups());
  await store.evidence.keepGroups(kept, now);
  return { questions: left.reduce((sum, { questions }) => sum + questions.length, 0), groups: kept.length };
}

/** What nobody answered; what says the same letter for letter together. */
async function differentIn(reading: PastReading): Promise<readonly (readonly AskedQuestion[])[]> {
  const different = new Map<string, AskedQuestion[]>();
  for await (const question of askedIn(reading)) {
    if (!isUnanswered(question)) continue;
    const key = `${question.language} ${skeletonOf(question.text)}`;
    const same = different.get(key) ?? [];
    same.push(question);
    keepLatest(different, [key, same], DIFFERENT_MAX);
  }
  return [...different.values()];
}

export type ShownGroup = Pick<
  QuestionGroup,
  "id" | "state" | "language" | "questions" | "escalations" | "minutesEach" | "nearest" | "minedAt"
> & {
  readonly title: string;
  readonly examples: readonly string[];
  /** The same with where they were asked. */
  readonly asked: readonly { readonly messageId: number; readonly question: string }[];
  /** What an agent answered in the ticket rated best. */
  readonly answer: string | null;
};

const TITLE_LENGTH_MAX = 80;

/** With words, masked. A group all of whose words are gone is not shown. */
export async function shownGroups(
  store: Pick<Store, "past">,
  groups: readonly QuestionGroup[],
): Promise<readonly ShownGroup[]> {
  const ids = groups.flatMap(({ messageIds, answerId }) => [...messageIds, ...(answerId === null ? [] : [answerId])]);
  const words = new Map((await wordsOf(store, ids)).map((each) => [each.messageId, each]));
  return groups.flatMap((group) => {
    const { id, state, language, questions, escalations, minutesEach, nearest, minedAt, messageIds, answerId } = group;
    const asked = messageIds.flatMap((messageId) =>
      masked(words.get(messageId)).map((question) => ({ messageId, question })),
    );
    const examples = [...new Set(asked.map(({ question }) => question))];
    const [first] = examples;
    if (first === undefined) return [];
    const [answer = null] = answerId === null ? [] : masked(words.get(answerId));
    // What buttons would say: without greetings.
    const title = group.title ?? truncate(gistOf(first), TITLE_LENGTH_MAX);
    const known = { id, state, language, questions, escalations, minutesEach, nearest, minedAt };
    return [{ ...known, title, examples, asked, answer }];
  });
}

const WORDS_AT_ONCE = 500;

async function wordsOf(store: Pick<Store, "past">, ids: readonly number[]): Promise<readonly PastWords[]> {
  const words: PastWords[] = [];
  for (let from = 0; from < ids.length; from += WORDS_AT_ONCE) {
    words.push(...(await store.past.words(ids.slice(from, from + WORDS_AT_ONCE))));
  }
  return words;
}

function masked(words: PastWords | undefined): readonly string[] {
  return words === undefined ? [] : [mask(words.text, [words.learnerName])];
}
