/**
 * The circle everything is for, walked by a learner of any network with an agent of any other: a question, an answer that does
 * not help, a person, words both ways, a note, solved, rated, counted. Words of the bot are written out as people read them.
 */
import { expect } from "vitest";
import { type AgentAt, allRoomsShow, roomsOf, untilEvery } from "./across-agents.ts";
import type { Learner } from "./across-people.ts";
import { type Across, type Ticket, untilHandedOver } from "./across-place.ts";

export const english = {
  language: "en",
  name: "Mia",
  question: "I forgot my password",
  answer: /Forgot password/i,
  notQuite: /Not quite/,
  rephrase: /put the question another way/,
  person: /A person/,
  queued: /request #\d+/,
  here: (agent: string) => new RegExp(`^${agent} is here now`),
  words: "chapter three is still black",
  reply: "I had a look, it should play now: *reload* the page_1.",
  ask: /from 1 \(poor\) to 5/,
  thanks: /Thank you for your 5\/5/,
} as const;

export const chinese = {
  language: "zh",
  name: "小明",
  question: "忘记密码怎么办",
  answer: /忘记密码/,
  notQuite: /换个问法/,
  rephrase: /能换个问法吗/,
  person: /转人工/,
  queued: /请求 #\d+/,
  here: (agent: string) => new RegExp(`^${agent} 来了`),
  words: "视频第三章还是黑屏",
  reply: "我看了一下，现在应该好了。",
  ask: /1（差）到 5（很好）/,
  thanks: /谢谢你的 5 分/,
} as const;

export type Script = typeof english | typeof chinese;
export type Pair = { readonly learner: Learner; readonly agent: AgentAt; readonly says: Script };
type Scene = Pair & { readonly place: Across; readonly ticket: Ticket };

export async function walkCircle(place: Across, pair: Pair): Promise<void> {
  const before = await figuresOf(place);

  const ticket = await askInVain(place, pair);
  const scene = { ...pair, place, ticket };
  await claim(scene);
  await talk(scene);
  await solveAndRate(scene);

  for (const [index, after] of (await figuresOf(place)).entries()) {
    const was = before[index] ?? expect.fail();
    expect(after).toEqual({
      responses: was.responses + 1,
      asked: was.asked + 1,
      fives: was.fives + 1,
      firstResponses: was.firstResponses + 1,
      solved: was.solved + 1,
    });
  }
}

/** The bot's answer does not help, so the learner asks for a person by a button; the ticket stands in every room. */
async function askInVain(place: Across, { learner, says }: Pair): Promise<Ticket> {
  await learner.says(says.question);
  await (await learner.reads(says.answer)).presses(says.notQuite);
  await (await learner.reads(says.rephrase)).presses(says.person);
  const ticket = await untilHandedOver(place, await learner.reads(says.queued));

  for (const room of roomsOf(place, ticket)) {
    expect(room.card()).toMatch(/^#\d+ · 🔴 waiting/);
    expect(room.lines().join("\n")).toContain(`👤 ${says.question}`);
  }
  return ticket;
}

/** The claim is seen in every room and at the console, and a colleague elsewhere is told who was first. */
async function claim({ place, learner, agent, says, ticket }: Scene): Promise<void> {
  const rooms = roomsOf(place, ticket);
  await agent.does(ticket, "claim");
  await learner.reads(says.here(agent.name));
  await allRoomsShow(rooms, `🙌 ${agent.name} claimed this ticket.`);
  await untilEvery(rooms, ({ card }) => card().includes(`held by ${agent.name}`));

  const { body } = await place.get(`/api/v1/tickets/${ticket.ticketId}`);
  expect(body.ticket).toMatchObject({ status: "open", holder: { name: agent.name } });
}

/** Words go both ways in their order, a note stays inside, and the bot is mute. */
async function talk({ place, learner, agent, says, ticket }: Scene): Promise<void> {
  const rooms = roomsOf(place, ticket);
  const others = rooms.filter(({ name }) => name !== agent.room);
  for (const words of ["one", "two", says.words]) await learner.says(words);
  await allRoomsShow(rooms, `👤 ${says.words}`);
  await agent.notes(ticket, "knows the course");
  await allRoomsShow(others, `📝 note by ${agent.name}: knows the course`);
  await agent.writes(ticket, says.reply);
  await learner.reads(says.reply);
  await allRoomsShow(others, `💬 ${agent.name}: ${says.reply}`);
  await learner.says(says.question);
  await allRoomsShow(rooms, `👤 ${says.question}`);

  const said = ["one", "two", says.words, says.question].map((words) => `👤 ${words}`);
  for (const { lines } of rooms) expect(lines().filter((line) => line.startsWith("👤"))).toEqual(said);
}

async function solveAndRate({ place, learner, agent, says, ticket }: Scene): Promise<void> {
  const rooms = roomsOf(place, ticket);
  await agent.does(ticket, "solve");
  const asked = await learner.reads(says.ask);
  await untilEvery(rooms, ({ isClosed }) => isClosed());
  await asked.presses(/5/);
  await learner.reads(says.thanks);
  await allRoomsShow(rooms, /rated 5\/5/);

  const read = learner.history();
  expect(read.filter((text) => text.includes("knows the course"))).toEqual([]);
  expect(read.filter((text) => says.answer.test(text))).toHaveLength(1);
  expect(new Set(read).size).toBe(read.length);
}

/** The figures as every process shows them. */
async function figuresOf({ everywhere }: Across) {
  const [satisfaction, response, metrics] = await Promise.all(
    ["/satisfaction", "/response_time", "/metrics"].map(everywhere),
  );
  return (satisfaction ?? []).map(({ body }, index) => ({
    responses: body.responses,
    asked: body.asked,
    fives: body.distribution[5],
    firstResponses: response?.[index]?.body.first_response.n,
    solved: Number(/aftercare_tickets\{[^}]*solved[^}]*\} (\d+)/.exec(metrics?.[index]?.body)?.[1]),
  }));
}
