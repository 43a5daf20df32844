/** What people do in Telegram arrives as what they meant; what is not for us does not arrive at all. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orderKey } from "../../../src/channels/telegram/decode.ts";
import { TEXT_LENGTH_MAX } from "../../../src/core/text.ts";
import { readCommand } from "../../../src/core/verbs.ts";
import { heard, heardMessage, inTopic, message, ming, privateChat, STAFF_CHAT_ID, staffChat } from "./updates.ts";

/** Any UTF-16 unit, so halves of surrogate pairs too. */
const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));
const robot = { id: 1, is_bot: true, first_name: "Robot" };

describe("a learner's words", () => {
  test("arrive with who said them, where, and in which language their app is", () => {
    expect(heardMessage({ text: "忘记密码怎么办？" })).toEqual({
      channel: "telegram",
      bot: "123456",
      updateId: "900",
      from: { networkId: "42", name: "Ming Li", languageHint: "zh-hans" },
      place: { kind: "learner", chatId: "42" },
      what: { kind: "words", messageId: "7", text: "忘记密码怎么办？", attachments: [], albumId: null },
    });
  });

  test.each([
    ["half a surrogate pair", "a\ud83d!", "a\ufffd!"],
    ["zero-width characters", "pass\u200bword", "pass\u200bword"],
    ["right-to-left text", "مرحبا", "مرحبا"],
    ["only an emoji", "👩‍👩‍👧", "👩‍👩‍👧"],
    ["a control character", "a\u0007b", "ab"],
    ["a path, which is no command", "/usr/bin/python fails", "/usr/bin/python fails"],
    ["as long as Telegram allows", "字".repeat(4096), "字".repeat(4096)],
  ])("with %s are decoded", (_, text, expected) => {
    expect(heardMessage({ text })?.what).toMatchObject({ kind: "words", text: expected });
  });

  test("of any kind come out well-formed and no longer than allowed", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyUnit, minLength: 1, maxLength: 60 }), fc.nat(200), (piece, times) => {
        const what = heardMessage({ text: piece.repeat(times + 1) })?.what;
        const text = what && "text" in what ? what.text : "";

        expect(text.isWellFormed()).toBe(true);
        expect(text.length).toBeLessThanOrEqual(TEXT_LENGTH_MAX);
      }),
      { numRuns: 40 },
    );
  });

  test("of an edit carry the id of the message they replace", () => {
    const inbound = heard({ edited_message: message({ text: "new words", edit_date: 1_700_000_060 }) });

    expect(inbound?.what).toEqual({ kind: "edited", messageId: "7", text: "new words" });
  });

  test("thrown as a dice or asked as a poll are still words", () => {
    expect(heardMessage({ dice: { emoji: "🎲", value: 3 } })?.what).toMatchObject({ text: "🎲" });
    expect(heardMessage({ poll: { id: "1", question: "Which course?", options: [] } })?.what).toMatchObject({
      text: "Which course?",
    });
  });
});

describe("a learner's name", () => {
  test("without anything to see in it gives way to the username, or to the number", () => {
    const blank = { ...ming, first_name: "\u200b\u3164", last_name: "" };

    expect(heardMessage({ text: "hi", from: { ...blank, username: "ming_li" } })?.from.name).toBe("ming_li");
    expect(heardMessage({ text: "hi", from: blank })?.from.name).toBe("42");
  });

  test("is one line of at most 64 characters without direction tricks", () => {
    const from = { ...ming, first_name: `a\nb\u202e${"x".repeat(100)}` };

    const name = heardMessage({ text: "hi", from })?.from.name ?? "";

    expect(name).toMatch(/^a bx+$/);
    expect(name).toHaveLength(64);
  });
});

const photo = [{ file_id: "F1", file_unique_id: "u", file_size: 10, width: 1, height: 1 }];

