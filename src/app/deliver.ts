/**
 * Empties a lane of the outbox, row by row in order, when its bell rings. A lane that must rest gives its place back at once
 * and is rung again at the right moment, so no lane ever holds up another. Lanes of a channel that is not set up here are left
 * as they are: a settings file that was forgotten once must not destroy what waits.
 *
 * Not to break: words of a person that cannot be delivered are told to the agent *before* their row is settled. After a
 * crash in between the agent may hear it twice, but never not at all.
 */
import { decide } from "../core/decide.ts";
import { ChannelError, StoreError } from "../core/errors.ts";
import type { Event } from "../core/inbound.ts";
import type { OutboundId } from "../core/model.ts";
import { channelOf, type Outbound, type Settlement } from "../core/outbound.ts";
import type { Channel } from "../core/ports.ts";
import { type Doors, openDoors } from "./doors.ts";
import { type Fault, faultOf } from "./fault.ts";
import { type FullRooms, openFullRooms } from "./full-rooms.ts";
import type { Parts } from "./parts.ts";
import { persist, within } from "./pause.ts";
import { ringFor, ringLane } from "./ring.ts";
import { openSeldom } from "./seldom.ts";
import { send } from "./send.ts";
import { settlementAfter, type Tries, triesAfter } from "./settlement.ts";
import { understand } from "./understand.ts";

export type Deliver = {
  /** Hears the bell of a lane. Errors: StoreError; the sweeper rings again. */
  deliver(lane: string): Promise<void>;
  /** Resolves when no lane is being emptied. Lanes that rest are not waited for. */
  idle(): Promise<void>;
  /** After this every lane stops at the row it is sending. */
  stop(): void;
};

/** A channel that never answers must not hold its lane, and one of few places, for ever. Far above any network's own limit. */
const SEND_MS_MAX = 60_000;
/** How often it is said that rows wait for a channel that is not there. */
const NOT_SET_UP_SAID_MS = 60_000;

export function openDeliver(parts: Parts): Deliver {
  const emptying = new Set<Promise<void>>();
  let isStopping = false;
  const isWorthSaying = openSeldom(NOT_SET_UP_SAID_MS);
  const doors = openDoors({ now: parts.now, ring: (lane, at) => void ringLane(parts, lane, at) });
  const courier: Courier = {
    parts,
    doors,
    fullRooms: openFullRooms(parts),
    tries: new Map(),
    isOver: () => isStopping,
  };

  return {
    async deliver(lane) {
      const name = channelOf(lane);
      const channel = name === null ? undefined : parts.channels.get(name);
      if (!channel) {
        if (isWorthSaying(String(name), parts.now()))
          parts.log.warn({ channel: name }, "channel not set up, rows wait");
        return;
      }
      const emptied = emptyLane(courier, channel, lane);
      emptying.add(emptied);
      try {
        await emptied;
      } finally {
        emptying.delete(emptied);
      }
    },
    async idle() {
      do {
        // A bell rung a moment ago has its hearing begin first.
        await new Promise((resolve) => setImmediate(resolve));
        await Promise.allSettled(emptying);
      } while (emptying.size > 0);
    },
    stop() {
      isStopping = true;
    },
  };
}

type Courier = {
  readonly parts: Parts;
  readonly doors: Doors;
  readonly fullRooms: FullRooms;
  /**
   * Tries of a lane's oldest row that did not succeed. Kept here and not in the row: after a crash nobody knows what the last
   * try did either, and the row has its few tries again.
   */
  readonly tries: Map<string, Tries & { readonly of: OutboundId }>;
  /** True once the process stops: no lane goes on, and nobody waits for the store any longer. */
  readonly isOver: () => boolean;
};

type WhyFailed = Extract<Settlement, { status: "failed" }>["why"];
type Tried = { readonly settlement: Settlement; readonly fault: Fault | null };

async function emptyLane(courier: Courier, channel: Channel, lane: string): Promise<void> {
  const { doors, isOver } = courier;
  while (!isOver() && doors.enter(lane)) {
    let isMore = false;
    let goesBehind = false;
    try {
      isMore = await deliverNext(courier, channel, lane);
    } finally {
      goesBehind = doors.leave(lane, isMore);
    }
    if (!isMore || goesBehind) return;
  }
}

