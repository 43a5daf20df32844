/**
 * Downloads: a learner's file is passed on as a harmless download, whatever it is called.
 */
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ChannelError, type ChannelTrouble } from "../../src/core/errors.ts";
import { attachmentNamed, type OpenFile } from "../../src/desk/files.ts";
import { type DeskHouse, openDeskHouse } from "./house.ts";

const bytes = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();
const withFile = (name: string | null, mime: string | null, text = "hello"): OpenFile => {
  return async (id) => (id === 7 ? { name, mime, body: bytes(text) } : null);
};

describe("a file of a learner", () => {
  let house: DeskHouse;
  afterEach(() => house.close());

  test("comes as a download that no browser opens as a page", async () => {
    house = await openDeskHouse({ openFile: withFile("作业 1.pdf", "application/pdf") });

    const answer = await house.ask("/files/7");

    expect(answer.text).toBe("hello");
    expect(answer.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="__ 1.pdf"; filename*=UTF-8''${encodeURIComponent("作业 1.pdf")}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect(answer.headers["content-security-policy"]).toContain("sandbox");
  });

  test.each(["text/html", "image/svg+xml", "application/xhtml+xml", "text/html\r\nx: y", "", null])(
    "of type %j is just bytes",
    async (mime) => {
      house = await openDeskHouse({ openFile: withFile("a", mime) });

      expect((await house.ask("/files/7")).headers["content-type"]).toBe("application/octet-stream");
    },
  );

  test("that is large comes whole", async () => {
    const text = "0123456789".repeat(300_000);
    house = await openDeskHouse({ openFile: withFile("a.txt", null, text) });

    expect((await house.ask("/files/7")).text).toBe(text);
  });

  test("is not fetched when only its headers are asked for", async () => {
    const cancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({ cancel });
    house = await openDeskHouse({ openFile: async () => ({ name: "a", mime: null, body }) });

    const answer = await house.ask("/files/7", { method: "HEAD" });

    expect(answer.status).toBe(200);
    expect(cancel).toHaveBeenCalledOnce();
  });

  test.each(["8", "0", "-1", "7.5", "07", "..%2f..%2fetc%2fpasswd", "7%00", "a"])("%s does not exist", async (id) => {
    house = await openDeskHouse({ openFile: withFile("a", null) });

    expect((await house.ask(`/files/${id}`)).status).toBe(404);
  });

  test.each<[ChannelTrouble, number]>([
    [{ kind: "rejected" }, 410],
    [{ kind: "forbidden" }, 410],
    [{ kind: "unreachable" }, 502],
    [{ kind: "uncertain" }, 502],
    [{ kind: "rate_limited", retryAfterMs: 1500 }, 503],
  ])("when the network says %j the agent is told", async (trouble, status) => {
    const openFile = async () => {
      throw new ChannelError("https://api.example.org/file/bot123:SECRET/x", trouble);
    };
    house = await openDeskHouse({ openFile });

    const answer = await house.ask("/files/7");

    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ status, detail: expect.any(String) });
    expect(answer.text).not.toContain("SECRET");
    if (status === 503) expect(answer.headers["retry-after"]).toBe("2");
  });
});

describe("the name of a download", () => {
  test.each([
    ["../../etc/passwd", "passwd"],
    ["..\\..\\windows\\win.ini", "win.ini"],
    ["/", "file-7"],
    ["..", "file-7"],
    ["", "file-7"],
    [null, "file-7"],
    ["a\r\nset-cookie: x=1", "a set-cookie_ x=1"],
    ['a"; filename="b.exe', "a_; filename=_b.exe"],
    [".bashrc", "bashrc"],
    ["photo\u202egpj.exe", "photogpj.exe"],
    ["CON<>|?.txt", "CON____.txt"],
  ])("%j becomes %j", (name, shown) => {
    expect(attachmentNamed(name, "file-7")).toContain(`filename="${shown}"`);
  });

  test("whatever a file is called, the header is one line of ASCII and names no folder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        const header = attachmentNamed(name, "file-7");

        expect(header).toMatch(
          /^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w!#$&+.^`|~%-]+$/,
        );
        expect(header).not.toMatch(/[/\\]|%2f|%5c|%0d|%0a|%00/i);
      }),
    );
  });
});
