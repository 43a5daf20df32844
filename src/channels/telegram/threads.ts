/**
 * A ticket as a topic of the agents' forum: named after the ticket, with its card pinned, closed when it is solved and never
 * deleted. Every call here may find its work already done; that is fine. A topic that somebody deleted is `thread_gone`.
 */
import type { Api } from "grammy";
import type { StaffRoom } from "../../core/model.ts";
import type { Card, Thread } from "../../core/ports.ts";
import { truncate } from "../../core/text.ts";
import type { Log } from "../log.ts";
import { keyboardOf } from "./compose.ts";
import { asked, askedUnless, channelError, isRefusedFor } from "./errors.ts";
import { chatOf, insist, numberOf } from "./send.ts";

/** Source: https://core.telegram.org/bots/api#createforumtopic; the colour is one of the six it allows. */
const NAME_LENGTH_MAX = 128;
const ICON_COLOR = 0x6fb9f0;
const NO_PREVIEW = { is_disabled: true };

const UNCHANGED = /not_modified|not modified/i;
const UNCHANGED_OR_CARD_GONE = /not modified|message to edit not found|message can't be edited|message_id_invalid/i;

/** Opens the topic and pins the card in it. */
export async function openTopic(api: Api, room: StaffRoom, { card, log }: { card: Card; log: Log }): Promise<Thread> {
  const chat = chatOf(room);
  const topic = await asked(api.createForumTopic(chat, topicName(card), { icon_color: ICON_COLOR }));
  const thread = { message_thread_id: topic.message_thread_id };
  const sent = await insist(() => api.sendMessage(chat, card.text, { ...thread, ...looksOf(card) }));
  await pin(api, { chat, messageId: sent.message_id, log });
  if (card.isClosed) await insist(() => api.closeForumTopic(chat, topic.message_thread_id));
  return { threadId: String(topic.message_thread_id), cardId: String(sent.message_id) };
}

/** Without the right to pin the card still stands first in its topic. */
async function pin(api: Api, { chat, messageId, log }: { chat: number; messageId: number; log: Log }): Promise<void> {
  try {
    await api.pinChatMessage(chat, messageId, { disable_notification: true });
  } catch (error) {
    log.warn({ trouble: channelError(error).trouble.kind }, "telegram: a ticket's card could not be pinned");
  }
}

/** Brings name, card and lock of the topic up to date. */
export async function showTopic(
  api: Api,
  { room, thread }: { room: StaffRoom; thread: Thread },
  card: Card,
): Promise<void> {
  const chat = chatOf(room);
  const topic = numberOf(thread.threadId);
  // The name comes first: it is the call that tells when the topic is gone.
  await askedUnless(api.editForumTopic(chat, topic, { name: topicName(card) }), UNCHANGED);
  await askedUnless(
    api.editMessageText(chat, numberOf(thread.cardId), card.text, looksOf(card)),
    UNCHANGED_OR_CARD_GONE,
  );
  const lock = card.isClosed ? api.closeForumTopic(chat, topic) : api.reopenForumTopic(chat, topic);
  await askedUnless(lock, UNCHANGED);
}

/** Whether it was open until now. */
export async function closeTopic(
  api: Api,
  { room, thread }: { readonly room: StaffRoom; readonly thread: Thread },
): Promise<boolean> {
  try {
    await api.closeForumTopic(chatOf(room), numberOf(thread.threadId));
    return true;
  } catch (error) {
    if (isRefusedFor(error, UNCHANGED)) return false;
    throw channelError(error);
  }
}

function topicName({ name }: Card): string {
  return truncate(name, NAME_LENGTH_MAX);
}

function looksOf({ buttons }: Card) {
  const keyboard = keyboardOf(buttons);
  return { link_preview_options: NO_PREVIEW, ...(keyboard === null ? {} : { reply_markup: keyboard }) };
}
