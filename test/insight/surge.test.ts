/** Early warning: the tail it judges by, what is no alarm, and how often it cries wolf and how soon it sees one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diceOf } from "../../src/core/dice.ts";
import { type Counted, type Series, surgesIn, upperTail } from "../../src/insight/surge.ts";

const HOURS = 24;
const WEEK_HOURS = 7 * HOURS;
const QUARTER_HOURS = 13 * WEEK_HOURS;
const PAST_WEEKS = 8;

const counted = (n: number, of = 1000): Counted => ({ n, of });
const steady = (n: number, weeks = PAST_WEEKS) => Array.from({ length: weeks }, () => counted(n));
const series = (n: number, past: readonly Counted[]): Series<string> => ({ key: "refund", now: counted(n), past });

describe("the tail of a negative binomial", () => {
  test.each([
    // 1 − Σ by hand: size 1 is geometric, P(≥ n) = (mean ÷ (1 + mean))^n.
    [3, { mean: 1, variance: 2 }, 0.125],
    [10, { mean: 4, variance: 20 }, 0.8 ** 10],
    [0, { mean: 4, variance: 20 }, 1],
  ])("of %i at %j is %d", (n, moments, chance) => {
    expect(upperTail(n, moments)).toBeCloseTo(chance, 10);
  });

  test("comes near Poisson's where the spread is hardly more than the mean", () => {
    // P(Poisson(10) ≥ 20) = 0.0034543420
    expect(upperTail(20, { mean: 10, variance: 10.000001 })).toBeCloseTo(0.003454342, 6);
  });

  test("of what is too unlikely for any number ends, and is as good as never", () => {
    for (let n = 2500; n < 2700; n += 1) expect(upperTail(n, { mean: 10, variance: 40 })).toBeLessThan(1e-299);
  });

  test("falls with n, rises with the mean, and never leaves 0 to 1, however large", () => {
    const moments = fc.record({
      mean: fc.double({ min: 1, max: 20_000, noNaN: true }),
      more: fc.double({ min: 0.01, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(moments, fc.nat(30_000), ({ mean, more }, n) => {
        const at = (count: number, about = mean) => upperTail(count, { mean: about, variance: about * (1 + more) });

        expect(at(n)).toBeGreaterThanOrEqual(0);
        expect(at(n)).toBeLessThanOrEqual(1);
        expect(at(n + 1)).toBeLessThanOrEqual(at(n) + 1e-9);
        expect(at(n, mean * 1.1)).toBeGreaterThanOrEqual(at(n) - 1e-9);
      }),
      { numRuns: 200 },
    );
  });
});

describe("no alarm", () => {
  test("on fewer than 20, whatever the past", () => {
    fc.assert(
      fc.property(fc.nat(19), fc.array(fc.nat(5), { minLength: 0, maxLength: 8 }), (n, past) => {
        expect(
          surgesIn([
            series(
              n,
              past.map((each) => counted(each)),
            ),
          ]),
        ).toEqual([]);
      }),
    );
  });

  test("before there are four past weeks", () => {
    expect(surgesIn([series(500, steady(1, 3))])).toEqual([]);
    expect(surgesIn([series(500, steady(1, 4))])).toHaveLength(1);
  });

  test("when everything is more because more learners are there", () => {
    const past = steady(50);

    expect(surgesIn([{ key: "refund", now: { n: 140, of: 2800 }, past }])).toEqual([]);
    expect(surgesIn([{ key: "refund", now: { n: 140, of: 1000 }, past }])).toHaveLength(1);
  });

  test("for less than half as many again, however many", () => {
    expect(
      surgesIn([
        series(
          14_900,
          steady(10_000).map(({ n }) => ({ n, of: 1e6 })),
        ),
      ]),
    ).toEqual([]);
  });
});

test("one odd week of the past hides nothing", () => {
  const past = [...steady(10, 7), counted(400)];

  expect(surgesIn([series(60, past)])).toMatchObject([{ key: "refund", n: 60, expected: 10 }]);
});

test("more series looked at together want more of each, and the least likely comes first", () => {
  const near = series(29, steady(10));
  const p = surgesIn([near], 1)[0]?.p ?? expect.fail();
  const others = Array.from({ length: 99 }, (_, key) => ({ ...series(20, steady(20)), key: String(key) }));

  expect(surgesIn([near], p * 1.01)).toHaveLength(1);
  expect(surgesIn([near, ...others], p * 1.01)).toEqual([]);
  expect(surgesIn([near, { ...series(90, steady(10)), key: "worse" }], 0.5).map(({ key }) => key)).toEqual([
    "worse",
    "refund",
  ]);
});

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(mean: number, random: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let product = random();
  let count = 0;
  for (const limit = Math.exp(-mean); product > limit; count++) product *= random();
  return count;
}

type School = { readonly hourly: readonly number[][] };

/** Hours of a school: quiet nights, busy evenings, fuller weekends, days that are 20 % more or less for no reason. */
function aSchool(seed: number, { rates, hours }: { rates: readonly number[]; hours: number }): School {
  const random = diceOf(seed);
  const hourly = rates.map(() => new Array<number>(hours).fill(0));
  for (let hour = 0; hour < hours; hour++) {
    const [time, day] = [hour % HOURS, Math.floor(hour / HOURS)];
    const profile = (time < 7 ? 0.1 : time < 18 ? 1 : 1.8) * (day % 7 >= 5 ? 1.4 : 1);
    for (const [index, rate] of rates.entries()) {
      // The same for all hours of one day of one series.
      const mood = Math.exp(0.2 * normal(diceOf(seed * 7919 + day * 101 + index)) - 0.02);
      const row = hourly[index];
      if (row) row[hour] = poisson(rate * profile * mood, random);
    }
  }
  return { hourly };
}

