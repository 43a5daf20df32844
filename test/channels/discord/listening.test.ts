/** What learners and agents say is heard once: over broken connections, lost sessions, a store that is away, and restarts. */
import { afterEach, expect, test, vi } from "vitest";
import { ConfigError } from "../../../src/core/errors.ts";
import { openRig, type Rig, type RigWishes, wordsOf } from "./rig.ts";

let rig: Rig;
let tolerated: readonly string[] = [];
async function started(wishes: RigWishes = {}): Promise<Rig> {
  rig = await openRig(wishes);
  await rig.channel.start(rig.receiver.receive);
  return rig;
}
afterEach(async () => {
  await rig.close(tolerated);
  tolerated = [];
});

const historyRead = () => rig.dc.calls("GET /channels/{channel_id}/messages").filter(({ result }) => result).length;

test("a direct message arrives with who wrote it, where, and how far the place was heard", async () => {
  const { ming, dm, receiver, dc } = await started();

  const said = ming.dms("how do I reset my password?");
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));

  expect(receiver.written[0]).toEqual({
    channel: "discord",
    bot: dc.bot.id,
    updateId: said.id,
    from: { networkId: ming.id, name: "Ming", languageHint: null },
    place: { kind: "learner", chatId: dm.id },
    what: {
      kind: "words",
      messageId: said.id,
      text: "how do I reset my password?",
      attachments: [],
      albumId: null,
    },
    mark: { place: dm.id, at: said.id },
  });
});

test("words said while the connection is broken arrive after it is resumed, in order and once", async () => {
  const { dc, ming, receiver, channel } = await started();
  ming.dms("one");
  await vi.waitFor(() => expect(receiver.words()).toEqual(["one"]));

  dc.gateway.drop();
  await vi.waitFor(() => expect(channel.isListening()).toBe(false));
  ming.dms("two");
  ming.dms("three");
  await vi.waitFor(() => expect(receiver.words()).toEqual(["one", "two", "three"]), 5000);

  expect(dc.gateway.stats).toMatchObject({ identifies: 1, resumes: 1 });
  expect(receiver.offered).toHaveLength(3);
  await vi.waitFor(() => expect(channel.isListening()).toBe(true));
});

test("words said while the session was lost are read back, in order and written once", async () => {
  const { dc, ming, receiver } = await started();
  ming.dms("one");
  await vi.waitFor(() => expect(receiver.words()).toEqual(["one"]));

  dc.gateway.expireSessions();
  ming.dms("two");
  ming.dms("three");
  dc.gateway.drop();
  await vi.waitFor(() => expect(dc.gateway.stats.identifies).toBe(2), 8000);
  ming.dms("four");

  await vi.waitFor(() => expect(receiver.words()).toEqual(["one", "two", "three", "four"]), 5000);
});

test("what was said while nobody ran is read back page by page, and live words wait behind it", async () => {
  rig = await openRig();
  const { ming, dm, receiver, channel } = rig;
  receiver.mark(dm.id, ming.dms("heard before").id);
  const said = Array.from({ length: 230 }, (_, index) => `line ${index}`);
  for (const line of said) ming.dms(line);

  await channel.start(receiver.receive);
  ming.dms("live");

  await vi.waitFor(() => expect(receiver.words()).toEqual([...said, "live"]), 5000);
  expect(historyRead()).toBe(3);
});

test("an agent's first words in a thread nobody had written in are read back too, with their roles asked for", async () => {
  rig = await openRig();
  const { channel, receiver, ann, ming, room, dc } = rig;
  const { threadId } = await channel.openThread(room, { name: "#1", text: "card", buttons: [], isClosed: false });
  const thread = dc.channels.get(threadId);
  if (!thread) throw new Error("no thread");
  ann.says("I am on it", { channel: thread });
  ming.says("I am no agent", { channel: thread });

  await channel.start(receiver.receive);

  await vi.waitFor(() => expect(receiver.words()).toEqual(["I am on it"]));
  expect(receiver.written[0]?.place).toEqual({ kind: "staff", chatId: room.chatId, threadId });
});

