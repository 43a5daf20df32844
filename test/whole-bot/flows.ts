/**
 * Every flow a learner and the agents can go through, as tests: called once for each shape the bot runs in. Not to break: a
 * flow makes no assumption about what other flows left behind in the same place.
 */
import { afterEach, expect, test } from "vitest";
import type { User } from "../emulators/telegram/user.ts";
import { agentsRead, type Place, reads, untilQueued, WAIT, writes } from "./place.ts";
import { inChinese, inEnglish, talk } from "./talk.ts";

let place: Place;

/** Registers the flows as tests of the suite around it. `at` is asked when a test begins. */
export function walkFlows(at: () => Place): void {
  const walk = (name: string, flow: () => Promise<void>) =>
    test(name, async () => {
      place = at();
      await flow();
    }, 60_000);
  afterEach(() => at().tg.assertClean(["error"]));

  for (const [language, says] of Object.entries({ Chinese: inChinese, English: inEnglish })) {
    walk(`in ${language} a learner is answered, then helped by an agent in Telegram, then rates`, () =>
      talk(place, says),
    );
  }
  walk("a ticket is worked on at the console while the same ticket is a topic in Telegram", atTheConsole);
  walk("a learner's picture is kept by its id and streamed to whoever may see it", aPicture);
  walk("of two learners who wait the second sees their place change, and then who took over", lineMoves);
  walk("a released ticket goes back into line, and the whole story can be had as a file", release);
  walk("a solved ticket is reopened by its learner and by an agent, each time as the same ticket", reopen);
  walk("a learner takes a request back by its button or in words, and is the bot's again", takeBack);
  walk("a learner who asks for what may be two things says which by a button", clarify);
  walk("a learner chooses the language of the answers, whatever they write in", chooseLanguage);
}

function aLearner(language = "en"): User {
  return place.tg.user({ first_name: "Mia", language_code: language });
}

async function atTheConsole(): Promise<void> {
  const { tg, bo, get, post } = place;
  const learner = aLearner();
  const waitingBefore = (await get("/api/v1/tickets?view=unassigned")).body.waiting;

  learner.says("/human");
  const ticket = await untilQueued(place, learner);
  const api = `/api/v1/tickets/${ticket.ticketId}`;
  const { body: list } = await get("/api/v1/tickets?view=unassigned");
  const claimed = await post(`${api}/claim`);
  await reads(place, learner, /is here now/);
  await tg.expectEdit({ message: ticket.card, text: /held by Support/ }, WAIT);
  const refusal = await bo.clicks(ticket.card, /Solve/).answered;
  const reply = await post(`${api}/reply`, { text: "Hello from the console" });
  await reads(place, learner, "Hello from the console");
  await agentsRead(place, ticket, /💬 Support: Hello from the console/);
  await post(`${api}/note`, { text: "a note from the console" });
  await agentsRead(place, ticket, /📝 note by Support: a note/);
  const solved = await post(`${api}/solve`);
  learner.clicks(await reads(place, learner, /1 \(poor\) to 5/), /5/);
  await reads(place, learner, /Thank you for your 5/);

  expect(list.waiting).toBe(waitingBefore + 1);
  expect(list.items).toContainEqual(expect.objectContaining({ id: ticket.ticketId, status: "new" }));
  expect([claimed.status, reply.status, solved.status]).toEqual([200, 200, 200]);
  expect(refusal?.text ?? "").toMatch(/Support/);
  expect(learner.dm.history().some(({ text }) => text?.includes("a note"))).toBe(false);
}

