/** The real shell of the bot for a benchmark: its store, its rules and its estimate of waits; only networks and bells are mute. */
import pino from "pino";
import type { Parts } from "../../src/app/parts.ts";
import { openStaffBook } from "../../src/app/staff-book.ts";
import { openWaits } from "../../src/app/waits.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { StaffRoom } from "../../src/core/model.ts";
import type { Bells, Channel, Now, Store } from "../../src/core/ports.ts";
import { literalMatcher, pack } from "../../test/core/tiny-pack.ts";

/** Nobody is rung: the benchmark itself does what a bell would ask for. */
const MUTE: Bells = {
  ring: async () => undefined,
  listen: () => undefined,
  human: {
    add: async () => undefined,
    remove: async () => undefined,
    list: async () => [],
    count: async () => 0,
  },
  stop: async () => undefined,
};

/** Takes all words and shows them to nobody. */
export function deafChannel(): Channel {
  let sent = 0;
  const nothing = async (): Promise<never> => {
    throw new Error("agents of a benchmark work at the console");
  };
  return {
    name: "telegram",
    can: {
      textLengthMax: 4096,
      buttons: { rowsMax: 20, perRowMax: 8, labelLengthMax: 64 },
      ...{ edits: true, quotes: true, reacts: true, typing: true, threads: true, files: null },
    },
    start: async () => undefined,
    isListening: () => true,
    async send() {
      sent += 1;
      return String(sent);
    },
    edit: async () => true,
    react: async () => undefined,
    typing: async () => undefined,
    settleButtons: async () => undefined,
    toast: async () => undefined,
    ...{ openThread: nothing, showCard: nothing, sendFile: nothing, openFile: nothing },
    doors: [],
    stop: async () => undefined,
  };
}

type Shell = { readonly now: Now; readonly schedule: Schedule; readonly staffRooms?: readonly StaffRoom[] };

export function shellOn(store: Store, { now, schedule, staffRooms = [] }: Shell): Parts {
  const log = pino({ level: "silent" });
  const settings = { staffRooms, staffLanguage: "en", defaultLanguage: "en", schedule } as const;
  const book = openStaffBook({ store, now, log, settings });
  return {
    ...{ store, now, log, settings, book },
    bells: MUTE,
    channels: new Map([["telegram", deafChannel()]]),
    faq: () => ({ pack, match: literalMatcher }),
    waits: openWaits({ store, book, now, log }),
  };
}
