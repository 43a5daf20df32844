/** Whatever a person sends arrives as something: a file to keep, words in its place, or at least a sign that it came. */
import { describe, expect, test } from "vitest";
import { heard, heardMessage, inTopic, message, privateChat } from "./updates.ts";

const file = { file_id: "F1", file_unique_id: "u", file_size: 10 };
const clip = { ...file, width: 1, height: 1, duration: 1 };

describe("what comes with words", () => {
  test.each<[string, object, object]>([
    ["a document", { document: { ...file, file_name: "a\nb.pdf" } }, { kind: "document", name: "a b.pdf", bytes: 10 }],
    [
      "a voice message",
      { voice: { ...file, duration: 3, mime_type: "audio/ogg" } },
      { kind: "voice", mime: "audio/ogg" },
    ],
    ["a song", { audio: { ...file, duration: 3 } }, { kind: "audio", name: null }],
    ["a video", { video: clip }, { kind: "video" }],
    ["a round video", { video_note: { ...file, length: 1, duration: 1 } }, { kind: "document", mime: "video/mp4" }],
    ["a moving picture", { animation: clip, document: file }, { kind: "document", ref: "F1" }],
  ])("as %s is kept as the file's id", (_, fields, expected) => {
    const inbound = heardMessage({ ...fields, caption: "look" });

    expect(inbound?.what).toMatchObject({ text: "look", attachments: [{ ref: "F1", ...expected }] });
  });

  test("as a photo is kept in the largest size", () => {
    const sizes = [90, 800, 320].map((width) => ({ ...file, file_id: `W${width}`, width, height: 1 }));

    const what = heardMessage({ photo: sizes, media_group_id: "album-1" })?.what;

    expect(what).toMatchObject({ text: "", albumId: "album-1", attachments: [{ kind: "photo", ref: "W800" }] });
  });

  test("as a place or a contact is kept in words, for it has no file", () => {
    const location = { latitude: 31.2, longitude: 121.5 };
    const contact = { phone_number: "+8613800000000", first_name: "Bo" };

    expect(heardMessage({ location })?.what).toMatchObject({ attachments: [{ ref: null, name: "31.2, 121.5" }] });
    expect(heardMessage({ location, venue: { location, title: "Café", address: "Bund 1" } })?.what).toMatchObject({
      attachments: [{ kind: "location", name: "Café, Bund 1 (31.2, 121.5)" }],
    });
    expect(heardMessage({ contact })?.what).toMatchObject({
      attachments: [{ kind: "contact", ref: null, name: "Bo +8613800000000" }],
    });
  });
});

describe("what has no words and no file we can keep", () => {
  const kinds: readonly [string, object][] = [
    ["a story", { story: { chat: privateChat, id: 1 } }],
    ["a checklist", { checklist: { title: "To do", tasks: [] } }],
    ["a game", { game: { title: "Chess", description: "", photo: [] } }],
    ["a giveaway", { giveaway: { chats: [], winners_selection_date: 1, winner_count: 1 } }],
    ["paid media", { paid_media: { star_count: 1, paid_media: [] } }],
    [
      "an invoice",
      { invoice: { title: "x", description: "x", start_parameter: "", currency: "EUR", total_amount: 1 } },
    ],
    ["a kind this version has never seen", { hologram: { depth: 3 } }],
    ["a kind Telegram does not show to bots", {}],
    ["nothing but control characters", { text: "\u0007\u0008" }],
  ];

  test.each(kinds)("%s of a learner still arrives, so that it is not met with silence", (_, fields) => {
    expect(heardMessage(fields)).toMatchObject({
      place: { kind: "learner" },
      what: { kind: "words", messageId: "7", text: "", attachments: [], albumId: null },
    });
  });

  test.each(kinds)("%s of an agent still arrives, so that they can be told it was not sent", (_, fields) => {
    expect(heard({ message: inTopic(fields) })).toMatchObject({
      place: { kind: "staff", threadId: "300" },
      what: { kind: "words", text: "", attachments: [] },
    });
  });
});

describe("a notice", () => {
  test.each<[string, object]>([
    ["a pinned message", { pinned_message: message() }],
    ["a changed auto-delete timer", { message_auto_delete_timer_changed: { message_auto_delete_time: 60 } }],
    ["leave to write", { write_access_allowed: {} }],
    ["a new background", { chat_background_set: { type: { type: "pattern" } } }],
    ["a gift", { gift: { gift: {} } }],
    ["a ticked line of a checklist", { checklist_tasks_done: {} }],
  ])("is %s, which Telegram writes and not the learner", (_, fields) => {
    expect(heardMessage(fields)).toBeNull();
  });
});
