/**
 * What every implementation of Bells must keep, whatever carries it. Each test opens bells of its own. Times are short but
 * real: a queue on another machine cannot be given a fake clock.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Priority, TicketId } from "../../src/core/model.ts";
import type { Bells, Waiting } from "../../src/core/ports.ts";

export type OpenBells = (options: {
  readonly onTrouble: (trouble: unknown) => void;
  readonly hearAtOnceMax: number;
}) => Promise<Bells>;

/** A hearing that lasts until the test says so, and remembers what it heard. */
function listener() {
  const heard: string[] = [];
  const open = new Set<() => void>();
  let isHolding = false;
  return {
    heard,
    hold: () => {
      isHolding = true;
    },
    letGo: () => {
      isHolding = false;
      for (const resolve of open) resolve();
      open.clear();
    },
    hear: async (ref: string): Promise<void> => {
      heard.push(ref);
      if (isHolding) await new Promise<void>((resolve) => open.add(resolve));
    },
  };
}

/** Rings another ref and waits for it: whatever was rung before has had its chance by then. */
async function settle(bells: Bells, heard: readonly string[]): Promise<void> {
  const marker = `marker-${heard.length}-${Math.random()}`;
  await bells.ring({ queue: "deliver", ref: marker });
  await vi.waitFor(() => expect(heard).toContain(marker));
}

const without = (heard: readonly string[]) => heard.filter((ref) => !ref.startsWith("marker"));

export function bellsConformance(name: string, open: OpenBells): void {
  describe(`bells: ${name}`, () => {
    let bells: Bells;
    let troubles: unknown[];

    beforeEach(async () => {
      troubles = [];
      bells = await open({ onTrouble: (trouble) => troubles.push(trouble), hearAtOnceMax: 3 });
    });

    afterEach(async () => {
      await bells.stop();
    });

    describe("ringing", () => ringing(() => ({ bells, troubles })));
    describe("the human queue", () => humanQueue(() => bells));
  });
}

function ringing(now: () => { readonly bells: Bells; readonly troubles: readonly unknown[] }): void {
  test("a bell is heard", async () => {
    const { bells } = now();
    const { heard, hear } = listener();
    bells.listen("deliver", hear);

    await bells.ring({ queue: "deliver", ref: "lane-1" });

    await vi.waitFor(() => expect(heard).toEqual(["lane-1"]));
  });

  test("a bell rung before anybody listens is heard once somebody does", async () => {
    const { bells } = now();
    const { heard, hear } = listener();

    await bells.ring({ queue: "deliver", ref: "lane-1" });
    bells.listen("deliver", hear);

    await vi.waitFor(() => expect(heard).toEqual(["lane-1"]));
  });

  test("ringing often before it is heard is ringing once", async () => {
    const { bells } = now();
    const { heard, hear } = listener();

    for (let times = 0; times < 20; times++) await bells.ring({ queue: "deliver", ref: "lane-1" });
    bells.listen("deliver", hear);

    await settle(bells, heard);
    expect(without(heard)).toEqual(["lane-1"]);
  });

  test("ringing while being heard is heard once more afterwards, never at the same time", async () => {
    const { bells } = now();
    const { heard, hear, hold, letGo } = listener();
    hold();
    bells.listen("deliver", hear);
    await bells.ring({ queue: "deliver", ref: "lane-1" });
    await vi.waitFor(() => expect(heard).toEqual(["lane-1"]));

    for (let times = 0; times < 5; times++) await bells.ring({ queue: "deliver", ref: "lane-1" });
    await settle(bells, heard);
    const whileHeard = without(heard);
    letGo();
    await vi.waitFor(() => expect(without(heard)).toHaveLength(2));
    await settle(bells, heard);

    expect(whileHeard).toEqual(["lane-1"]);
    expect(without(heard)).toEqual(["lane-1", "lane-1"]);
  });

  test("a lane that takes long does not keep the others waiting, up to the limit", async () => {
    const { bells } = now();
    const { heard, hear, hold, letGo } = listener();
    hold();
    bells.listen("deliver", hear);

    for (const ref of ["a", "b", "c", "d"]) await bells.ring({ queue: "deliver", ref });

    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard).toEqual(["a", "b", "c"]);
    letGo();
    await vi.waitFor(() => expect(heard).toEqual(["a", "b", "c", "d"]));
  });

  test("a bell for later is heard later, and also when the same lane is rung in between", async () => {
    const { bells } = now();
    const { heard, hear } = listener();
    bells.listen("deliver", hear);
    const begun = Date.now();

    await bells.ring({ queue: "deliver", ref: "lane-1" }, begun + 300);
    await bells.ring({ queue: "deliver", ref: "lane-1" });

    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(Date.now() - begun).toBeLessThan(300);
    await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 5000 });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(300);
  });

  test("a bell for a time gone by is heard now", async () => {
    const { bells } = now();
    const { heard, hear } = listener();
    bells.listen("deliver", hear);

    await bells.ring({ queue: "deliver", ref: "lane-1" }, Date.now() - 60_000);

    await vi.waitFor(() => expect(heard).toEqual(["lane-1"]));
  });

  test("a hearing that fails is reported and does not stop the next bell", async () => {
    const { bells, troubles } = now();
    const heard: string[] = [];
    const trouble = new Error("broken on purpose");
    bells.listen("deliver", async (ref) => {
      heard.push(ref);
      if (ref === "lane-1") throw trouble;
    });

    await bells.ring({ queue: "deliver", ref: "lane-1" });
    await bells.ring({ queue: "deliver", ref: "lane-2" });

    await vi.waitFor(() => expect(heard).toContain("lane-2"));
    await vi.waitFor(() => expect(troubles).toEqual([trouble]));
  });

  test("stopping waits for what is being heard and hears nothing more", async () => {
    const { bells } = now();
    const { heard, hear, hold, letGo } = listener();
    hold();
    bells.listen("deliver", hear);
    await bells.ring({ queue: "deliver", ref: "lane-1" });
    await bells.ring({ queue: "deliver", ref: "lane-2" }, Date.now() + 50);
    await vi.waitFor(() => expect(heard).toEqual(["lane-1"]));

    let isStopped = false;
    const stopping = bells.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const wasStoppedEarly = isStopped;
    letGo();
    await stopping;

    expect(wasStoppedEarly).toBe(false);
    expect(heard).toEqual(["lane-1"]);
  });
}

