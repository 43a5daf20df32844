/**
 * What only Discord has, as tests: commands in a guild where others read along, closed direct messages, threads that are
 * archived and locked, forms. Called once for each kind of staff channel.
 */
import { afterEach, expect, test } from "vitest";
import type { Interaction } from "../emulators/discord/interaction.ts";
import type { User } from "../emulators/discord/user.ts";
import { inDiscord, inTelegram, roomsOf, untilEvery } from "./across-agents.ts";
import { chinese, walkCircle } from "./across-circle.ts";
import { aMember, onDiscord } from "./across-people.ts";
import { type Across, appears, untilHandedOver, WEB_CHAT, written } from "./across-place.ts";
import { WAIT } from "./place.ts";

let place: Across;

/** Registers the flows as tests of the suite around it. `at` is asked when a test begins. */
export function walkDiscord(at: () => Across): void {
  const walk = (name: string, flow: () => Promise<void>) =>
    test(name, async () => {
      place = at();
      await flow();
    }, 60_000);
  afterEach(() => at().dc.assertClean(["error"]));

  walk("in Chinese a learner is helped by an agent in a Discord thread, then rates by a button", circle);
  walk("a question asked in the guild is answered in private, and only the learner sees where", askInGuild);
  walk("a learner who calls for a person in the guild is handed over in private", humanInGuild);
  walk("a learner whose direct messages are closed is shown the way to the web chat", closedDoor);
  walk("a ticket released in its thread is claimed by another agent, and the story can be had as a file", release);
  walk("a solved ticket's thread is locked, and opens again with the learner's button and with an agent's", reopen);
  walk("mentioned among others the bot says where to write and nothing else, on Discord and in Telegram", mentioned);
}

async function circle(): Promise<void> {
  const learner = onDiscord(place, aMember(place, chinese));
  await walkCircle(place, { learner, agent: inDiscord(place, place.cleo), says: chinese });
}

/** What the learner alone is shown where they gave the command. */
async function shownInGuild(command: Interaction): Promise<string> {
  const { ephemeral } = await command.acked();
  expect(ephemeral).toBe(true);
  return (await command.response(WAIT.timeout)).content;
}

const everythingIn = (channel: Across["lobby"]) => written(place, channel);

async function askInGuild(): Promise<void> {
  const { dc, lobby: channel } = place;
  const member = aMember(place);
  const talkBefore = everythingIn(channel);

  const command = member.slash("ask", { channel, options: { question: "I forgot my password" } });
  const shown = await shownInGuild(command);
  const dm = dc.dmWith(member);
  await appears(place, dm, /Forgot password/i);

  expect(shown).toContain(`https://discord.com/channels/@me/${dm.id}`);
  expect(written(place, dm)).toEqual(["> I forgot my password", expect.stringMatching(/Forgot password/i)]);
  expect(everythingIn(channel)).toEqual(talkBefore);
}

