/** Leases: one leader per task, whoever asks, and a token by which a leader of yesterday is known. */
import { expect, test, vi } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { OpenedStore } from "./store.ts";

const LONG = 60_000;
const SHORT = 40;

export function conformLeases(opened: () => OpenedStore): void {
  test("of fifty who want a lease at once, one gets it", async () => {
    const { leases } = opened().store;
    const takers = Array.from({ length: 50 }, (_, number) => `replica-${number}`);

    const taken = await Promise.all(takers.map((holder) => leases.take("sweep", holder, LONG)));

    expect(taken.filter((lease) => lease !== null)).toHaveLength(1);
  });

  test("who holds a lease keeps it under the same token, and nobody else gets it", async () => {
    const { leases } = opened().store;
    const first = await leases.take("sweep", "a", LONG);

    expect(await leases.take("sweep", "b", LONG)).toBeNull();
    expect(await leases.take("sweep", "a", LONG)).toEqual(first);
    expect(first).toEqual({ token: expect.any(Number) });
  });

  test("each task has a lease of its own", async () => {
    const { leases } = opened().store;
    await leases.take("sweep", "a", LONG);

    expect(await leases.take("nightly", "b", LONG)).not.toBeNull();
    expect(await leases.take("sweep", "b", LONG)).toBeNull();
  });

  test("a lease nobody keeps up runs out, and the next holder has a higher token", async () => {
    const { leases } = opened().store;
    const first = (await leases.take("sweep", "a", SHORT)) ?? expect.fail();

    const next = await untilTaken(opened().store, "b");

    expect(next.token).toBeGreaterThan(first.token);
    expect(await leases.take("sweep", "a", LONG)).toBeNull();
  });

  test("who let a lease run out counts as a new holder when it takes it again", async () => {
    const { leases } = opened().store;
    const first = (await leases.take("sweep", "a", 1)) ?? expect.fail();

    const again = await vi.waitFor(async () => {
      const lease = (await leases.take("sweep", "a", 1)) ?? expect.fail();
      expect(lease.token).not.toBe(first.token);
      return lease;
    });

    expect(again.token).toBeGreaterThan(first.token);
  });

  test("a released lease can be taken at once, under a higher token, and only its holder can release it", async () => {
    const { leases } = opened().store;
    const first = (await leases.take("sweep", "a", LONG)) ?? expect.fail();

    await leases.release("sweep", "b");
    const refused = await leases.take("sweep", "b", LONG);
    await leases.release("sweep", "a");
    const next = (await leases.take("sweep", "b", LONG)) ?? expect.fail();

    expect(refused).toBeNull();
    expect(next.token).toBeGreaterThan(first.token);
  });

  test("a lease outlives the process that took it, and so does its token", async () => {
    const first = (await opened().store.leases.take("sweep", "a", LONG)) ?? expect.fail();
    const later = await opened().again();

    expect(await later.leases.take("sweep", "b", LONG)).toBeNull();
    await later.leases.release("sweep", "a");
    const next = (await later.leases.take("sweep", "b", LONG)) ?? expect.fail();

    expect(next.token).toBeGreaterThan(first.token);
  });
}

function untilTaken({ leases }: Store, holder: string) {
  return vi.waitFor(async () => (await leases.take("sweep", holder, LONG)) ?? expect.fail("somebody else holds it"));
}
