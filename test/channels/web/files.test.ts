/** Files in the web chat: who may send which, and who may have them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChannelError } from "../../../src/core/errors.ts";
import type { Enclosed } from "../../../src/core/ports.ts";
import { CHAT_ID, openRig, type WebRig } from "./rig.ts";

const MEGABYTE = 1024 * 1024;
const PNG = { name: "screen.png", type: "image/png" };

let rig: WebRig;

beforeEach(async () => {
  rig = openRig();
  await rig.channel.start(async (inbound) => void rig.got.push(inbound));
});

afterEach(() => rig.channel.stop());

let sent = 0;
function formWith(file: File | null, text?: string): FormData {
  sent += 1;
  const form = new FormData();
  form.append("clientId", `f${sent}`);
  if (text !== undefined) form.append("text", text);
  if (file !== null) form.append("file", file);
  return form;
}

const fileOf = (bytes: number, { name, type } = PNG) => new File([new Uint8Array(bytes).fill(7)], name, { type });
const upload = (body: FormData) => rig.ask("/chat/files", { body });
type Problem = { readonly status: number; readonly code: string; readonly detail: string };
const problem = async (response: Response): Promise<Problem> => JSON.parse(await response.text());
const refOf = (at = 0) => {
  const post = rig.chats.read(CHAT_ID)[at];
  return (post?.event === "message" ? post.attachments[0]?.ref : null) ?? "none";
};

test("a picture with a caption is kept, shown and received with its words", async () => {
  const answer = await upload(formWith(fileOf(1234), "这里报错"));

  expect(answer.status).toBe(202);
  const attachment = { kind: "photo", ref: refOf(), name: "screen.png", mime: "image/png", bytes: 1234 };
  expect(rig.chats.read(CHAT_ID)).toMatchObject([{ text: "这里报错", attachments: [attachment] }]);
  expect(rig.got[0]?.what).toMatchObject({
    ...{ kind: "words", text: "这里报错", attachments: [{ ...attachment, keeper: "web" }] },
  });
});

test.each([
  ["a.webp", "image/webp", "photo"],
  ["a.svg", "image/svg+xml", "document"],
  ["a.mp3", "audio/mpeg", "audio"],
  ["a.mp4", "video/mp4", "video"],
  ["a.pdf", "application/pdf", "document"],
])("%s of type %s is a %s", async (name, type, kind) => {
  await upload(formWith(fileOf(1, { name, type })));

  expect(rig.got[0]?.what).toMatchObject({ attachments: [{ kind, mime: type }] });
});

test("a name that is a path, and a type that is none, are made harmless", async () => {
  await upload(formWith(fileOf(1, { name: "../../etc/pass\u202ewd", type: 'text/html; charset=x"y' })));

  expect(rig.got[0]?.what).toMatchObject({ attachments: [{ name: "passwd", mime: "text/html" }] });
});

describe("are refused with a kind sentence:", () => {
  test("a file larger than 10 MB, and exactly 10 MB is not", async () => {
    expect((await upload(formWith(fileOf(10 * MEGABYTE)))).status).toBe(202);

    const answer = await problem(await upload(formWith(fileOf(10 * MEGABYTE + 1))));

    expect(answer).toMatchObject({ status: 413, code: "fileTooLarge", detail: expect.stringContaining("10 MB") });
    const flood = await problem(await upload(formWith(fileOf(11 * MEGABYTE))));
    expect(flood.status).toBe(413);
    expect(rig.chats.files.size).toBe(1);
  });

  test("an empty file, no file, two files, no form", async () => {
    const two = formWith(fileOf(1));
    two.append("file", fileOf(2));

    expect((await problem(await upload(formWith(fileOf(0))))).code).toBe("fileEmpty");
    expect((await problem(await upload(formWith(null)))).code).toBe("noFile");
    expect((await problem(await upload(two))).code).toBe("noFile");
    expect((await problem(await rig.ask("/chat/files", { json: {} }))).code).toBe("notMultipart");
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    expect((await problem(await rig.ask("/chat/files", { body: "--y", headers }))).code).toBe("notMultipart");
  });

  test("more files than anybody sends by hand", async () => {
    for (let n = 0; n < 6; n++) await upload(formWith(fileOf(1)));

    expect((await problem(await upload(formWith(fileOf(1))))).status).toBe(429);
  });
});

describe("a file of the chat", () => {
  test("is given to its learner alone, where it can run nothing", async () => {
    await upload(formWith(fileOf(5)));

    const mine = await rig.ask(`/chat/files/${refOf()}`);
    const others = await rig.ask(`/chat/files/${refOf()}`, { cookie: "B".repeat(43) });
    const nobodys = await rig.ask(`/chat/files/${refOf()}`, { cookie: null });

    expect([...new Uint8Array(await mine.arrayBuffer())]).toEqual([7, 7, 7, 7, 7]);
    expect(Object.fromEntries(mine.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "inline; filename=\"screen.png\"; filename*=UTF-8''screen.png",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
    expect([others.status, nobodys.status]).toEqual([404, 404]);
  });

  test("that is no picture is a download, under a name that adds no header", async () => {
    await upload(formWith(fileOf(5, { name: '作业"\r\nx: y.html', type: "text/html" })));

    const given = await rig.ask(`/chat/files/${refOf()}`);

    expect(given.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''%E4/,
    );
    expect(given.headers.get("x")).toBeNull();
  });

  test("with a ref nobody gave out is not there", async () => {
    for (const ref of ["1", "0".repeat(32), "%2e%2e%2fsecret", "../messages"]) {
      expect((await rig.ask(`/chat/files/x/${ref}`)).status).toBe(404);
    }
  });

  test("can be opened by the desk for an agent, unless it is gone", async () => {
    await upload(formWith(fileOf(5)));

    const opened = await rig.channel.openFile(refOf());

    expect((await new Response(opened).bytes()).byteLength).toBe(5);
    await expect(rig.channel.openFile("0".repeat(32))).rejects.toMatchObject({ trouble: { kind: "rejected" } });
  });
});

describe("a file an agent sends", () => {
  const place = { channel: "web", chatId: CHAT_ID, threadId: null } as const;
  const foreign = (bytes: number, more: Partial<Enclosed> = {}): Enclosed => ({
    ...{ kind: "document", keeper: "telegram", ref: "x", name: "invoice.pdf", mime: "application/pdf", bytes },
    open: async () => new Blob([new Uint8Array(bytes)]).stream(),
    ...more,
  });
  const send = (key: string, attachment: Enclosed) =>
    rig.channel.send(place, { key, text: "", buttons: [], attachments: [attachment] });

  beforeEach(async () => void (await rig.say("hi")));

  test("from another network is kept here, so that the learner can open it", async () => {
    await send("o1", foreign(9));

    const given = await rig.ask(`/chat/files/${refOf(1)}`);
    expect((await given.bytes()).byteLength).toBe(9);
  });

  test("of this chat is linked, of another chat is copied", async () => {
    const at = 0;
    const own = await rig.chats.keepFile({ chatId: CHAT_ID, name: "n", mime: "a/b", bytes: new Uint8Array(1), at });
    const other = await rig.chats.keepFile({ chatId: "other", name: "n", mime: "a/b", bytes: new Uint8Array(2), at });

    await send("o1", foreign(1, { keeper: "web", ref: own, open: null }));
    await send("o2", foreign(2, { keeper: "web", ref: other, open: null }));

    expect(refOf(1)).toBe(own);
    expect(refOf(2)).not.toBe(other);
    expect((await rig.ask(`/chat/files/${refOf(2)}`)).status).toBe(200);
  });

  test("that cannot be opened at all is named", async () => {
    await send("o1", foreign(1, { kind: "location", ref: null, open: null, name: "31.2, 121.5" }));

    expect(rig.chats.read(CHAT_ID)[1]).toMatchObject({ attachments: [{ kind: "location", ref: null }] });
  });

  test("larger than 10 MB is rejected; one that breaks off may be tried again", async () => {
    const broken = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error("reset")) });

    await expect(send("o1", foreign(10 * MEGABYTE + 1))).rejects.toMatchObject({ trouble: { kind: "rejected" } });
    await expect(send("o2", foreign(1, { open: async () => broken }))).rejects.toMatchObject({
      trouble: { kind: "unreachable" },
    });
    expect(rig.chats.read(CHAT_ID)).toHaveLength(1);
  });
});

test("what is sent fails as a channel fails: the store away, a chat that never was, a thread", async () => {
  const words = { key: "o1", text: "hi", buttons: [], attachments: [] };
  const place = { channel: "web", chatId: CHAT_ID, threadId: null } as const;
  const kindOf = async (work: Promise<unknown>) =>
    work.then(
      () => "done",
      (error: unknown) => (error instanceof ChannelError ? error.trouble.kind : "?"),
    );

  expect(await kindOf(rig.channel.send(place, words))).toBe("rejected");
  expect(await kindOf(rig.channel.send({ ...place, chatId: "../../x" }, words))).toBe("rejected");
  expect(await kindOf(rig.channel.sendFile(place, { name: "n", text: "t" }))).toBe("rejected");
  await rig.say("hi");
  expect(await rig.channel.send(place, words)).toBe(await rig.channel.send(place, words));
  rig.chats.isAway = true;
  expect(await kindOf(rig.channel.send(place, { ...words, key: "o2" }))).toBe("unreachable");
  expect(await kindOf(rig.channel.settleButtons(place, "1"))).toBe("unreachable");
  expect(await kindOf(rig.channel.toast(`${CHAT_ID}:1`, "late"))).toBe("unreachable");
  expect(await kindOf(rig.channel.openFile("x"))).toBe("unreachable");
});
