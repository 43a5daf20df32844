/**
 * One learner's evening with the bot: asks, looks at what is shown, and presses what somebody like them would press. Ends when they
 * are content, silent, or handed over to a person.
 */
import type { Millis } from "../core/model.ts";
import type { Matcher } from "../core/ports.ts";
import { pick } from "./cast.ts";
import type { Dice } from "./dice.ts";
import type { Player } from "./learner.ts";
import type { Question } from "./questions.ts";

const MINUTE: Millis = 60_000;
const SECOND: Millis = 1000;
const STEPS_MAX = 4;

type Asking = { readonly question: Question; readonly begunAt: Millis; readonly match: Matcher; readonly dice: Dice };

/** Whether they wait for a person in the end. */
export async function ask(player: Player, { question, begunAt, match, dice }: Asking): Promise<boolean> {
  let now = begunAt;
  const later = (): Millis => {
    now = Math.round(now + 15 * SECOND + dice.exponential(MINUTE));
    return now;
  };
  await player.says(question.text, now);
  let said = question.text;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (player.shows("pick")) {
      const isMeant = await player.presses(
        ["pick"],
        later(),
        (press) => "intentId" in press && press.intentId === question.intentId,
      );
      if (!isMeant) await player.presses(["none"], later());
    } else if (player.shows("solved")) {
      const wish = wishAfter(match(said)[0]?.intentId === question.intentId, dice);
      if (wish === "silent") return false;
      await player.presses([wish], later());
      if (wish !== "rephrase") return player.shows("cancel");
      said = question.again;
      await player.says(said, later());
    } else if (player.shows("person") && step > 0) {
      await player.presses(["person"], later());
      return player.shows("cancel");
    } else if (player.shows("cancel")) {
      return true;
    } else if (player.shows("person")) {
      said = question.again;
      await player.says(said, later());
    } else return false;
  }
  return player.shows("cancel");
}

type Wish = "solved" | "silent" | "rephrase" | "person";

/** Shares as support teams see them: most say nothing when it helped. */
function wishAfter(isRight: boolean, dice: Dice): Wish {
  const helped: readonly Wish[] = [...repeat("solved", 9), ...repeat("silent", 8), "rephrase", ...repeat("person", 2)];
  const missed: readonly Wish[] = [...repeat("rephrase", 5), ...repeat("person", 3), ...repeat("silent", 2)];
  return pick(isRight ? helped : missed, dice);
}

function repeat(wish: Wish, times: number): readonly Wish[] {
  return Array.from({ length: times }, () => wish);
}
