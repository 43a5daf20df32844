/**
 * Who may send into a chat now. A staff room is one chat with a lane for each ticket, and its network counts them together:
 * few lanes send there at a time, after each row a lane goes behind those that wait, and a chat that must rest is left alone
 * by all of them. A learner's chat has one lane, which never waits here.
 *
 * Not to break: a lane that is turned away is rung later. Should that bell be lost, the sweeper rings; nothing here is truth.
 */
import type { Millis } from "../core/model.ts";
import { chatLaneOf } from "../core/outbound.ts";
import type { Now } from "../core/ports.ts";

export type Doors = {
  /** Whether the lane may send a row now; if not, it is rung when it is worth trying. */
  enter(lane: string): boolean;
  /** The lane has done a row, or found none. True: it wants to go on, but others wait; it is rung again in its turn. */
  leave(lane: string, wantsMore: boolean): boolean;
  /** All lanes of this lane's chat stay away until then. */
  rest(lane: string, until: Millis): void;
};

export type DoorsOptions = {
  readonly now: Now;
  /** Rings for a lane, at once or at a time. Must not reject. */
  readonly ring: (lane: string, at?: Millis) => void;
};

/** Enough to hide one slow ticket, few enough that a limit is met by a handful of sends and not by sixty. */
export const AT_ONCE_MAX = 4;

type Door = { sending: number; restsUntil: Millis; readonly waiting: Set<string> };

export function openDoors({ now, ring }: DoorsOptions): Doors {
  const doors = new Map<string, Door>();

  function doorOf(lane: string): Door {
    const chat = chatLaneOf(lane);
    const door = doors.get(chat) ?? { sending: 0, restsUntil: 0, waiting: new Set() };
    doors.set(chat, door);
    return door;
  }

  return {
    enter(lane) {
      const door = doorOf(lane);
      door.waiting.delete(lane);
      if (door.restsUntil > now()) {
        ring(lane, door.restsUntil);
        return false;
      }
      if (door.sending >= AT_ONCE_MAX) {
        door.waiting.add(lane);
        return false;
      }
      door.sending++;
      return true;
    },
    leave(lane, wantsMore) {
      const door = doorOf(lane);
      door.sending--;
      const goesBehind = wantsMore && door.waiting.size > 0;
      if (goesBehind) door.waiting.add(lane);
      for (const next of [...door.waiting].slice(0, AT_ONCE_MAX - door.sending)) {
        door.waiting.delete(next);
        ring(next);
      }
      if (door.sending === 0 && door.waiting.size === 0 && door.restsUntil <= now()) doors.delete(chatLaneOf(lane));
      return goesBehind;
    },
    rest(lane, until) {
      const door = doorOf(lane);
      door.restsUntil = Math.max(door.restsUntil, until);
      for (const waiting of door.waiting) ring(waiting, door.restsUntil);
      door.waiting.clear();
    },
  };
}
