/** One learner's question travels end to end, by polling and by webhook, in both languages, with the agent in either place. */
import { afterEach, describe, expect, test } from "vitest";
import { type House, type Intake, openHouse, topicOf } from "./house.ts";

let house: House | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const inChinese = {
  name: "小明",
  language: "zh-hans",
  question: "忘记密码怎么办",
  answer: /忘记密码/,
  solved: /解决了/,
  glad: /有问题随时找我/,
  nonsense: ["阿巴阿巴蓝色大象", "呜啦呜啦铁皮石斛"],
  rephrase: /换个说法/,
  queued: /请求 #1/,
  here: /Ann 来了/,
  words: "视频第三章还是黑屏",
  reply: "我看了一下，现在应该好了。",
  ask: /1（差）到 5（很好）/,
  rating: "五星",
  thanks: /谢谢你的 5 分/,
  stars: 5,
};
const inEnglish: typeof inChinese = {
  name: "Mia",
  language: "en",
  question: "I forgot my password",
  answer: /Forgot password/i,
  solved: /Solved/,
  glad: /Glad that helped/,
  nonsense: ["blue elephants zigzag quietly", "wobbly cactus moonwalk"],
  rephrase: /other words/,
  queued: /request #1/,
  here: /Ann is here/,
  words: "chapter three is still black",
  reply: "I had a look, it should play now.",
  ask: /from 1 \(poor\) to 5/,
  rating: "four stars",
  thanks: /Thank you for your 4\/5/,
  stars: 4,
};

describe.each([
  ["polling", "Chinese", inChinese],
  ["webhook", "English", inEnglish],
  ["webhook", "Chinese", inChinese],
  ["polling", "English", inEnglish],
] as const)("by %s, in %s", (intake: Intake, _language, says) => {
  test("a learner is answered, then helped by an agent in Telegram, then rates, and the figures show it", async () => {
    house = await openHouse(intake);
    const { tg, agents, ann } = house;
    const learner = tg.user({ first_name: says.name, language_code: says.language });

    // The bot answers by itself, and the learner says that it helped.
    learner.says(says.question);
    const answer = await tg.expectMessage({ chat: learner.dm, text: says.answer });
    learner.clicks(answer, says.solved);
    await tg.expectMessage({ chat: learner.dm, text: says.glad });

    // What it does not understand twice goes to a person.
    learner.says(says.nonsense[0] ?? "");
    await tg.expectMessage({ chat: learner.dm, text: says.rephrase });
    learner.says(says.nonsense[1] ?? "");
    await tg.expectMessage({ chat: learner.dm, text: says.queued });
    const { topic, card } = await topicOf(house, 1);
    expect(card.text).toContain("🔴 waiting");
    expect(agents.history({ thread: topic }).at(-1)?.text).toContain(`👤 ${says.question}`);
    expect(agents.pinned).toContain(card.message_id);

    // An agent claims; words go both ways; a note stays inside; the bot is mute.
    ann.clicks(card, /Claim/);
    await tg.expectMessage({ chat: learner.dm, text: says.here });
    learner.says(says.words);
    await tg.expectMessage({ chat: agents, thread: topic, text: `👤 ${says.words}` });
    ann.says("/note knows the course", { chat: agents, thread: topic });
    await tg.expectMessage({ chat: agents, thread: topic, text: /Noted/ });
    ann.says(says.reply, { chat: agents, thread: topic });
    await tg.expectMessage({ chat: learner.dm, text: says.reply });
    learner.says(says.question);
    await tg.expectMessage({ chat: agents, thread: topic, text: `👤 ${says.question}` });
    await tg.expectNoMessage({ chat: learner.dm }, { ms: 200 });

    // Solved, rated in words, and shown.
    ann.says("/solve", { chat: agents, thread: topic });
    await tg.expectMessage({ chat: learner.dm, text: says.ask });
    await tg.until(() => topic.closed);
    learner.says(says.rating);
    await tg.expectMessage({ chat: learner.dm, text: says.thanks });
    await tg.expectMessage({ chat: agents, thread: topic, text: new RegExp(`rated ${says.stars}/5`) });
    expect(learner.dm.history().some(({ text }) => text?.includes("knows the course"))).toBe(false);
    await expectFigures(house, says.stars);
  });
});

async function expectFigures({ get }: House, stars: number): Promise<void> {
  const { body: satisfaction } = await get("/satisfaction");
  const { body: response } = await get("/response_time");
  const { body: metrics } = await get("/metrics");

  expect(satisfaction).toMatchObject({ average_rating: stars, csat: 100, responses: 1, asked: 1, nps: null });
  expect(satisfaction.distribution[String(stars)]).toBe(1);
  expect(response.first_response.n).toBe(1);
  expect(response.resolution.n).toBe(1);
  expect(response.responses).toBe(1);
  expect(metrics).toMatch(/aftercare_tickets\{[^}]*solved[^}]*\} 1/);
}

