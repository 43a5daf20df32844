/**
 * What a browser says, read from what it sent: ids of a known shape, words cleaned, and a slash at the start is a
 * command.
 */
import type { Inbound, Said } from "../../core/inbound.ts";
import type { Attachment } from "../../core/model.ts";
import { clean, isBlank, oneLine, TEXT_LENGTH_MAX } from "../../core/text.ts";
import { markOf } from "./cookie.ts";
import type { Caller } from "./front.ts";
import { languageHint, type Refused, refused } from "./refusal.ts";

const NAME_LENGTH_MAX = 64;
/** Made by the page for one thing said, the same with every try. */
const CLIENT_ID = /^[\x21-\x7e]{1,64}$/;

export function readClientId(value: unknown): string | Refused {
  return typeof value === "string" && CLIENT_ID.test(value) ? value : refused("unreadable");
}

/** Words of a learner, cleaned. `mayBeEmpty` where a file says it all. */
export function readWords(value: unknown, mayBeEmpty: boolean): string | Refused {
  if (typeof value !== "string") return refused("unreadable");
  if (value.length > TEXT_LENGTH_MAX) return refused("tooLong");
  const text = clean(value);
  if (!isBlank(text)) return text;
  return mayBeEmpty ? "" : refused("empty");
}

// What follows the name may touch it, as Chinese does; a slash or an @ after it makes it a path or an address.
const COMMAND = /^\/([a-z0-9_]{1,32})(?![a-z0-9_/@])\s*([\s\S]*)$/i;

/** As an Inbound knows it: words, or the command they begin with. A file under a command would get lost with it. */
export function saidOf(text: string, messageId: string, attachments: readonly Attachment[]): Said {
  const [, name, argument = ""] = COMMAND.exec(text) ?? [];
  if (name === undefined || attachments.length > 0) {
    return { kind: "words", messageId, text, attachments, albumId: null };
  }
  const command = { name: name.toLowerCase(), argument: argument.trimEnd() };
  return { kind: "command", messageId, ...command, attachments: [], albumId: null };
}

type Saying = { readonly clientId: string; readonly name: unknown; readonly what: Said };

export function inboundOf({ request, visit }: Caller, { clientId, name, what }: Saying): Inbound {
  const { chatId } = visit;
  return {
    channel: "web",
    bot: "web",
    updateId: `${chatId}:${clientId}`,
    from: { networkId: chatId, name: nameOf(name, chatId), languageHint: languageHint(request) },
    place: { kind: "learner", chatId },
    what,
  };
}

/** As the learner calls themselves on the page, else by the chat. */
function nameOf(name: unknown, chatId: string): string {
  const given = typeof name === "string" ? oneLine(name, NAME_LENGTH_MAX) : "";
  return isBlank(given) ? `Web ${markOf(chatId)}` : given;
}
