/**
 * The FAQ's life in this process, put together: folders ⇄ versions ⇄ drafts, and the version that answers. Files, console and chat
 * all end in one place, the store's versions; every process follows them.
 *
 *   folder ──save──> sync ─┐                           ┌─> live: loaded whole, learned, swapped as one value
 *   draft ────────> publish ┴──> store.faq: version n ─┤
 *   rollback ──────┘                                   └─> folders brought up to date
 */
import { ConfigError } from "../../core/errors.ts";
import type { FaqStore, Now } from "../../core/ports.ts";
import type { TrainerOptions } from "../../nlu/train-worker.ts";
import { openTrainer, type Trainer } from "../../nlu/trainer.ts";
import { faultOf } from "../fault.ts";
import type { Parts } from "../parts.ts";
import { foldersOf, type PackFolder } from "./folders.ts";
import { type Live, type LiveFaq, openLive } from "./live.ts";
import { type Gate, type Publish, publishOf } from "./publish.ts";
import { openSync, type Sync } from "./sync.ts";
import { openTexts, type TextsOf } from "./texts.ts";
import { watchFolders } from "./watch.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

export type FaqLife = {
  /** The version that answers at this moment. */
  current(): LiveFaq;
  /** What is wrong in the folders; empty when they are in step. */
  readonly problems: () => readonly string[];
  readonly folders: readonly PackFolder[];
  readonly store: FaqStore;
  readonly textsOf: TextsOf;
  readonly workshop: Workshop;
  /** Publishes, and answers with it here as soon as this resolves. Errors: StoreError. */
  readonly publish: Publish;
  /** Asks for a look at the folders, soon. */
  compareFolders(): void;
  readonly now: Now;
  readonly log: Parts["log"];
  stop(): Promise<void>;
};

export type FaqLifeOptions = {
  readonly store: FaqStore;
  /** The folders of INTENTS_DIR. */
  readonly directories: readonly string[];
  readonly now: Now;
  readonly log: Parts["log"];
  /** What speaks against a version; left out: nothing does. */
  readonly gate?: Gate;
  /** What learns; left out: a thread for what is live, and one for what is tried. */
  readonly trainerOf?: (options?: TrainerOptions) => Trainer;
};

/** Other processes of this machine learn the same edit now, and learners wait for that and not for our thresholds. */
const REST_MS = 400;
const UNUSABLE =
  "the live version of the FAQ in the database cannot be read by this Aftercare; start the one that published it";

/**
 * Resolves when there is a version that answers, with thresholds of its own.
 * Errors: ConfigError with every problem of the folders when no version was ever live; StoreError.
 */
export async function openFaqLife(options: FaqLifeOptions): Promise<FaqLife> {
  const { store, directories, now, log, gate = async () => [], trainerOf = openTrainer } = options;
  const folders = foldersOf(directories);
  const trainer = trainerOf({ restMs: REST_MS });
  const workshop = openWorkshop({ trial: trainerOf(), live: trainer });
  const textsOf = openTexts(store);
  const common = { store, textsOf: openTexts(store), now, log };
  const live = openLive({ ...common, trainer, workshop, onChange: () => void follow() });
  const publish: Publish = async (wish) => {
    const published = await publishOf({ store, workshop, live: live.current, gate, now })(wish);
    if (published.outcome === "published" && live.current() !== null) await live.look();
    return published;
  };
  const sync = openSync({ ...common, folders, publish, textsOf });
  let isStarted = false;
  /** After a version from elsewhere became live, the folders of this machine are brought up to date. */
  async function follow(): Promise<boolean> {
    if (!isStarted) return true;
    try {
      await sync.look();
      return true;
    } catch (trouble) {
      log.error({ fault: faultOf(trouble) }, "FAQ: folders not compared");
      return false;
    }
  }
  const stopAll = async () => {
    await Promise.all([live.stop(), sync.idle()]);
    await workshop.stop();
  };
  try {
    await beginWith(store, { sync, live });
  } catch (error) {
    await stopAll();
    throw error;
  }
  isStarted = true;
  live.start();
  const watching = watchFolders({ directories, onChange: follow });
  return {
    current: () => answeringIn(live),
    ...{ problems: () => sync.state().problems, folders, store, textsOf, workshop, publish, now, log },
    compareFolders: () => void follow(),
    async stop() {
      watching.stop();
      await stopAll();
    },
  };
}

function answeringIn(live: Live): LiveFaq {
  const answering = live.current();
  if (answering === null) throw new Error("no version of the FAQ is live");
  return answering;
}

/** Takes in what the folders hold, and waits until a version answers. Errors: as openFaqLife. */
async function beginWith(store: FaqStore, { sync, live }: { sync: Sync; live: Live }): Promise<void> {
  const { problems } = await sync.look();
  if (problems.length > 0 && (await store.newest()) === null) throw new ConfigError(problems);
  await live.look();
  await live.rehearsed();
  if (live.current() === null) throw new ConfigError([UNUSABLE]);
}
