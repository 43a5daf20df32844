/** Words become as few messages as Telegram allows, and none of them is lost on the way. */
import { describe, expect, test } from "vitest";
import { compose } from "../../../src/channels/telegram/compose.ts";
import type { Enclosed } from "../../../src/core/ports.ts";
import type { Button } from "../../../src/core/press.ts";

const photo: Enclosed = {
  open: null,
  kind: "photo",
  keeper: "telegram",
  ref: "P1",
  name: null,
  mime: null,
  bytes: null,
};
const sticker: Enclosed = { ...photo, kind: "sticker", ref: "S1" };
const place: Enclosed = { ...photo, kind: "location", ref: null, name: "1.5, 2.5" };
const button: Button = { label: "Yes", press: { press: "solved", turn: 1 } };
const link: Button = { label: "Refund", url: "https://example.org" };
const rows = { inline_keyboard: [[{ text: "Yes", callback_data: "solved:1" }]] };

const say = (text: string, attachments: readonly Enclosed[] = [], buttons: readonly (readonly Button[])[] = []) =>
  compose({ key: "o1", text, attachments, buttons });

describe("words", () => {
  test("alone are one message", () => {
    expect(say("hi")).toEqual([{ part: "text", text: "hi", keyboard: null }]);
  });

  test("that are short stand under their only file", () => {
    expect(say("look", [photo])).toMatchObject([{ part: "file", file: { kind: "photo", ref: "P1" }, caption: "look" }]);
  });

  test("that are too long for a caption follow the file, with the buttons", () => {
    const parts = say("x".repeat(1025), [photo], [[button]]);

    expect(parts).toMatchObject([
      { part: "file", caption: "", keyboard: null },
      { part: "text", keyboard: rows },
    ]);
  });

  test("follow a sticker or several files, which carry no caption of their own", () => {
    expect(say("look", [sticker]).map(({ part }) => part)).toEqual(["file", "text"]);
    expect(say("look", [photo, photo]).map(({ part }) => part)).toEqual(["file", "file", "text"]);
  });

  test("tell of what has no file", () => {
    expect(say("here", [place])).toEqual([{ part: "text", text: "here\n📍 1.5, 2.5", keyboard: null }]);
    expect(say("", [{ ...place, kind: "contact", name: "Bo +86" }])).toMatchObject([{ text: "👤 Bo +86" }]);
  });

  test("that grow over the limit by telling it are split, with the buttons at the end", () => {
    const parts = say("x".repeat(4096), [place], [[button]]);

    expect(parts).toHaveLength(2);
    expect(parts.map(({ keyboard }) => keyboard)).toEqual([null, rows]);
  });

  test("that show nothing are no message", () => {
    expect(say("\u200b ")).toEqual([]);
    expect(say(" ", [photo])).toMatchObject([{ part: "file", caption: "" }]);
  });
});

test("buttons send a press or open an address, and empty rows are left out", () => {
  const [part] = say("Did it help?", [], [[button], [], [link]]);

  expect(part?.keyboard).toEqual({
    inline_keyboard: [[{ text: "Yes", callback_data: "solved:1" }], [{ text: "Refund", url: "https://example.org" }]],
  });
});
