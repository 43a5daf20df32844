// Injected faults: what a test makes go wrong on the wire, how often, and for which calls.
// "before" means the call had no effect; "after" means it took effect and only the answer was lost.
import type { Socket } from "node:net";

/** When the connection breaks: before the call took effect, or after it (the lost answer). */
export type Moment = "before" | "after";

/**
 * What goes wrong. Several may be combined with `delayMs`.
 *
 * Units: `retry_after` is seconds, as both networks send it; `delayMs` is milliseconds.
 */
export type Fault<Refusal> = {
  /** 429 with `retry_after`, or 500 and above: a server error with an HTML body. */
  readonly status?: number;
  readonly retry_after?: number;
  /** Discord only: the whole bot is limited, not one route. */
  readonly global?: boolean;
  /** A TCP reset (ECONNRESET at the client). */
  readonly reset?: Moment;
  /** An ordinary close without an answer. */
  readonly close?: Moment;
  /** An error of the network's own API. */
  readonly error?: Refusal;
  /** 200 with a body that is not JSON. */
  readonly garbage?: boolean;
  readonly delayMs?: number;
};

type Planned<Call, Refusal> = Fault<Refusal> & {
  readonly times: number;
  readonly match: (call: Call) => boolean;
  skip: number;
  hits: number;
};

/** The faults a test has planned, in the order it planned them. */
export class Faults<Call, Refusal> {
  readonly #planned: Planned<Call, Refusal>[] = [];

  /** Plans a fault; `times` calls that match meet it, after `skip` of them went well. */
  add(fault: Fault<Refusal>, plan: { times: number; skip: number; match: (call: Call) => boolean }): void {
    this.#planned.push({ ...fault, ...plan, hits: 0 });
  }

  /** The fault this call meets, if any; counts it. */
  take(call: Call): Fault<Refusal> | undefined {
    for (const fault of this.#planned) {
      if (fault.hits >= fault.times || !fault.match(call)) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.hits++;
      return fault;
    }
    return undefined;
  }
}

/** Breaks the connection if the fault asks for it at this moment. Returns true when it did. */
export function breakConnection(socket: Socket | null, fault: Fault<unknown> | undefined, moment: Moment): boolean {
  if (fault?.reset === moment) {
    socket?.resetAndDestroy();
    return true;
  }
  if (fault?.close === moment) {
    socket?.destroy();
    return true;
  }
  return false;
}

/** Waits as long as the fault says. */
export async function delay(fault: Fault<unknown>): Promise<void> {
  const ms = fault.delayMs;
  if (ms) await new Promise((resolve) => setTimeout(resolve, ms));
}
