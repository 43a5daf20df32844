/**
 * The FAQ this process answers with. It looks for a newer version several times a second, loads that whole, learns it on the
 * training thread and takes it over as one value: nobody is ever answered by half a version. What cannot be used is logged,
 * and the version before goes on answering.
 */
import type { FaqStore } from "../../core/ports.ts";
import { packOf } from "../../nlu/pack/load.ts";
import type { Trainer } from "../../nlu/trainer.ts";
import { faultOf } from "../fault.ts";
import type { Faq, Parts } from "../parts.ts";
import { packFolders, type TextsOf } from "./texts.ts";
import type { Workshop } from "./workshop.ts";

/** A version that answers. */
export type LiveFaq = Faq & { readonly version: number };

export type Live = {
  /** Null until the first version was learned. */
  current(): LiveFaq | null;
  /** Looks at once. Resolves when the newest version there is answers, or cannot. Errors: StoreError. */
  look(): Promise<void>;
  /** Resolves when the thresholds are those of the version that answers. */
  rehearsed(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

export type LiveOptions = {
  readonly store: FaqStore;
  readonly trainer: Trainer;
  /** What was learned there before it was published is not learned again. */
  readonly workshop: Workshop;
  readonly textsOf: TextsOf;
  readonly log: Parts["log"];
  /** Told after another version has become the one that answers. */
  readonly onChange: (live: LiveFaq) => void;
};

/** One query by primary key each time; half of what may pass until a version is live is left for learning it. */
const LOOK_EVERY_MS = 100;

export function openLive(options: LiveOptions): Live {
  const { store, log } = options;
  const taking = openTaking(options, () => isStopped);
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let isFailing = false;

  async function lookOnce(): Promise<void> {
    for (;;) {
      const newest = await store.newest();
      if (isStopped || newest === null || !taking.isNew(newest)) return;
      await taking.takeOver(newest);
    }
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => (looking = null));
    return looking;
  }

  async function lookByItself(): Promise<void> {
    try {
      await look();
      isFailing = false;
    } catch (trouble) {
      // The store says itself when it is away; once is enough here.
      if (!isFailing && !isStopped) log.error({ fault: faultOf(trouble) }, "FAQ: could not look for a new version");
      isFailing = true;
    }
  }

  function plan(): void {
    if (isStopped) return;
    timer = setTimeout(() => void lookByItself().then(plan), LOOK_EVERY_MS).unref();
  }

  return {
    current: taking.current,
    look,
    rehearsed: taking.rehearsed,
    start: plan,
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await looking?.catch(() => undefined);
    },
  };
}

const NO_THRESHOLDS = "FAQ: thresholds not learned";

/** Takes versions over, one at a time. */
function openTaking({ store, trainer, workshop, textsOf, log, onChange }: LiveOptions, isStopped: () => boolean) {
  let current: LiveFaq | null = null;
  let refused = 0;
  let rehearsed: Promise<void> = Promise.resolve();

  async function takeOver(number: number): Promise<void> {
    const version = await store.version(number);
    if (version === null) return;
    const texts = await textsOf(version.tree);
    const built = await workshop.find(texts);
    const loaded = built ?? packOf(packFolders(texts));
    if ("problems" in loaded) {
      // It was checked before it was published: another Aftercare knows more than this one.
      refused = number;
      return log.error({ version: number, problems: loaded.problems }, "version of the FAQ cannot be used here");
    }
    const begun = performance.now();
    const training = built !== null && "training" in built ? built.training : trainer.train(loaded.pack);
    current = { pack: loaded.pack, match: await training.learned, version: number };
    const ms = Math.round(performance.now() - begun);
    log.info({ version: number, intents: loaded.pack.intents.size, ms }, "FAQ is live");
    rehearsed = training.rehearsed.then(
      (match) => {
        if (current?.version === number) current = { ...current, match };
      },
      // A thread that was stopped learns nothing more, and nobody misses it.
      (trouble: unknown) => {
        if (!isStopped()) log.error({ version: number, fault: faultOf(trouble) }, NO_THRESHOLDS);
      },
    );
    onChange(current);
  }

  return {
    takeOver,
    current: () => current,
    rehearsed: () => rehearsed,
    isNew: (number: number) => number !== current?.version && number !== refused,
  };
}
