/** One ticket of the demo, played to its end: claimed, answered, solved and perhaps rated, or taken back by a learner who gave up. */
import { actOf } from "../app/act.ts";
import type { Millis, Rating, Ticket } from "../core/model.ts";
import { pick } from "./cast.ts";
import type { Dice } from "./dice.ts";
import { at, type Player, type Stage } from "./learner.ts";
import type { Fate, Handling } from "./office.ts";

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const RATED_SHARE = 0.55;
/** An hour of waiting costs so many stars. */
const STARS_AN_HOUR = 0.12;

const GREETINGS = { zh: "您好，我来看看您的问题。", en: "Hi, let me look into this for you." } as const;
const THANKS = {
  zh: ["好的，谢谢", "可以了！", "还是不太明白，我再试试"],
  en: ["great, thanks", "works now!", "hm, let me try again"],
} as const;
const COMMENTS = {
  zh: ["等太久了", "说的和我看到的页面不一样", "问了三遍才有人回"],
  en: ["took far too long", "the steps did not match my screen", "I had to ask three times"],
} as const;

type Helped = { readonly ticket: Ticket; readonly answer: string; readonly dice: Dice };

/** What the learner gave, null for no rating, and until when they are busy with it. */
export type Outcome = { readonly rating: Rating | null; readonly until: Millis };

export async function help(stage: Stage, player: Player, fate: Fate, helped: Helped): Promise<Outcome> {
  if (fate.handling === null) {
    await player.presses(["cancel"], fate.leftAt);
    return { rating: null, until: fate.leftAt };
  }
  await serve(stage, player, fate.handling, helped);
  const waitedHours = (fate.handling.claimedAt - helped.ticket.openedAt) / HOUR;
  return await rate(player, fate.handling, { waitedHours, dice: helped.dice });
}

async function serve(
  stage: Stage,
  player: Player,
  handling: Handling,
  { ticket, answer, dice }: Helped,
): Promise<void> {
  const { worker, claimedAt, solvedAt } = handling;
  const { language } = player.learner;
  const span = solvedAt - claimedAt;
  const acts = async (share: number, does: Parameters<ReturnType<typeof actOf>>[2]): Promise<void> => {
    const now = Math.round(claimedAt + span * share);
    await actOf(at(stage, now))(ticket.id, worker.agent, does);
    await player.receives(now);
  };
  await acts(0, { verb: "claim" });
  await acts(0.15, { verb: "say", text: GREETINGS[language], attachments: [] });
  await acts(0.5, { verb: "say", text: answer, attachments: [] });
  if (dice.uniform() < 0.7) await player.says(pick(THANKS[language], dice), Math.round(claimedAt + span * 0.8));
  await acts(1, { verb: "solve" });
}

type Mood = { readonly waitedHours: number; readonly dice: Dice };

async function rate(player: Player, { worker, solvedAt }: Handling, { waitedHours, dice }: Mood): Promise<Outcome> {
  const now = Math.round(solvedAt + MINUTE + dice.exponential(20 * MINUTE));
  if (dice.uniform() > RATED_SHARE) return { rating: null, until: now };
  // The mean of three throws is near enough to how moods are spread.
  const mood = (dice.uniform() + dice.uniform() + dice.uniform() - 1.5) * 1.6;
  const stars = Math.round(4.3 + worker.touch - waitedHours * STARS_AN_HOUR + mood);
  const rating = Math.max(1, Math.min(5, stars)) as Rating;
  await player.presses(["rate"], now, (press) => "rating" in press && press.rating === rating);
  if (rating > 3) return { rating, until: now };
  const reason = waitedHours > 1 ? "slow" : pick(["not_solved", "unclear", "other"] as const, dice);
  await player.presses(["why"], now + MINUTE, (press) => "reason" in press && press.reason === reason);
  if (dice.uniform() < 0.4) await player.says(pick(COMMENTS[player.learner.language], dice), now + 2 * MINUTE);
  return { rating, until: now + 3 * MINUTE };
}
