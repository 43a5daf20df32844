/** Files Telegram keeps are opened from Telegram only, up to the size it serves, and without telling anybody the token. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileAddress } from "../../../src/channels/telegram/files.ts";
import { ChannelError } from "../../../src/core/errors.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close(["bad-file-id", "bad-file-download"]));

async function failure(opening: Promise<unknown>): Promise<ChannelError> {
  const error = await opening.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChannelError)) throw new Error("it did not fail as a channel does");
  expect(`${error.message} ${error.stack}`).not.toContain(rig.tg.token);
  return error;
}

const documentOf = (data: Buffer, file_size = data.length): string =>
  rig.tg.user().sendsDocument({ data, file_size }).document?.file_id ?? "";

test("a file arrives byte by byte as it was sent", async () => {
  const data = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

  const stream = await rig.channel.openFile(documentOf(data));

  expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(data)).toBe(true);
});

test("a file that is too large or unknown is rejected", async () => {
  const large = documentOf(Buffer.from("x"), 21 * 1024 * 1024);

  expect((await failure(rig.channel.openFile(large))).trouble).toEqual({ kind: "rejected" });
  expect((await failure(rig.channel.openFile("no-such-file"))).trouble).toEqual({ kind: "rejected" });
});

test("a file that could not be fetched now may be fetched later", async () => {
  const ref = documentOf(Buffer.from("x"));
  rig.tg.inject({ status: 502 }, { method: "file" });
  rig.tg.inject({ reset: "before" }, { method: "file" });

  expect((await failure(rig.channel.openFile(ref))).trouble).toEqual({ kind: "unreachable" });
  expect((await failure(rig.channel.openFile(ref))).trouble).toEqual({ kind: "unreachable" });
  await (await rig.channel.openFile(ref)).cancel();
});

test("a path that leads somewhere else is not followed", () => {
  const address = (path: string) => fileAddress({ apiRoot: "https://api.telegram.org", token: "1:T", path });

  expect(address("photos/a b?c.jpg").href).toBe("https://api.telegram.org/file/bot1:T/photos/a%20b%3Fc.jpg");
  for (const path of ["../../evil", "/etc/passwd", "a//b", "."]) expect(() => address(path)).toThrow(ChannelError);
  expect(address("https:evil.org").host).toBe("api.telegram.org");
});
