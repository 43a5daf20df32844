/** The web chat's posts and files: numbered without gaps, written once per key, given back byte for byte. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { NOW } from "./builders.ts";
import type { OpenedStore } from "./store.ts";

const aPost = (key: string, body = `{"said":"${key}"}`) => ({ key, body, at: NOW });

export function conformWebChats(opened: () => OpenedStore): void {
  test("what is posted in a chat is read back in order, with its time, and in no other chat", async () => {
    const { webChats } = opened().store;

    const first = await webChats.post("a", { ...aPost("1", '{"text":"忘记密码 👩‍👩‍👧"}'), at: NOW });
    const second = await webChats.post("a", { ...aPost("2", "{}"), at: NOW + 5 });
    const other = await webChats.post("b", aPost("1"));

    expect([first, second, other]).toEqual([1, 2, 1]);
    expect(await webChats.since("a", 0, 10)).toEqual([
      { seq: 1, body: '{"text":"忘记密码 👩‍👩‍👧"}', at: NOW },
      { seq: 2, body: "{}", at: NOW + 5 },
    ]);
    expect(await webChats.since("nobody", 0, 10)).toEqual([]);
  });

  test("of thirty posts at once none gets another's number and no number is left out", async () => {
    const { webChats } = opened().store;

    const seqs = await Promise.all(Array.from({ length: 30 }, (_, n) => webChats.post("a", aPost(`k${n}`))));

    const inOrder = Array.from({ length: 30 }, (_, n) => n + 1);
    expect(seqs.toSorted((one, other) => one - other)).toEqual(inOrder);
    expect((await webChats.since("a", 0, 100)).map(({ seq }) => seq)).toEqual(inOrder);
  });

  test("who reads along while others post never sees a number before the one in front of it", async () => {
    const { webChats } = opened().store;
    const posting = Promise.all(Array.from({ length: 30 }, (_, n) => webChats.post("a", aPost(`k${n}`))));
    const seen: number[] = [];

    for (let isOver = false; !isOver; ) {
      // A database inside this process answers without letting anybody else have a turn.
      await new Promise(setImmediate);
      isOver = (await webChats.newest(["a"])).get("a") === 30;
      seen.push(...(await webChats.since("a", seen.length, 100)).map(({ seq }) => seq));
    }
    await posting;

    expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  });

  test("a key seen before appends nothing and gives its number again, also when both come at once", async () => {
    const { webChats } = opened().store;

    const both = await Promise.all([webChats.post("a", aPost("same", "{}")), webChats.post("a", aPost("same", "{}"))]);
    const next = await webChats.post("a", aPost("next"));
    const again = await webChats.post("a", aPost("same", '{"other":"body"}'));

    expect([...both, next, again]).toEqual([1, 1, 2, 1]);
    expect((await webChats.since("a", 0, 10)).map(({ body }) => body)).toEqual(["{}", '{"said":"next"}']);
  });

  test("of more posts than wanted the latest are given, still in order", async () => {
    const { webChats } = opened().store;
    for (const key of ["1", "2", "3", "4", "5"]) await webChats.post("a", aPost(key));

    const latest = await webChats.since("a", 1, 2);

    expect(latest.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(await webChats.since("a", 5, 2)).toEqual([]);
  });

  test("the newest number of many chats is told at once; it is 0 where nobody posted", async () => {
    const { webChats } = opened().store;
    await webChats.post("a", aPost("1"));
    await webChats.post("a", aPost("2"));
    const many = Array.from({ length: 1200 }, (_, n) => `empty-${n}`);

    const newest = await webChats.newest(["a", ...many]);

    expect(newest.get("a")).toBe(2);
    expect(newest.get("empty-1199")).toBe(0);
    expect(newest.size).toBe(1201);
    expect(await webChats.newest([])).toEqual(new Map());
  });

  test("a file comes back byte for byte under a ref nobody can guess", async () => {
    const { webChats } = opened().store;
    const refs = new Set<string>();

    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.string({ unit: "grapheme" }), async (bytes, text) => {
        const name = text.replaceAll("\0", "").toWellFormed();
        const ref = await webChats.keepFile({ chatId: "a", name, mime: "image/png", bytes, at: NOW });
        refs.add(ref);
        const kept = (await webChats.file(ref)) ?? expect.fail("the file is gone");
        expect({ ...kept, bytes: [...kept.bytes] }).toEqual({
          chatId: "a",
          name,
          mime: "image/png",
          bytes: [...bytes],
        });
      }),
      { numRuns: 20 },
    );

    for (const ref of refs) expect(ref).toMatch(/^[0-9a-f]{32}$/);
    expect(refs.size).toBe(20);
    expect(await webChats.file("0".repeat(32))).toBeNull();
  });

  test("posts and files outlive the process", async () => {
    const before = opened().store.webChats;
    await before.post("a", aPost("1", "{}"));
    const ref = await before.keepFile({
      chatId: "a",
      name: "n",
      mime: "text/plain",
      bytes: new Uint8Array([1]),
      at: NOW,
    });

    const { webChats } = await opened().again();

    expect(await webChats.since("a", 0, 10)).toEqual([{ seq: 1, body: "{}", at: NOW }]);
    expect((await webChats.file(ref))?.chatId).toBe("a");
    expect(await webChats.post("a", aPost("2"))).toBe(2);
  });
}