describe("a command", () => {
  test.each([
    ["/help", { name: "help", argument: "" }],
    ["/HELP", { name: "help", argument: "" }],
    ["/claim@support_bot 1042", { name: "claim", argument: "1042" }],
    ["/note first\nsecond", { name: "note", argument: "first\nsecond" }],
    ["/note今天再打", { name: "note", argument: "今天再打" }],
  ])("%j is understood", (text, expected) => {
    expect(heardMessage({ text })?.what).toMatchObject({ kind: "command", ...expected });
  });

  test("for another bot is not for us", () => {
    expect(heardMessage({ text: "/help@other_bot" })).toBeNull();
  });

  test("under an agent's photo is obeyed, so that a note never reaches the learner", () => {
    const what = heard({
      message: inTopic({ photo, caption: "/note 骗子" }),
    })?.what;

    expect(what).toMatchObject({ kind: "command", name: "note", argument: "骗子" });
  });

  test("under the first picture of an agent's album keeps the picture and says which album it is", () => {
    const part = (changes: object) => heard({ message: inTopic({ photo, media_group_id: "album-1", ...changes }) });

    expect(part({ caption: "/note 骗子" })?.what).toEqual({
      ...{ kind: "command", messageId: "7", name: "note", argument: "骗子", albumId: "album-1" },
      attachments: [{ kind: "photo", keeper: "telegram", ref: "F1", name: null, mime: "image/jpeg", bytes: 10 }],
    });
    expect(part({})?.what).toMatchObject({ kind: "words", text: "", albumId: "album-1" });
  });

  test("without a picture brings none", () => {
    expect(heardMessage({ text: "/help" })?.what).toMatchObject({ attachments: [], albumId: null });
  });

  test("under a learner's photo is only a caption, so that the photo is not lost", () => {
    expect(heardMessage({ photo, caption: "/help me" })?.what).toMatchObject({
      ...{ kind: "words", text: "/help me", attachments: [{ ref: "F1" }] },
    });
  });

  test("begins with a slash and a name, whatever else is said", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const command = readCommand(text);
        if (command !== null) expect(text.toLowerCase().startsWith(`/${command.name}`)).toBe(true);
      }),
    );
  });
});

const press = (changes: object) =>
  heard({ callback_query: { id: "Q1", from: ming, chat_instance: "1", message: message(), ...changes } });

describe("a pressed button", () => {
  test("is read, with the id to answer it by", () => {
    expect(press({ data: "rate:1042:1:5" })).toMatchObject({
      what: { kind: "pressed", messageId: "7", pressId: "Q1", press: { press: "rate", ticketId: 1042, rating: 5 } },
    });
  });

  test.each([{ data: "rate:1042:1:6" }, { data: "'; drop table" }, {}])(
    "that cannot be read (%j) is still heard",
    (changes) => {
      expect(press(changes)?.what).toMatchObject({ kind: "pressed", press: null });
    },
  );

  test("of a message too old for Telegram to show is read all the same", () => {
    const message = { chat: privateChat, message_id: 3, date: 0 };

    expect(press({ data: "cancel:9", message })?.what).toMatchObject({ messageId: "3", press: { press: "cancel" } });
  });

  test("in a topic counts for agents", () => {
    expect(press({ data: "claim:9", message: inTopic() })?.place).toMatchObject({ kind: "staff", threadId: "300" });
  });

  test("without its message, or in a group of strangers, is not for us", () => {
    const chat = { id: -5, type: "group", title: "Others" };

    expect(press({ message: undefined, inline_message_id: "x" })).toBeNull();
    expect(press({ message: message({ chat }) })).toBeNull();
  });
});