/** Whether the lane can go on at once. */
async function deliverNext(courier: Courier, channel: Channel, lane: string): Promise<boolean> {
  const { store, now } = courier.parts;
  const outbound = await store.takeOutbound(lane, now());
  if (outbound === null) return false;
  const settlement = await deliverRow(courier, channel, outbound);
  if (!("notBefore" in settlement)) return true;
  if (settlement.status === "queued" && settlement.rests === "chat") courier.doors.rest(lane, settlement.notBefore);
  await ringLane(courier.parts, lane, settlement.notBefore);
  return false;
}

async function deliverRow(courier: Courier, channel: Channel, outbound: Outbound): Promise<Settlement> {
  const begun = performance.now();
  const tried = await attempt(courier, channel, outbound);
  const { settlement } = tried;
  if (settlement.status === "failed") await tell(courier, outbound, settlement.why);
  await persist(() => courier.parts.store.settleOutbound(outbound.id, settlement), courier.isOver);
  if (!("notBefore" in settlement)) courier.tries.delete(outbound.lane);
  logTry(courier.parts, outbound, { ...tried, ms: Math.round(performance.now() - begun) });
  return settlement;
}

function logTry({ log }: Parts, outbound: Outbound, { settlement, fault, ms }: Tried & { readonly ms: number }): void {
  const { id: outboundId, conversationId, ticketId, content } = outbound;
  const { status } = settlement;
  const why = status === "failed" ? settlement.why : undefined;
  const line = { outboundId, conversationId, ticketId, kind: content.kind, status, why, ms };
  if (fault === null) log.debug(line, "delivered");
  else if (status === "failed" && content.kind === "card")
    log.error({ ...line, fault }, "agents do not see this ticket");
  else log.warn({ ...line, fault }, "not delivered");
}

async function attempt(
  { parts, fullRooms, tries, isOver }: Courier,
  channel: Channel,
  outbound: Outbound,
): Promise<Tried> {
  const { now } = parts;
  try {
    const sending = send({ ...parts, channel, outbound, fullRooms, isOver });
    const messageId = await within(sending, SEND_MS_MAX, () => new ChannelError("no answer", { kind: "uncertain" }));
    return { settlement: { status: "sent", messageId, at: now() }, fault: null };
  } catch (error) {
    const trouble = troubleOf(error);
    const known = tries.get(outbound.lane);
    const before = known?.of === outbound.id ? known : { away: 0, unsure: 0 };
    tries.set(outbound.lane, { of: outbound.id, ...triesAfter(trouble, before) });
    return { settlement: settlementAfter(trouble, outbound, { ...before, now: now() }), fault: faultOf(error) };
  }
}

async function tell({ parts, isOver }: Courier, outbound: Outbound, why: WhyFailed): Promise<void> {
  const event = eventAfter(outbound, why);
  const { id: outboundId, conversationId, ticketId } = outbound;
  if (event === null || conversationId === null) return;
  const facts = understand(parts, event);
  const turn = { conversationId, inboundId: null, ticketId, agentId: null, now: facts.now };
  try {
    const changed = await persist(() => parts.store.change(turn, (before) => decide(before, event, facts)), isOver);
    if (changed !== null) await ringFor(parts, changed);
  } catch (trouble) {
    // The store being away must keep the row unsettled; a bug in the rules must not keep the lane from going on.
    if (trouble instanceof StoreError) throw trouble;
    parts.log.error({ conversationId, outboundId, fault: faultOf(trouble) }, "failed delivery could not be told");
  }
}

function troubleOf(error: unknown): ChannelError["trouble"] {
  if (error instanceof ChannelError) return error.trouble;
  // The store failed before the network was asked: whatever is written down after that is tried until it is.
  if (error instanceof StoreError) return { kind: "unreachable" };
  // Our own bug, in drawing or in a channel: nobody knows how far it got.
  return { kind: "uncertain" };
}

/** What the conversation must learn of a row that is given up; null when nobody has to know. */
function eventAfter({ audience, content, isWordsOfPerson }: Outbound, why: WhyFailed): Event | null {
  if (audience !== "learner") return null;
  if (why === "forbidden") return { by: "world", what: "unreachable" };
  if (isWordsOfPerson) return { by: "world", what: "not_delivered" };
  return content.kind === "say" ? { by: "world", what: "unanswered" } : null;
}
