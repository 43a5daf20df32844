/** The real shell of the bot for a benchmark: its store, its rules and its estimate of waits; only networks and bells are mute. */
import pino from "pino";
import type { Parts } from "../../src/app/parts.ts";
import { openStaffBook } from "../../src/app/staff-book.ts";
import { openWaits } from "../../src/app/waits.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { StaffRoom } from "../../src/core/model.ts";
import type { Now, Store } from "../../src/core/ports.ts";
import { muteBells, quietChannel } from "../../src/demo/network.ts";
import { literalMatcher, pack } from "../../test/core/tiny-pack.ts";

type Shell = { readonly now: Now; readonly schedule: Schedule; readonly staffRooms?: readonly StaffRoom[] };

export function shellOn(store: Store, { now, schedule, staffRooms = [] }: Shell): Parts {
  const log = pino({ level: "silent" });
  const settings = { staffRooms, staffLanguage: "en", defaultLanguage: "en", schedule } as const;
  const book = openStaffBook({ store, now, log, settings });
  return {
    ...{ store, now, log, settings, book },
    bells: muteBells,
    channels: new Map([["telegram", quietChannel("telegram")]]),
    faq: () => ({ pack, match: literalMatcher }),
    waits: openWaits({ store, book, now, log }),
  };
}
