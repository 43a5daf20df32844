/**
 * The running bot: assembles the shell from its parts, starts it in the one order that loses nothing, and stops it in the
 * one order that leaves nothing half done.
 *
 *   start  what a dead process left -> human queue -> bells -> first sweep -> channels
 *   stop   channels -> lanes -> sweeper -> deliveries -> bells
 */
import type { Channel } from "../core/ports.ts";
import { type Act, actOf } from "./act.ts";
import { type Deliver, openDeliver } from "./deliver.ts";
import { faultOf } from "./fault.ts";
import { type Hear, hearOf } from "./hear.ts";
import { type Lanes, openLanes } from "./lanes.ts";
import type { AppSettings, Parts } from "./parts.ts";
import { isDoneWithin } from "./pause.ts";
import { openSweep, type Sweep } from "./sweep.ts";

export type AftercareOptions = Omit<Parts, "channels" | "settings"> & {
  readonly channels: readonly Channel[];
  readonly settings: AppSettings;
};

export type Aftercare = {
  readonly hear: Hear;
  readonly act: Act;
  /** Errors: ConfigError of a channel, StoreError. When it rejects, everything begun is stopped again. */
  start(): Promise<void>;
  /** Within ten seconds. What is not finished by then is logged, stays in the store and is taken up at the next start. */
  stop(): Promise<void>;
};

/** How long each step of the stop may take, in milliseconds; ten seconds in all, as a supervisor then kills. */
const STOP_MS = { channels: 2500, lanes: 3000, lanesBegun: 500, sweep: 500, deliver: 1500, bells: 1500 };

export function openAftercare(options: AftercareOptions): Aftercare {
  const parts: Parts = { ...options, channels: new Map(options.channels.map((channel) => [channel.name, channel])) };
  const lanes = openLanes(parts);
  const deliver = openDeliver(parts);
  const shell: Shell = { parts, lanes, deliver, sweep: openSweep(parts, lanes) };
  const hear = hearOf(parts, lanes);
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= stopAll(shell);
    return stopped;
  };

  return {
    hear,
    act: actOf(parts),
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

type Shell = { readonly parts: Parts; readonly lanes: Lanes; readonly deliver: Deliver; readonly sweep: Sweep };

async function startAll({ parts, deliver, sweep }: Shell, hear: Hear): Promise<void> {
  const { store, bells, channels, now } = parts;
  await store.freeSending(now());
  bells.listen("deliver", deliver.deliver);
  await sweep.start();
  await Promise.all([...channels.values()].map((channel) => channel.start(hear)));
}

async function stopAll({ parts, lanes, deliver, sweep }: Shell): Promise<void> {
  const { bells, channels, log } = parts;
  const step = async (name: string, work: Promise<unknown>, ms: number): Promise<void> => {
    work.catch((trouble: unknown) => log.error({ step: name, fault: faultOf(trouble) }, "stop: a step failed"));
    if (!(await isDoneWithin(work, ms))) log.error({ step: name, ms }, "stop: a step took too long");
  };
  const stopChannels = Promise.all([...channels.values()].map((channel) => channel.stop()));
  await step("channels", stopChannels, STOP_MS.channels);
  await step("lanes", lanes.stop(STOP_MS.lanes), STOP_MS.lanes + STOP_MS.lanesBegun);
  await step("sweep", sweep.stop(), STOP_MS.sweep);
  // What was decided just now still leaves; rows that wait longer are the next start's.
  await isDoneWithin(deliver.idle(), STOP_MS.deliver);
  deliver.stop();
  await step("bells", bells.stop(), STOP_MS.bells);
}
