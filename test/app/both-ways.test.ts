/** Edits and replies between a learner and an agent: the copy changes where it stands, and a reply points at what it answers. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Said } from "../../src/core/inbound.ts";
import { fakeClock, type House, isAllSent, openHouse, ticketOf, until } from "./house.ts";
import { agentSays, command, learnerWantsPerson, type Shown, STAFF_CHAT, update } from "./scripted-channel.ts";

let house: House;
let said = 0;

beforeEach(async () => {
  fakeClock();
  house = await openHouse();
  await house.channel.deliver(learnerWantsPerson("1"));
  await allSent();
  await house.channel.deliver(agentSays(threadId(), command("claim")));
  await allSent();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const allSent = () => until(() => isAllSent(house.store));
const threadId = () => [...(house.channel.rooms.get(STAFF_CHAT)?.keys() ?? [])][0] ?? "";
const name = () => `hush-${++said}`;
const words = (text: string, more: Partial<Extract<Said, { kind: "words" }>> = {}): Said => ({
  ...{ kind: "words", messageId: name(), text, attachments: [], albumId: null },
  ...more,
});
const edited = (messageId: string, text: string): Said => ({ kind: "edited", messageId, text });

async function learner(what: Said): Promise<void> {
  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, what));
  await allSent();
}

async function agent(what: Said): Promise<void> {
  await house.channel.deliver(agentSays(threadId(), what));
  await allSent();
}

/** The message of the bot that stands in a chat with these words, as it was sent. */
function copyIn(chatId: string, text: string): Shown {
  const found = house.channel.shown.find((shown) => shown.to.chatId === chatId && shown.text === text);
  return found ?? expect.fail(`nobody was shown ${text}`);
}

const transcript = async () => await house.store.transcript(await ticketOf(house.store));

describe("an edit", () => {
  test("by the learner changes the copy in the ticket's thread, and the transcript keeps both versions", async () => {
    await learner(words("hush, chapter too", { messageId: "m1" }));
    const before = house.channel.said(STAFF_CHAT).length;

    await learner(edited("m1", "hush, chapter two"));
    await learner(edited("m1", "hush, chapter two"));

    expect(house.channel.looks(copyIn(STAFF_CHAT, "👤 hush, chapter too").id).text).toBe("👤 hush, chapter two");
    expect(house.channel.said(STAFF_CHAT)).toHaveLength(before);
    expect((await transcript()).at(-1)).toMatchObject({
      text: "hush, chapter two",
      versions: [{ text: "hush, chapter too" }],
    });
  });

  test("by the agent changes what the learner reads, however often", async () => {
    await agent(words("hush, press F5", { messageId: "a1" }));

    for (const text of ["hush, press F6", "hush, press F7"]) await agent(edited("a1", text));

    expect(house.channel.looks(copyIn("1", "hush, press F5").id).text).toBe("hush, press F7");
    expect(house.channel.said("1").filter((text) => text.includes("press"))).toEqual(["hush, press F5"]);
    expect((await transcript()).at(-1)).toMatchObject({ delivery: "sent" });
  });

  test("that overtakes nothing: made while the words still wait, it leaves them with the newest ones", async () => {
    house.channel.plan = ({ chatId, op }) => (chatId === "1" && op === "send" ? { kind: "unreachable" } : null);
    await house.channel.deliver(agentSays(threadId(), words("hush, press F5", { messageId: "a1" })));
    await house.channel.deliver(agentSays(threadId(), edited("a1", "hush, press F6")));
    await until(() => house.channel.callsTo("1").some(({ text }) => text === "hush, press F5"));

    house.channel.plan = () => null;
    await allSent();

    expect(house.channel.looks(copyIn("1", "hush, press F5").id).text).toBe("hush, press F6");
  });

  test("whose answer got lost is made again, and says the same", async () => {
    await agent(words("hush, press F5", { messageId: "a1" }));
    let isLost = false;
    house.channel.plan = ({ op }) => {
      const loses = op === "edit" && !isLost;
      isLost ||= op === "edit";
      return loses ? { kind: "lost" } : null;
    };

    await agent(edited("a1", "hush, press F6"));

    expect(house.channel.calls.filter(({ op }) => op === "edit")).toHaveLength(2);
    expect(house.channel.looks(copyIn("1", "hush, press F5").id).text).toBe("hush, press F6");
    expect(house.channel.said("1").at(-1)).toBe("hush, press F5");
  });

  const asNewWords = (text = "hush, press F6") => {
    expect(house.channel.said("1").at(-1)).toBe(`✏️ ${text}`);
    expect([...house.channel.edited.values()].filter(({ text: changed }) => changed.includes("hush"))).toEqual([]);
  };

  test("of a message the network cannot change, or will not, comes as words of its own", async () => {
    await agent(words("hush, press F5", { messageId: "a1" }));
    house.channel.plan = ({ op }) => (op === "edit" ? { kind: "rejected" } : null);

    await agent(edited("a1", "hush, press F6"));

    asNewWords();
  });

  test("where nothing can be changed comes as words of its own", async () => {
    Object.assign(house.channel.can, { edits: false });
    await agent(words("hush, press F5", { messageId: "a1" }));

    await agent(edited("a1", "hush, press F6"));

    asNewWords();
  });

  test("of a message that somebody deleted comes as words of its own", async () => {
    await agent(words("hush, press F5", { messageId: "a1" }));
    house.channel.shown.splice(house.channel.shown.indexOf(copyIn("1", "hush, press F5")), 1);

    await agent(edited("a1", "hush, press F6"));

    asNewWords();
  });

  test("of words that were sent in parts, or with a file, comes as words of its own", async () => {
    const photo = { kind: "photo", keeper: "telegram", ref: "f1", name: null, mime: null, bytes: 5 } as const;
    await agent(words(`hush ${"long ".repeat(1000)}`, { messageId: "a1" }));
    await agent(words("hush, look here", { messageId: "a2", attachments: [photo] }));

    await agent(edited("a1", "hush, in short"));
    asNewWords("hush, in short");
    await agent(edited("a2", "hush, look there"));
    asNewWords("hush, look there");
  });

  test("to more than one message takes is told whole", async () => {
    await agent(words("hush, press F5", { messageId: "a1" }));
    const text = `hush ${"word ".repeat(1200)}end`;

    await agent(edited("a1", text));

    const told = house.channel.said("1").slice(-2);
    expect(told.join(" ").replaceAll(/\s+/g, " ")).toBe(`✏️ ${text}`);
  });

  test("by the learner after the thread was deleted comes into the new one", async () => {
    await learner(words("hush, chapter too", { messageId: "m1" }));
    house.channel.deleteThread(STAFF_CHAT, threadId());
    house.channel.shown.splice(0);

    await learner(edited("m1", "hush, chapter two"));

    expect(house.channel.shown).toMatchObject([
      { text: "👤 ✏️ edited: hush, chapter two", to: { threadId: threadId() } },
    ]);
  });

  test("of a note changes the note, and no learner hears of it", async () => {
    await agent({
      kind: "command",
      messageId: "n1",
      name: "note",
      argument: "hush, rude",
      attachments: [],
      albumId: null,
    });

    await agent(edited("n1", "hush, very rude"));

    expect((await transcript()).findLast(({ kind }) => kind === "note")).toMatchObject({ text: "hush, very rude" });
    expect(house.channel.said("1").join()).not.toContain("rude");
  });
});

