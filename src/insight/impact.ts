/**
 * What a changed FAQ would have done to the questions of the past, beside the one that is live. Only questions whose right answer
 * is known decide: the learner said that an answer helped, or picked what they meant. All others are counted and shown.
 *
 * A change is worse when what it breaks outweighs what it mends by more than chance (of the questions on which the two differ, the
 * lower end of the 95 % interval, Wilson, of those broken lies above one half; four broken and none mended are enough), and when it breaks
 * more right answers than it spares wrong ones: known right answers are those the live FAQ gave, so that a far better one can
 * hardly mend any and always moves a few. It is worse, too, when surely more than one in twenty known answers comes only after asking back: adding an intent moves what lies
 * near the threshold of its neighbours, and a few of those are the price of it.
 */
import type { Language } from "../core/model.ts";
import type { Would } from "../core/replay.ts";
import type { AskedQuestion } from "./asked.ts";
import { type Interval, wilsonInterval } from "./wilson.ts";

export type Replayed = { readonly question: AskedQuestion; readonly live: Would; readonly draft: Would };

/** A question as it may be shown: masked by whoever makes it. */
export type ImpactExample = {
  readonly text: string;
  readonly language: Language;
  readonly live: Would;
  readonly draft: Would;
};

export const IMPACT_EFFECTS = ["broken", "mended", "slower", "quicker", "gained", "lost", "spared", "other"] as const;
/**
 * `broken`: what was meant is known, and is neither answered nor among the choices any more. `mended`: the other way. `slower`: it
 * was answered, and would be asked back about. `quicker`: the other way. `gained`: went to a person or was missed, and would be
 * answered. `lost`: was answered and would not be. `spared`: an answer called wrong that would not be given. `other`: a change
 * about which nothing is known.
 */
export type ImpactEffect = (typeof IMPACT_EFFECTS)[number];

export type Impact = {
  readonly questions: number;
  readonly changed: number;
  /** Questions whose right answer is known. */
  readonly known: number;
  readonly effects: Readonly<Record<ImpactEffect, number>>;
  readonly examples: Readonly<Record<ImpactEffect, readonly ImpactExample[]>>;
  /** Tickets that would not have been. */
  readonly ticketsSpared: number;
  readonly answered: { readonly live: number; readonly draft: number };
  /** Of the known questions on which the two differ, the share that is broken; null when they differ on none. */
  readonly brokenShare: Interval | null;
  /** Of all known questions, at most so many are broken (95 %); null without any. */
  readonly brokenAtMost: number | null;
  /** `unknown`: so few answers are known that a small harm could not be seen. */
  readonly verdict: "worse" | "not_worse" | "unknown";
};

/** Of known answers so many may come only after asking back. */
const SLOWER_SHARE_MAX = 0.05;
/** With fewer known answers, nothing broken says nothing. */
const KNOWN_MIN = 30;
const EXAMPLES_MAX = 10;

/** `mask` is what a question goes through before it is shown; only examples do. */
export function impactOf(replayed: Iterable<Replayed>, mask: (question: AskedQuestion) => string): Impact {
  const effects = { broken: 0, mended: 0, slower: 0, quicker: 0, gained: 0, lost: 0, spared: 0, other: 0 };
  const examples: Record<ImpactEffect, Map<string, ImpactExample>> = {
    ...{ broken: new Map(), mended: new Map(), slower: new Map(), quicker: new Map(), gained: new Map() },
    ...{ lost: new Map(), spared: new Map(), other: new Map() },
  };
  const tickets = new Set<number>();
  const counts = { questions: 0, changed: 0, known: 0, live: 0, draft: 0 };
  for (const each of replayed) {
    counts.questions += 1;
    if (each.live.would === "answer") counts.live += 1;
    if (each.draft.would === "answer") counts.draft += 1;
    if (rightOf(each.question) !== null) counts.known += 1;
    const effect = effectOf(each);
    if (effect === null) continue;
    counts.changed += 1;
    effects[effect] += 1;
    if (effect === "gained" && each.question.ticket !== null) tickets.add(each.question.ticket.id);
    const shown = examples[effect];
    // The same question asked a hundred times is one example.
    if (shown.size < EXAMPLES_MAX && !shown.has(each.question.text)) {
      const { question, live, draft } = each;
      shown.set(question.text, { text: mask(question), language: question.language, live, draft });
    }
  }
  return {
    ...{ questions: counts.questions, changed: counts.changed, known: counts.known, effects },
    examples: mapped(examples, (shown) => [...shown.values()]),
    ticketsSpared: tickets.size,
    answered: { live: counts.live, draft: counts.draft },
    ...verdictOf(effects, counts.known),
  };
}

function mapped<From, To>(all: Record<ImpactEffect, From>, to: (from: From) => To): Record<ImpactEffect, To> {
  const { broken, mended, slower, quicker, gained, lost, spared, other } = all;
  return {
    ...{ broken: to(broken), mended: to(mended), slower: to(slower), quicker: to(quicker), gained: to(gained) },
    ...{ lost: to(lost), spared: to(spared), other: to(other) },
  };
}

function verdictOf({ broken, mended, spared, slower, quicker }: Impact["effects"], known: number) {
  const brokenShare = wilsonInterval(broken, broken + mended);
  const brokenAtMost = wilsonInterval(broken, known)?.high ?? null;
  const isSlower =
    known >= KNOWN_MIN && (wilsonInterval(Math.max(0, slower - quicker), known)?.low ?? 0) > SLOWER_SHARE_MAX;
  const isBroken = brokenShare !== null && brokenShare.low > 0.5 && broken > spared;
  const isWorse = isSlower || isBroken;
  const verdict: Impact["verdict"] = isWorse ? "worse" : known < KNOWN_MIN ? "unknown" : "not_worse";
  return { brokenShare, brokenAtMost, verdict };
}

/** What was meant, when the learner told; null: nobody knows. */
function rightOf({ did, fate, answered }: AskedQuestion): readonly string[] | null {
  if (did === "clarified") return answered.length > 0 && fate !== "not_quite" ? answered : null;
  return did === "answered" && fate === "confirmed" ? answered : null;
}

/** What the change does to one question; null: the same is done. */
function effectOf({ question, live, draft }: Replayed): ImpactEffect | null {
  if (isSame(live, draft)) return null;
  const right = rightOf(question);
  if (right !== null) {
    const [before, after] = [reach(live, right), reach(draft, right)];
    if (before === after) return "other";
    if (after < before) return after === 0 ? "broken" : "slower";
    return before === 0 ? "mended" : "quicker";
  }
  const wasWrong = question.did === "answered" && (question.fate === "not_quite" || question.fate === "bounced");
  if (wasWrong && answers(live, question.answered) && !answers(draft, question.answered)) return "spared";
  const wasUnanswered = question.did !== "answered" || question.fate === "escalated";
  if (wasUnanswered && live.would !== "answer" && draft.would === "answer") return "gained";
  return live.would === "answer" && draft.would !== "answer" ? "lost" : "other";
}

function isSame(one: Would, other: Would): boolean {
  return one.would === other.would && one.intentIds.join() === other.intentIds.join();
}

/** 2: it is answered. 1: it is among the choices. 0: neither. */
function reach(would: Would, right: readonly string[]): number {
  if (answers(would, right)) return 2;
  return would.would === "clarify" && right.some((id) => would.intentIds.includes(id)) ? 1 : 0;
}

function answers({ would, intentIds }: Would, right: readonly string[]): boolean {
  return would === "answer" && right.every((id) => intentIds.includes(id));
}
