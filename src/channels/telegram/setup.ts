/**
 * What happens once at start: who are we, can agents work in their room, how do updates come, which commands are shown.
 * What a person has to repair is a ConfigError that says what to do; the network being away is a ChannelError and tried again.
 */
import type { Api } from "grammy";
import type { Chat, ChatMember } from "grammy/types";
import { ConfigError } from "../../core/errors.ts";
import { ALLOWED_UPDATES } from "./decode.ts";
import { asked, channelError, refusalOf } from "./errors.ts";
import type { TelegramOptions } from "./options.ts";

export type Me = { readonly id: number; readonly username: string };

/** Deliveries Telegram makes at once; its default, said so that an older value does not stay. */
const WEBHOOK_CONNECTIONS_MAX = 40;

const STAFF = "TELEGRAM_STAFF_CHAT_ID";

/** Asks who the token belongs to. Errors: ConfigError for a wrong token, ChannelError. */
export async function introduce(api: Api): Promise<Me> {
  try {
    const { id, username } = await api.getMe();
    return { id, username };
  } catch (error) {
    const code = refusalOf(error)?.code;
    // 404 is what the Bot API says to a token it cannot even read.
    if (code !== 401 && code !== 404) throw channelError(error);
    throw new ConfigError(["TELEGRAM_BOT_TOKEN is not accepted by Telegram: copy it again from @BotFather"]);
  }
}

/** Checks that tickets can become topics. Errors: ConfigError with every problem at once, ChannelError. */
export async function checkStaffRoom(api: Api, staffChatId: string, me: Me): Promise<void> {
  const unseen = `${STAFF}: the bot does not see this chat: check the id and add the bot to the group`;
  const chat = await seen(api.getChat(staffChatId), unseen);
  const member = await seen(api.getChatMember(staffChatId, me.id), unseen);
  const problems = [...chatProblems(chat), ...rightProblems(member)];
  if (problems.length > 0) throw new ConfigError(problems);
}

function chatProblems(chat: Chat): readonly string[] {
  if (chat.type === "supergroup" && chat.is_forum === true) return [];
  return [`${STAFF}: the chat has no topics: switch on "Topics" in the group's settings`];
}

function rightProblems(member: ChatMember): readonly string[] {
  if (member.status === "creator") return [];
  if (member.status === "administrator" && member.can_manage_topics === true) return [];
  return [`${STAFF}: make the bot an administrator of the group with the right "Manage topics"`];
}

async function seen<Result>(call: Promise<Result>, problem: string): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    const code = refusalOf(error)?.code;
    if (code !== 400 && code !== 403) throw channelError(error);
    throw new ConfigError([problem]);
  }
}

/** Tells Telegram how updates come. What has piled up meanwhile is kept. Errors: ConfigError, ChannelError. */
export async function chooseDelivery(api: Api, webhook: TelegramOptions["webhook"]): Promise<void> {
  if (webhook === null) {
    await asked(api.deleteWebhook({ drop_pending_updates: false }));
    return;
  }
  try {
    await api.setWebhook(webhook.url, {
      secret_token: webhook.secret,
      allowed_updates: ALLOWED_UPDATES,
      max_connections: WEBHOOK_CONNECTIONS_MAX,
      drop_pending_updates: false,
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.code !== 400) throw channelError(error);
    throw new ConfigError([
      "TELEGRAM_WEBHOOK_URL is not accepted by Telegram: it must be https on port 443, 80, 88 or 8443",
    ]);
  }
}
