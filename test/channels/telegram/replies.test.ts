/** Which message words in Telegram answer, as far as anybody chose one. */
import { expect, test } from "vitest";
import { heard, heardMessage, inTopic, message, staffChat } from "./updates.ts";

const earlier = message({ message_id: 5, text: "earlier words" });

test("a learner's reply says which message it answers, also when it is a command", () => {
  expect(heardMessage({ text: "this one", reply_to_message: earlier })?.what).toMatchObject({ replyTo: "5" });
  expect(heardMessage({ text: "/human now", reply_to_message: earlier })?.what).toMatchObject({
    kind: "command",
    replyTo: "5",
  });
});

test("what is simply said in a topic answers nothing, though Telegram calls it a reply to the topic's notice", () => {
  const bare = inTopic({ text: "hello", reply_to_message: message({ chat: staffChat, message_id: 300 }) });

  expect(heard({ message: inTopic({ text: "hello" }) })?.what).not.toHaveProperty("replyTo");
  expect(heard({ message: bare })?.what).not.toHaveProperty("replyTo");
});

test("a reply an agent chose in a topic is one", () => {
  const chosen = message({ chat: staffChat, message_id: 301, text: "👤 hello", message_thread_id: 300 });

  expect(heard({ message: inTopic({ text: "hi", reply_to_message: chosen }) })?.what).toMatchObject({ replyTo: "301" });
});

test("a quote from another chat answers nothing that was said here", () => {
  const elsewhere = { origin: { type: "hidden_user", sender_user_name: "Bo", date: 1 }, message_id: 9 };

  expect(heardMessage({ text: "see", external_reply: elsewhere })?.what).not.toHaveProperty("replyTo");
});
