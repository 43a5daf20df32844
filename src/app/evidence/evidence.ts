/**
 * The evidence for changing the FAQ, as the desk and the night ask for it: what a draft would have done, what nobody answers, how
 * each intent does, and which of them ask first. One mining at a time; whoever asks meanwhile waits for the same.
 */
import type { Agent, Millis } from "../../core/model.ts";
import type { Pack } from "../../core/pack.ts";
import type { Store } from "../../core/ports.ts";
import type { Impact } from "../../insight/impact.ts";
import type { Scorecard } from "../../insight/scorecard.ts";
import { type WordingTrial, wordingTrials } from "../../insight/wordings.ts";
import { type Learned, openEvidenceThread } from "../../nlu/evidence.ts";
import type { LintWarning } from "../../nlu/lint/lint.ts";
import type { Faq, Parts } from "../parts.ts";
import { demoteIntents, openAskFirst, scorecardsOf, withAskFirst } from "./ask-first.ts";
import { type Decide, decideOn } from "./decide.ts";
import { replayImpact, type TellStep } from "./impact.ts";
import { type Mined, mineQuestions, type ShownGroup, shownGroups } from "./mining.ts";
import { askedIn } from "./past.ts";

/** Every method rejects with StoreError when the database does not answer. */
export type Evidence = {
  /** The pack as it answers now: what does not help asks first. */
  asking(faq: Faq): Faq;
  /** With what was learned of the draft, where that is known. */
  impact(draft: Learned, days: number, tell?: TellStep): Promise<Impact>;
  /** What would make a pack answer worse than it could; of the live one for null. */
  lint(pack: Pack | null): Promise<readonly LintWarning[]>;
  /** Wordings of one answer against each other. */
  wordings(days: number): Promise<readonly WordingTrial[]>;
  mine(): Promise<Mined>;
  /** Open ones, those that save the most first. */
  groups(): Promise<readonly ShownGroup[]>;
  readonly decide: Decide;
  scorecards(days: number): Promise<readonly (Scorecard & { readonly asksFirst: boolean })[]>;
  /** False when it did not ask first. */
  lift(intentId: string, by: Agent): Promise<boolean>;
  /** Mines, and holds back what does not help. */
  nightly(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type EvidenceParts = Pick<Parts, "now" | "log" | "bells" | "settings"> & {
  readonly store: Pick<Store, "past" | "evidence" | "faq">;
  /** The FAQ as it was learned. */
  readonly faq: () => Faq;
};

const DAY_MS: Millis = 86_400_000;
/** What is older says little about today. */
export const EVIDENCE_DAYS = 30;

export function openEvidence(parts: EvidenceParts): Evidence {
  const { store, now, log } = parts;
  const askFirst = openAskFirst(parts);
  const thread = openEvidenceThread();
  const reading = (days: number) => {
    const { pack, match } = parts.faq();
    return { store, pack, match, now: now(), from: now() - days * DAY_MS };
  };
  const asking = keptAsking(askFirst.intents);
  const lint = keptLint(thread.lint);
  const mine = oneAtATime(() => mineQuestions(reading(EVIDENCE_DAYS), thread), log);

  return {
    asking,
    impact: (draft, days, tell) => replayImpact(reading(days), draft, { thread, tell }),
    lint: (pack) => lint(pack ?? parts.faq().pack),
    wordings: (days) => wordingTrials(askedIn(reading(days))),
    mine,
    async groups() {
      const open = (await store.evidence.groups()).filter(({ state }) => state === "open");
      return await shownGroups(store, open);
    },
    decide: decideOn({ store, now, log }),
    async scorecards(days) {
      const cards = await scorecardsOf(reading(days), parts.settings.satisfiedFrom);
      return cards.map((card) => ({ ...card, asksFirst: askFirst.intents().has(card.intentId) }));
    },
    lift: (intentId, by) => askFirst.lift(intentId, by, now()),
    async nightly() {
      await mine();
      await demoteIntents({ ...parts, ...reading(EVIDENCE_DAYS) });
      await askFirst.refresh();
    },
    start: askFirst.start,
    async stop() {
      await askFirst.stop();
      await thread.stop();
    },
  };
}

/** Whoever asks while it is under way waits for the same. */
function oneAtATime(mineNow: () => Promise<Mined>, log: EvidenceParts["log"]): Evidence["mine"] {
  let mining: Promise<Mined> | null = null;
  return () => {
    const begun = performance.now();
    mining ??= mineNow()
      .then((mined) => {
        log.info({ ...mined, ms: Math.round(performance.now() - begun) }, "questions nobody answered were mined");
        return mined;
      })
      .finally(() => {
        mining = null;
      });
    return mining;
  };
}

/** The same FAQ and the same intents give the same object, since it is asked for with every message. */
function keptAsking(intents: () => ReadonlySet<string>): Evidence["asking"] {
  let last: { readonly of: Faq; readonly intents: ReadonlySet<string>; readonly faq: Faq } | null = null;
  return (faq) => {
    if (last === null || last.of !== faq || last.intents !== intents()) {
      last = { of: faq, intents: intents(), faq: { ...faq, pack: withAskFirst(faq.pack, intents()) } };
    }
    return last.faq;
  };
}

/** The same pack, the same warnings. */
function keptLint(lint: (pack: Pack) => Promise<readonly LintWarning[]>): typeof lint {
  const linted = new WeakMap<Pack, Promise<readonly LintWarning[]>>();
  return (pack) => {
    const warnings = linted.get(pack) ?? lint(pack);
    linted.set(pack, warnings);
    warnings.catch(() => linted.delete(pack));
    return warnings;
  };
}
