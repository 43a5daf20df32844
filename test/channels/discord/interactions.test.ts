/** Presses, slash commands and forms: acknowledged at once whatever happens, received once, and never left "thinking". */
import { afterEach, expect, test, vi } from "vitest";
import type { TicketId } from "../../../src/core/model.ts";
import { openRig, type Rig, type RigWishes, seen, wordsOf } from "./rig.ts";

let rig: Rig;
let tolerated: readonly string[] = [];
async function started(wishes: RigWishes = {}): Promise<Rig> {
  rig = await openRig(wishes);
  await rig.channel.start(rig.receiver.receive);
  await rig.dc.until(() => rig.dc.findCommand("claim", { guildId: rig.guild.id, type: 1 }));
  return rig;
}
afterEach(async () => {
  await rig.close(tolerated);
  tolerated = [];
});

const claim = { press: "claim", ticketId: 7 as TicketId } as const;

async function aTicket({ channel, room, dc }: Rig) {
  const buttons = [[{ label: "Claim", press: claim }]];
  const { threadId, cardId } = await channel.openThread(room, { name: "#7", text: "card", buttons, isClosed: false });
  const thread = dc.channels.get(threadId);
  const card = thread?.messages.get(cardId);
  if (!thread || !card) throw new Error("no ticket");
  return { thread, card };
}

test("a press is acknowledged within three seconds although writing it down hangs, and arrives as its press", async () => {
  const { ann, receiver, room } = await started();
  const { thread, card } = await aTicket(rig);
  const free = receiver.hold();

  const click = ann.clicks(card, "Claim");

  expect((await click.acked()).kind).toBe("deferred update");
  free();
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));
  expect(receiver.written[0]).toMatchObject({
    updateId: click.id,
    from: { networkId: ann.id, name: "Ann" },
    place: { kind: "staff", chatId: room.chatId, threadId: thread.id },
    what: { kind: "pressed", messageId: card.id, press: claim },
  });
});

test("a press is answered by a line only its presser sees, from another process too", async () => {
  const { ann, receiver, again } = await started();
  const { card } = await aTicket(rig);
  const click = ann.clicks(card, "Claim");
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));
  const what = receiver.written[0]?.what;

  await again().toast(what?.kind === "pressed" ? what.pressId : "", "Already claimed by Bo.");

  expect(click.messages).toMatchObject([{ content: "Already claimed by Bo.", flags: 68 }]);
});

test("an answer to a press that Discord has forgotten is no error", async () => {
  tolerated = ["expired-token"];
  const { ann, receiver, channel } = await started({ fake: { interactionTtlMs: 1 } });
  const { card } = await aTicket(rig);
  ann.clicks(card, "Claim");
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));
  const what = receiver.written[0]?.what;

  await channel.toast(what?.kind === "pressed" ? what.pressId : "", "too late");
  await channel.toast("forged/../../users/@me", "too late");
});

test("who is no agent and presses Claim is told so politely, and nothing is received", async () => {
  const { ming, receiver } = await started();
  const { card } = await aTicket(rig);

  const click = ming.clicks(card, "Claim");

  const answer = await click.response();
  expect(answer.content).toContain("只有客服");
  expect(answer.flags & 64).toBe(64);
  expect(receiver.offered).toEqual([]);
});

test("a button nobody can read arrives as such, and the learner is not left waiting", async () => {
  const { ming, receiver, channel, place, dm } = await started();
  await channel.send(place, wordsOf("?", { buttons: [[{ label: "Yes", press: { press: "solved", turn: 1 } }]] }));
  const message = dm.history()[0];
  if (!message) throw new Error("no message");
  Object.assign(message.components[0]?.components[0], { custom_id: "from:an:older:version" });

  await ming.clicks(message, "Yes").acked();

  await vi.waitFor(() => expect(receiver.written[0]?.what).toMatchObject({ kind: "pressed", press: null }));
});

test("/ask in the guild is quoted into the direct messages, received there, and the asker is shown the way", async () => {
  const { ming, guild, dm, receiver, dc } = await started();
  const help = guild.channel({ name: "help" });

  const asked = ming.slash("ask", { channel: help, options: { question: "why *is*\nit red?" } });

  expect(await asked.acked()).toMatchObject({ kind: "deferred reply", ephemeral: true });
  const answer = await asked.response();
  expect(answer.content).toContain(`https://discord.com/channels/@me/${dm.id}`);
  expect(answer.content).toContain("私信");
  const quoted = dm.history()[0];
  expect(quoted && seen(quoted)).toBe("> why *is*\n> it red?");
  expect(receiver.written).toMatchObject([
    {
      updateId: asked.id,
      from: { networkId: ming.id, languageHint: "zh-CN" },
      place: { kind: "learner", chatId: dm.id },
      what: { kind: "words", messageId: quoted?.id, text: "why *is*\nit red?" },
      mark: { place: dm.id, at: quoted?.id },
    },
  ]);
  expect(dc.sent({ channel: help, ephemeral: false })).toEqual([]);
});

test("/ask with closed direct messages is answered kindly with the web chat, and nothing is received", async () => {
  const { ming, guild, receiver } = await started();
  ming.dmsOpen = false;

  const asked = ming.slash("ask", { channel: guild.channel({ name: "help" }), options: { question: "hello?" } });

  expect((await asked.response()).content).toContain("https://courses.example/chat");
  expect(receiver.offered).toEqual([]);
});

test("/ask is quoted once although writing it down fails at first", async () => {
  const { ming, guild, dm, receiver } = await started();
  receiver.refuse(1);

  const asked = ming.slash("ask", { channel: guild.channel({ name: "help" }), options: { question: "hello?" } });

  await asked.response();
  expect(receiver.offered).toHaveLength(2);
  expect(dm.history()).toHaveLength(1);
});

