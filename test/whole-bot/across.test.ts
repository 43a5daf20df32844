/** Learners and agents of Telegram, Discord and the web chat with one bot: on the embedded database, agents in a text channel. */
import { afterAll, beforeAll, describe } from "vitest";
import { walkAcross } from "./across-flows.ts";
import { type Across, acrossOf, type DiscordSide, openDiscord, untilOnDiscord } from "./across-place.ts";
import { walkSurveys } from "./across-survey.ts";
import { walkDiscord } from "./discord-flows.ts";
import { type House, openHouse } from "./house.ts";

describe.each(["text", "forum"] as const)("one process, agents on Discord in a %s channel", (staff) => {
  let side: DiscordSide;
  let house: House;
  let place: Across;
  beforeAll(async () => {
    side = await openDiscord(staff);
    house = await openHouse("polling", side.env);
    await untilOnDiscord(side);
    place = acrossOf(side, { ...house, doors: [house.url] });
  });
  afterAll(async () => {
    await house?.close();
    await side?.dc.stop();
    side?.dc.assertClean();
  });

  walkDiscord(() => place);
  if (staff === "forum") walkSurveys(() => ({ place, dataDir: house.env["DATA_DIR"] ?? "" }));
  if (staff === "text") walkAcross(() => place, "all");
});