function looksAt({ hourly }: School, hour: number, length: number): readonly Series<number>[] {
  const sum = (row: readonly number[], end: number) =>
    row.slice(end - length, end).reduce((all, each) => all + each, 0);
  const at = (end: number) => {
    const counts = hourly.map((row) => sum(row, end));
    const of = counts.reduce((all, each) => all + each, 0);
    return counts.map((n) => ({ n, of }));
  };
  const now = at(hour);
  const past = Array.from({ length: PAST_WEEKS }, (_, week) => at(hour - (week + 1) * WEEK_HOURS));
  return now.map((each, key) => ({ key, now: each, past: past.flatMap((counts) => counts[key] ?? []) }));
}

const alarmsAt = (school: School, hour: number) => [1, 24].flatMap((length) => surgesIn(looksAt(school, hour, length)));
/** From rare to frequent questions an hour. */
const RATES = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 8, 12, 20, 40];

describe("measured on simulated schools", () => {
  test("quiet quarters of twelve questions each, looked at every hour, cry wolf once at most", () => {
    const quarters = 4;
    let incidents = 0;
    for (let seed = 1; seed <= quarters; seed++) {
      const past = PAST_WEEKS * WEEK_HOURS + HOURS;
      const school = aSchool(seed, { rates: RATES, hours: past + QUARTER_HOURS });
      const seen = new Map<number, number>();
      for (let hour = past; hour < past + QUARTER_HOURS; hour++) {
        for (const { key } of alarmsAt(school, hour)) {
          if (hour - (seen.get(key) ?? -1000) > HOURS) incidents += 1;
          seen.set(key, hour);
        }
      }
    }

    expect(incidents).toBeLessThanOrEqual(1);
  });

  test.each([
    [12, 4, 2],
    [3, 10, 2],
    [0.5, 10, 8],
  ])(
    "a question of %d an hour that is asked %d times as often is seen within %i hours by half of them",
    (rate, times, within) => {
      const delays: number[] = [];
      for (let seed = 1; seed <= 15; seed++) {
        const begin = PAST_WEEKS * WEEK_HOURS + HOURS + 2 * HOURS + 10;
        const school = aSchool(seed, { rates: [...RATES, rate], hours: begin + HOURS });
        const row = school.hourly.at(-1) ?? expect.fail();
        const random = diceOf(seed);
        for (let hour = begin; hour < begin + HOURS; hour++) row[hour] = poisson(rate * times, random);
        const delay = Array.from({ length: HOURS }, (_, hours) => hours + 1).find((hours) =>
          alarmsAt(school, begin + hours).some(({ key }) => key === RATES.length),
        );
        delays.push(delay ?? Number.POSITIVE_INFINITY);
      }
      const median = delays.toSorted((one, other) => one - other)[7] ?? expect.fail();

      expect(median).toBeLessThanOrEqual(within);
    },
  );
});
