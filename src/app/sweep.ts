/**
 * The third habit after "row first, bell second": looks for rows nobody was rung for, and rings. It also keeps the human
 * queue the same as the tickets' rows. It decides nothing and changes no ticket, so running it too often is harmless.
 */
import type { Millis, Ticket } from "../core/model.ts";
import type { Waiting } from "../core/ports.ts";
import { repeatedly } from "./again.ts";
import { ringAssign } from "./assign.ts";
import { planOffers } from "./clocks.ts";
import { rewindAll, rulesInForce } from "./due.ts";
import { faultOf } from "./fault.ts";
import type { Lanes } from "./lanes.ts";
import { planNight } from "./nightly.ts";
import { endNotices } from "./notices.ts";
import { sweepNps } from "./nps.ts";
import type { Parts } from "./parts.ts";
import { remindRecoveries } from "./recovery.ts";
import { ringDue, ringLane, ringPlaces, waitingOf } from "./ring.ts";
import { tellAdmins } from "./tell-admins.ts";

export type Sweep = {
  /** The human queue and the first sweep, of rows however young. Errors: StoreError, BellError. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const SWEEP_MS = 1000;
/** Younger rows have somebody: their own bell. Older ones may be taken by anybody, for a turn is taken only once. */
const LYING_MS = 2000;
/** What one sweep takes on. The rest is still there a second later. */
const LYING_MAX = 1000;
const SELDOM_SWEEPS = 3;
const QUEUE_SWEEPS = 60;
/** More people waiting than this is a problem no queue solves; it bounds the memory of one comparison. */
const WAITING_MAX = 10_000;

export function openSweep(parts: Parts, lanes: Lanes): Sweep {
  const { now, log } = parts;
  let sweeps = 0;
  /** The rules all open tickets were wound by last; null: not yet. */
  let wound: string | null = null;

  async function sweep(before: Millis): Promise<void> {
    const lying = await parts.store.leftLying(before, now());
    for (const conversationId of lying.conversations.slice(0, LYING_MAX)) lanes.run(conversationId);
    await Promise.all(lying.lanes.slice(0, LYING_MAX).map((lane) => ringLane(parts, lane)));
    for (const ticketId of lying.due.slice(0, LYING_MAX)) await ringDue(parts, ticketId);
    await rewindWhenChanged();
    await ringAssign(parts);
  }

  /** Not the first time alone: rules change while we run, and another process may have wound a ticket by the old ones. */
  async function rewindWhenChanged(): Promise<void> {
    const rules = rulesInForce(parts);
    if (rules === wound) return;
    await rewindAll(parts);
    wound = rules;
  }

  /** What nobody waits for by the second. */
  async function endAndRemind(): Promise<void> {
    await endNotices(parts);
    await remindRecoveries(parts);
    await sweepNps(parts);
    await tellAdmins(parts);
  }

  async function sweepOnce(): Promise<void> {
    sweeps++;
    await sweep(now() - LYING_MS);
    if (sweeps % SELDOM_SWEEPS === 0) await endAndRemind();
    if (sweeps % QUEUE_SWEEPS === 0) await alignHumanQueue(parts);
  }

  const sweeping = repeatedly(sweepOnce, { everyMs: SWEEP_MS, log, level: "error", what: "sweep" });
  return {
    async start() {
      await alignHumanQueue(parts);
      // A process that died a moment ago left young rows behind. Beside other replicas this is a free reminder: a turn that is
      // taken twice is one turn.
      await sweep(now());
      sweeping.start();
    },
    stop: sweeping.stop,
  };
}

/**
 * Makes the human queue what the tickets' rows say, and plans again when to look at who waits, should that be lost. The queue
 * is read first: what it lists and the later rows do not was truly claimed. A ticket claimed in between may stay in it until the next time; a claim of it tells who has it.
 */
async function alignHumanQueue(parts: Parts): Promise<void> {
  const { bells, store } = parts;
  const listed = await bells.human.list();
  const tickets = await store.tickets("unassigned", WAITING_MAX);
  const waiting = tickets.map(waitingOf).filter((entry) => entry !== null);
  if (tickets.length < WAITING_MAX) {
    const known = new Set(waiting.map(keyOf));
    for (const entry of listed) if (!known.has(keyOf(entry))) await bells.human.remove(entry);
  }
  for (const entry of waiting) await bells.human.add(entry);
  await planAll(parts, tickets);
}

/** What cannot be planned now is planned by the next time; nobody waits for it. */
async function planAll(parts: Parts, tickets: readonly Ticket[]): Promise<void> {
  try {
    for (const ticket of tickets) await planOffers(parts, ticket);
    await planNight(parts);
    await ringPlaces(parts, parts.now());
  } catch (trouble) {
    parts.log.warn({ fault: faultOf(trouble) }, "looks not planned, trying again in a minute");
  }
}

function keyOf({ ticketId, episode, priority }: Waiting): string {
  return `${ticketId}-${episode}-${priority}`;
}
