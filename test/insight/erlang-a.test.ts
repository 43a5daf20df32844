/**
 * The line in which learners lose patience: published values, its two borders (Erlang C and the Poisson distribution), and
 * values from solving the balance equations of the states as a plain system of linear equations.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patientLine } from "../../src/insight/erlang.ts";
import { impatientLine } from "../../src/insight/erlang-a.ts";
import { erlangShare } from "../../src/insight/gamma.ts";

/** Handling takes one unit of time, so arrivals per unit are erlangs. */
const lineOf = (load: number, slots: number) => ({ arrivalsPerMs: load, handlingMs: 1, slots });

const loads = fc.double({ min: 0.01, max: 150, noNaN: true });
const slotCounts = fc.integer({ min: 1, max: 150 });
const patiences = fc.double({ min: 0.05, max: 50, noNaN: true });

describe("a line in which learners give up", () => {
  test.each([
    { slots: 8, share: 0.779779 },
    { slots: 10, share: 0.54207 },
    { slots: 12, share: 0.303224 },
    { slots: 14, share: 0.135536 },
  ])("with patience as long as handling, 10 erlangs on $slots slots let $share of learners wait", (expected) => {
    expect(impatientLine(lineOf(10, expected.slots), 0, 1).waitShare).toBeCloseTo(expected.share, 6);
  });

  test("14 slots for 10 erlangs lose 1.87 % of learners who are as patient as handling is long", () => {
    expect(impatientLine(lineOf(10, 14), 0, 1).abandonShare).toBeCloseTo(0.018694, 6);
  });

  test("patience as long as handling leaves a Poisson number of requests, whatever the load", () => {
    fc.assert(
      fc.property(loads, slotCounts, (load, slots) => {
        const { waitShare } = impatientLine(lineOf(load, slots), 0, 1);

        expect(Math.abs(waitShare - erlangShare(slots, load))).toBeLessThan(1e-12);
      }),
    );
  });

  test.each([
    { load: 10, slots: 12, patience: 2, within: 0.3, figures: [0.341520215595, 0.039181148484, 0.872658499366] },
    { load: 10, slots: 8, patience: 0.5, within: 0.1, figures: [0.681697815949, 0.266538137785, 0.444483552574] },
    { load: 30, slots: 20, patience: 2.5, within: 0.5, figures: [0.999186433482, 0.333394689304, 0.052319732168] },
  ])("$load erlangs on $slots slots match the balance equations", ({ load, slots, patience, within, figures }) => {
    const line = impatientLine(lineOf(load, slots), within, patience);

    const found = [line.waitShare, line.abandonShare, line.withinShare];
    for (const [place, figure] of figures.entries()) expect(found[place]).toBeCloseTo(figure, 10);
  });

  test("learners of endless patience make it the line in which nobody gives up", () => {
    fc.assert(
      fc.property(
        slotCounts,
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (slots, busy, within) => {
          const line = lineOf(slots * busy, slots);

          const patient = patientLine(line, within);
          const almost = impatientLine(line, within, 1e9);

          expect(patient.kind).toBe("steady");
          if (patient.kind !== "steady") return;
          expect(almost.waitShare).toBeCloseTo(patient.waitShare, 6);
          expect(almost.withinShare).toBeCloseTo(patient.withinShare, 6);
          expect(Math.abs(almost.meanWaitMs - patient.meanWaitMs)).toBeLessThanOrEqual(1e-5 * patient.meanWaitMs);
          expect(almost.abandonShare).toBeLessThan(1e-6);
        },
      ),
    );
  });

  test("every share stays a share, and another slot never makes anything worse", () => {
    fc.assert(
      fc.property(loads, slotCounts, patiences, (load, slots, patience) => {
        const before = impatientLine(lineOf(load, slots), 0.2, patience);
        const after = impatientLine(lineOf(load, slots + 1), 0.2, patience);

        for (const share of [before.waitShare, before.withinShare, before.abandonShare, before.occupancy]) {
          expect(share).toBeGreaterThanOrEqual(-1e-12);
          expect(share).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(after.waitShare).toBeLessThanOrEqual(before.waitShare + 1e-12);
        expect(after.abandonShare).toBeLessThanOrEqual(before.abandonShare + 1e-12);
        expect(after.withinShare).toBeGreaterThanOrEqual(before.withinShare - 1e-12);
      }),
    );
  });

  test("given time enough, everybody was answered or gave up", () => {
    fc.assert(
      fc.property(loads, slotCounts, patiences, (load, slots, patience) => {
        const { withinShare, abandonShare } = impatientLine(lineOf(load, slots), 1e4, patience);

        expect(withinShare + abandonShare).toBeCloseTo(1, 9);
      }),
    );
  });

  test("far too few agents lose what they cannot handle, and the line still stands", () => {
    const line = impatientLine(lineOf(1000, 1), 1, 100);

    expect(line.kind).toBe("steady");
    expect(line.abandonShare).toBeCloseTo(0.999, 9);
    expect(line.occupancy).toBeCloseTo(1, 9);
  });

  test("12,421 slots are no harder than 14", () => {
    const line = impatientLine(lineOf(12_345, 12_421), 0, 1);

    expect(line.waitShare).toBeCloseTo(erlangShare(12_421, 12_345), 11);
  });

  test("nobody asks, nobody waits", () => {
    expect(impatientLine(lineOf(0, 1), 0, 1)).toMatchObject({ waitShare: 0, abandonShare: 0, withinShare: 1 });
  });
});
