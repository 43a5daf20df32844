/**
 * The running bot: assembles the shell from its parts, starts it in the one order that loses nothing, and stops it in the
 * one order that leaves nothing half done.
 *
 *   start  what a dead process left -> human queue -> bells -> first sweep -> listeners
 *   stop   listeners -> lanes -> sweeper -> deliveries -> bells
 */

import type { PresenceFact } from "../core/decision.ts";
import type { Agent, ConversationId, SuggestionId } from "../core/model.ts";
import type { Channel } from "../core/ports.ts";
import type { Notice } from "../core/staff.ts";
import { type Act, actOf } from "./act.ts";
import { ASSIGN_BELL, hearAssign } from "./assign.ts";
import { type Attend, attendOf } from "./attend.ts";
import { type Deliver, openDeliver } from "./deliver.ts";
import { hearClock } from "./due.ts";
import { faultOf } from "./fault.ts";
import { type Hear, hearOf } from "./hear.ts";
import { type Lanes, openLanes } from "./lanes.ts";
import { type Leave, leaveOf } from "./leave.ts";
import { changePresence, type PresenceVerb } from "./look-up.ts";
import { hearNight } from "./nightly.ts";
import { beginNotice } from "./notices.ts";
import { hearNps } from "./nps.ts";
import { npsBellOf } from "./nps-bell.ts";
import { hearOffer } from "./offers.ts";
import type { AppSettings, Parts } from "./parts.ts";
import { isDoneWithin } from "./pause.ts";
import { hearPlaces } from "./places.ts";
import { PLACES_BELL, ringTurn } from "./ring.ts";
import { openStaffBook, type StaffBook } from "./staff-book.ts";
import { type Replied, replyTo } from "./suggestions.ts";
import { openSweep, type Sweep } from "./sweep.ts";
import { openWaits } from "./waits.ts";

/** What hears learners: a channel, or something that lets one replica alone hear it. */
export type Listener = Pick<Channel, "name" | "isListening" | "stop"> & { start(hear: Hear): Promise<void> };

export type AftercareOptions = Omit<Parts, "channels" | "settings" | "book" | "waits"> & {
  /** Who we are among the processes; another name for each. */
  readonly replica: string;
  /** What words are sent through. */
  readonly channels: readonly Channel[];
  /** What is listened to by this process; none where others take in. */
  readonly listeners: readonly Listener[];
  /** Whether turns are taken and rows sent here; false where other processes are rung to do it. */
  readonly isWorker: boolean;
  readonly settings: AppSettings;
  /** What is done at night besides tidying up. */
  readonly atNight?: () => Promise<void>;
};

export type Aftercare = {
  readonly hear: Hear;
  readonly act: Act;
  readonly attend: Attend;
  /** Those who help: what a turn may know of them, and whether they are there. */
  readonly staff: {
    readonly facts: StaffBook["facts"];
    readonly refresh: StaffBook["refresh"];
    readonly leave: Leave;
    /** Open tickets the notice is about join it; how many. Errors: StoreError. */
    readonly beginNotice: (notice: Notice) => Promise<number>;
    /** Errors: StoreError. */
    readonly changePresence: (agent: Agent, does: PresenceVerb) => Promise<PresenceFact>;
    /** An admin answers a suggestion. Errors: StoreError. */
    readonly replyToSuggestion: (id: SuggestionId, reply: { text: string; by: string }) => Promise<Replied>;
  };
  /** Errors: ConfigError of a channel, StoreError. When it rejects, everything begun is stopped again. */
  start(): Promise<void>;
  /** Within eight seconds; the rest is for the desk and the store. What is not finished by then is logged, stays in the store and is taken up at the next start. */
  stop(): Promise<void>;
};

/** How long each step of the stop may take, in milliseconds; eight seconds in all, as a supervisor kills after ten. */
const STOP_MS = { listeners: 2000, lanes: 2500, lanesBegun: 500, sweep: 500, deliver: 1500, bells: 1000 };

