/**
 * What learners and agents of different networks do together, as tests: called once for each shape the bot runs in. Not to
 * break: a flow makes no assumption about what other flows left behind in the same place.
 */
import { afterEach, expect, test } from "vitest";
import { announce, channelOnDiscord, groupInTelegram, settleByLearner } from "./across-admins.ts";
import { rateLow } from "./across-aftermath.ts";
import { type AgentAt, atConsole, inDiscord, inTelegram, roomsOf } from "./across-agents.ts";
import { bothWays } from "./across-both-ways.ts";
import { chinese, english, type Script, walkCircle } from "./across-circle.ts";
import { aLearner, type Learner, type Network } from "./across-people.ts";
import { type Across, type Ticket, untilHandedOver } from "./across-place.ts";
import { agentsRead, WAIT } from "./place.ts";
import { openPage } from "./web-page.ts";

let place: Across;
const learners: Learner[] = [];

/** The essential ones are walked in every shape, the others where they are cheap. */
export type Which = "all" | "essential";

/** Registers the flows as tests of the suite around it. `at` is asked when a test begins. */
export function walkAcross(at: () => Across, which: Which): void {
  const walk = (name: string, flow: () => Promise<void>) =>
    test(name, async () => {
      place = at();
      await flow();
    }, 60_000);
  const walkToo = which === "all" ? walk : () => undefined;
  afterEach(async () => {
    await Promise.all(learners.splice(0).map(({ leaves }) => leaves()));
    at().tg.assertClean(["error"]);
    at().dc.assertClean(["error"]);
  });

  walk("on Discord a learner is helped by an agent in a Discord thread", () => circle("discord", cleo, english));
  walk("in the web chat a learner is helped by an agent in Telegram", () => circle("web", ann, english));
  walkToo("in Chinese on Discord a learner is helped by an agent in Telegram", () => circle("discord", ann, chinese));
  walkToo("in Chinese in the web chat a learner is helped by an agent at the console", () =>
    circle("web", atConsole, chinese),
  );
  walkToo("in the web chat a learner is helped by an agent on Discord", () => circle("web", cleo, english));
  walkToo("in Telegram a learner is helped by an agent on Discord", () => circle("telegram", cleo, english));

  walkToo("a ticket held on Discord is refused to agents in Telegram and at the console, who learn who holds it", held);
  walk("a learner's picture in Telegram reaches Discord, and the agent's file from there reaches the learner", () =>
    files("telegram"),
  );
  walkToo("a learner's file on Discord reaches Telegram, and the agent's file comes back", () => files("discord"));
  walkToo("a learner's upload in the web chat reaches both rooms, and the agent's file comes back", () => files("web"));
  walk("what is said in Telegram and on Discord is changed in its place, and replies point at it", () =>
    bothWays(place),
  );
  walk("a learner who links Telegram, Discord and the web chat goes on with one ticket in any of them", link);
  walk("in Telegram a learner rates low, says why, is looked after, and changes the rating", () =>
    low("telegram", cleo),
  );
  walkToo("on Discord a learner rates low, says why, is looked after, and changes the rating", () =>
    low("discord", ann),
  );
  walkEnds(walk, walkToo);
  walk("learners who wait see the line move in the message that told them their place", lineMoves);
  walk("a page whose stream breaks is told what was said meanwhile, in order and once", brokenStream);
}

type Walk = (name: string, flow: () => Promise<void>) => void;

/** Ends that no agent makes. */
function walkEnds(walk: Walk, walkToo: Walk): void {
  walk("in Telegram a learner says that it is solved, is asked whether it is, and rates", () =>
    settled("telegram", cleo),
  );
  walkToo("on Discord a learner says that it is solved, is asked whether it is, and rates", () =>
    settled("discord", ann),
  );
  walk("an incident that an admin of the Telegram group announces answers learners, and its end settles it", () =>
    incident("telegram", groupInTelegram, "subtitles"),
  );
  walkToo("an incident announced on Discord by an admin there answers learners, and its end settles it", () =>
    incident("discord", channelOnDiscord, "timetable"),
  );
}

const ann = (at: Across): AgentAt => inTelegram(at, at.ann);
const cleo = (at: Across): AgentAt => inDiscord(at, at.cleo);

async function newLearner(network: Network, says: Script = english): Promise<Learner> {
  const learner = await aLearner(place, network, says);
  learners.push(learner);
  return learner;
}

async function circle(network: Network, agentAt: (at: Across) => AgentAt, says: Script): Promise<void> {
  await walkCircle(place, { learner: await newLearner(network, says), agent: agentAt(place), says });
}

async function low(network: Network, agentAt: (at: Across) => AgentAt): Promise<void> {
  await rateLow(place, { learner: await newLearner(network), agent: agentAt(place) });
}

async function settled(network: Network, agentAt: (at: Across) => AgentAt): Promise<void> {
  await settleByLearner(place, { learner: await newLearner(network), agent: agentAt(place) });
}

async function incident(
  network: Network,
  roomOf: typeof groupInTelegram,
  intent: keyof typeof QUESTIONS,
): Promise<void> {
  await announce(place, { learner: await newLearner(network), roomOf, intent, question: QUESTIONS[intent] });
}

/** Of intents no other flow asks about. */
const QUESTIONS = { subtitles: "where are the subtitles", timetable: "when is the live class" } as const;