async function aPicture(): Promise<void> {
  const { tg, agents, doors, get } = place;
  const learner = aLearner();

  learner.says("/human");
  const { ticketId, topic } = await untilQueued(place, learner);
  learner.sendsPhoto({ data: Buffer.from("a picture of a black screen"), caption: "look" });
  await tg.expectMessage({ chat: agents, thread: topic, where: ({ photo }) => photo !== undefined }, WAIT);
  const { body } = await get(`/api/v1/tickets/${ticketId}`);
  const file = body.transcript.flatMap(({ attachments }: { attachments: { url: string }[] }) => attachments)[0];

  for (const door of doors) {
    const download = await fetch(`${door}${file.url}`);
    const stranger = await fetch(`${door}${file.url}`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    expect(await download.text()).toBe("a picture of a black screen");
    expect(download.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(stranger.status).toBe(403);
    expect(JSON.stringify([...download.headers])).not.toContain(tg.token);
  }
}

async function lineMoves(): Promise<void> {
  const { tg, ann, bo } = place;
  const [mia, ming] = [aLearner(), aLearner()];
  const placeOf = (text = "") => Number(/number (\d+) in line/.exec(text)?.[1] ?? 1);

  mia.says("/human");
  const first = await untilQueued(place, mia);
  ming.says("/human");
  const second = await untilQueued(place, ming);
  const message = second.told;
  const now = placeOf(message.text) - 1;
  writes(ann, place, first)("/claim");
  const moved = await tg.expectEdit(
    { message, text: now === 1 ? /You are next/ : new RegExp(`number ${now} in`) },
    WAIT,
  );
  writes(bo, place, second)("/claim");
  const taken = await tg.expectEdit({ message, text: /Bo took over/ }, WAIT);

  const labels = moved.reply_markup?.inline_keyboard.flat().map(({ text }) => text);
  expect(labels).toEqual(["✍️ Add detail", "✖️ Cancel request"]);
  expect(taken.reply_markup).toBeUndefined();
  expect(ming.dm.history().filter(({ from }) => from?.is_bot)).toHaveLength(2);
}

async function release(): Promise<void> {
  const { tg, agents, ann, bo } = place;
  const learner = aLearner();

  learner.says("I want to talk to a human");
  const ticket = await untilQueued(place, learner);
  const [annWrites, boWrites] = [writes(ann, place, ticket), writes(bo, place, ticket)];
  annWrites("/claim");
  await reads(place, learner, /Ann is here/);
  boWrites("I know this one");
  await agentsRead(place, ticket, /Ann holds this ticket/);
  annWrites("/release");
  await reads(place, learner, /back in line/);
  boWrites("/claim");
  await reads(place, learner, /Bo is here/);
  boWrites("/history");

  const file = await tg.expectMessage({ chat: agents, thread: ticket.topic, method: "sendDocument" }, WAIT);
  expect(file.document?.file_name).toMatch(new RegExp(`${ticket.ticketId}.*\\.txt$`));
}

async function reopen(): Promise<void> {
  const { tg, ann, get, post } = place;
  const learner = aLearner();

  learner.says("/human");
  const ticket = await untilQueued(place, learner);
  const { ticketId, topic } = ticket;
  const annWrites = writes(ann, place, ticket);
  annWrites("/claim");
  await reads(place, learner, /Ann is here/);
  annWrites("Try again please");
  annWrites("/solve");
  const asked = await reads(place, learner, /1 \(poor\) to 5/);
  await tg.until(() => topic.closed, WAIT);
  learner.clicks(asked, /Not solved/);
  await reads(place, learner, new RegExp(`#${ticketId} is open again`));
  await tg.until(() => !topic.closed, WAIT);
  annWrites("/claim");
  await reads(place, learner, /Ann is here/);
  annWrites("/solve");
  await reads(place, learner, new RegExp(`#${ticketId} is closed`));
  await tg.until(() => topic.closed, WAIT);
  const { body } = await get(`/api/v1/tickets/${ticketId}`);
  const reopened = await post(`/api/v1/tickets/${ticketId}/reopen`);

  expect(body.ticket).toMatchObject({ status: "solved", episode: 2 });
  expect(reopened.status).toBe(200);
  await tg.until(() => !topic.closed, WAIT);
}

async function takeBack(): Promise<void> {
  const { tg, get } = place;
  const learner = aLearner();
  const waiting = async () => (await get("/api/v1/tickets?view=unassigned")).body.waiting;
  const { dm: chat } = learner;
  const before = await waiting();

  learner.says("/human");
  const first = await untilQueued(place, learner);
  learner.says("/status");
  learner.clicks(await reads(place, learner, /is waiting for a person/), /Cancel request/);
  await reads(place, learner, new RegExp(`#${first.ticketId} is cancelled`));
  await agentsRead(place, first, /took the request back/);
  learner.says("/human");
  const second = await untilQueued(place, learner);
  learner.says("/cancel");
  await reads(place, learner, new RegExp(`#${second.ticketId} is cancelled`));
  await tg.until(() => first.topic.closed && second.topic.closed, WAIT);
  learner.says("I forgot my password");
  await reads(place, learner, /Forgot password/i);

  expect(second.ticketId).not.toBe(first.ticketId);
  for (const { ticketId } of [first, second]) {
    const { body } = await get(`/api/v1/tickets/${ticketId}`);
    expect(body.ticket.status).toBe("solved");
  }
  await expect.poll(waiting, WAIT).toBe(before);
  expect(tg.sent({ chat, text: /from 1 \(poor\)/ })).toEqual([]);
}

async function clarify(): Promise<void> {
  const [mia, ming] = [aLearner(), aLearner("zh-hans")];

  mia.says("the gift parcel to my place");
  const question = await reads(place, mia, /Did you mean/);
  ming.says("礼品包裹怎么寄");
  const asked = await reads(place, ming, /你是想问/);
  mia.clicks(question, /Parcel to my home/);
  await reads(place, mia, "The gift parcel goes to your home.");
  ming.clicks(asked, /包裹寄到公司/);
  await reads(place, ming, "礼品包裹会寄到您公司。");
  mia.says("the gift parcel to my place");
  mia.clicks(await reads(place, mia, /Did you mean/), /None of these/);

  await reads(place, mia, /put the question another way/);
}

async function chooseLanguage(): Promise<void> {
  const learner = aLearner();

  learner.says("I forgot my password");
  await reads(place, learner, /Forgot password/i);
  learner.says("/language zh");
  await reads(place, learner, /之后我用中文回答/);
  learner.says("I forgot my password");
  await reads(place, learner, /忘记密码/);
  learner.says("/language");
  learner.clicks(await reads(place, learner, /哪种语言/), /English/);
  await reads(place, learner, /answer in English from now on/);
  learner.says("忘记密码怎么办");

  await reads(place, learner, /Forgot password/i);
}