test("a ticket is claimed and worked on at the console while the same ticket is a topic in Telegram", async () => {
  house = await openHouse("polling");
  const { tg, agents, bo, get, post } = house;
  const learner = tg.user({ first_name: "Mia" });

  learner.says("/human");
  await tg.expectMessage({ chat: learner.dm, text: /request #1/ });
  const { topic, card } = await topicOf(house, 1);
  const { body: list } = await get("/api/v1/tickets?view=unassigned");
  const claimed = await post("/api/v1/tickets/1/claim");
  await tg.expectMessage({ chat: learner.dm, text: /is here now/ });
  await tg.expectEdit({ message: card, text: /held by Support/ });
  const refusal = await bo.clicks(card, /Solve/).answered;
  const reply = await post("/api/v1/tickets/1/reply", { text: "Hello from the console" });
  await tg.expectMessage({ chat: learner.dm, text: "Hello from the console" });
  await tg.expectMessage({ chat: agents, thread: topic, text: /💬 Support: Hello from the console/ });
  await post("/api/v1/tickets/1/note", { text: "a note from the console" });
  await tg.expectMessage({ chat: agents, thread: topic, text: /📝 note by Support: a note/ });
  const solved = await post("/api/v1/tickets/1/solve");
  const asked = await tg.expectMessage({ chat: learner.dm, text: /1 \(poor\) to 5/ });
  learner.clicks(asked, /5/);
  await tg.expectMessage({ chat: learner.dm, text: /Thank you for your 5/ });

  expect(list).toMatchObject({ waiting: 1, items: [{ id: 1, status: "new" }] });
  expect([claimed.status, reply.status, solved.status]).toEqual([200, 200, 200]);
  expect(refusal?.text ?? "").toMatch(/Support/);
  expect(learner.dm.history().some(({ text }) => text?.includes("a note"))).toBe(false);
});

test("a learner's picture is kept by its id and streamed to whoever may see it", async () => {
  house = await openHouse("polling");
  const { tg, get } = house;
  const learner = tg.user({ first_name: "Mia" });

  learner.says("/human");
  await tg.expectMessage({ chat: learner.dm, text: /request #1/ });
  learner.sendsPhoto({ data: Buffer.from("a picture of a black screen"), caption: "look" });
  const { topic } = await topicOf(house, 1);
  await tg.expectMessage({ chat: house.agents, thread: topic, where: ({ photo }) => photo !== undefined });
  const { body } = await get("/api/v1/tickets/1");
  const file = body.transcript.flatMap(({ attachments }: { attachments: { url: string }[] }) => attachments)[0];
  const download = await get(file.url);
  const stranger = await fetch(`${house.url}${file.url}`, { headers: { "x-forwarded-for": "203.0.113.9" } });

  expect(download.body).toBe("a picture of a black screen");
  expect(download.headers.get("content-disposition")).toMatch(/^attachment/);
  expect(stranger.status).toBe(403);
  expect(JSON.stringify([...download.headers])).not.toContain(tg.token);
});

test("a released ticket goes back into line, and the whole story can be had as a file", async () => {
  house = await openHouse("webhook");
  const { tg, agents, ann, bo } = house;
  const learner = tg.user({ first_name: "Mia" });

  learner.says("I want to talk to a human");
  await tg.expectMessage({ chat: learner.dm, text: /request #1/ });
  const { topic } = await topicOf(house, 1);
  ann.says("/claim", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: learner.dm, text: /Ann is here/ });
  bo.says("I know this one", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: agents, thread: topic, text: /Ann holds this ticket/ });
  ann.says("/release", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: learner.dm, text: /back in line/ });
  bo.says("/claim", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: learner.dm, text: /Bo is here/ });
  bo.says("/history", { chat: agents, thread: topic });

  const file = await tg.expectMessage({ chat: agents, thread: topic, method: "sendDocument" });
  expect(file.document?.file_name).toMatch(/1.*\.txt$/);
});

test("a solved ticket is reopened by its learner and by an agent, each time as the same ticket", async () => {
  house = await openHouse("polling");
  const { tg, agents, ann } = house;
  const learner = tg.user({ first_name: "Mia" });

  learner.says("/human");
  const { topic } = await topicOf(house, 1);
  ann.says("/claim", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: learner.dm, text: /Ann is here/ });
  ann.says("Try again please", { chat: agents, thread: topic });
  ann.says("/solve", { chat: agents, thread: topic });
  const asked = await tg.expectMessage({ chat: learner.dm, text: /1 \(poor\) to 5/ });
  await tg.until(() => topic.closed);
  learner.clicks(asked, /Not solved/);
  await tg.expectMessage({ chat: learner.dm, text: /#1 is open again/ });
  await tg.until(() => !topic.closed);
  ann.says("/claim", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: learner.dm, text: /Ann is here/ });
  ann.says("/solve", { chat: agents, thread: topic });
  await tg.expectMessage({ chat: learner.dm, text: /#1 is closed/ });
  await tg.until(() => topic.closed);
  const { body } = await house.get("/api/v1/tickets/1");
  const reopened = await house.post("/api/v1/tickets/1/reopen");

  expect(body.ticket).toMatchObject({ status: "solved", episode: 2 });
  expect(reopened.status).toBe(200);
  await tg.until(() => !topic.closed);
});
