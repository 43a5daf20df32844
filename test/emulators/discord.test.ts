// Shows that the fake Discord starts, speaks REST and gateway, and refuses what Discord refuses.
// Spoken to without a library: what a library does by itself must not hide what the fake does.
import { expect, test } from "vitest";
import type { Wire } from "./common/wire.ts";
import type { Channel } from "./discord/channel.ts";
import { Intent } from "./discord/gateway/intents.ts";
import type { User } from "./discord/user.ts";
import { aDiscord, connect, identify, type Rest } from "./discord-client.ts";

const EVERYTHING = Intent.Guilds | Intent.GuildMessages | Intent.MessageContent | Intent.DirectMessages;
const CREATE = "POST /channels/{channel_id}/messages";

const button = (change: Wire = {}): Wire => ({
  type: 1,
  components: [{ type: 2, style: 1, label: "Open ticket", custom_id: "open", ...change }],
});

test("a learner asks, the bot answers with a button, and the click is acknowledged in time", async () => {
  const { dc, channel, alice, rest } = await aDiscord();
  const { events } = await identify(dc, EVERYTHING);
  await dc.ready();

  alice.says("help me", { channel });
  await dc.until(() => events.some((e) => e.t === "MESSAGE_CREATE" && e.d.content === "help me"));
  await rest(`POST /channels/${channel.id}/messages`, { content: "How can we help?", components: [button()] });
  const message = await dc.expectMessage({ channel, content: /how can we help/i });
  const click = alice.clicks(message, "Open ticket");
  const received = await dc.until(() => events.find((e) => e.t === "INTERACTION_CREATE")?.d);
  const callback = `POST /interactions/${received.id}/${received.token}/callback`;
  await rest(callback, { type: 7, data: { content: "Ticket opened", components: [] } });

  expect((await click.acked()).kind).toBe("update");
  expect((await dc.expectEdit({ message })).content).toBe("Ticket opened");
  dc.assertClean(["error", "warning"]);
});

test("an answer deferred and then edited is what the learner sees, and only they when it is ephemeral", async () => {
  const { dc, channel, alice, rest } = await aDiscord();
  const { events } = await identify(dc, EVERYTHING);
  const commands = [
    { name: "ask", description: "Ask", options: [{ type: 3, name: "text", description: "What", required: true }] },
  ];
  expect((await rest(`PUT /applications/${dc.applicationId}/commands`, commands)).status).toBe(200);

  const asked = alice.slash("ask", { channel, options: { text: "refund?" } });
  const { d } = await dc.until(() => events.find((e) => e.t === "INTERACTION_CREATE"));
  await rest(`POST /interactions/${d.id}/${d.token}/callback`, { type: 5, data: { flags: 64 } });
  await rest(`PATCH /webhooks/${dc.applicationId}/${d.token}/messages/@original`, { content: "7 days" });

  expect((await asked.response()).content).toBe("7 days");
  expect(channel.history()).toEqual([]);
  expect(() => alice.slash("nope", { channel })).toThrow(/no command \/nope/);
  dc.assertClean(["error", "warning"]);
});

test("a click that nobody acknowledges is reported, and acknowledging it late is refused", async () => {
  const { dc, channel, alice, rest } = await aDiscord({ ackDeadlineMs: 50 });
  await rest(`POST /channels/${channel.id}/messages`, { content: "x", components: [button()] });
  const click = alice.clicks(await dc.expectMessage(), { customId: "open" });

  await dc.until(() => dc.errors().some((v) => v.kind === "no-ack"));
  const late = await rest(`POST /interactions/${click.id}/${click.token}/callback`, { type: 6 });

  expect(late).toMatchObject({ status: 404, body: { code: 10062 } });
  expect(dc.errors().map((v) => v.kind)).toEqual(["no-ack", "late-ack"]);
});

test("the same nonce makes one message although the answer was lost and the bot tried again", async () => {
  const { dc, channel, rest } = await aDiscord();
  const once = { content: "only once", nonce: "77", enforce_nonce: true };
  dc.inject({ reset: "after" }, { call: CREATE });

  await expect(rest(`POST /channels/${channel.id}/messages`, once)).rejects.toThrow();
  const again = await rest(`POST /channels/${channel.id}/messages`, once);

  expect(again.status).toBe(200);
  expect(channel.history().map((m) => m.content)).toEqual(["only once"]);
  expect(dc.sent({ channel })).toHaveLength(1);
});