test("/human in the guild asks for a person in the direct messages", async () => {
  const { ming, guild, dm, receiver } = await started();

  await ming.slash("human", { channel: guild.channel({ name: "help" }) }).response();

  expect(receiver.written).toMatchObject([
    { place: { kind: "learner", chatId: dm.id }, what: { kind: "command", name: "human", argument: "" } },
  ]);
});

test("a command in the direct messages arrives with its argument and does not think for ever", async () => {
  const { ming, dm, receiver } = await started();

  const sent = ming.slash("language", { channel: dm, options: { choice: "English" } });

  expect((await sent.response()).content).toBe("✅");
  expect(receiver.written).toMatchObject([
    { updateId: sent.id, what: { kind: "command", name: "language", argument: "English" } },
  ]);
});

test("an agent's commands arrive from the ticket's thread, and with a number from the room", async () => {
  const { ann, staff, receiver, room } = await started();
  const { thread } = await aTicket(rig);

  await ann.slash("solve", { channel: thread }).response();
  await ann.slash("claim", { channel: staff, options: { ticket: 1042 } }).response();
  await ann.slash("note", { channel: thread, options: { text: "the bank is slow" } }).response();

  expect(receiver.written.map(({ place, what }) => ({ place, what }))).toMatchObject([
    { place: { kind: "staff", chatId: room.chatId, threadId: thread.id }, what: { name: "solve", argument: "" } },
    { place: { kind: "staff", chatId: room.chatId, threadId: null }, what: { name: "claim", ticketId: 1042 } },
    { place: { threadId: thread.id }, what: { name: "note", argument: "the bank is slow" } },
  ]);
});

test("what follows a command arrives as one would type it, the ticket apart from it", async () => {
  const { ann, staff, receiver } = await started();
  const { thread } = await aTicket(rig);

  await ann.slash("transfer", { channel: staff, options: { to: "Bo", ticket: 1042 } }).response();
  await ann.slash("snooze", { channel: thread, options: { until: "2h" } }).response();
  await ann.slash("merge", { channel: thread, options: { into: "1041" } }).response();
  await ann.slash("solve", { channel: staff, options: { reason: "#7 was the same", ticket: 1042 } }).response();
  await ann.slash("away", { channel: staff, options: { until: "明天" } }).response();

  expect(receiver.written.map(({ what }) => what)).toMatchObject([
    { name: "transfer", argument: "Bo", ticketId: 1042 },
    { name: "snooze", argument: "2h" },
    { name: "merge", argument: "1041" },
    { name: "solve", argument: "#7 was the same", ticketId: 1042 },
    { name: "away", argument: "明天" },
  ]);
});

test("/note without words opens a form, and what is written there is the note", async () => {
  const { ann, receiver } = await started();
  const { thread } = await aTicket(rig);

  const form = await ann.slash("note", { channel: thread }).modal();
  const sent = ann.submits(form, { text: "waiting for the bank" });

  expect(await sent.acked()).toMatchObject({ kind: "deferred reply", ephemeral: true });
  expect((await sent.response()).content).toBe("✅");
  expect(receiver.written).toMatchObject([
    { place: { threadId: thread.id }, what: { kind: "command", name: "note", argument: "waiting for the bank" } },
  ]);
});

test("agents' commands outside of the agents' channel are refused politely", async () => {
  const { ann, guild, receiver } = await started();

  const sent = ann.slash("claim", { channel: guild.channel({ name: "talk" }), options: { ticket: 7 } });

  expect((await sent.response()).content).toMatch(/agents/);
  expect(receiver.offered).toEqual([]);
});

test("commands are written once: a restart only reads them, a change writes them again", async () => {
  const { dc, channel, again, receiver, guild } = await started();
  await dc.until(() => dc.journal.of("commands").length === 2);
  await channel.stop();

  await again().start(receiver.receive);
  await dc.until(() => dc.calls("GET /applications/{application_id}/guilds/{guild_id}/commands").length === 2);
  expect(dc.journal.of("commands")).toHaveLength(2);

  const known = dc.findCommand("claim", { guildId: guild.id, type: 1 });
  known.description = "an older description";
  await again().start(receiver.receive);
  await dc.until(() => dc.journal.of("commands").length === 3);
  expect(dc.findCommand("claim", { guildId: guild.id, type: 1 }).description).not.toBe("an older description");
});

test("commands are described in Chinese too", async () => {
  const { dc, guild } = await started();

  const known = dc.findCommand("claim", { guildId: guild.id, type: 1 });

  expect(known.description_localizations["zh-CN"]).toMatch(/\p{Script=Han}/u);
});

test("a press whose acknowledgement got lost on the way is received all the same", async () => {
  const { ann, receiver, dc } = await started();
  const { card } = await aTicket(rig);
  dc.inject({ reset: "after" }, { call: "POST /interactions/{interaction_id}/{interaction_token}/callback" });

  ann.clicks(card, "Claim");

  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));
});

test("a press is acknowledged before it is received, so that whatever answers it finds it acknowledged", async () => {
  const { ann, dc, again, receiver, channel } = await started();
  await channel.stop();
  const { card } = await aTicket(rig);
  const found: (string | undefined)[] = [];
  await again().start(async (inbound) => {
    found.push(click?.callback?.kind);
    await receiver.receive(inbound);
  });
  dc.inject({ delayMs: 150 }, { call: "POST /interactions/{interaction_id}/{interaction_token}/callback" });

  const click = ann.clicks(card, "Claim");

  await vi.waitFor(() => expect(found).toEqual(["deferred update"]));
});
