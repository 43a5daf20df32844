/** The doors of the web chat for words and presses: what is taken in, and every way to be refused. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Asked, CHAT_ID, COOKIE, ORIGIN, openRig, type WebRig } from "./rig.ts";

let rig: WebRig;

beforeEach(async () => {
  rig = openRig();
  await rig.channel.start(async (inbound) => void rig.got.push(inbound));
});

afterEach(() => rig.channel.stop());

type Problem = { readonly status: number; readonly code: string; readonly detail: string };
const problem = async (response: Response): Promise<Problem> => JSON.parse(await response.text());

describe("words", () => {
  test("are shown in the learner's chat, received, and answered with their number", async () => {
    const answer = await rig.say("忘记密码怎么办？", { headers: { "accept-language": "zh-CN,zh;q=0.9,en;q=0.8" } });

    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ seq: 1, chat: CHAT_ID.slice(0, 4) });
    expect(rig.chats.read(CHAT_ID)).toMatchObject([{ event: "message", by: "learner", text: "忘记密码怎么办？" }]);
    expect(rig.got).toEqual([
      {
        ...{ channel: "web", bot: "web", updateId: expect.stringMatching(new RegExp(`^${CHAT_ID}:m\\d+$`)) },
        from: { networkId: CHAT_ID, name: `Web ${CHAT_ID.slice(0, 4)}`, languageHint: "zh-CN" },
        place: { kind: "learner", chatId: CHAT_ID },
        what: { kind: "words", messageId: "1", text: "忘记密码怎么办？", attachments: [], albumId: null },
      },
    ]);
  });

  test("said again under the same id are shown once and keep their number", async () => {
    const json = { clientId: "same", text: "hello" };
    const first = await rig.ask("/chat/messages", { json });
    const second = await rig.ask("/chat/messages", { json });

    expect(await first.json()).toEqual(await second.json());
    expect(rig.chats.read(CHAT_ID)).toHaveLength(1);
    expect(rig.got[1]).toEqual(rig.got[0]);
  });

  test("that begin with a slash are a command, a path is none", async () => {
    await rig.say("/Human 请快一点 ");
    await rig.say("/language中文");
    await rig.say("/usr/bin is missing");

    expect(rig.got.map(({ what }) => what)).toMatchObject([
      { kind: "command", name: "human", argument: "请快一点" },
      { kind: "command", name: "language", argument: "中文" },
      { kind: "words", text: "/usr/bin is missing" },
    ]);
  });

  test("carry the name the learner gave, as one line", async () => {
    await rig.ask("/chat/messages", { json: { clientId: "1", text: "hi", name: "小\n明 \u202e" } });
    await rig.ask("/chat/messages", { json: { clientId: "2", text: "hi", name: { toString: 1 } } });

    expect(rig.got.map(({ from }) => from.name)).toEqual(["小 明", `Web ${CHAT_ID.slice(0, 4)}`]);
  });

  test.each<[string, Asked, number, string]>([
    ["no JSON", { body: "text=hi", headers: { "content-type": "application/x-www-form-urlencoded" } }, 400, "notJson"],
    ["broken JSON", { body: "{", headers: { "content-type": "application/json" } }, 400, "notJson"],
    ["a list", { json: [] }, 400, "notJson"],
    ["no text", { json: { clientId: "1" } }, 422, "unreadable"],
    ["an object as text", { json: { clientId: "1", text: { $ne: "" } } }, 422, "unreadable"],
    ["no id", { json: { text: "hi" } }, 422, "unreadable"],
    ["an id too long", { json: { clientId: "x".repeat(65), text: "hi" } }, 422, "unreadable"],
    ["nothing to see", { json: { clientId: "1", text: " \u200b\n" } }, 422, "empty"],
    ["too much text", { json: { clientId: "1", text: "字".repeat(4097) } }, 422, "tooLong"],
    ["a flood", { json: { clientId: "1", text: "x".repeat(70_000) } }, 422, "tooLong"],
    ["the wrong method", { method: "PUT", json: { clientId: "1", text: "hi" } }, 405, "method"],
  ])("are refused with a kind sentence when they are %s", async (_what, asked, status, code) => {
    const answer = await rig.ask("/chat/messages", asked);

    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await problem(answer)).toMatchObject({ status, code, detail: expect.stringMatching(/\.$/) });
    expect(rig.got).toEqual([]);
    expect(rig.chats.posts.size).toBe(0);
  });

  test("the longest message the channel promises to take is taken", async () => {
    expect((await rig.say("字".repeat(4096))).status).toBe(202);
  });

  test("a refusal speaks the learner's language", async () => {
    const answer = await rig.say("", { headers: { "accept-language": "zh-TW" } });

    expect((await problem(answer)).detail).toBe("消息里还没有内容。");
  });

  test("that could not be received are answered with when to come again, and nothing of them is in the log", async () => {
    rig.chats.isAway = true;

    const answer = await rig.say("hush, a secret");

    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await problem(answer)).toMatchObject({ status: 503, code: "later" });
    expect(rig.channel.isListening()).toBe(false);
    expect(rig.log.lines.join()).not.toMatch(/hush|AAAA/);
    expect(rig.log.lines).toHaveLength(1);
  });

  test("are told to come later before the start and after the stop", async () => {
    const early = openRig();
    expect((await early.say("hi")).status).toBe(503);
    await rig.channel.stop();

    const late = await rig.say("hi");

    expect(late.status).toBe(503);
    expect(late.headers.get("retry-after")).toBe("2");
  });
});

describe("who may write", () => {
  const json = { clientId: "1", text: "hi" };

  test.each<[string, Record<string, string>, number]>([
    ["our own page", { origin: ORIGIN }, 202],
    ["our own page behind a proxy that speaks https", { origin: ORIGIN.replace("http", "https") }, 202],
    ["a page of somebody else", { origin: "https://evil.example" }, 403],
    ["a page without an address", { origin: "null" }, 403],
    ["a program", { origin: "" }, 202],
    ["our page in a browser that sends no Origin", { origin: "", "sec-fetch-site": "same-origin" }, 202],
    ["a neighbour in such a browser", { origin: "", "sec-fetch-site": "same-site" }, 403],
  ])("%s", async (_who, headers, status) => {
    expect((await rig.ask("/chat/messages", { json, headers })).status).toBe(status);
  });

  test("a form of another page in an old browser may not", async () => {
    const headers = { origin: "", "content-type": "text/plain" };

    expect((await rig.ask("/chat/messages", { body: JSON.stringify(json), headers })).status).toBe(403);
  });

  test("under PUBLIC_URL our page has that origin, whatever the proxy puts into Host", async () => {
    const behind = openRig({ publicUrl: "https://help.example.org/" });
    await behind.channel.start(async () => undefined);

    const answer = await behind.say("hi", { headers: { origin: "https://help.example.org" } });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("set-cookie")).toContain("; Secure");
    await behind.channel.stop();
  });

  test("another page may not listen either", async () => {
    const headers = { "sec-fetch-site": "cross-site" };

    expect((await rig.ask("/chat/stream", { headers })).status).toBe(403);
    expect((await rig.ask("/chat/stream", { headers: { origin: "https://evil.example" } })).status).toBe(403);
  });
});

describe("the cookie", () => {
  test("is made for whoever has none, out of reach of scripts, for a year", async () => {
    const answer = await rig.say("hi", { cookie: null });

    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^aftercare_chat=[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/);
    const value = cookie.slice("aftercare_chat=".length, cookie.indexOf(";"));
    await rig.say("again", { cookie: value });
    expect(rig.got[1]?.place).toEqual(rig.got[0]?.place);
  });

  test("is renewed, and stored nowhere: not in the chat, not in what is received, not in the log", async () => {
    const answer = await rig.say("hi");

    expect(answer.headers.get("set-cookie")).toContain(COOKIE);
    const kept = JSON.stringify([[...rig.chats.posts], rig.got, rig.log.lines]);
    expect(kept).not.toContain(COOKIE);
  });

  test("that we cannot have made opens nothing", async () => {
    for (const cookie of ["x", "../etc", "A".repeat(44), ""]) await rig.say("hi", { cookie });

    const chats = new Set(rig.got.map(({ place }) => place.chatId));
    expect(chats.size).toBe(4);
    expect(chats).not.toContain(CHAT_ID);
  });
});

describe("presses", () => {
  const press = (more: object) => rig.ask("/chat/presses", { json: { clientId: "p1", messageId: "3", ...more } });

  test("arrive as what the button was made from", async () => {
    expect((await press({ press: "rate:1042:2:5" })).status).toBe(202);

    expect(rig.got[0]?.what).toEqual({
      ...{ kind: "pressed", messageId: "3", pressId: `${CHAT_ID}:p1` },
      press: { press: "rate", ticketId: 1042, episode: 2, rating: 5 },
    });
    expect(rig.chats.read(CHAT_ID)).toMatchObject([{ event: "pressed", about: "3", press: "rate:1042:2:5" }]);
  });

  test("nobody can read are left to the rules, which know what to answer", async () => {
    expect((await press({ press: "rate:1042:2:9" })).status).toBe(202);

    expect(rig.got[0]?.what).toMatchObject({ kind: "pressed", press: null });
  });

  test.each([{ press: 5 }, { press: "x".repeat(65) }, { press: "solved:1", messageId: "0" }, { messageId: 3 }])(
    "of no shape are refused: %j",
    async (more) => {
      expect((await problem(await press(more))).code).toBe("unreadable");
    },
  );
});

describe("how much is taken", () => {
  test("whoever writes without end is asked to wait, and goes on after that", async () => {
    for (let n = 0; n < 20; n++) expect((await rig.say(`line ${n}`)).status).toBe(202);

    const refused = await rig.say("one more");

    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await problem(refused)).toMatchObject({ status: 429, code: "tooFast" });
    rig.wait(1000);
    expect((await rig.say("one more")).status).toBe(202);
  });

  test("one address opens ten chats a minute; who has a chat already goes on in it", async () => {
    await rig.say("I was here before");
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++) statuses.push((await rig.say("hi", { cookie: null })).status);

    expect(statuses).toEqual([...Array.from({ length: 9 }, () => 202), 429]);
    expect((await rig.say("I am still here")).status).toBe(202);
    expect((await rig.say("hi", { cookie: null, peer: { address: "203.0.113.8" } })).status).toBe(202);
  });
});
