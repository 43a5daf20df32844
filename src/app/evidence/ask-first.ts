/**
 * Which intents ask first, as of a moment ago, so that a turn asks nobody; and the nightly look at whose answers did not help. An
 * admin is told once for each, with the very commit that holds the answer back.
 */
import type { Demotion } from "../../core/evidence.ts";
import type { Agent, Millis, Rating } from "../../core/model.ts";
import { type Intent, type Pack, SMALL_TALK_TAG, WANTS_PERSON_TAG } from "../../core/pack.ts";
import { phrasesIn } from "../../core/phrases/phrases.ts";
import type { Store } from "../../core/ports.ts";
import type { AskedQuestion } from "../../insight/asked.ts";
import { type Scorecard, scorecards, toDemote } from "../../insight/scorecard.ts";
import { repeatedly } from "../again.ts";
import type { Parts } from "../parts.ts";
import { ringLane } from "../ring.ts";
import { forStaffRooms } from "../staff-rooms.ts";
import { askedIn, type PastReading } from "./past.ts";

export type AskFirst = {
  /** As of the last look. */
  intents(): ReadonlySet<string>;
  /** Looks now. Errors: StoreError. */
  refresh(): Promise<void>;
  lift(intentId: string, by: Agent, at: Millis): Promise<boolean>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const LOOK_EVERY_MS: Millis = 5000;

export function openAskFirst({
  store,
  log,
}: { readonly store: Pick<Store, "evidence"> } & Pick<Parts, "log">): AskFirst {
  let intents: ReadonlySet<string> = new Set();
  async function refresh(): Promise<void> {
    const demotions = await store.evidence.demotions();
    intents = new Set(demotions.filter(({ liftedAt }) => liftedAt === null).map(({ intentId }) => intentId));
  }
  const looking = repeatedly(refresh, {
    everyMs: LOOK_EVERY_MS,
    log,
    what: "reading which intents ask first",
    level: "warn",
  });
  return {
    intents: () => intents,
    refresh,
    async lift(intentId, by, at) {
      const isLifted = await store.evidence.liftDemotion(intentId, by.id, at);
      await refresh();
      return isLifted;
    },
    async start() {
      await refresh();
      looking.start();
    },
    stop: looking.stop,
  };
}

type Demoting = PastReading &
  Pick<Parts, "bells" | "log" | "settings"> & { readonly store: Pick<Store, "past" | "evidence"> };

/** Holds back intents whose answers did not help; which ones. Errors: StoreError. */
export async function demoteIntents(parts: Demoting): Promise<readonly string[]> {
  const { store, pack, now, settings, log } = parts;
  const known = await store.evidence.demotions();
  const cards = await scorecards(sinceLifted(askedIn(parts), known), none());
  const demoted: string[] = [];
  for (const card of toDemote(cards, known)) {
    const intent = pack.intents.get(card.intentId);
    if (intent === undefined || !mayAskFirst(intent)) continue;
    const { helped } = card;
    const figures = { answers: helped.n, helped: helped.hits, low: helped.interval?.low ?? 0 };
    const text = phrasesIn(settings.staffLanguage).evidence.demoted(intent.title[settings.staffLanguage], figures);
    const lanes = await store.evidence.demote(
      { intentId: intent.id, at: now, ...figures },
      forStaffRooms(settings.staffRooms, text),
    );
    if (lanes === null) continue;
    demoted.push(intent.id);
    log.info({ intentId: intent.id, ...figures }, "intent asks first from now on");
    await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
  }
  return demoted;
}

/** Wanting a person and small talk are never asked back about, and what goes to a person anyway has been told. */
function mayAskFirst({ tags, escalate }: Intent): boolean {
  return escalate !== "always" && !tags.includes(WANTS_PERSON_TAG) && !tags.includes(SMALL_TALK_TAG);
}

/** Whoever lifted it has seen the answers before. */
async function* sinceLifted(questions: AsyncIterable<AskedQuestion>, known: readonly Demotion[]) {
  const lifted = new Map(known.map(({ intentId, liftedAt }) => [intentId, liftedAt ?? 0]));
  for await (const question of questions) {
    if (question.answered.every((id) => question.at >= (lifted.get(id) ?? 0))) yield question;
  }
}

async function* none(): AsyncIterable<AskedQuestion> {}

/** A range and the one of the same length before it. */
export async function scorecardsOf(reading: PastReading, satisfiedFrom?: Rating): Promise<readonly Scorecard[]> {
  const length = reading.now - reading.from;
  const before = askedIn({ ...reading, from: reading.from - length, to: reading.from });
  return await scorecards(askedIn(reading), before, satisfiedFrom);
}

/** The pack with what asks first, the same object for the same two. */
export function withAskFirst(pack: Pack, askFirst: ReadonlySet<string>): Pack {
  return askFirst.size === 0 ? pack : { ...pack, askFirst };
}
