/** What kill.test.ts does to a bot that asks Telegram for news, done to one that Telegram calls. */
import { afterAll, beforeAll, describe } from "vitest";
import { type House, openHouse } from "../whole-bot/house.ts";
import { diesAtAnyMoment } from "../whole-bot/killing.ts";

describe("killed at any moment, by webhook", () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse("webhook", { INTENTS_DIR: "./test/whole-bot/small-pack" });
  }, 60_000);
  afterAll(() => house.close());

  diesAtAnyMoment(() => house);
});