test("a sign of the holder is put on the learner's words, and the learner's comes as a line into the thread", async () => {
  await learner(words("hush, it broke", { messageId: "m1" }));
  await agent(words("hush, on it", { messageId: "a1" }));

  await agent({ kind: "reacted", messageId: copyIn(STAFF_CHAT, "👤 hush, it broke").id, emoji: "👀" });
  await learner({ kind: "reacted", messageId: copyIn("1", "hush, on it").id, emoji: "👍" });

  expect(house.channel.reactions).toEqual([{ chatId: "1", messageId: "m1", emoji: "👀" }]);
  expect(house.channel.shown.at(-1)).toMatchObject({ text: "👤 👍 on: hush, on it", to: { threadId: threadId() } });
});

describe("a reply", () => {
  test("by the learner to the agent's words points at those words in the thread, and the other way round", async () => {
    await agent(words("hush, which browser?", { messageId: "a1" }));
    await learner(words("hush, Firefox", { messageId: "m1", replyTo: copyIn("1", "hush, which browser?").id }));
    await agent(words("hush, thanks", { replyTo: copyIn(STAFF_CHAT, "👤 hush, Firefox").id }));

    expect(copyIn(STAFF_CHAT, "👤 hush, Firefox")).toMatchObject({ replyTo: "a1" });
    expect(copyIn("1", "hush, thanks")).toMatchObject({ replyTo: "m1" });
    const [asked, answered, thanks] = (await transcript()).slice(-3);
    expect([answered?.repliesTo, thanks?.repliesTo]).toEqual([asked?.id, answered?.id]);
  });

  test("to what the reader never got, or where replies cannot be shown, quotes its first line", async () => {
    Object.assign(house.channel.can, { quotes: false });
    await learner(words("hush, it broke\nat noon", { messageId: "m1" }));

    await agent(
      words("hush, on it", { messageId: "a1", replyTo: copyIn(STAFF_CHAT, "👤 hush, it broke\nat noon").id }),
    );
    await agent(edited("a1", "hush, mended"));

    const copy = copyIn("1", "> hush, it broke\nhush, on it");
    expect(copy).not.toHaveProperty("replyTo");
    expect(house.channel.looks(copy.id).text).toBe("> hush, it broke\nhush, mended");
  });

  test("to what nobody said (a card, a hint) is plain words", async () => {
    await agent(words("hush, hello", { replyTo: "4711" }));

    expect(copyIn("1", "hush, hello")).not.toHaveProperty("replyTo");
  });

  test("that has no room for a quote goes without it", async () => {
    Object.assign(house.channel.can, { quotes: false });
    await learner(words("hush, it broke", { messageId: "m1" }));
    const text = `hush ${"x".repeat(house.channel.can.textLengthMax - 10)}`;

    await agent(words(text, { replyTo: copyIn(STAFF_CHAT, "👤 hush, it broke").id }));

    expect(copyIn("1", text)).toBeDefined();
  });
});
