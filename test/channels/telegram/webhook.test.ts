/** The webhook says 200 only to what is written down, and says nothing to strangers. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Inbound } from "../../../src/core/inbound.ts";
import { openRig, type Rig, SECRET } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await openRig({ by: "webhook" });
});
afterEach(() => rig.close());

const textOf = ({ what }: Inbound): string => (what.kind === "words" ? what.text : what.kind);

const DOOR = "http://here/telegram/webhook";
const UPDATE = JSON.stringify({
  update_id: 5,
  message: {
    message_id: 1,
    date: 1_700_000_000,
    chat: { id: 9, type: "private", first_name: "Ming" },
    from: { id: 9, is_bot: false, first_name: "Ming" },
    text: "hello",
  },
});

type Call = { readonly secret?: string | null; readonly body?: string; readonly method?: string };

/** Knocks at the door without a network between. */
async function knock({ secret = SECRET, body = UPDATE, method = "POST" }: Call = {}): Promise<Response> {
  const headers: Record<string, string> = secret === null ? {} : { "x-telegram-bot-api-secret-token": secret };
  const request = new Request(DOOR, { method, headers, ...(method === "POST" ? { body } : {}) });
  const answer = await rig.channel.doors[0]?.accept(request, { address: "127.0.0.1" });
  if (answer === undefined) throw new Error("there is no door");
  return answer;
}

describe("Telegram", () => {
  test("is told our address, the secret and what we read", async () => {
    const { tg, channel, receiver, doorUrl } = rig;

    await channel.start(receiver.receive);

    const { params } = await tg.expectCall("setWebhook");
    expect(params).toMatchObject({ url: doorUrl, secret_token: SECRET, max_connections: 40 });
    expect(params.allowed_updates).toContain("my_chat_member");
  });

  test("brings words, and again when they could not be written down", async () => {
    const { tg, channel, receiver } = rig;
    const ming = tg.user();
    await channel.start(receiver.receive);
    receiver.refuse(1);

    ming.says("one");
    ming.says("two");

    await tg.until(() => receiver.written.length === 2);
    expect(receiver.written.map(textOf)).toEqual(["one", "two"]);
    expect(receiver.offered).toHaveLength(3);
  });

  test("can bring words, as the channel says, only between the address it was told and our stop", async () => {
    const { tg, channel, receiver } = rig;
    tg.inject({ status: 502 }, { method: "setWebhook" });

    await channel.start(receiver.receive);
    expect(channel.isListening()).toBe(false);
    await tg.until(() => channel.isListening());

    await channel.stop();
    expect(channel.isListening()).toBe(false);
  });

  test("keeps what piled up while we changed from polling to the webhook", async () => {
    const { tg, channel, receiver } = rig;
    tg.user().says("early bird");

    await channel.start(receiver.receive);

    await tg.until(() => receiver.written.length === 1);
  });
});

describe("the door", () => {
  test("is shut until the channel knows who it is, and after it stopped", async () => {
    const { channel, receiver } = rig;

    expect((await knock()).status).toBe(503);
    await channel.start(receiver.receive);
    expect((await knock()).status).toBe(200);
    await channel.stop();
    expect((await knock()).status).toBe(503);

    expect(receiver.offered).toHaveLength(1);
  });

  test("says when to come again to what could not be written down", async () => {
    const { channel, receiver } = rig;
    await channel.start(receiver.receive);
    receiver.refuse(1);

    const answer = await knock();

    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test.each<[string, Call, number]>([
    ["without the secret", { secret: null }, 401],
    ["with a wrong secret", { secret: `${SECRET}x` }, 401],
    ["with an empty secret", { secret: "" }, 401],
    ["with what is no JSON", { body: "hello" }, 400],
    ["with JSON that is no update", { body: "[1]" }, 400],
    ["with an update without a number", { body: '{"update_id":"5"}' }, 400],
    ["with a body over a megabyte", { body: `"${"x".repeat(1024 * 1024)}"` }, 413],
    ["by looking", { method: "GET" }, 405],
  ])("refuses a caller %s", async (_, call, status) => {
    const { channel, receiver } = rig;
    await channel.start(receiver.receive);

    expect((await knock(call)).status).toBe(status);
    expect(receiver.offered).toEqual([]);
  });

  test("stays open to others after an update it cannot make sense of", async () => {
    const { channel, receiver, log } = rig;
    await channel.start(receiver.receive);

    expect((await knock({ body: '{"update_id":6,"message":{"chat":null}}' })).status).toBe(200);
    expect((await knock()).status).toBe(200);

    expect(receiver.written).toHaveLength(1);
    expect(log.lines.some((line) => line.startsWith("error") && line.includes("6"))).toBe(true);
  });
});