const waiting = (ticketId: number, priority: Priority, episode = 1): Waiting => ({
  ticketId: ticketId as TicketId,
  episode,
  priority,
});

function humanQueue(now: () => Bells): void {
  test("the most urgent ticket comes first, and among equals the one that waits longest", async () => {
    const { human } = now();

    await human.add(waiting(1, "normal"));
    await human.add(waiting(2, "low"));
    await human.add(waiting(3, "urgent"));
    await human.add(waiting(4, "normal"));
    await human.add(waiting(5, "high"));

    expect((await human.list()).map(({ ticketId }) => ticketId)).toEqual([3, 5, 1, 4, 2]);
  });

  test("adding a ticket again changes neither the count nor its place", async () => {
    const { human } = now();
    await human.add(waiting(1, "normal"));
    await human.add(waiting(2, "normal"));

    await human.add(waiting(1, "normal"));

    expect(await human.list()).toEqual([waiting(1, "normal"), waiting(2, "normal")]);
    expect(await human.count()).toBe(2);
  });

  test("a ticket that was claimed waits no longer, and removing it twice is no error", async () => {
    const { human } = now();
    await human.add(waiting(1, "normal"));
    await human.add(waiting(2, "normal"));

    await human.remove({ ticketId: 1 as TicketId, episode: 1 });
    await human.remove({ ticketId: 1 as TicketId, episode: 1 });

    expect(await human.list()).toEqual([waiting(2, "normal")]);
  });

  test("a released ticket waits again", async () => {
    const { human } = now();
    await human.add(waiting(1, "normal"));
    await human.remove({ ticketId: 1 as TicketId, episode: 1 });

    await human.add(waiting(1, "normal"));

    expect(await human.count()).toBe(1);
  });

  test("a reopened ticket is a new entry: an old claim does not take it out", async () => {
    const { human } = now();
    await human.add(waiting(1, "normal", 2));

    await human.remove({ ticketId: 1 as TicketId, episode: 1 });

    expect(await human.list()).toEqual([waiting(1, "normal", 2)]);
  });
}
