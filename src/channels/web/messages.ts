/**
 * The doors for words and presses. A page gives each an id of its own, so that it may say again what it heard no answer
 * to, as often as it likes.
 */
import { parsePress } from "../../core/press.ts";
import { type Fields, readFields } from "./body.ts";
import { type Caller, type Front, tooFast, tooManyChats } from "./front.ts";
import { isRefused, type Refused, refused } from "./refusal.ts";
import { readClientId, readWords, saidOf } from "./said.ts";
import { takeIn } from "./take-in.ts";

const MESSAGE_ID = /^[1-9]\d{0,9}$/;
const PRESS_LENGTH_MAX = 64;
/** A page says it every four seconds. */
const TYPING_MS = 6000;

/** `POST /chat/messages {"clientId", "text", "name"?}` → 202 `{"seq", "chat"}`. */
export async function hearWords(front: Front, caller: Caller): Promise<Response | Refused> {
  const fields = await arrived(front, caller);
  if (isRefused(fields)) return fields;
  const clientId = readClientId(fields.get("clientId"));
  if (typeof clientId !== "string") return clientId;
  const text = readWords(fields.get("text"), false);
  if (typeof text !== "string") return text;
  const unborn = await tooManyChats(front, caller);
  if (unborn !== null) return unborn;
  return await takeIn(front, caller, {
    ...{ clientId, name: fields.get("name") },
    post: { event: "message", by: "learner", text, buttons: [], attachments: [], clientId },
    what: (messageId) => saidOf(text, messageId, []),
  });
}

/**
 * `POST /chat/presses {"clientId", "messageId", "press"}` → 202. A press nobody can read is for the rules to answer.
 */
export async function hearPress(front: Front, caller: Caller): Promise<Response | Refused> {
  const fields = await arrived(front, caller);
  if (isRefused(fields)) return fields;
  const clientId = readClientId(fields.get("clientId"));
  if (typeof clientId !== "string") return clientId;
  const [about, press] = [fields.get("messageId"), fields.get("press")];
  if (typeof about !== "string" || !MESSAGE_ID.test(about)) return refused("unreadable");
  if (typeof press !== "string" || press.length > PRESS_LENGTH_MAX) return refused("unreadable");
  const unborn = await tooManyChats(front, caller);
  if (unborn !== null) return unborn;
  const pressId = `${caller.visit.chatId}:${clientId}`;
  return await takeIn(front, caller, {
    ...{ clientId, name: fields.get("name") },
    post: { event: "pressed", about, press },
    what: () => ({ kind: "pressed", messageId: about, pressId, press: parsePress(press) }),
  });
}

/** `POST /chat/typing` → 204: whoever looks at the learner's ticket sees it for a few seconds. Nothing of it is kept. */
export async function hearTyping({ chats, limits, now }: Front, { visit, peer }: Caller): Promise<Response | Refused> {
  const impatient = tooFast(limits, [
    ["chatTyping", visit.chatId],
    ["address", peer.address],
  ]);
  if (impatient !== null) return impatient;
  await chats.learnerWrites(visit.chatId, now() + TYPING_MS);
  return new Response(null, { status: 204, headers: { "set-cookie": visit.setCookie } });
}

async function arrived({ limits }: Front, { request, peer, visit }: Caller): Promise<Fields | Refused> {
  const impatient = tooFast(limits, [
    ["chat", visit.chatId],
    ["address", peer.address],
  ]);
  return impatient ?? (await readFields(request));
}
