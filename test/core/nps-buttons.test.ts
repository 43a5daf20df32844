/** The eleven buttons and the way out, as every network can show them: in rows of five, none lost, none cut. */
import { expect, test } from "vitest";
import { BUTTONS } from "../../src/channels/discord/say/compose.ts";
import type { Capabilities } from "../../src/core/ports.ts";
import { formatPress } from "../../src/core/press.ts";
import { shownOn } from "../../src/core/shown.ts";
import { aWorld, pressOf, rowsIn } from "./world.ts";

const PRESS_BYTES_MAX = 64;
const TELEGRAM = { rowsMax: 20, perRowMax: 8, labelLengthMax: 64 };
const WEB = { rowsMax: 10, perRowMax: 5, labelLengthMax: 80 };

function theQuestion(language: "zh" | "en") {
  const world = aWorld();
  world.conversation = { ...world.conversation, language, isLanguageChosen: true };
  world.learnerPresses(pressOf(world.learnerSays("reset_password"), language === "en" ? "Solved" : "解决了"));
  world.wait(3_600_000);
  const asked = rowsIn(world.happens({ by: "world", what: "nps_due" }));
  const [content] = asked.flatMap((row) => (row.content.kind === "say" ? [row.content] : []));
  return content ?? expect.fail();
}

const layouts = [
  ["Telegram", TELEGRAM],
  ["Discord", BUTTONS],
  ["the web", WEB],
] as const;

test.each(layouts)("on %s", (_network, buttons) => {
  for (const language of ["zh", "en"] as const) {
    const can: Pick<Capabilities, "buttons" | "files" | "textLengthMax"> = {
      buttons,
      files: null,
      textLengthMax: 2000,
    };
    const spoken = theQuestion(language);
    const parts = shownOn({ edits: true, quotes: true, reacts: true, typing: true, threads: true, ...can }, spoken);
    const rows = parts[0]?.buttons ?? [];

    expect(parts).toHaveLength(1);
    expect(rows.map((row) => row.map(({ label }) => label))).toEqual([
      ["0", "1", "2", "3", "4"],
      ["5", "6", "7", "8", "9"],
      ["10"],
      [spoken.buttons.at(-1)?.[0]?.label],
    ]);
    for (const button of rows.flat()) {
      expect("press" in button && formatPress(button.press).length).toBeLessThanOrEqual(PRESS_BYTES_MAX);
    }
  }
});