export function openAftercare({
  replica,
  channels,
  listeners,
  isWorker,
  atNight,
  ...rest
}: AftercareOptions): Aftercare {
  const book = openStaffBook(rest);
  const waits = openWaits({ ...rest, book });
  const parts: Parts = { ...rest, book, waits, channels: new Map(channels.map((channel) => [channel.name, channel])) };
  const lanes = openLanes(parts);
  const deliver = openDeliver(parts);
  const shell: Shell = { parts, replica, listeners, isWorker, atNight, lanes, deliver, sweep: openSweep(parts, lanes) };
  const hear = hearOf(parts, isWorker ? lanes : { run: (conversationId) => void ringTurn(parts, conversationId) });
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= stopAll(shell);
    return stopped;
  };

  return {
    hear,
    act: actOf(parts),
    attend: attendOf(parts),
    staff: {
      facts: book.facts,
      refresh: book.refresh,
      leave: leaveOf(parts),
      beginNotice: (notice) => beginNotice(parts, notice),
      replyToSuggestion: (id, reply) => replyTo(parts, id, reply),
      changePresence: (agent, does) => changePresence(parts, agent, does),
    },
    async start() {
      try {
        await startAll(shell, hear);
      } catch (trouble) {
        await stop();
        throw trouble;
      }
    },
    stop,
  };
}

type Shell = {
  readonly parts: Parts;
  readonly replica: string;
  readonly listeners: readonly Listener[];
  readonly isWorker: boolean;
  readonly atNight: AftercareOptions["atNight"];
  readonly lanes: Lanes;
  readonly deliver: Deliver;
  readonly sweep: Sweep;
};

async function startAll(
  { parts, replica, listeners, isWorker, atNight, lanes, deliver, sweep }: Shell,
  hear: Hear,
): Promise<void> {
  const { store, bells, now, book, waits } = parts;
  await book.start();
  await waits.start();
  if (isWorker) {
    await store.freeSending(now());
    bells.listen("deliver", deliver.deliver);
    bells.listen("turns", async (ref) => lanes.run(Number(ref) as ConversationId));
    bells.listen("offers", (ref) => hearOffer(parts, ref));
    bells.listen("clocks", (ref) => hearClocks(parts, ref));
    bells.listen("nightly", () => hearNight({ ...parts, replica, ...(atNight ? { also: atNight } : {}) }));
    await sweep.start();
  }
  await Promise.all(listeners.map((listener) => listener.start(hear)));
}

async function hearClocks(parts: Parts, ref: string): Promise<void> {
  if (ref === PLACES_BELL.ref) return await hearPlaces(parts);
  if (ref === ASSIGN_BELL.ref) return await hearAssign(parts);
  const asked = npsBellOf(ref);
  await (asked === null ? hearClock(parts, ref) : hearNps(parts, asked));
}

async function stopAll({ parts, listeners, lanes, deliver, sweep }: Shell): Promise<void> {
  const { bells, book, waits, log } = parts;
  const step = async (name: string, work: Promise<unknown>, ms: number): Promise<void> => {
    work.catch((trouble: unknown) => log.error({ step: name, fault: faultOf(trouble) }, "stop: a step failed"));
    if (!(await isDoneWithin(work, ms))) log.error({ step: name, ms }, "stop: a step took too long");
  };
  await step("listeners", Promise.all(listeners.map((listener) => listener.stop())), STOP_MS.listeners);
  await step("lanes", lanes.stop(STOP_MS.lanes), STOP_MS.lanes + STOP_MS.lanesBegun);
  await step("sweep", sweep.stop(), STOP_MS.sweep);
  // What was decided just now still leaves; rows that wait longer are the next start's.
  await isDoneWithin(deliver.idle(), STOP_MS.deliver);
  deliver.stop();
  await step("looking", Promise.all([book.stop(), waits.stop()]), STOP_MS.sweep);
  await step("bells", bells.stop(), STOP_MS.bells);
}