async function handedOver(learner: Learner): Promise<Ticket> {
  await learner.says("/human");
  return await untilHandedOver(place, await learner.reads(/request #\d+/));
}

async function claimedBy(agent: AgentAt, learner: Learner): Promise<Ticket> {
  const ticket = await handedOver(learner);
  await agent.does(ticket, "claim");
  await learner.reads(english.here(agent.name));
  return ticket;
}

async function held(): Promise<void> {
  const learner = await newLearner("telegram");
  const ticket = await claimedBy(cleo(place), learner);

  const inTheTopic = await inTelegram(place, place.bo).triesInVain(ticket, "solve");
  const inTheThread = await inDiscord(place, place.dan).triesInVain(ticket, "release");
  const there = await atConsole(place).triesInVain(ticket, "claim");
  place.bo.says("I know this one", { chat: place.agents, thread: ticket.topic });
  await agentsRead(place, ticket, /Cleo holds this ticket/);

  expect([inTheTopic, inTheThread]).toEqual([
    expect.stringMatching(/Cleo holds this ticket/),
    expect.stringMatching(/Cleo holds this ticket/),
  ]);
  expect(there).toMatch(/Cleo/);
  expect(learner.history().join("\n")).not.toContain("I know this one");
}

/** Content differs for each network, so that no file is taken for another's. */
async function files(network: Network): Promise<void> {
  const learner = await newLearner(network);
  const agent = cleo(place);
  const ticket = await claimedBy(agent, learner);
  const picture = { name: "black.png", mime: "image/png", content: `a black screen, seen on ${network}` };
  const advice = { name: "advice.txt", mime: "text/plain", content: `press reload, for ${network}` };

  await learner.sends(picture);
  for (const room of roomsOf(place, ticket)) await room.gets(picture.content);
  await agent.sends(ticket, advice);
  await learner.gets(advice.content);
  for (const room of roomsOf(place, ticket).filter(({ name }) => name !== agent.room)) await room.gets(advice.content);

  const { body } = await place.get(`/api/v1/tickets/${ticket.ticketId}`);
  const kept = body.transcript.flatMap(({ attachments }: { attachments: { url: string }[] }) => attachments);
  const opened = await Promise.all(kept.map(({ url }: { url: string }) => place.get(url)));
  expect(opened.map(({ body: content }) => content)).toEqual([picture.content, advice.content]);
}

async function link(): Promise<void> {
  const [telegram, discord, web] = [
    await newLearner("telegram"),
    await newLearner("discord"),
    await newLearner("web"),
  ] as const;
  const agent = cleo(place);

  await join(telegram, discord);
  const ticket = await claimedBy(agent, discord);
  await agent.writes(ticket, "to Discord");
  await discord.reads("to Discord");
  await telegram.says("from Telegram");
  for (const room of roomsOf(place, ticket)) await room.shows("👤 from Telegram");
  await agent.writes(ticket, "to Telegram");
  await telegram.reads("to Telegram");
  await join(telegram, web);
  await web.says("from the web");
  for (const room of roomsOf(place, ticket)) await room.shows("👤 from the web");
  await agent.writes(ticket, "to the web");
  await web.reads("to the web");

  const said = [telegram, discord, web].map(({ history }) => history().filter((text) => text.startsWith("to ")));
  expect(said).toEqual([["to Telegram"], ["to Discord"], ["to the web"]]);
  for (const { lines } of roomsOf(place, ticket)) {
    expect(lines().filter((line) => line.startsWith("👤"))).toEqual(["👤 from Telegram", "👤 from the web"]);
    expect(lines().join("\n")).not.toMatch(/\/link \w/);
  }
}

/** A code shown in one chat is written in the other. */
async function join(shown: Learner, typed: Learner): Promise<void> {
  await shown.says("/link");
  const { text } = await shown.reads(/within 10 minutes/);
  await typed.says(`/link ${/\/link (\S+)/.exec(text)?.[1]}`);
  await typed.reads(/one conversation now/);
}

async function lineMoves(): Promise<void> {
  const first = await handedOver(await newLearner("telegram"));
  const behind: { readonly learner: Learner; readonly ticket: Ticket; readonly place: number }[] = [];
  for (const network of ["web", "discord", "telegram"] as const) {
    const learner = await newLearner(network);
    const ticket = await handedOver(learner);
    behind.push({ learner, ticket, place: placeIn(learner.looks().join("\n")) });
  }
  const looks = (learner: Learner) => learner.looks().join("\n");

  await ann(place).does(first, "claim");
  for (const { learner, place: before } of behind) {
    await expect.poll(() => placeIn(looks(learner)), WAIT).toBe(before - 1);
  }
  for (const { learner, ticket } of behind) {
    await cleo(place).does(ticket, "claim");
    await expect.poll(() => looks(learner), WAIT).toMatch(/Cleo took over/);
    expect(learner.history()).toHaveLength(2);
  }
}

/** "You are number 3 in line." → 3. */
function placeIn(text: string): number {
  if (text.includes("You are next.")) return 1;
  return Number(/You are number (\d+) in line/.exec(text)?.[1]);
}

async function brokenStream(): Promise<void> {
  const page = await openPage(place.doors, { name: "Mia", language: "en" });
  const questions = ["I forgot my password", "how do I get an invoice", "how do I get my certificate"];
  try {
    for (const question of questions) {
      await page.says(question);
      page.loses();
    }
    await expect.poll(() => page.told().filter(({ by }) => by === "bot").length, WAIT).toBe(questions.length);

    const seqs = page.told().map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(page.told().flatMap(({ by, text }) => (by === "learner" ? [text] : []))).toEqual(questions);
  } finally {
    await page.close();
  }
}
