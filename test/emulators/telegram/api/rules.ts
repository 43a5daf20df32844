// Rules many methods share: may the bot write there, does it have the right, does the text fit.
// Order matters: the real server looks at the chat first, then at rights, then at the content.

import type { Wire } from "../../common/wire.ts";
import type { Chat, Right } from "../chat.ts";
import type { Formatted } from "../text/formatted.ts";
import { applyParseMode, autoEntities } from "../text/markup.ts";
import type { Entity } from "../types.ts";
import type { TelegramWorld } from "../world.ts";
import { bad, forbidden } from "./errors.ts";

/** The chat of a call. Throws when there is none, when it has moved, or when the bot may not be there. */
export function findChat(tg: TelegramWorld, given: number | string, { forWriting = true } = {}): Chat {
  const byName = typeof given === "string" && given.startsWith("@") ? given.slice(1) : undefined;
  const named = byName === undefined ? undefined : [...tg.chats.values()].find((c) => c.username === byName);
  const chat = byName === undefined ? tg.chats.get(Number(given)) : named;
  if (!chat) throw bad("chat not found");
  if (chat.migratedTo) {
    throw bad("group chat was upgraded to a supergroup chat", { migrate_to_chat_id: chat.migratedTo.id });
  }
  if (chat.owner && forWriting) {
    if (chat.owner.blocked) throw forbidden("bot was blocked by the user");
    if (chat.owner.deactivated) throw forbidden("user is deactivated");
    if (!chat.owner.started) throw forbidden("bot can't initiate conversation with a user");
  }
  if (!chat.botIsMember()) throw forbidden(`bot was kicked from the ${chat.type} chat`);
  return chat;
}

/** Throws when the bot lacks an administrator right that this needs. */
export function needRight(tg: TelegramWorld, { chat, right }: { chat: Chat; right: Right }, what: string): void {
  if (chat.type === "private" || chat.botHas(right)) return;
  tg.journal.error("missing-right", `chat ${chat.id}`, `${what} needs the administrator right ${right}`);
  throw bad(`not enough rights to ${what}`);
}

/** A text of a call, with how it is to be formatted and how long it may be. */
export type TextToFormat = {
  readonly method: string;
  readonly text: string;
  readonly parseMode: string | undefined;
  readonly entities: Entity[] | undefined;
  /** Characters after parsing, and the words of the refusal. */
  readonly charactersMax: number;
  readonly tooLong: string;
};

/** Applies parse_mode or explicit entities and checks the length after parsing. Throws MarkupError or ApiError. */
export function formatText(tg: TelegramWorld, given: TextToFormat): Formatted {
  const { method, charactersMax: max } = given;
  if (given.parseMode && given.entities) {
    tg.journal.warning("both-markups", method, "parse_mode and entities given together; entities win");
  }
  const { text, entities } = given.entities
    ? { text: given.text, entities: given.entities }
    : applyParseMode(given.text, given.parseMode);
  const points = [...text].length;
  if (points > max) {
    tg.journal.error("too-long", method, `${points} characters after parsing, allowed ${max}`);
    throw bad(given.tooLong);
  }
  if (text.length > max) {
    const counts = `${text.length} UTF-16 units, ${points} characters`;
    tg.journal.warning("too-long-utf16", method, `${counts}: over ${max} by one way of counting`);
  }
  checkBounds(tg, { method, text, entities });
  const shown = entities.length ? text : text.trim();
  const overlaps = (a: Entity, b: Entity): boolean => a.offset < b.offset + b.length && b.offset < a.offset + a.length;
  const found = autoEntities(text).filter((a) => !entities.some((e) => overlaps(a, e)));
  return { text: shown, entities: [...entities, ...found] };
}

function checkBounds(tg: TelegramWorld, given: { method: string; text: string; entities: Entity[] }): void {
  const { method, text, entities } = given;
  const outside = entities.find((e) => e.offset < 0 || e.length < 1 || e.offset + e.length > text.length);
  if (!outside) return;
  const place = `${outside.type} at ${outside.offset}+${outside.length}`;
  tg.journal.error("bad-entity", method, `${place} is outside the text of ${text.length} UTF-16 units`);
  throw bad("entity bounds are wrong");
}

/** The refusal of a call whose parameters the specification does not allow, in the words of the real server. */
export function refusal(method: string, problem: { kind: string; path: string; message: string }): Error {
  const { kind, path, message } = problem;
  if (kind === "missing-parameter") {
    if (path === "text") return bad("message text is empty");
    return bad(path === "chat_id" ? "chat_id is empty" : `parameter "${path}" is required`);
  }
  if (kind === "bad-utf8") return bad("strings must be encoded in UTF-8");
  if (path.endsWith("callback_data")) return bad("BUTTON_DATA_INVALID");
  if (path.startsWith("reply_markup")) {
    if (kind === "bad-json") return bad("can't parse reply keyboard markup JSON object");
    return bad(`can't parse inline keyboard button: ${path} ${message}`);
  }
  if (method === "setMessageReaction" && kind === "wrong-enum") return bad("REACTION_INVALID");
  if (method === "setMyCommands" && kind === "bad-length") return bad("BOT_COMMAND_INVALID");
  if (method === "answerCallbackQuery" && kind === "bad-length") return bad("MESSAGE_TOO_LONG");
  return bad(`${path} ${message}`);
}

/** The chat of a call's parameters, for reading about it. */
export const chatForReading = (tg: TelegramWorld, p: Wire): Chat => findChat(tg, p.chat_id, { forWriting: false });
