/**
 * The line in which everybody waits, against published values and against what must hold for any line.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erlangC, patientLine } from "../../src/insight/erlang.ts";

const loads = fc.double({ min: 0, max: 200, noNaN: true });
const slotCounts = fc.integer({ min: 1, max: 250 });

/** 100 calls in half an hour, three minutes each, seconds as milliseconds. */
const callsWith = (slots: number) => ({ arrivalsPerMs: 100 / 1_800_000, handlingMs: 180_000, slots });

describe("the share of learners who have to wait", () => {
  test.each([
    { load: 1, slots: 2, share: 1 / 3 },
    { load: 2, slots: 3, share: 4 / 9 },
    { load: 1, slots: 1, share: 1 },
    { load: 10, slots: 14, share: 0.1741319335950498 },
  ])("with $load erlangs and $slots slots it is $share", ({ load, slots, share }) => {
    expect(erlangC(load, slots)).toBeCloseTo(share, 13);
  });

  test("large centres are computed as well as small ones: 123 erlangs on 132 slots, 12,345 on 12,421", () => {
    expect(erlangC(123, 132)).toBeCloseTo(0.3211, 4);
    expect(erlangC(12_345, 12_421)).toBeCloseTo(0.3812, 4);
  });

  test("without a request nobody waits, without a slot everybody does", () => {
    expect(erlangC(0, 1)).toBe(0);
    expect(erlangC(0, 0)).toBe(1);
    expect(erlangC(5, 0)).toBe(1);
  });

  test("it is a share, it never grows with another slot and never shrinks with more work", () => {
    fc.assert(
      fc.property(loads, slotCounts, fc.double({ min: 0, max: 5, noNaN: true }), (load, slots, more) => {
        const share = erlangC(load, slots);

        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(erlangC(load, slots + 1)).toBeLessThanOrEqual(share);
        expect(erlangC(load + more, slots)).toBeGreaterThanOrEqual(share * (1 - 1e-12));
      }),
    );
  });
});

describe("a line in which nobody gives up", () => {
  test.each([
    { slots: 11, waitShare: 0.682118, withinShare: 0.389614, seconds: 122.781 },
    { slots: 12, waitShare: 0.449388, withinShare: 0.640158, seconds: 40.445 },
    { slots: 13, waitShare: 0.28527, withinShare: 0.795595, seconds: 17.116 },
    { slots: 14, waitShare: 0.174132, withinShare: 0.8883500191794669, seconds: 7.835937 },
    { slots: 15, waitShare: 0.102042, withinShare: 0.941453, seconds: 3.674 },
  ])("of 100 calls with $slots agents, $withinShare are answered within 20 seconds", (expected) => {
    const line = patientLine(callsWith(expected.slots), 20_000);

    expect(line).toMatchObject({ kind: "steady", abandonShare: 0, occupancy: 10 / expected.slots });
    if (line.kind !== "steady") return;
    expect(line.waitShare).toBeCloseTo(expected.waitShare, 6);
    expect(line.withinShare).toBeCloseTo(expected.withinShare, 6);
    expect(line.meanWaitMs / 1000).toBeCloseTo(expected.seconds, 3);
  });

  test("as much work as slots, or more, is an overloaded line without any figure", () => {
    expect(patientLine(callsWith(10), 20_000)).toEqual({ kind: "overloaded" });
    expect(patientLine(callsWith(3), 20_000)).toEqual({ kind: "overloaded" });
  });

  test("who does not wait is answered within 0 seconds, and everybody in the end", () => {
    const atOnce = patientLine(callsWith(14), 0);
    const ever = patientLine(callsWith(14), Number.POSITIVE_INFINITY);

    expect(atOnce).toMatchObject({ withinShare: 1 - erlangC(10, 14) });
    expect(ever).toMatchObject({ withinShare: 1 });
  });

  test("a line that cannot exist is a mistake of ours and is not computed", () => {
    const line = callsWith(14);

    expect(() => patientLine({ ...line, slots: 0 }, 0)).toThrow();
    expect(() => patientLine({ ...line, slots: 1.5 }, 0)).toThrow();
    expect(() => patientLine({ ...line, handlingMs: 0 }, 0)).toThrow();
    expect(() => patientLine({ ...line, arrivalsPerMs: Number.NaN }, 0)).toThrow();
    expect(() => patientLine(line, -1)).toThrow();
  });
});