describe("the agents' room", () => {
  test("tells the topic words were said in, and none outside of topics", () => {
    const reply = { chat: staffChat, message_thread_id: 55, text: "hello all" };

    expect(heard({ message: inTopic({ text: "hello" }) })?.place).toEqual({
      kind: "staff",
      chatId: String(STAFF_CHAT_ID),
      threadId: "300",
    });
    expect(heardMessage(reply)?.place).toMatchObject({ kind: "staff", threadId: null });
  });

  test.each<[string, object]>([
    ["a new topic", { forum_topic_created: { name: "t", icon_color: 0x6fb9f0 } }],
    ["a renamed topic", { forum_topic_edited: { name: "t" } }],
    ["a closed topic", { forum_topic_closed: {} }],
    ["a reopened topic", { forum_topic_reopened: {} }],
    ["a member who left", { left_chat_member: ming }],
    ["a pinned card", { pinned_message: message() }],
    ["a new member", { new_chat_members: [ming] }],
    ["words of a bot", { text: "beep", from: robot }],
  ])("says nothing by %s", (_, fields) => {
    expect(heard({ message: inTopic(fields) })).toBeNull();
  });

  test("tells an agent's edit as an edit with its topic, so that nobody takes it for new words to the learner", () => {
    expect(heard({ edited_message: { ...inTopic({ text: "x" }), edit_date: 1 } })).toMatchObject({
      place: { kind: "staff", threadId: "300" },
      what: { kind: "edited", messageId: "7", text: "x" },
    });
  });
});

describe("a learner who leaves and comes back", () => {
  const standing = (status: "kicked" | "member", chat = privateChat) => {
    const user = robot;
    const before = { user, status: "left" };
    const after = status === "kicked" ? { user, status, until_date: 0 } : { user, status };
    return heard({ my_chat_member: { chat, from: ming, date: 5, old_chat_member: before, new_chat_member: after } });
  };

  test("has blocked and unblocked us", () => {
    expect(standing("kicked")).toMatchObject({ place: { chatId: "42" }, what: { kind: "blocked" } });
    expect(standing("member")?.what).toEqual({ kind: "unblocked" });
  });

  test("is no learner when it happens in a group", () => {
    expect(standing("kicked", staffChat)).toBeNull();
  });
});

describe("not for us", () => {
  test("are other groups, channels, service messages and kinds of updates we did not ask for", () => {
    const group = { id: -5, type: "group", title: "Others" };
    const channel = { id: -6, type: "channel", title: "News" };

    expect(heardMessage({ text: "hi", chat: group })).toBeNull();
    expect(heard({ channel_post: { ...message({ text: "hi" }), chat: channel } })).toBeNull();
    expect(heardMessage({ text: "hi", from: robot })).toBeNull();
    expect(heard({})).toBeNull();
    expect(
      heard({ edited_message: { ...message(), edit_date: 1, location: { latitude: 1, longitude: 1 } } }),
    ).toBeNull();
  });
});

test("updates of one chat share an order, whatever kind they are", () => {
  const query = { id: "Q", from: ming, chat_instance: "1" };
  const keyOf = (update: object): number => orderKey(JSON.parse(JSON.stringify(update)));

  expect(keyOf({ message: message({ text: "a" }) })).toBe(42);
  expect(keyOf({ callback_query: { ...query, message: message() } })).toBe(42);
  expect(keyOf({ callback_query: query })).toBe(42);
  expect(keyOf({})).toBe(0);
});

describe("in a group of strangers", () => {
  const group = { id: -5, type: "supergroup", title: "Others" };
  const invited = { kind: "group", chatId: "-5", threadId: null, invitation: "https://t.me/Support_Bot" };

  test.each([
    "@support_bot how do I get a refund?",
    "how, @Support_Bot?",
    "请问@support_bot，怎么退款",
    "/ask@support_bot refund",
  ])("%j mentions us, and is answered with where to write", (text) => {
    expect(heardMessage({ text, chat: group })?.place).toEqual(invited);
  });

  test("an answer to what we said there counts as well, in the topic it was said in", () => {
    const ours = message({
      chat: group,
      from: { id: 123456, is_bot: true, first_name: "School" },
      text: "write to me",
    });

    expect(heardMessage({ text: "why?", chat: group, reply_to_message: ours })?.place).toEqual(invited);
    const topic = { is_topic_message: true, message_thread_id: 9 };
    const inTopicOf = heardMessage({ text: "@support_bot?", chat: group, ...topic })?.place;
    expect(inTopicOf).toEqual({ ...invited, threadId: "9" });
  });

  test.each(["hello", "@support_bots", "mail@support_bot.org", "support_bot", "@other_bot hi"])(
    "%j does not",
    (text) => {
      expect(heardMessage({ text, chat: group })).toBeNull();
    },
  );
});
