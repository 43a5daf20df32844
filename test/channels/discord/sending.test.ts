/** Words go out once, as they were written, to nobody but whom they are for; what Discord refuses comes back as a trouble the outbox knows. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Enclosed } from "../../../src/core/ports.ts";
import type { FaultPlan } from "../../emulators/discord/server.ts";
import { openRig, type Rig, seen, wordsOf } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const POST: FaultPlan = { call: "POST /channels/{channel_id}/messages" };

test("words are sent without the gateway", async () => {
  const { channel, place, dc } = rig;

  await channel.send(place, wordsOf("hello"));

  expect(dc.gateway.stats.identifies).toBe(0);
  expect(dc.sent()).toHaveLength(1);
});

test("a second try of the same words after a lost answer shows them once and returns the same id", async () => {
  const { channel, place, dc, dm } = rig;
  dc.inject({ reset: "after" }, POST);
  const words = wordsOf("only once");

  await expect(channel.send(place, words)).rejects.toMatchObject({ trouble: { kind: "uncertain" } });
  const again = await channel.send(place, words);

  expect(dm.history().map(({ id, content }) => [id, content])).toEqual([[again, "only once"]]);
});

test("nobody is pinged and no link unfolds, whatever the words say", async () => {
  const { channel, place, dc, dm } = rig;

  await channel.send(place, wordsOf("@everyone see https://courses.example/a_b_c <@1>"));

  const [call] = dc.calls("POST /channels/{channel_id}/messages");
  expect(call?.body).toMatchObject({ allowed_mentions: { parse: [] }, flags: 4, enforce_nonce: true });
  expect(dm.history()[0]?.content).toContain("https://courses.example/a_b_c");
  expect(dc.violations.filter(({ kind }) => kind === "mass-mention")).toEqual([]);
});

test("words that grow over the limit by being escaped are shown whole, and the last part has the buttons", async () => {
  const { channel, place, dm } = rig;
  const text = "*_".repeat(1000);

  const id = await channel.send(
    place,
    wordsOf(text, { buttons: [[{ label: "Yes", press: { press: "solved", turn: 1 } }]] }),
  );

  const parts = dm.history();
  expect(parts.map(seen).join("")).toBe(text);
  expect(parts.map(({ components }) => components.length)).toEqual([...parts.slice(1).map(() => 0), 1]);
  expect(parts.at(-1)?.id).toBe(id);
});

test("files of another network go along, more than ten in two messages; what has no file is said", async () => {
  const { channel, place, dc, dm } = rig;
  const file = (index: number): Enclosed => ({
    kind: "document",
    keeper: "telegram",
    ref: `t${index}`,
    name: `a ${index}.txt`,
    mime: "text/plain",
    bytes: 1,
    open: async () => new Response(`content ${index}`).body ?? new ReadableStream(),
  });
  const spot: Enclosed = {
    kind: "location",
    keeper: "telegram",
    ref: null,
    name: "1, 2",
    mime: null,
    bytes: null,
    open: null,
  };

  await channel.send(
    place,
    wordsOf("my files", { attachments: [spot, ...Array.from({ length: 12 }, (_, n) => file(n))] }),
  );

  const messages = dm.history();
  expect(messages.map(({ attachments }) => attachments.length)).toEqual([10, 2]);
  expect(messages[0]?.content).toBe("my files\n📍 1, 2");
  const path = new URL(messages[1]?.attachments[1]?.url ?? "").pathname.slice("/cdn".length);
  expect(dc.attachments.get(path)?.data.toString()).toBe("content 11");
});

test("a file Discord keeps is sent again by reading it", async () => {
  const { channel, place, ming, dm } = rig;
  const said = ming.dms("", { attachments: [{ name: "order.txt", data: Buffer.from("order 7") }] });
  const ref = `${dm.id}/${said.id}/${said.attachments[0]?.id}`;
  const own: Enclosed = {
    kind: "document",
    keeper: "discord",
    ref,
    name: "order.txt",
    mime: null,
    bytes: 7,
    open: null,
  };

  await channel.send(place, wordsOf("", { attachments: [own] }));

  expect(dm.history().at(-1)?.attachments).toMatchObject([{ filename: "order.txt", size: 7 }]);
});

test("a file too large for Discord is rejected, so that the words can go without it", async () => {
  const { channel, place } = rig;
  const open = async () => new Response(new Uint8Array(10_000_001)).body ?? new ReadableStream();
  const large: Enclosed = { kind: "video", keeper: "web", ref: "1", name: "x.mp4", mime: null, bytes: null, open };

  await expect(channel.send(place, wordsOf("look", { attachments: [large] }))).rejects.toMatchObject({
    trouble: { kind: "rejected" },
  });
});

test("closed direct messages are forbidden, a chat that is gone as well", async () => {
  const { channel, place, ming } = rig;
  ming.dmsOpen = false;

  await expect(channel.send(place, wordsOf("hi"))).rejects.toMatchObject({ trouble: { kind: "forbidden" } });
  await expect(channel.send({ ...place, chatId: "42" }, wordsOf("hi"))).rejects.toMatchObject({
    trouble: { kind: "forbidden" },
  });
});

test("a short limit is waited for, a long one is told with its time, and neither is asked again too early", async () => {
  const { channel, place, dc, dm } = rig;
  dc.inject({ status: 429, retry_after: 0.2 }, POST);
  await channel.send(place, wordsOf("soon"));
  dc.inject({ status: 429, retry_after: 7 }, POST);

  const limited = channel.send(place, wordsOf("later"));

  await expect(limited).rejects.toMatchObject({ trouble: { kind: "rate_limited" } });
  await expect(limited).rejects.toSatisfy(({ trouble }) => trouble.retryAfterMs > 6000 && trouble.retryAfterMs < 8000);
  await expect(channel.send(place, wordsOf("still"))).rejects.toMatchObject({ trouble: { kind: "rate_limited" } });
  expect(dm.history().map(({ content }) => content)).toEqual(["soon"]);
});

test.each([
  [{ status: 502 }, "unreachable"],
  [{ status: 503 }, "unreachable"],
  [{ status: 504 }, "uncertain"],
  [{ close: "after" }, "uncertain"],
  [{ error: [403, 50001, "Missing Access"] }, "forbidden"],
  [{ error: [400, 50035, "Invalid Form Body"] }, "rejected"],
  [{ garbage: true }, "uncertain"],
] as const)("when Discord answers %j the words are %s", async (fault, kind) => {
  const { channel, place, dc } = rig;
  dc.inject(fault, POST);

  await expect(channel.send(place, wordsOf("hi"))).rejects.toMatchObject({ trouble: { kind } });
});

test("an id of another network is rejected without a call", async () => {
  const { channel, place, dc } = rig;

  await expect(channel.send({ ...place, chatId: "../users/@me" }, wordsOf("hi"))).rejects.toMatchObject({
    trouble: { kind: "rejected" },
  });
  expect(dc.calls()).toEqual([]);
});

test("a transcript goes as a text file", async () => {
  const { channel, place, dm } = rig;

  await channel.sendFile(place, { name: "ticket 7.txt", text: "你好" });

  expect(dm.history()[0]?.attachments).toMatchObject([{ filename: "ticket_7.txt", size: 6 }]);
});