test("a place that is gone keeps nobody else from being heard", async () => {
  rig = await openRig();
  const { ming, dm, receiver, channel } = rig;
  receiver.mark("123456789", "1");
  receiver.mark(dm.id, ming.dms("heard before").id);
  ming.dms("missed");

  await channel.start(receiver.receive);

  await vi.waitFor(() => expect(receiver.words()).toEqual(["missed"]));
});

test("while the store is away words wait, keep their order, and other chats go on", async () => {
  const { dc, guild, ming, receiver } = await started();
  const bo = dc.user({ username: "bo" });
  guild.addMember(bo);
  const free = receiver.hold();
  receiver.refuse(1);
  ming.dms("one");
  await vi.waitFor(() => expect(receiver.offered).toHaveLength(1));
  ming.dms("two");
  free();
  bo.dms("mine");

  await vi.waitFor(() => expect(receiver.written).toHaveLength(3), 5000);

  const byMing = receiver.written.filter(({ from }) => from.networkId === ming.id);
  expect(byMing.map(({ what }) => "text" in what && what.text)).toEqual(["one", "two"]);
});

test("marks that cannot be read are asked for again, and nothing is received before", async () => {
  let failures = 2;
  rig = await openRig();
  const { ming, receiver, again } = rig;
  const channel = again({
    marks: async () => {
      if (failures-- > 0) throw new Error("the store is away");
      return [];
    },
  });
  await channel.start(receiver.receive);

  ming.dms("hello?");

  await vi.waitFor(() => expect(receiver.words()).toEqual(["hello?"]), 5000);
  expect(failures).toBe(-1);
});

test("an edit arrives as an edit, and a link that unfolds is none", async () => {
  const { dc, ming, dm, receiver } = await started();
  const said = ming.dms("see https://courses.example");
  dc.gateway.dispatch("MESSAGE_UPDATE", { ...dm.event(said), embeds: [{ type: "link" }] });

  ming.edits(said, "see the other link");
  await vi.waitFor(() => expect(receiver.written).toHaveLength(2));

  expect(receiver.written[1]?.what).toEqual({ kind: "edited", messageId: said.id, text: "see the other link" });
});

test("an agent's words in the staff channel arrive, and those of others there and elsewhere do not", async () => {
  const { guild, staff, ann, ming, receiver } = await started();
  const talk = guild.channel({ name: "talk" });

  ming.says("may I come in?", { channel: staff });
  ming.says("@everyone party", { channel: talk });
  ann.says("/claim 1042", { channel: staff });
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));

  expect(receiver.written[0]).toMatchObject({
    place: { kind: "staff", chatId: staff.id, threadId: null },
    what: { kind: "command", name: "claim", argument: "1042" },
  });
});

test("without roles set everybody who can write in the staff channel is an agent", async () => {
  const { staff, ming, receiver } = await started({ options: { agentRoleId: null } });

  ming.says("hello", { channel: staff });

  await vi.waitFor(() => expect(receiver.words()).toEqual(["hello"]));
});

test("who mentions the bot among others is heard there, with an invitation to write in private", async () => {
  const { dc, guild, ming, receiver } = await started();
  const talk = guild.channel({ name: "talk" });

  ming.says(`${dc.bot.mention} where is my order?`, { channel: talk });
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));

  expect(receiver.written[0]).toMatchObject({
    place: {
      kind: "group",
      chatId: talk.id,
      threadId: null,
      invitation: `https://discord.com/users/${dc.bot.id}`,
    },
    what: { kind: "words", text: "where is my order?" },
  });
  expect(receiver.written[0]?.mark).toBeUndefined();
});

