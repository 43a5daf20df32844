/**
 * The flow everything is for, in two languages: a question is answered, another goes to an agent, the learner rates, and the
 * figures show it. Words of the bot are written out here as learners read them, not taken from its phrases.
 */
import { expect } from "vitest";
import { call } from "./house.ts";
import { agentsRead, type Place, reads, untilQueued, WAIT, writes } from "./place.ts";

export const inChinese = {
  name: "小明",
  language: "zh-hans",
  question: "忘记密码怎么办",
  answer: /忘记密码/,
  solved: /解决了/,
  glad: /有问题随时找我/,
  nonsense: ["阿巴阿巴蓝色大象", "呜啦呜啦铁皮石斛"],
  rephrase: /换个说法/,
  queued: /请求 #\d+/,
  here: /Ann 来了/,
  words: "视频第三章还是黑屏",
  reply: "我看了一下，现在应该好了。",
  ask: /1（差）到 5（很好）/,
  rating: "五星",
  thanks: /谢谢你的 5 分/,
  stars: 5,
};
export const inEnglish: typeof inChinese = {
  name: "Mia",
  language: "en",
  question: "I forgot my password",
  answer: /Forgot password/i,
  solved: /Solved/,
  glad: /Glad that helped/,
  nonsense: ["blue elephants zigzag quietly", "wobbly cactus moonwalk"],
  rephrase: /other words/,
  queued: /request #\d+/,
  here: /Ann is here/,
  words: "chapter three is still black",
  reply: "I had a look, it should play now.",
  ask: /from 1 \(poor\) to 5/,
  rating: "four stars",
  thanks: /Thank you for your 4\/5/,
  stars: 4,
};

export async function talk(place: Place, says: typeof inChinese): Promise<void> {
  const { tg, agents, ann } = place;
  const learner = tg.user({ first_name: says.name, language_code: says.language });
  const before = await figuresOf(place);

  // The bot answers by itself, and the learner says that it helped.
  learner.says(says.question);
  learner.clicks(await reads(place, learner, says.answer), says.solved);
  await reads(place, learner, says.glad);

  // What it does not understand twice goes to a person.
  learner.says(says.nonsense[0] ?? "");
  await reads(place, learner, says.rephrase);
  learner.says(says.nonsense[1] ?? "");
  const ticket = await untilQueued(place, learner, says.queued);
  const { topic, card } = ticket;
  expect(card.text).toContain("🔴 waiting");
  expect(agents.history({ thread: topic }).at(-1)?.text).toContain(`👤 ${says.question}`);
  await tg.until(() => agents.pinned.includes(card.message_id), WAIT);

  // An agent claims; words go both ways in their order; a note stays inside; the bot is mute.
  const annWrites = writes(ann, place, ticket);
  ann.clicks(card, /Claim/);
  await reads(place, learner, says.here);
  for (const words of ["one", "two", says.words]) learner.says(words);
  await agentsRead(place, ticket, `👤 ${says.words}`);
  annWrites("/note knows the course");
  await agentsRead(place, ticket, /Noted/);
  annWrites(says.reply);
  await reads(place, learner, says.reply);
  learner.says(says.question);
  await agentsRead(place, ticket, `👤 ${says.question}`);
  await tg.expectNoMessage({ chat: learner.dm }, { ms: 200 });

  // Solved, rated in words, and shown.
  annWrites("/solve");
  await reads(place, learner, says.ask);
  await tg.until(() => topic.closed, WAIT);
  learner.says(says.rating);
  await reads(place, learner, says.thanks);
  await agentsRead(place, ticket, new RegExp(`rated ${says.stars}/5`));
  const relayed = tg.sent({ chat: agents, thread: topic, text: /^👤/ }).map(({ message }) => message.text);
  expect(relayed).toEqual(["one", "two", says.words, says.question].map((text) => `👤 ${text}`));
  expect(learner.dm.history().some(({ text }) => text?.includes("knows the course"))).toBe(false);
  await expectOneMore(place, before, says.stars);
}

type Figures = Awaited<ReturnType<typeof figuresOf>>[number];

/** The figures as every process shows them. */
async function figuresOf({ doors }: Place) {
  return await Promise.all(
    doors.map(async (door) => ({
      satisfaction: (await call(`${door}/satisfaction`)).body,
      response: (await call(`${door}/response_time`)).body,
      solved: solvedIn((await call(`${door}/metrics`)).body),
    })),
  );
}

function solvedIn(metrics: string): number {
  return Number(/aftercare_tickets\{[^}]*solved[^}]*\} (\d+)/.exec(metrics)?.[1] ?? Number.NaN);
}

/** Whatever was rated before: this one was asked and counted once, at every door. */
async function expectOneMore(place: Place, before: readonly Figures[], stars: number): Promise<void> {
  const after = await figuresOf(place);

  for (const [index, { satisfaction, response, solved }] of after.entries()) {
    const was = before[index] ?? expect.fail();
    const sum = (was.satisfaction.average_rating ?? 0) * was.satisfaction.responses + stars;
    const responses = was.satisfaction.responses + 1;
    expect(satisfaction).toMatchObject({ responses, asked: was.satisfaction.asked + 1, csat: 100, nps: null });
    expect(satisfaction.average_rating).toBeCloseTo(sum / responses, 9);
    expect(satisfaction.distribution[stars]).toBe(was.satisfaction.distribution[stars] + 1);
    expect(response.first_response.n).toBe(was.response.first_response.n + 1);
    expect(response.resolution.n).toBe(was.response.resolution.n + 1);
    expect(response.responses).toBe(was.response.responses + 1);
    expect(solved).toBe(was.solved + 1);
  }
}