test("what was missed while the connection was lost arrives after resuming", async () => {
  const { dc, channel, alice } = await aDiscord();
  const first = await identify(dc, EVERYTHING);
  const ready = await dc.until(() => first.events.find((e) => e.t === "READY"));
  dc.gateway.drop(1006);
  await dc.until(() => first.closedWith() !== undefined);

  alice.says("are you there?", { channel });
  const second = await connect(dc);
  second.send(6, { token: dc.token, session_id: ready.d.session_id, seq: first.events.at(-1)?.s });

  await dc.until(() => second.events.some((e) => e.t === "RESUMED"));
  expect(second.events.find((e) => e.t === "MESSAGE_CREATE")?.d.content).toBe("are you there?");
  expect(dc.gateway.stats).toMatchObject({ identifies: 1, resumes: 1 });
});

test("without the message content intent the text of learners is empty", async () => {
  const { dc, channel, alice } = await aDiscord();
  const { events } = await identify(dc, Intent.Guilds | Intent.GuildMessages);
  await dc.ready();

  alice.says("secret", { channel });

  const event = await dc.until(() => events.find((e) => e.t === "MESSAGE_CREATE"));
  expect(event.d.content).toBe("");
});

test("the gateway closes with 4014 on an intent that is not enabled, and with 4004 on a wrong token", async () => {
  const { dc } = await aDiscord({ privilegedIntents: 0 });
  const denied = await identify(dc, Intent.MessageContent);
  const stranger = await connect(dc);
  stranger.send(2, { token: "wrong", intents: 1, properties: {} });

  await dc.until(() => denied.closedWith() !== undefined && stranger.closedWith() !== undefined);

  expect([denied.closedWith(), stranger.closedWith()]).toEqual([4014, 4004]);
  expect(dc.errors().map((v) => v.kind)).toEqual(["disallowed-intents", "bad-token"]);
});

test("a bot that calls again before retry_after is over is reported", async () => {
  const { dc, channel, rest } = await aDiscord();
  dc.inject({ status: 429, retry_after: 5 }, { call: CREATE });
  const post = () => rest(`POST /channels/${channel.id}/messages`, { content: "x" });

  const limited = await post();
  await post();

  expect(limited).toMatchObject({ status: 429, body: { retry_after: 5, global: false } });
  expect(dc.errors().map((v) => v.kind)).toEqual(["ignored-retry-after"]);
});

test("a bucket that is used up is answered with 429 when limits are enforced", async () => {
  const { dc, channel, rest } = await aDiscord({ rateLimits: "enforce" });
  const statuses = [];

  for (let k = 0; k < 6; k++)
    statuses.push((await rest(`POST /channels/${channel.id}/messages`, { content: `${k}` })).status);

  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  expect(dc.sent({ channel }).map((e) => e.message.content)).toEqual(["0", "1", "2", "3", "4"]);
});

type Scene = {
  readonly rest: Rest;
  readonly channel: Channel;
  readonly locked: Channel;
  readonly stranger: User;
  readonly app: string;
};
type Refused = readonly [kind: string | null, status: number, code: number, call: (scene: Scene) => Promise<unknown>];

const post =
  (body: Wire) =>
  ({ rest, channel }: Scene) =>
    rest(`POST /channels/${channel.id}/messages`, body);
const six = {
  type: 1,
  components: [0, 1, 2, 3, 4, 5].map((k) => ({ type: 2, style: 1, label: "a", custom_id: `c${k}` })),
};
const select = { type: 3, custom_id: "s", options: [{ label: "a", value: "a" }] };

const REFUSED: Readonly<Record<string, Refused>> = {
  "a text over 2000 characters": ["schema", 400, 50035, post({ content: "x".repeat(2001) })],
  "a message without anything in it": ["empty-message", 400, 50006, post({})],
  "six buttons in a row": ["schema", 400, 50035, post({ content: "x", components: [six] })],
  "two buttons with one id": ["schema", 400, 50035, post({ content: "x", components: [button(), button()] })],
  "an id over 100 characters": [
    "schema",
    400,
    50035,
    post({ content: "x", components: [button({ custom_id: "y".repeat(101) })] }),
  ],
  "a menu beside a button": [
    "schema",
    400,
    50035,
    post({ content: "x", components: [{ type: 1, components: [...button().components, select] }] }),
  ],
  "embeds over 6000 characters": [
    "schema",
    400,
    50035,
    post({ embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2100) }] }),
  ],
  "an embed title over 256 characters": ["schema", 400, 50035, post({ embeds: [{ title: "x".repeat(257) }] })],
  "a channel where the bot may not write": [
    "missing-permission",
    403,
    50013,
    ({ rest, locked }) => rest(`POST /channels/${locked.id}/messages`, { content: "x" }),
  ],
  "a channel that is not there": [
    null,
    404,
    10003,
    ({ rest }) => rest("POST /channels/999999999999999999/messages", { content: "x" }),
  ],
  "a route Discord does not have": ["unknown-route", 404, 0, ({ rest }) => rest("GET /no/such/route")],
  "a wrong token": [
    "bad-token",
    401,
    0,
    ({ rest }) => rest("GET /users/@me", undefined, { authorization: "Bot wrong" }),
  ],
  "a command name in capitals": [
    "bad-command",
    400,
    50035,
    ({ rest, app }) => rest(`PUT /applications/${app}/commands`, [{ name: "Big", description: "x" }]),
  ],
  "a thread archived after 61 minutes": [
    "schema",
    400,
    50035,
    ({ rest, channel }) =>
      rest(`POST /channels/${channel.id}/threads`, { name: "x", type: 11, auto_archive_duration: 61 }),
  ],
  "an interaction that never was": [
    "unknown-interaction",
    404,
    10062,
    ({ rest }) => rest("POST /interactions/123/token/callback", { type: 5 }),
  ],
  "a direct message to a stranger": [
    null,
    403,
    50007,
    async ({ rest, stranger }) => {
      const { body } = await rest("POST /users/@me/channels", { recipient_id: stranger.id });
      return rest(`POST /channels/${body.id}/messages`, { content: "hello" });
    },
  ],
};

