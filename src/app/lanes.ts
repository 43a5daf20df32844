/**
 * One turn at a time per conversation, many conversations at once.
 *
 *   row received -> understood -> decided and written in one transaction -> bells -> next row
 *        ^  throw: again, up to three tries, then poisoned: a person looks, and the next row goes on
 *        ^  the store fails: not the message's fault, the lane rests and tries again
 *
 * Not to break: whatever happens to one message, the next one of its conversation gets its turn.
 */
import { backoffMs } from "../core/backoff.ts";
import { StoreError } from "../core/errors.ts";
import { INBOUND_TRIES_MAX, type PendingInbound } from "../core/inbound.ts";
import type { ConversationId, InboundId } from "../core/model.ts";
import { openTurns } from "../core/turns.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";
import { isDoneWithin } from "./pause.ts";
import { poison, takeTurn } from "./turn.ts";

export type Lanes = {
  /** Somebody said something there, or may have. Returns at once; wanting it often is wanting it once. */
  run(conversationId: ConversationId): void;
  /** Gives what waits at most `drainMs` to be finished, then finishes the turns begun and takes no more. */
  stop(drainMs: number): Promise<void>;
};

// Turns of different conversations share one commit of the store, so more at once is cheaper, not dearer.
const AT_ONCE_MAX = 64;
const REST = { firstMs: 250, lastMs: 5000 };

export function openLanes(parts: Parts): Lanes {
  const rests = new Set<NodeJS.Timeout>();
  let isStopping = false;
  const walking: Walking = { parts, failures: new Map(), isOver: () => isStopping, rest };
  const turns = openTurns<ConversationId>({ atOnceMax: AT_ONCE_MAX, take: (id) => walk(walking, id) });

  function rest(conversationId: ConversationId, ms: number): void {
    if (isStopping) return;
    const timer = setTimeout(() => {
      rests.delete(timer);
      turns.want(conversationId);
    }, ms).unref();
    rests.add(timer);
  }

  return {
    run: (conversationId) => turns.want(conversationId),
    async stop(drainMs) {
      await isDoneWithin(turns.idle(), drainMs);
      isStopping = true;
      for (const timer of rests) clearTimeout(timer);
      rests.clear();
      await turns.stop();
    },
  };
}

type Walking = {
  readonly parts: Parts;
  /** Store errors in a row; only of conversations that fail just now. */
  readonly failures: Map<ConversationId, number>;
  readonly isOver: () => boolean;
  readonly rest: (conversationId: ConversationId, ms: number) => void;
};

/** Never rejects. */
async function walk(walking: Walking, conversationId: ConversationId): Promise<void> {
  const { parts, failures, rest } = walking;
  try {
    await walkRows(walking, conversationId);
    failures.delete(conversationId);
  } catch (trouble) {
    parts.log.error({ conversationId, fault: faultOf(trouble) }, "lane interrupted");
    if (!(trouble instanceof StoreError)) return;
    const count = failures.get(conversationId) ?? 0;
    failures.set(conversationId, count + 1);
    rest(conversationId, backoffMs(count, REST));
  }
}

async function walkRows(walking: Walking, conversationId: ConversationId): Promise<void> {
  let settledElsewhere: InboundId | null = null;
  while (!walking.isOver()) {
    const pending = await walking.parts.store.nextInbound(conversationId);
    // Coming again after the store said it is settled would be our bug; stepping aside keeps it from spinning.
    if (pending === null || pending.id === settledElsewhere) return;
    settledElsewhere = (await oneTurn(walking, pending)) ? null : pending.id;
  }
}

async function oneTurn(walking: Walking, pending: PendingInbound): Promise<boolean> {
  try {
    const isOurs = await takeTurn(walking.parts, pending);
    walking.failures.delete(pending.conversationId);
    return isOurs;
  } catch (trouble) {
    // The store calls only the world's troubles so; what our own rows break comes as another error and counts as a try.
    if (trouble instanceof StoreError) throw trouble;
    return await failedTurn(walking.parts, pending, trouble);
  }
}

async function failedTurn(parts: Parts, pending: PendingInbound, trouble: unknown): Promise<boolean> {
  const tries = await parts.store.countTry(pending.id);
  const { id: inboundId, conversationId } = pending;
  parts.log.error({ conversationId, inboundId, tries, fault: faultOf(trouble) }, "message failed");
  return tries < INBOUND_TRIES_MAX || (await poison(parts, pending));
}
