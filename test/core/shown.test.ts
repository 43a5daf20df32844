/** The same words on networks that can do more and less: nothing a learner needs to see is lost on the way down. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOf, readCode, shownCode } from "../../src/core/link.ts";
import type { Attachment } from "../../src/core/model.ts";
import type { Capabilities } from "../../src/core/ports.ts";
import type { Button } from "../../src/core/press.ts";
import { pickByNumber, type Spoken, shownOn } from "../../src/core/shown.ts";

const RICH: Capabilities = {
  textLengthMax: 100,
  buttons: { rowsMax: 2, perRowMax: 3, labelLengthMax: 10 },
  edits: true,
  quotes: true,
  reacts: true,
  typing: true,
  threads: true,
  files: { bytesMax: 1000 },
};
const POOR: Capabilities = { ...RICH, buttons: null, files: null, edits: false, threads: false };
const press = (label: string): Button => ({ label, press: { press: "solved", turn: 1 } });
const link: Button = { label: "Refund", url: "https://example.org/refund" };
const photo: Attachment = { kind: "photo", keeper: "web", ref: "r", name: "screen.png", mime: null, bytes: 1 };
const say = (spoken: Partial<Spoken>): Spoken => ({ text: "Did it help?", buttons: [], attachments: [], ...spoken });

describe("on a network without buttons", () => {
  test("choices are numbered under the words, an address can be followed, and a file is named", () => {
    const [shown] = shownOn(POOR, say({ buttons: [[press("Yes"), press("No")], [link]], attachments: [photo] }));

    expect(shown?.text).toBe("Did it help?\n📎 screen.png\n1. Yes\n2. No\nRefund: https://example.org/refund");
    expect(shown?.attachments).toEqual([]);
  });

  test.each([
    ["2", "No"],
    [" 1. ", "Yes"],
    ["１", "Yes"],
  ])("%j picks %s", (text, label) => {
    expect(pickByNumber([[press("Yes")], [link, press("No")]], text)?.label).toBe(label);
  });

  test.each(["0", "3", "1 course", "no", "", "12345"])("%j picks nothing: they are words", (text) => {
    expect(pickByNumber([[press("Yes")], [link, press("No")]], text)).toBeNull();
  });
});

describe("on a network with few buttons", () => {
  test("long rows are broken, long labels are cut, and what has no room gives way at the end", () => {
    const labels = ["a", "b", "c", "d", "a very long label", "f", "g"];
    const [shown] = shownOn(RICH, say({ buttons: [labels.map(press)] }));

    expect(shown?.buttons.map((row) => row.map(({ label }) => label))).toEqual([
      ["a", "b", "c"],
      ["d", "a very lon", "f"],
    ]);
  });

  test("long words become several messages and only the last has the buttons", () => {
    const shown = shownOn(RICH, say({ text: "x".repeat(250), buttons: [[press("Yes")]], attachments: [photo] }));

    expect(shown.map(({ buttons, attachments }) => [buttons.length, attachments.length])).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
  });

  test("blank words are no message, a file without words is one", () => {
    expect(shownOn(RICH, say({ text: " " }))).toEqual([]);
    expect(shownOn(RICH, say({ text: "", attachments: [photo] }))).toEqual([say({ text: "", attachments: [photo] })]);
  });
});

describe("a code that joins two chats", () => {
  test("is read back however it is typed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
        const code = codeOf(random);
        expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
        expect(readCode(` ${shownCode(code).toLowerCase()} `)).toBe(code);
        expect(readCode(shownCode(code).replace("-", " — "))).toBe(code);
      }),
    );
  });

  test.each(["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFG0", "中文中文中文中文"])("%j is none", (text) => {
    expect(readCode(text)).toBeNull();
  });
});
