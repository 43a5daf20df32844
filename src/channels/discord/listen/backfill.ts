/**
 * Reads back what was said while nobody listened. Discord replays nothing to a new session, so for every place the messages
 * after its mark are asked for and received like live ones; what was received before is written only once anyway.
 *
 * What it cannot find: the first direct message ever of a learner who wrote during the gap, for no list names that place.
 */
import { type APIMessage, Routes } from "discord.js";
import type { Mark } from "../../../core/inbound.ts";
import type { Millis } from "../../../core/model.ts";
import { channelIn, listIn, messageIn } from "../answers.ts";
import { channelError, refusalOf } from "../errors.ts";
import { idAt, isAfter, isSnowflake, snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";
import type { Job } from "./intake.ts";
import { isGone } from "./places.ts";

/** Places with the latest words come first; older ones than these have gone quiet. */
const PLACES_MAX = 200;
const LOOK_BACK_MS = 7 * 24 * 60 * 60 * 1000;
const PAGE_MAX = 100;
/** Places read at once: the API takes 50 calls a second for everything we do. */
const READERS_MAX = 4;

export type Backfill = {
  /** One place as a job that goes on where it stopped when it is tried again. */
  job(place: string, after: string): Job;
  /** The places to read after a gap, from the marks and the threads nobody wrote in yet. Errors: ChannelError. */
  plan(marks: readonly Mark[], room: Room | null): Promise<readonly Mark[]>;
};

export type Room = { readonly guildId: string; readonly channelId: string };

type Parts = {
  readonly wire: Wire;
  readonly take: (message: APIMessage) => Promise<void>;
  readonly now: () => Millis;
  readonly signal: AbortSignal;
};

export function openBackfill(parts: Parts): Backfill {
  const { wire, take, now, signal } = parts;
  const turn = turns(READERS_MAX);

  async function page(place: string, after: string): Promise<readonly APIMessage[]> {
    const query = { after, limit: String(PAGE_MAX) };
    const route = Routes.channelMessages(snowflake(place));
    try {
      const messages = listIn(await turn(() => wire({ method: "GET", route, query, signal }))).map(messageIn);
      return messages.toSorted((one, other) => (isAfter(one.id, other.id) ? 1 : -1));
    } catch (error) {
      // A channel that is gone has nothing more to say.
      if (isGone(error)) return [];
      throw channelError(error);
    }
  }

  return {
    job(place, after) {
      const oldest = idAt(now() - LOOK_BACK_MS);
      let heard = isAfter(after, oldest) ? after : oldest;
      const run = async (): Promise<void> => {
        for (;;) {
          const messages = await page(place, heard);
          for (const message of messages) {
            if (signal.aborted) return;
            await take(message);
            heard = message.id;
          }
          if (messages.length < PAGE_MAX) return;
        }
      };
      return { at: after, run };
    },
    async plan(marks, room) {
      const known = marks.filter(({ place, at }) => isSnowflake(place) && isSnowflake(at)).slice(0, PLACES_MAX);
      if (room === null) return known;
      const threads = await activeThreads(parts, room);
      const quiet = threads.filter(({ id }) => !marks.some(({ place }) => place === id));
      return [...known, ...quiet.map(({ id }) => ({ place: id, at: id }))];
    },
  };
}

/** Threads of the staff channel that hold words: an agent's first ones there have no mark yet. */
async function activeThreads({ wire, signal }: Parts, { guildId, channelId }: Room) {
  const route = Routes.guildActiveThreads(snowflake(guildId));
  try {
    const threads = listIn(await wire({ method: "GET", route, signal }), "threads").map(channelIn);
    return threads.filter(({ parentId, lastMessageId }) => parentId === channelId && lastMessageId !== null);
  } catch (error) {
    // A refusal must not keep everybody else from being heard.
    if ((refusalOf(error)?.status ?? 500) < 500) return [];
    throw channelError(error);
  }
}

/** Lets so many work at once; the others wait for their turn, in order. */
function turns(max: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = max;
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free--;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
