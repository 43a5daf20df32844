/** One ticket of the demo, played to its end: claimed, answered, solved and perhaps rated, or taken back by a learner who gave up. */
import { actOf } from "../app/act.ts";
import type { Millis, Rating, Ticket } from "../core/model.ts";
import { pick, type Worker } from "./cast.ts";
import type { Dice } from "./dice.ts";
import { at, type Player, type Stage } from "./learner.ts";
import { type Fate, type Handling, nextInShift } from "./office.ts";

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const RATED_SHARE = 0.55;
/** Answered at once without a greeting; asked on; back soon after it was solved. */
const BRIEF_SHARE = 0.35;
const MORE_SHARE = 0.3;
const THANKS_SHARE = 0.5;
const AGAIN_SHARE = 0.05;
/** An hour of waiting costs so many stars. */
const STARS_AN_HOUR = 0.12;

const GREETINGS = { zh: "您好，我来看看您的问题。", en: "Hi, let me look into this for you." } as const;
const THANKS = {
  zh: ["好的，谢谢", "可以了！", "还是不太明白，我再试试"],
  en: ["great, thanks", "works now!", "hm, let me try again"],
} as const;
const MORE = {
  zh: ["试了一下还是不行，还有别的办法吗？", "找到了，那手机上怎么弄？", "谢谢，另外会影响我的证书吗？"],
  en: ["I tried, it still does not work", "found it, and how on my phone?", "thanks, will it change my certificate?"],
} as const;
const REPLIES = {
  zh: ["请退出重新登录再看一下，我这边已经刷新了。", "手机上是同一个位置，在“我的”里。", "不会的，学习记录都在。"],
  en: [
    "Please sign in again, I have refreshed it here.",
    "The same place on the phone, under Me.",
    "No, all you learned is kept.",
  ],
} as const;
const AGAIN = { zh: "又遇到同样的问题了", en: "it happened again" } as const;
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
  const back = helped.dice.uniform() < AGAIN_SHARE ? await comeBack(stage, player, fate.handling, helped) : null;
  if (back !== null) return { rating: null, until: back };
  const waitedHours = (fate.handling.claimedAt - helped.ticket.openedAt) / HOUR;
  return await rate(player, fate.handling, { waitedHours, dice: helped.dice });
}

async function serve(stage: Stage, player: Player, handling: Handling, helped: Helped): Promise<void> {
  const { dice, answer } = helped;
  const { language } = player.learner;
  const span = handling.solvedAt - handling.claimedAt;
  const when = (share: number): Millis => Math.round(handling.claimedAt + span * share);
  const acts = actsOf(stage, player, { worker: handling.worker, ticket: helped.ticket });
  await acts(when(0), { verb: "claim" });
  if (dice.uniform() > BRIEF_SHARE) await acts(when(0.15), said(GREETINGS[language]));
  await acts(when(0.5), said(answer));
  if (dice.uniform() < MORE_SHARE) {
    // A reply stands where its question does.
    const topic = pick([0, 1, 2] as const, dice);
    await player.says(MORE[language][topic], when(0.6));
    await acts(when(0.8), said(REPLIES[language][topic]));
  } else if (dice.uniform() < THANKS_SHARE) await player.says(pick(THANKS[language], dice), when(0.8));
  await acts(when(1), { verb: "solve" });
}

/** Not solved after all: the same agent takes it again, as soon as they are there. Until when; null: it could not be reopened. */
async function comeBack(
  stage: Stage,
  player: Player,
  { worker, solvedAt }: Handling,
  { ticket, answer, dice }: Helped,
): Promise<Millis | null> {
  const backAt = Math.round(solvedAt + 10 * MINUTE + dice.exponential(4 * HOUR));
  if (!(await player.presses(["unsolved"], backAt))) return null;
  await player.says(AGAIN[player.learner.language], backAt + MINUTE);
  const acts = actsOf(stage, player, { worker, ticket });
  const takenAt = Math.round(nextInShift(worker, backAt + 2 * MINUTE) + dice.exponential(6 * MINUTE));
  await acts(takenAt, { verb: "claim" });
  await acts(takenAt + MINUTE, said(answer));
  const solved = Math.round(takenAt + 2 * MINUTE + dice.exponential(8 * MINUTE));
  await acts(solved, { verb: "solve" });
  return solved;
}

type Verb = Parameters<ReturnType<typeof actOf>>[2];

function said(text: string): Verb {
  return { verb: "say", text, attachments: [] };
}

/** What an agent does, at its moment; the learner reads it then. */
function actsOf(
  stage: Stage,
  player: Player,
  { worker, ticket }: { readonly worker: Worker; readonly ticket: Ticket },
): (now: Millis, does: Verb) => Promise<void> {
  return async (now, does) => {
    await stage.clock.until(now);
    await actOf(at(stage, now))(ticket.id, worker.agent, does);
    await player.receives(now);
  };
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