test("a file arrives as a ref that opens later, when the address it came with has run out", async () => {
  const { channel, ming, receiver } = await started();
  ming.dms("", { attachments: [{ name: "order.png", data: Buffer.from("picture"), content_type: "image/png" }] });
  await vi.waitFor(() => expect(receiver.written).toHaveLength(1));
  const what = receiver.written[0]?.what;
  const [file] = what?.kind === "words" ? what.attachments : [];

  const opened = await channel.openFile(file?.ref ?? "");

  expect(file).toMatchObject({ kind: "photo", keeper: "discord", name: "order.png", mime: "image/png", bytes: 7 });
  expect(await new Response(opened).text()).toBe("picture");
  await expect(channel.openFile(`${file?.ref}9`)).rejects.toMatchObject({ trouble: { kind: "rejected" } });
});

test("without the right to read messages the start says which switch to turn on", async () => {
  tolerated = ["disallowed-intents"];
  rig = await openRig({ fake: { privilegedIntents: 0 } });

  const starting = rig.channel.start(rig.receiver.receive);

  await expect(starting).rejects.toBeInstanceOf(ConfigError);
  await expect(starting).rejects.toThrow(/Message Content Intent/);
});

test("a wrong token ends the start, and is shown to Discord once only", async () => {
  tolerated = ["bad-token"];
  rig = await openRig({ options: { token: "MTIz.Gwrong.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" } });

  await expect(rig.channel.start(rig.receiver.receive)).rejects.toThrow(/DISCORD_BOT_TOKEN/);
  await expect(rig.channel.send(rig.place, wordsOf("hi"))).rejects.toMatchObject({ trouble: { kind: "unreachable" } });

  expect(rig.dc.calls()).toHaveLength(1);
});

test("a staff channel the bot does not see ends the start", async () => {
  rig = await openRig({ options: { staffChannelId: "999" } });

  await expect(rig.channel.start(rig.receiver.receive)).rejects.toThrow(/DISCORD_STAFF_CHANNEL_ID/);
});

test("a channel stopped while it is trying to connect opens no session later", async () => {
  const { dc, channel } = await started();
  dc.gateway.refuseNext(1000);
  dc.gateway.drop();
  await vi.waitFor(() => expect(channel.isListening()).toBe(false));

  await channel.stop();
  dc.gateway.refuseNext(0);
  // Longer than the library's pause between two tries.
  await new Promise((resolve) => setTimeout(resolve, 1200));

  expect(dc.gateway.stats).toMatchObject({ identifies: 1, resumes: 0 });
});

test("a channel that never got through can be stopped at once", async () => {
  rig = await openRig();
  rig.dc.gateway.refuseNext(1000);
  await rig.channel.start(rig.receiver.receive);

  await rig.channel.stop();

  expect(rig.dc.gateway.stats.identifies).toBe(0);
});

test("a packet nobody can read breaks nothing", async () => {
  const { dc, ming, dm, receiver, log } = await started();

  dc.gateway.dispatch("MESSAGE_UPDATE", { id: "1", channel_id: dm.id });
  dc.gateway.dispatch("MESSAGE_CREATE", { ...dm.event(ming.dms("first")), attachments: null, id: "77" });
  ming.dms("second");

  await vi.waitFor(() => expect(receiver.words()).toEqual(["first", "second"]));
  expect(log.lines.filter((line) => line.startsWith("error"))).toHaveLength(2);
});

test("an intent taken away while running is said, and the channel no longer claims to listen", async () => {
  const { dc, channel, log } = await started();

  dc.gateway.drop(4014);

  await vi.waitFor(() => expect(channel.isListening()).toBe(false));
  await vi.waitFor(() => expect(log.lines.join()).toContain("Message Content Intent"));
});

test("a connection that does not answer any more is given up and resumed", async () => {
  const { dc, ming, receiver } = await started({ fake: { heartbeatInterval: 200 } });
  dc.gateway.freeze();
  ming.dms("into the void");
  await dc.until(() => dc.journal.of("resume").length > 0 || dc.gateway.stats.heartbeats > 1, { timeout: 3000 });

  dc.gateway.freeze(false);
  dc.gateway.reconnect();

  await vi.waitFor(() => expect(receiver.words()).toEqual(["into the void"]), 5000);
});
