/** A ticket nobody claims is looked at again: its cards are put up where they are missing, and its place in line is kept. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nextHour, planOffers } from "../../src/app/clocks.ts";
import { hearNight, nextNight } from "../../src/app/nightly.ts";
import { hearOffer } from "../../src/app/offers.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import { StoreError } from "../../src/core/errors.ts";
import type { Millis, StaffRoom, TicketId } from "../../src/core/model.ts";
import type { Bell, Bells, Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import { act, anAgent, aTicketInTheQueue, claim, NOW, STAFF_ROOM } from "../conformance/builders.ts";
import { DAY_AND_NIGHT } from "./house.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OTHER_ROOM: StaffRoom = { channel: "discord", chatId: "room" };

type Rung = Bell & { readonly at: Millis | undefined };

/** Real bells that also remember what was rung. */
function heardBells(): { readonly bells: Bells; readonly rung: Rung[] } {
  const rung: Rung[] = [];
  const real = inProcessBells({ now: () => NOW, onTrouble: () => undefined });
  const ring: Bells["ring"] = async (bell, at) => {
    rung.push({ ...bell, at });
    await real.ring(bell, at);
  };
  return { bells: { ...real, ring }, rung };
}

describe("a ticket that waits", () => {
  let dataDir: string;
  let store: Store;
  let ticketId: TicketId;
  const log = pino({ level: "silent" });
  const settings = {
    staffRooms: [STAFF_ROOM, OTHER_ROOM],
    ...({ staffLanguage: "en", defaultLanguage: "en" } as const),
    schedule: DAY_AND_NIGHT,
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aftercare-offers-"));
    store = await openStore({ dataDir });
    ({ ticketId } = await aTicketInTheQueue(store));
    await store.bindThread(ticketId, STAFF_ROOM, { threadId: "9", cardId: "10" });
  });
  afterEach(async () => {
    await store.close();
    await rm(dataDir, { recursive: true });
  });

  const watching = (bells: Bells, now: Millis) => ({ store, bells, settings, log, now: () => now });
  const cardFor = (room: StaffRoom) => store.takeOutbound(`${room.channel}:${room.chatId}:${ticketId}`, NOW + DAY);

  test("gets its card into the room that shows none, and no second one where it is shown", async () => {
    const { bells, rung } = heardBells();
    for (const room of settings.staffRooms) await settleAll(room);

    await hearOffer(watching(bells, NOW + 60_000), String(ticketId));

    expect(await cardFor(OTHER_ROOM)).toMatchObject({ ticketId, content: { kind: "card" } });
    expect(await cardFor(STAFF_ROOM)).toBeNull();
    expect(rung).toContainEqual({ queue: "deliver", ref: `discord:room:${ticketId}`, at: undefined });
    expect(rung.filter(({ queue }) => queue === "deliver")).toHaveLength(1);
  });

  test("is looked at after a minute and at its next full hour", async () => {
    const { bells, rung } = heardBells();
    const ticket = await store.ticket(ticketId);
    if (!ticket) throw new Error("there is no ticket");

    await planOffers(watching(bells, NOW + 1000), ticket);
    await planOffers(watching(bells, NOW + 5 * HOUR), ticket);

    const ref = String(ticketId);
    expect(rung).toEqual([
      { queue: "offers", ref, at: ticket.openedAt + 60_000 },
      { queue: "offers", ref, at: ticket.openedAt + HOUR },
      { queue: "offers", ref, at: ticket.openedAt + 6 * HOUR },
    ]);
  });

  test("is back in line at its hour, should the line have lost it, and looked at in another hour", async () => {
    const { bells, rung } = heardBells();

    await hearOffer(watching(bells, NOW + HOUR), String(ticketId));

    expect(await bells.human.list()).toMatchObject([{ ticketId, episode: 1 }]);
    expect(rung).toContainEqual({ queue: "offers", ref: String(ticketId), at: NOW + 2 * HOUR });
  });

  test("that somebody claimed is left alone", async () => {
    const { bells, rung } = heardBells();
    const waiting = await store.ticket(ticketId);
    if (!waiting) throw new Error("there is no ticket");
    await act(store, { conversationId: waiting.conversationId, ticketId }, claim(anAgent("Ann")));

    await hearOffer(watching(bells, NOW + HOUR), String(ticketId));

    expect(rung).toEqual([]);
    expect(await bells.human.count()).toBe(0);
  });

  test("that is no ticket of ours is nobody's", async () => {
    const { bells, rung } = heardBells();

    for (const ref of ["999999", "x", ""]) await hearOffer(watching(bells, NOW), ref);

    expect(rung).toEqual([]);
  });

  /** What the ticket's own turn sent into the room leaves first. */
  async function settleAll(room: StaffRoom): Promise<void> {
    for (let row = await cardFor(room); row !== null; row = await cardFor(room)) {
      await store.settleOutbound(row.id, { status: "sent", messageId: "1", at: NOW });
    }
  }
});

describe("the moments", () => {
  test("of a ticket are full hours since it was opened, always ahead, never two hours away", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (openedAt, now) => {
        const at = nextHour(openedAt, now);
        expect((at - openedAt) % HOUR).toBe(0);
        expect(at).toBeGreaterThan(now);
        expect(at - Math.max(now, openedAt)).toBeLessThanOrEqual(HOUR);
      }),
    );
  });

  test("of the night are one day apart and always ahead", () => {
    fc.assert(
      fc.property(fc.nat({ max: 4_000_000_000_000 }), (now) => {
        const night = nextNight(now);
        expect(night).toBeGreaterThan(now);
        expect(night - now).toBeLessThanOrEqual(DAY);
        expect(nextNight(night)).toBe(night + DAY);
      }),
    );
  });
});

/** Leases of a real kind, and a tidying of the test's. */
function keeping(tidy: Store["tidy"]): Pick<Store, "tidy" | "leases"> {
  return { tidy, leases: { take: async () => ({ token: 1 }), release: async () => undefined } };
}

describe("a night", () => {
  const now = () => Date.UTC(2026, 4, 5, 19);
  const log = pino({ level: "silent" });

  test("tidies up what is older than a month and rings for the next one", async () => {
    const { bells, rung } = heardBells();
    const asked: Millis[] = [];

    await hearNight({ bells, now, log, replica: "r1", store: keeping(async (before) => asked.push(before)) });

    expect(asked).toEqual([Date.UTC(2026, 3, 5, 19)]);
    expect(rung).toEqual([{ queue: "nightly", ref: "tidy", at: Date.UTC(2026, 4, 6, 19) }]);
  });

  test("in which the database is away is told, and the next one comes all the same", async () => {
    const { bells, rung } = heardBells();
    const away = new StoreError("away", "broken");

    const night = hearNight({ bells, now, log, replica: "r1", store: keeping(() => Promise.reject(away)) });

    await expect(night).rejects.toBe(away);
    expect(rung).toHaveLength(1);
  });
});
