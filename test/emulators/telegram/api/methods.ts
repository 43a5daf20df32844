// All methods of the Bot API that have behaviour here, by name. Methods that are not listed are judged by their
// parameters and answered with a minimal value of the right type (reported as a note, generic-result).
import type { Wire } from "../../common/wire.ts";
import { defined } from "../../common/wire.ts";
import type { TelegramWorld } from "../world.ts";
import {
  copyMessage,
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  forwardMessage,
  many,
  setMessageReaction,
} from "./editing.ts";
import { bad } from "./errors.ts";
import { groupMethods } from "./groups.ts";
import { type Behaviour, sendMedia, sendMediaGroup, sendMessage, sendOther, target } from "./sending.ts";

const DOWNLOAD_BYTES_MAX = 20 * 1024 * 1024;
const COMMANDS_MAX = 100;
const CONNECTIONS_DEFAULT = 40;

function hookAddress(tg: TelegramWorld, text: string): string {
  if (!URL.canParse(text)) throw bad("bad webhook: invalid URL");
  if (new URL(text).protocol === "https:") return text;
  if (!tg.options.allowHttpWebhook) throw bad("bad webhook: An HTTPS URL must be provided for webhook");
  tg.journal.note("http-webhook", text, "the real server takes HTTPS only, on ports 443, 80, 88 or 8443");
  return text;
}

const setWebhook: Behaviour = (tg, p) => {
  if (!p.url) return deleteWebhook(tg, p, new Map());
  const url = hookAddress(tg, p.url);
  if (!p.secret_token) {
    const message = "without secret_token anyone who knows the URL can forge updates";
    tg.journal.warning("no-secret-token", "setWebhook", message);
  } else if (!/^[A-Za-z0-9_-]+$/.test(p.secret_token)) throw bad("secret token contains unallowed characters");
  if (p.allowed_updates !== undefined) tg.updates.allowedTypes = p.allowed_updates;
  const pending = p.drop_pending_updates ? [] : tg.updates.pending;
  tg.updates.pending = [];
  tg.webhook.hook = { url, secret_token: p.secret_token, max_connections: p.max_connections ?? CONNECTIONS_DEFAULT };
  tg.updates.endPollWithConflict();
  for (const update of pending) tg.webhook.enqueue(update);
  tg.journal.add({ kind: "webhook-set", url });
  return true;
};

const deleteWebhook: Behaviour = (tg, p) => {
  tg.webhook.hook = null;
  const waiting = tg.webhook.drain();
  if (p.drop_pending_updates) tg.updates.pending = [];
  else for (const update of waiting) tg.updates.redeliver(update);
  return true;
};

const getWebhookInfo: Behaviour = ({ webhook, updates }) =>
  defined({
    url: webhook.hook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: updates.pending.length + webhook.waiting,
    max_connections: webhook.hook?.max_connections,
    allowed_updates: updates.allowedTypes?.length ? updates.allowedTypes : undefined,
    last_error_date: webhook.lastError?.date,
    last_error_message: webhook.lastError?.message,
  });

const answerCallbackQuery: Behaviour = (tg, p) => {
  const method = "answerCallbackQuery";
  const query = tg.queries.get(p.callback_query_id);
  const ageMs = query ? Date.now() - query.at : 0;
  if (query?.isAnswered) tg.journal.warning("answered-twice", method, `after ${ageMs} ms`);
  else if (!query || ageMs > tg.options.callbackQueryTtlMs) {
    const [kind, message] = query ? ["answered-late", `after ${ageMs} ms`] : ["unknown-query", p.callback_query_id];
    tg.journal.error(kind, method, message);
    throw bad("query is too old and response timeout expired or query ID is invalid");
  } else {
    query.isAnswered = true;
    query.settle(defined({ text: p.text, show_alert: p.show_alert, url: p.url }));
  }
  return true;
};

