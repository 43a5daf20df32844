/**
 * A task that one replica alone may do: long polling, a gateway, the nightly tidying. Whoever holds the lease does it.
 *
 *   waiting ──lease taken──> leading ──lease kept, every second──> leading
 *      ^──lease lost, or not kept in time (the task is ended first)──┘
 *
 * Not to break: the task ends here before the lease can be somebody else's, measured by a clock that cannot be set.
 */
import type { ChannelName } from "../core/model.ts";
import type { Channel, Leases } from "../core/ports.ts";
import type { Listener } from "./aftercare.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";

const LEASE_MS = 4000;
const KEEP_EVERY_MS = 1000;
/** Without a kept lease for this long the task ends, so that ending it fits in what is left of the lease. */
const KEPT_MS_MAX = 2500;

/** A task as it runs: `end` resolves when nothing of it runs any more. */
export type Led = { readonly end: () => Promise<void> };

export type LeadOptions = {
  /** What is led: `telegram`, `nightly`. */
  readonly name: string;
  /** Who we are; another name for every process. */
  readonly holder: string;
  readonly leases: Leases;
  /** Begins the task. `token` rises with every holder: writes that carry a lower one than the last are a ghost's. */
  readonly begin: (token: number) => Promise<Led>;
  readonly log: Parts["log"];
};

export type Lead = {
  readonly isLeading: () => boolean;
  /** Competes for the lease until stopped. Rejects with what the first `begin` rejected with; later ones are tried again. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function openLead(options: LeadOptions): Lead {
  const { name, holder, leases, log } = options;
  const term = openTerm(options);
  const timers: NodeJS.Timeout[] = [];
  let stepping: Promise<void> = Promise.resolve();
  let isStopped = false;

  function plan(): void {
    if (isStopped) return;
    timers[0] = setTimeout(() => {
      stepping = term
        .step()
        .catch((trouble) => log.error({ lease: name, fault: faultOf(trouble) }, "lease not kept, trying again"))
        .then(plan);
    }, KEEP_EVERY_MS).unref();
  }

  return {
    isLeading: term.isLeading,
    async start() {
      // Beside the steps and not in them: a database that hangs keeps a step from ending.
      timers[1] = setInterval(() => void term.endIfNotKept(), KEEP_EVERY_MS / 4).unref();
      await term.step();
      plan();
    },
    async stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await stepping;
      await term.end("stopping");
      await leases.release(name, holder).catch(() => log.warn({ lease: name }, "lease not released, it runs out"));
    },
  };
}

/** One holder's time: takes or keeps the lease, begins the task with it and ends the task without it. */
function openTerm({ name, holder, leases, begin, log }: LeadOptions) {
  let led: Led | null = null;
  let keptAt = 0;

  async function end(why: string): Promise<void> {
    const ending = led;
    led = null;
    if (ending === null) return;
    log.warn({ lease: name, why }, "no longer leading");
    await ending.end();
  }

  return {
    end,
    isLeading: () => led !== null,
    async step(): Promise<void> {
      const asked = performance.now();
      const lease = await leases.take(name, holder, LEASE_MS);
      if (lease === null) return await end("somebody else leads");
      keptAt = asked;
      if (led !== null) return;
      led = await begin(lease.token);
      log.info({ lease: name, token: lease.token }, "leading");
    },
    async endIfNotKept(): Promise<void> {
      if (led !== null && performance.now() - keptAt > KEPT_MS_MAX) await end("the lease could not be kept");
    },
  };
}

export type LedListenerOptions = Omit<LeadOptions, "begin" | "name"> & {
  readonly channel: ChannelName;
  readonly open: () => Promise<Channel>;
};

/**
 * A channel that one replica alone listens to. What it hears carries the token of its lease, so a replica that slept through
 * the end of it writes nothing. It is opened anew for every term, because a stopped channel stays stopped. */
export function ledListener(options: LedListenerOptions): Listener {
  let listening: Channel | null = null;
  let lead: Lead | null = null;
  return {
    name: options.channel,
    async start(hear) {
      const begin = async (token: number): Promise<Led> => {
        const channel = await options.open();
        await channel.start((inbound) => hear(inbound, { lease: options.channel, token }));
        listening = channel;
        return { end: () => channel.stop() };
      };
      lead = openLead({ ...options, name: options.channel, begin });
      await lead.start();
    },
    // A replica that does not lead lacks nothing: another one listens.
    isListening: () => lead !== null && (!lead.isLeading() || listening?.isListening() === true),
    stop: async () => lead?.stop(),
  };
}