async function humanInGuild(): Promise<void> {
  const member = aMember(place);
  const learner = onDiscord(place, member);

  await shownInGuild(member.slash("human", { channel: place.lobby }));
  const ticket = await untilHandedOver(place, await learner.reads(/request #\d+/));
  await inTelegram(place, place.ann).does(ticket, "claim");

  await learner.reads(/Ann is here/);
}

async function closedDoor(): Promise<void> {
  const { dc, lobby: channel, get } = place;
  const member = aMember(place);
  member.dmsOpen = false;
  const conversations = async () => (await get("/api/v1/tickets?view=all")).body.items.length;
  const before = await conversations();

  const asked = await shownInGuild(member.slash("ask", { channel, options: { question: "I forgot my password" } }));
  const called = await shownInGuild(member.slash("human", { channel }));

  expect([asked, called]).toEqual([expect.stringContaining(WEB_CHAT), expect.stringContaining(WEB_CHAT)]);
  expect(dc.sent({ channel: dc.dmWith(member) })).toEqual([]);
  expect(await conversations()).toBe(before);
}

async function claimedByCleo(member: User) {
  const learner = onDiscord(place, member);
  const cleo = inDiscord(place, place.cleo);
  await learner.says("/human");
  const ticket = await untilHandedOver(place, await learner.reads(/request #\d+/));
  await cleo.does(ticket, "claim");
  await learner.reads(/Cleo is here/);
  return { learner, cleo, ticket };
}

async function release(): Promise<void> {
  const { dc } = place;
  const { learner, ticket } = await claimedByCleo(aMember(place));
  const { thread: channel, ticketId } = ticket;
  const dan = inDiscord(place, place.dan);

  await dan.writes(ticket, "I know this one");
  await appears(place, channel, /Cleo holds this ticket/);
  await place.cleo.slash("release", { channel }).response(WAIT.timeout);
  await learner.reads(/back in line/);
  await dan.does(ticket, "claim");
  await learner.reads(/Dan is here/);
  await place.dan.slash("history", { channel }).response(WAIT.timeout);
  const { attachments } = await dc.expectMessage({ channel, where: (it) => it.attachments.length > 0 }, WAIT);

  const text = await (await fetch(attachments[0]?.url ?? "")).text();
  expect(attachments[0]?.filename).toMatch(new RegExp(`${ticketId}.*\\.txt$`));
  expect(text).toMatch(/👤 \/human[\s\S]*Cleo is here[\s\S]*back in line[\s\S]*Dan is here/);
  expect(learner.history().join("\n")).not.toContain("I know this one");
}

async function reopen(): Promise<void> {
  const { learner, cleo, ticket } = await claimedByCleo(aMember(place));
  const rooms = roomsOf(place, ticket);

  await cleo.writes(ticket, "Try again please");
  await learner.reads("Try again please");
  await cleo.does(ticket, "solve");
  const asked = await learner.reads(/1 \(poor\) to 5/);
  await untilEvery(rooms, ({ isClosed }) => isClosed());
  await asked.presses(/Not solved/);
  await learner.reads(new RegExp(`#${ticket.ticketId} is open again`));
  await untilEvery(rooms, ({ isClosed }) => !isClosed());
  await cleo.does(ticket, "claim");
  await learner.reads(/Cleo is here/);
  await cleo.does(ticket, "solve");
  await learner.reads(new RegExp(`#${ticket.ticketId} is closed`));
  await untilEvery(rooms, ({ isClosed }) => isClosed());
  await inTelegram(place, place.bo).does(ticket, "reopen");
  await learner.reads(/Bo is here/);
  await untilEvery(rooms, ({ isClosed, card }) => !isClosed() && card().includes("held by Bo"));

  const { body } = await place.get(`/api/v1/tickets/${ticket.ticketId}`);
  expect(body.ticket).toMatchObject({ status: "open", episode: 3, holder: { name: "Bo" } });
}

async function mentioned(): Promise<void> {
  const { dc, tg, lobby, bo } = place;
  const member = aMember(place);
  const group = tg.supergroup({ title: "Course 7", members: [bo] });

  member.says(`${dc.bot.mention} I forgot my password`, { channel: lobby });
  const onDiscord = await appears(place, lobby, /write to me privately/);
  bo.says(`@${tg.me.username} I forgot my password`, { chat: group });
  const inTelegramGroup = await tg.expectMessage({ chat: group }, WAIT);

  expect(onDiscord.content).toContain(`https://discord.com/users/${dc.bot.id}`);
  expect(inTelegramGroup.text).toMatch(/write to me privately.*https:\/\/t\.me\//);
  expect(tg.sent({ chat: group })).toHaveLength(1);
  expect(dc.sent({ channel: dc.dmWith(member) })).toEqual([]);
  expect([onDiscord.content, inTelegramGroup.text].join()).not.toMatch(/Forgot password/i);
}
