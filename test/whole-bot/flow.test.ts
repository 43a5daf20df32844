/** Every flow end to end on the embedded database, by polling and by webhook; the fleet walks the same list in replicas.test.ts. */
import { afterAll, beforeAll, describe } from "vitest";
import { walkFlows } from "./flows.ts";
import { type House, openHouse } from "./house.ts";
import { PLACE_ENV } from "./place.ts";

describe.each(["polling", "webhook"] as const)("one process by %s", (intake) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(intake, PLACE_ENV);
  });
  afterAll(() => house?.close());

  walkFlows(() => ({ ...house, doors: [house.url] }));
});
