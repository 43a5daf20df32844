/** What a shop sends in: read to the letter, or refused with the place and a remedy; never half. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBatch } from "../../../src/core/learning/batch.ts";
import { readCsv } from "../../../src/core/learning/csv.ts";
import { emailHasher, formatKey, readKey } from "../../../src/core/learning/key.ts";
import { amountOf, readMoney } from "../../../src/core/learning/read.ts";

const NOW = Date.UTC(2026, 4, 5);
const READING = { now: NOW, source: "api", hashEmail: null };

const BOUGHT = {
  ...{ id: "e1", learner: "telegram:123", kind: "purchased", course: "python", courseName: "Python, for all" },
  ...{ order: "o1", amount: "199.00", currency: "cny", at: "2026-05-01T10:00:00+08:00" },
};

const READ = {
  source: "api",
  eventId: "e1",
  key: { realm: "telegram", id: "123" },
  kind: "purchased",
  course: "python",
  courseName: "Python, for all",
  orderId: "o1",
  amount: { minor: 19_900, currency: "CNY" },
  progress: null,
  at: Date.UTC(2026, 4, 1, 2),
};

const CSV = `id,learner,kind,course,course_name,order,amount,currency,at
e1,telegram:123,purchased,python,"Python, for all",o1,199.00,CNY,2026-05-01T10:00:00+08:00
`;

describe("events", () => {
  test("read the same from one object, a list, lines of JSON and CSV", () => {
    const one = JSON.stringify(BOUGHT);

    expect(readBatch(one, "json", READING)).toEqual({ events: [READ] });
    expect(readBatch(`[${one},${one}]`, "json", READING)).toEqual({ events: [READ, READ] });
    expect(readBatch(`${one}\n\n${one}\r\n`, "ndjson", READING)).toEqual({ events: [READ, READ] });
    expect(readBatch(CSV, "csv", READING)).toEqual({ events: [READ] });
    expect(readBatch(`\ufeff${CSV.replaceAll("\n", "\r\n")}`, "csv", READING)).toEqual({ events: [READ] });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a kind nobody knows", { kind: "bought" }, "kind: write one of enrolled, purchased"],
    ["no number of their own", { id: "" }, "id: write your own number"],
    ["nobody in particular", { learner: "123" }, "learner: write who it is as realm:id"],
    ["a realm of ours", { learner: "forgotten:1" }, "learner: write who it is"],
    ["an email without a key to hash it", { learner: "email:a@b.example" }, "IDENTITY_SECRET"],
    ["no time", { at: undefined }, "at: write when it was"],
    ["a time without its zone", { at: "2026-05-01T10:00:00" }, "at: write when it was with its time zone"],
    ["a time to come", { at: "2027-01-01" }, "not in the future"],
    ["a step without per cent", { kind: "progressed" }, "progress: write per cent"],
    ["per cent of an order", { progress: 5 }, 'progress: is for the kind "progressed" only'],
    ["money without a currency", { currency: "" }, "amount and currency: write both"],
    ["more digits than money has", { amount: "1.234" }, "amount and currency"],
    ["no course", { course: "", kind: "enrolled" }, "course: write the course's id"],
    ["a field nobody knows", { coarse: "x" }, "coarse is not known; write id, source"],
    ["an object where text is meant", { id: { $ne: null } }, "id: write text or a number"],
    ["endless text", { course: "x".repeat(500) }, "course: is longer than 128"],
  ])("with %s are refused with what to write", (_, change, said) => {
    const read = readBatch(JSON.stringify([BOUGHT, { ...BOUGHT, ...change }]), "json", READING);

    expect(read).toMatchObject({ entries: 2, refused: 1 });
    const problems = "problems" in read ? read.problems : [];
    expect(problems.map(({ at, problem }) => `${at}: ${problem}`).join("\n")).toContain(said);
    expect(problems[0]?.at).toBe("event 2");
  });

  test("tell the line of each mistake in a file, and a file that is none says so", () => {
    const bad = `${CSV}e2,telegram:5,bought,python,,,,,2026-05-01\n\ne3,telegram:5,enrolled,python,,,,,yesterday,more\n`;

    expect(readBatch(bad, "csv", READING)).toMatchObject({
      entries: 3,
      refused: 2,
      problems: [{ at: "line 3" }, { at: "line 5", problem: expect.stringContaining("10 values for 9 names") }],
    });
    expect(readBatch("", "csv", READING)).toMatchObject({
      problems: [{ problem: expect.stringContaining("begin with") }],
    });
    expect(readBatch("{", "json", READING)).toMatchObject({ problems: [{ problem: "is not JSON" }] });
    expect(readBatch(`{}\nnope`, "ndjson", READING)).toMatchObject({ refused: 2 });
  });

  test("of whatever is sent, nothing but an event or a problem comes out", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readBatch(JSON.stringify(value), "json", READING);
        expect("events" in read ? read.events.length : read.problems.length).toBeGreaterThanOrEqual(
          Array.isArray(value) && value.length === 0 ? 0 : 1,
        );
      }),
    );
  });
});

test("every table of cells survives being written as CSV and read again", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " ", "退") }).filter((text) => text !== "");
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")).join("\n");

      const read = readCsv(text);

      expect("rows" in read && read.rows.map(({ cells }) => cells)).toEqual(rows);
    }),
  );
  expect(readCsv('a,"b')).toEqual({ problem: "line 1: a quote is opened and never closed" });
});

test("money is kept in its smallest unit, whatever the currency's is", () => {
  expect(readMoney("199", "CNY")).toEqual({ minor: 19_900, currency: "CNY" });
  expect(readMoney("0.1", "USD")).toEqual({ minor: 10, currency: "USD" });
  expect(readMoney("500", "JPY")).toEqual({ minor: 500, currency: "JPY" });
  expect(readMoney("500.50", "JPY")).toBeNull();
  expect(readMoney("-5", "USD")).toBeNull();
  expect(amountOf({ minor: 19_905, currency: "CNY" })).toBe("199.05");
  expect(amountOf({ minor: 500, currency: "JPY" })).toBe("500");
});

test("an email becomes the same hash however it is written, and another one with another secret", () => {
  const [one, other] = [emailHasher("a".repeat(32)), emailHasher("b".repeat(32))];

  const key = readKey("email:Ming@Example.com", one);

  expect(key).toEqual(readKey("email: ming@example.com", one));
  expect(key).not.toEqual(readKey("email:ming@example.com", other));
  expect(JSON.stringify(key).toLowerCase()).not.toContain("ming");
  expect(readKey("email:nobody", one)).toHaveProperty("problem");
  expect(formatKey({ realm: "telegram", id: "1" })).toBe("telegram:1");
});
