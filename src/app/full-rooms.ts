/**
 * Staff rooms that take no more threads. Solved tickets' threads that were left open are closed first, the oldest first, and the
 * thread is tried once more; still refused, words go into the room itself and an admin is told what to do. The room then rests,
 * so that not every row asks a network that just said no; after the rest the next row opens the thread it wanted.
 *
 * Kept in the process alone: forgotten, the network is asked once too often.
 */
import { ChannelError } from "../core/errors.ts";
import type { Millis, StaffRoom, TicketId } from "../core/model.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Channel, Thread } from "../core/ports.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";
import { ringLane } from "./ring.ts";
import { forStaffRooms } from "./staff-rooms.ts";

const REST_MS: Millis = 600_000;
const DAY_MS: Millis = 86_400_000;
/** Discord archives a thread by itself after a week in silence: what was solved before that is closed. A day for late words. */
const LEFT_OPEN_MS_MAX = 8 * DAY_MS;
/** One row may wait for so many looks, and for so long, far from what deliver.ts allows a row. */
const LOOKS_MAX = 25;
const LOOKING_MS_MAX = 15_000;

export type FullRooms = {
  /** True while it is not asked for a thread. */
  rests(room: StaffRoom): boolean;
  /** What `inThread` gives; of a room that stays full, what `inRoom` does. Errors: those of the two. */
  put<Result>(at: RoomAt, inThread: () => Promise<Result>, inRoom: () => Promise<Result>): Promise<Result>;
};

type RoomAt = { readonly channel: Channel; readonly room: StaffRoom };
/** The last ticket of each room whose thread was looked at: the next time goes on behind it, and then begins again. */
type LookedTo = Map<string, TicketId>;
type Rooming = Pick<Parts, "store" | "bells" | "settings" | "now" | "log">;

export function openFullRooms(parts: Rooming): FullRooms {
  const restUntil = new Map<string, Millis>();
  const lookedTo: LookedTo = new Map();
  const rests = (room: StaffRoom) => (restUntil.get(keyOf(room)) ?? 0) > parts.now();

  async function note(room: StaffRoom): Promise<void> {
    if (rests(room)) return;
    restUntil.set(keyOf(room), parts.now() + REST_MS);
    parts.log.error({ channel: room.channel }, "a staff room takes no more threads, tickets go into the room itself");
    try {
      await tell(parts, room);
    } catch (trouble) {
      // The words that wait behind this are worth more than the hint.
      parts.log.warn({ channel: room.channel, fault: faultOf(trouble) }, "nobody was told of the full room");
    }
  }

  return {
    rests,
    async put({ channel, room }, inThread, inRoom) {
      try {
        return await inThread();
      } catch (trouble) {
        if (!isRoomFull(trouble)) throw trouble;
      }
      if (!rests(room) && (await makeRoom(parts, lookedTo, { channel, room }))) {
        try {
          return await inThread();
        } catch (trouble) {
          if (!isRoomFull(trouble)) throw trouble;
        }
      }
      await note(room);
      return await unlessRefused(inRoom);
    },
  };
}

/** Closes what solved tickets left open; whether anything was. Errors: StoreError. */
async function makeRoom(parts: Rooming, lookedTo: LookedTo, { channel, room }: RoomAt): Promise<boolean> {
  const key = keyOf(room);
  const begun = parts.now();
  const page = { since: begun - LEFT_OPEN_MS_MAX, after: lookedTo.get(key) ?? null, limit: LOOKS_MAX };
  const solved = await parts.store.solvedThreads(room, page);
  let closed = 0;
  let looked = 0;
  for (const { ticketId, thread } of solved) {
    if (parts.now() - begun > LOOKING_MS_MAX) break;
    if (await isClosedNow(channel, room, thread)) closed++;
    lookedTo.set(key, ticketId);
    looked++;
  }
  if (looked < LOOKS_MAX && looked === solved.length) lookedTo.delete(key);
  parts.log.warn({ channel: room.channel, closed }, "a staff room takes no more threads, solved tickets' were closed");
  return closed > 0;
}

/** Whether it was open until now. One that is gone, or that the network will not close, must not keep the others open. */
async function isClosedNow(channel: Channel, room: StaffRoom, thread: Thread): Promise<boolean> {
  try {
    return await channel.closeThread(room, thread);
  } catch (trouble) {
    if (trouble instanceof ChannelError) return false;
    throw trouble;
  }
}

/** Once a day for each room, in every staff room, by whichever process gets there first. */
async function tell({ store, bells, settings, now, log }: Rooming, room: StaffRoom): Promise<void> {
  const day = Math.floor(now() / DAY_MS) * DAY_MS;
  if (!(await store.quality.begin(`full-room:${keyOf(room)}`, day))) return;
  const text = phrasesIn(settings.staffLanguage).rooms.full(room);
  const lanes = await store.queueOutbound(forStaffRooms(settings.staffRooms, text), now());
  await Promise.all(lanes.map((lane) => ringLane({ bells, log }, lane)));
}

/** A forum of Discord takes posts alone and no words: there the row waits for a thread, and is kept until there is one. */
async function unlessRefused<Result>(inRoom: () => Promise<Result>): Promise<Result> {
  try {
    return await inRoom();
  } catch (trouble) {
    if (!(trouble instanceof ChannelError) || trouble.trouble.kind !== "rejected") throw trouble;
    throw new ChannelError("the staff room takes neither threads nor words", { kind: "room_full" }, trouble);
  }
}

function isRoomFull(trouble: unknown): boolean {
  return trouble instanceof ChannelError && trouble.trouble.kind === "room_full";
}

function keyOf({ channel, chatId }: StaffRoom): string {
  return `${channel}:${chatId}`;
}
