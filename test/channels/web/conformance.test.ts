/** The web chat as every channel must be. Its network are browsers that say again what was not taken. */
import { channelConformance } from "../../conformance/channel.ts";
import { CHAT_ID, type ChatsInMemory, openRig, type WebRig } from "./rig.ts";

channelConformance("web", async () => {
  const rig = openRig();
  // Who is written to has written before.
  await rig.chats.post(CHAT_ID, {
    key: "c-0",
    body: JSON.stringify({ event: "message", by: "learner", text: "hi" }),
    at: 0,
  });
  const browser = openBrowser(rig);
  return {
    channel: rig.channel,
    place: { channel: "web", chatId: CHAT_ID, threadId: null },
    says: (text) => browser.says({ text }),
    redelivers: browser.repeats,
    isAcknowledged: browser.isDone,
    presses: (messageId, label) => browser.says({ messageId, press: pressOn(rig.chats, messageId, label) }),
    shown: () => messagesIn(rig.chats).map(({ text }) => text),
    goesAway() {
      rig.chats.isAway = true;
    },
    comesBack() {
      rig.chats.isAway = false;
    },
    gone: { messageId: "4711", pressId: `${"x".repeat(32)}:gone` },
    async close() {
      browser.close();
      await rig.channel.stop();
    },
  };
});

/** One thing after another, each until it is taken: the page's outbox without its page. */
function openBrowser(rig: WebRig) {
  const outbox: Readonly<Record<string, string>>[] = [];
  let last: Readonly<Record<string, string>> = {};
  let count = 0;
  let isClosed = false;
  let isSending = false;

  async function sendAll(): Promise<void> {
    isSending = true;
    for (let next = outbox[0]; next !== undefined && !isClosed; next = outbox[0]) {
      const path = "press" in next ? "/chat/presses" : "/chat/messages";
      const { status } = await rig.ask(path, { json: next });
      if (status === 202) outbox.shift();
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    isSending = false;
  }

  const put = (said: Readonly<Record<string, string>>): void => {
    last = said;
    outbox.push(said);
    if (!isSending) void sendAll();
  };
  return {
    says(said: Readonly<Record<string, string>>) {
      count += 1;
      put({ clientId: `c${count}`, ...said });
    },
    repeats: () => put(last),
    isDone: () => outbox.length === 0,
    close() {
      isClosed = true;
    },
  };
}

/** What the bot said, as the page shows it by now. */
function messagesIn(chats: ChatsInMemory) {
  const posts = chats.read(CHAT_ID);
  const said = posts.flatMap((post) => (post.event === "message" && post.by === "bot" ? [post] : []));
  return said.map((message) => {
    const change = posts.findLast((post) => post.event === "edited" && post.about === String(message.seq));
    return change?.event === "edited" ? { ...message, text: change.text, buttons: change.buttons } : message;
  });
}

/** What the button says it sends; throws when the message has no such button any more. */
function pressOn(chats: ChatsInMemory, messageId: string, label: string): string {
  const posts = chats.read(CHAT_ID);
  if (posts.some((post) => post.event === "settled" && post.about === messageId)) throw new Error("it was settled");
  const message = messagesIn(chats).find(({ seq }) => String(seq) === messageId);
  const buttons = message?.buttons.flat() ?? [];
  const button = buttons.find((each) => each.label === label);
  if (button === undefined || !("press" in button)) throw new Error(`there is no button ${label}`);
  return button.press;
}
