/** Admins set hours, targets and who gets a ticket; agents read them; nobody can write what clocks could not go by. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const PATH = "/api/v1/queue/rules";

async function rulesNow(): Promise<Record<string, unknown>> {
  const answer = await house.ask(PATH);
  return (answer.json() as { rules: Record<string, unknown> }).rules;
}

async function put(rules: unknown) {
  const headers = { "content-type": "application/json" };
  return await house.ask(PATH, { method: "PUT", headers, body: JSON.stringify(rules) });
}

test("what is read can be written back as it is, and nothing changes but the version", async () => {
  const rules = await rulesNow();

  const answer = await put(rules);

  expect(answer.json()).toEqual({ version: 2, rules });
  expect(await rulesNow()).toEqual(rules);
});

test("new hours hold from now on, with a holiday and a make-up day", async () => {
  const rules = await rulesNow();
  const holidays = [
    { date: "2026-10-01", hours: "closed" },
    { date: "2026-10-10", hours: "09:00-12:00,13:00-17:00" },
  ];

  await put({ ...rules, hours: "Mon-Fri 09:00-18:00", timeZone: "Asia/Shanghai", holidays, assignment: "least_busy" });

  expect(await rulesNow()).toMatchObject({ hours: "Mon-Fri 09:00-18:00", holidays, assignment: "least_busy" });
  const versions = await house.store.staff.rules();
  expect(versions.map(({ version, rules: { schedule } }) => [version, schedule.timeZone])).toEqual([
    [1, "UTC"],
    [2, "Asia/Shanghai"],
  ]);
});

describe("is refused with what to write instead, and changes nothing:", () => {
  test.each([
    ["hours nobody can read", { hours: "nine to five" }],
    ["a time zone that does not exist", { timeZone: "Middle/Earth" }],
    ["a holiday that does not exist", { holidays: [{ date: "2026-02-30", hours: "closed" }] }],
    ["a holiday's hours nobody can read", { holidays: [{ date: "2026-10-01", hours: "late" }] }],
    [
      "the same holiday twice",
      {
        holidays: [
          { date: "2026-10-01", hours: "closed" },
          { date: "2026-10-01", hours: "closed" },
        ],
      },
    ],
    ["a target of nothing", { targets: {} }],
    ["a warning after the target", { warnShare: 1.5 }],
  ])("%s", async (_what, wrong) => {
    const rules = await rulesNow();

    const answer = await put({ ...rules, ...wrong });

    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/"problem":"[^"]{5,}"/);
    expect(await rulesNow()).toEqual(rules);
  });
});