const getFile: Behaviour = (tg, p) => {
  const file = tg.files.get(p.file_id);
  if (!file) {
    tg.journal.error("bad-file-id", "getFile", p.file_id);
    throw bad("invalid file_id");
  }
  const { file_id, file_unique_id, file_size, file_path } = file;
  if (file_size > DOWNLOAD_BYTES_MAX) {
    tg.journal.warning("file-too-big", "getFile", "bots can download up to 20 MB");
    throw bad("file is too big");
  }
  return { file_id, file_unique_id, file_size, file_path };
};

const commandsKey = (p: Wire): string =>
  JSON.stringify(["MyCommands", p.scope ?? { type: "default" }, p.language_code ?? ""]);

const setMyCommands: Behaviour = (tg, p) => {
  if (p.commands.length > COMMANDS_MAX) throw bad("BOT_COMMANDS_TOO_MUCH");
  const wrong = p.commands.find((c: Wire) => !/^[a-z0-9_]{1,32}$/.test(c.command));
  if (wrong) {
    const message = `"${wrong.command}": only a-z, 0-9 and _ , without the slash`;
    tg.journal.error("bad-command", "setMyCommands", message);
    throw bad("BOT_COMMAND_INVALID");
  }
  tg.settings.set(commandsKey(p), p.commands);
  return true;
};

const deleteMyCommands: Behaviour = (tg, p) => {
  tg.settings.delete(commandsKey(p));
  return true;
};

/** The pair of methods of a text the bot keeps about itself, per language. */
function ownText(name: string, field: string): Record<string, Behaviour> {
  const key = (language = ""): string => JSON.stringify([name, language]);
  return {
    [`set${name}`]: (tg, p) => {
      tg.settings.set(key(p.language_code), p[field]);
      return true;
    },
    [`get${name}`]: (tg, p) => ({ [field]: tg.settings.get(key(p.language_code)) ?? tg.settings.get(key()) ?? "" }),
  };
}

const yes: Behaviour = () => true;

/** The behaviour of every method that has one. */
export const methods: Readonly<Record<string, Behaviour>> = {
  getMe: (tg) => tg.me,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  logOut: yes,
  close: yes,
  sendMessage,
  sendPhoto: sendMedia("photo", "sendPhoto"),
  sendDocument: sendMedia("document", "sendDocument"),
  sendVideo: sendMedia("video", "sendVideo"),
  sendAnimation: sendMedia("animation", "sendAnimation"),
  sendAudio: sendMedia("audio", "sendAudio"),
  sendVoice: sendMedia("voice", "sendVoice"),
  sendVideoNote: sendMedia("video_note", "sendVideoNote"),
  sendSticker: sendMedia("sticker", "sendSticker"),
  sendMediaGroup,
  sendLocation: sendOther("sendLocation", ({ latitude, longitude }) => ({ location: { latitude, longitude } })),
  sendContact: sendOther("sendContact", ({ phone_number, first_name, last_name }) => ({
    contact: defined({ phone_number, first_name, last_name }),
  })),
  sendDice: sendOther("sendDice", (p) => ({ dice: { emoji: p.emoji ?? "🎲", value: 3 } })),
  sendChatAction: (tg, p) => {
    target(tg, p);
    return true;
  },
  forwardMessage,
  copyMessage,
  forwardMessages: many("forward", forwardMessage),
  copyMessages: many("copy", copyMessage),
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  setMessageReaction,
  answerCallbackQuery,
  getFile,
  ...groupMethods,
  getUserProfilePhotos: () => ({ total_count: 0, photos: [] }),
  setMyCommands,
  getMyCommands: (tg, p) => tg.settings.get(commandsKey(p)) ?? [],
  deleteMyCommands,
  ...ownText("MyName", "name"),
  ...ownText("MyDescription", "description"),
  ...ownText("MyShortDescription", "short_description"),
  setMyDefaultAdministratorRights: yes,
  setChatMenuButton: yes,
  getChatMenuButton: () => ({ type: "commands" }),
};