for (const [name, [kind, status, code, call]] of Object.entries(REFUSED)) {
  test(`refused with ${status} and code ${code}: ${name}`, async () => {
    const { dc, guild, channel, rest } = await aDiscord();
    const locked = guild.channel({ name: "locked", overwrites: [{ user: dc.bot, deny: ["SEND_MESSAGES"] }] });
    const stranger = dc.user({ username: "stranger" });

    const answer = await call({ rest, channel, locked, stranger, app: dc.applicationId });

    expect(answer).toMatchObject({ status, body: { code } });
    expect([...new Set(dc.errors().map((v) => v.kind))]).toEqual(kind ? [kind] : []);
    expect(dc.violations.filter((v) => v.kind === "harness-bug")).toEqual([]);
  });
}

test("a property Discord does not know, and a ping of everyone, pass but are reported", async () => {
  const { dc, channel, rest } = await aDiscord();

  await rest(`POST /channels/${channel.id}/messages`, { content: "x", nonsense: 1 });
  await rest(`POST /channels/${channel.id}/messages`, { content: "ping @everyone" });
  await rest(`POST /channels/${channel.id}/messages`, { content: "ping @everyone", allowed_mentions: { parse: [] } });

  const kinds = dc.violations.filter((v) => v.severity !== "note").map((v) => v.kind);
  expect(kinds).toEqual(["unknown-property", "mass-mention"]);
});

test("threads are made, archived and woken by a message, and a closed direct message is refused", async () => {
  const { dc, channel, alice, rest } = await aDiscord();
  await rest(`POST /channels/${channel.id}/threads`, { name: "ticket-1", type: 12, auto_archive_duration: 1440 });
  const thread = await dc.expectThread({ parent: channel, name: /^ticket/, type: 12 });
  await rest(`PUT /channels/${thread.id}/thread-members/${alice.id}`);
  thread.update({ archived: true });

  alice.says("still there?", { channel: thread });
  expect(thread.archived).toBe(false);
  expect(thread.threadMembers.has(alice.id)).toBe(true);
  const { body: dm } = await rest("POST /users/@me/channels", { recipient_id: alice.id });
  expect((await rest(`POST /channels/${dm.id}/messages`, { content: "hello" })).status).toBe(200);
  alice.dmsOpen = false;

  expect(await rest(`POST /channels/${dm.id}/messages`, { content: "hello?" })).toMatchObject({
    body: { code: 50007 },
  });
  dc.assertClean(["error"]);
});

test("files go both ways", async () => {
  const { dc, channel, alice } = await aDiscord();
  const said = alice.says("see file", { channel, attachments: [{ name: "log.txt", data: Buffer.from("LOG") }] });
  const download = await fetch(said.attachments[0]?.url ?? "");
  const form = new FormData();
  form.set("payload_json", JSON.stringify({ content: "your file", attachments: [{ id: "0", filename: "b.txt" }] }));
  form.set("files[0]", new Blob([await download.arrayBuffer()]), "b.txt");
  const headers = { authorization: `Bot ${dc.token}`, "user-agent": "DiscordBot (https://aftercare.example, 1)" };

  await fetch(`${dc.restApi}/v10/channels/${channel.id}/messages`, { method: "POST", body: form, headers });

  const { attachments } = await dc.expectMessage({ content: "your file" });
  const path = new URL(attachments[0]?.url ?? "").pathname.replace("/cdn", "");
  expect(dc.attachments.get(path)?.data.toString()).toBe("LOG");
  dc.assertClean(["error", "warning"]);
});
