/**
 * Empties a lane of the outbox, row by row in order, when its bell rings. A lane that must rest gives its place back at once
 * and is rung again at the right moment, so no lane ever holds up another.
 *
 * Not to break: words of a person that cannot be delivered are told to the agent *before* their row is settled. After a
 * crash in between the agent may hear it twice, but never not at all.
 */
import { decide } from "../core/decide.ts";
import { ChannelError, StoreError } from "../core/errors.ts";
import type { Event } from "../core/inbound.ts";
import type { OutboundId } from "../core/model.ts";
import type { Outbound, Settlement } from "../core/outbound.ts";
import { type Fault, faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";
import { persist, within } from "./pause.ts";
import { ringFor, ringLane } from "./ring.ts";
import { send } from "./send.ts";
import { settlementAfter } from "./settlement.ts";
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

export function openDeliver(parts: Parts): Deliver {
  const emptying = new Set<Promise<void>>();
  let isStopping = false;
  const courier: Courier = { parts, unsure: new Map(), isOver: () => isStopping };

  return {
    async deliver(lane) {
      const emptied = emptyLane(courier, lane);
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
  /**
   * Tries of a row that ended without knowing what the network did. Kept here and not in the row: after a crash nobody
   * knows what the last try did either, and the row has its few tries again.
   */
  readonly unsure: Map<OutboundId, number>;
  /** True once the process stops: no lane goes on, and nobody waits for the store any longer. */
  readonly isOver: () => boolean;
};

type WhyFailed = Extract<Settlement, { status: "failed" }>["why"];
type Tried = { readonly settlement: Settlement; readonly fault: Fault | null };

async function emptyLane(courier: Courier, lane: string): Promise<void> {
  const { store, now } = courier.parts;
  while (!courier.isOver()) {
    const outbound = await store.takeOutbound(lane, now());
    if (outbound === null) return;
    const settlement = await deliverRow(courier, outbound);
    if ("notBefore" in settlement) return await ringLane(courier.parts, lane, settlement.notBefore);
  }
}

async function deliverRow(courier: Courier, outbound: Outbound): Promise<Settlement> {
  const { store, log } = courier.parts;
  const begun = performance.now();
  const { settlement, fault } = await attempt(courier, outbound);
  if (settlement.status === "failed") await tell(courier, outbound, settlement.why);
  await persist(() => store.settleOutbound(outbound.id, settlement), courier.isOver);
  if (!("notBefore" in settlement)) courier.unsure.delete(outbound.id);
  const { id: outboundId, conversationId, ticketId, content } = outbound;
  const why = settlement.status === "failed" ? settlement.why : undefined;
  const ms = Math.round(performance.now() - begun);
  const line = { outboundId, conversationId, ticketId, kind: content.kind, status: settlement.status, why, ms };
  if (fault === null) log.debug(line, "delivered");
  else log.warn({ ...line, fault }, "not delivered");
  return settlement;
}

async function attempt({ parts, unsure, isOver }: Courier, outbound: Outbound): Promise<Tried> {
  const { store, settings, channels, now } = parts;
  const channel = channels.get(outbound.to.channel);
  try {
    if (!channel) throw new ChannelError("this channel is not configured", { kind: "rejected" });
    const sending = send({ store, settings, channel, outbound, isOver });
    const messageId = await within(sending, SEND_MS_MAX, () => new ChannelError("no answer", { kind: "uncertain" }));
    return { settlement: { status: "sent", messageId, at: now() }, fault: null };
  } catch (error) {
    const trouble = troubleOf(error);
    const before = unsure.get(outbound.id) ?? 0;
    if (trouble.kind === "uncertain" || trouble.kind === "thread_gone") unsure.set(outbound.id, before + 1);
    return { settlement: settlementAfter(trouble, outbound, { now: now(), unsure: before }), fault: faultOf(error) };
  }
}

async function tell({ parts, isOver }: Courier, outbound: Outbound, why: WhyFailed): Promise<void> {
  const event = eventAfter(outbound, why);
  const { id: outboundId, conversationId, ticketId } = outbound;
  if (event === null || conversationId === null) return;
  const facts = understand(parts, event);
  const turn = { conversationId, inboundId: null, ticketId, now: facts.now };
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
function eventAfter({ audience, isWordsOfPerson }: Outbound, why: WhyFailed): Event | null {
  if (why === "forbidden" && audience === "learner") return { by: "world", what: "unreachable" };
  return isWordsOfPerson ? { by: "world", what: "not_delivered" } : null;
}
