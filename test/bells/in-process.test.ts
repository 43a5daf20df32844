/** The in-process bells: the suite of all bells, and what only a single process can be asked about. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inProcessBells } from "../../src/bells/in-process.ts";
import { BellError } from "../../src/core/errors.ts";
import { bellsConformance } from "../conformance/bells.ts";

bellsConformance("in process", async ({ onTrouble, hearAtOnceMax }) =>
  inProcessBells({ now: Date.now, onTrouble: (_, trouble) => onTrouble(trouble), hearAtOnceMax }),
);

describe("bells far away in time", () => {
  const DAY = 86_400_000;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("a bell in sixty days is heard in sixty days, though a timer of the machine holds only twenty-four", async () => {
    const heard: string[] = [];
    const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
    bells.listen("deliver", async (ref) => void heard.push(ref));

    await bells.ring({ queue: "deliver", ref: "lane-1" }, Date.now() + 60 * DAY);
    await vi.advanceTimersByTimeAsync(60 * DAY - 1000);
    const heardEarly = [...heard];
    await vi.advanceTimersByTimeAsync(1000);

    expect(heardEarly).toEqual([]);
    expect(heard).toEqual(["lane-1"]);
    await bells.stop();
  });

  test("ringing a lane often for the same later moment is ringing it once", async () => {
    const heard: string[] = [];
    const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
    bells.listen("deliver", async (ref) => void heard.push(ref));
    const at = Date.now() + 1000;

    for (let times = 0; times < 10; times++) await bells.ring({ queue: "deliver", ref: "lane-1" }, at);
    const timers = vi.getTimerCount();
    await vi.advanceTimersByTimeAsync(5000);

    expect(timers).toBe(1);
    expect(heard).toEqual(["lane-1"]);
    await bells.stop();
  });
});

test("ringing after the stop is refused in words that name no learner", async () => {
  const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
  await bells.stop();

  await expect(bells.ring({ queue: "deliver", ref: "lane-1" })).rejects.toBeInstanceOf(BellError);
});
