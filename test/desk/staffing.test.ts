/** Staffing advice as a program asks for it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeAll(async () => {
  house = await openDeskHouse();
});
afterAll(() => house.close());

const MONTH = "requests=1000&period=633600&handling=600&within=1800";

describe("what a load would need", () => {
  test("a school's month needs two agents, and three of four days of work are spare then", async () => {
    const { status, json } = await house.ask(`/api/v1/staffing/what-if?${MONTH}&shrinkage=0.3`);

    expect(status).toBe(200);
    expect(json()).toMatchObject({ needed: 2, rostered: 3 });
    const [one, two] = (json() as { lines: { withinShare: number; meanWaitSeconds: number }[] }).lines;
    expect(one?.withinShare).toBeCloseTo(0.192, 3);
    expect(one?.meanWaitSeconds).toBeCloseTo(2 * 3600 + 59 * 60, -2);
    expect(two?.withinShare).toBeCloseTo(0.987, 3);
    expect(two?.meanWaitSeconds).toBeCloseTo(173, 0);
  });

  test("the older index comes with its caveat", async () => {
    const { json } = await house.ask(`/api/v1/staffing/what-if?${MONTH}`);

    expect((json() as { responseLoadIndex: number }).responseLoadIndex).toBeCloseTo(96.77, 2);
    expect((json() as { responseLoadIndexCaveat: string }).responseLoadIndexCaveat).toContain("Not advice");
  });

  test.each([
    "requests=1000&period=633600&handling=600",
    "requests=-1&period=3600&handling=600&within=60",
    "requests=1000&period=3600&handling=0&within=60",
    "requests=1e9&period=1&handling=86400&within=60",
    `${MONTH}&share=1`,
  ])("what cannot be is refused: %s", async (query) => {
    expect((await house.ask(`/api/v1/staffing/what-if?${query}`)).status).toBe(422);
  });
});

describe("advice from what happened", () => {
  test("a school that just began is told that there is too little to say, in both languages", async () => {
    const { status, json } = await house.ask("/api/v1/staffing");

    expect(status).toBe(200);
    expect(json()).toMatchObject({
      requests: 0,
      handling: { meanSeconds: null, n: 0 },
      hours: [],
      advice: { en: ["Too few requests were handled so far to advise anything."] },
    });
  });
});
