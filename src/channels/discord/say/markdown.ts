/**
 * Plain words in and out of Discord's markdown. Going out, whatever Discord would format, fold away or turn into a mention is
 * escaped, so that people see what was written, letter for letter. Coming in, mentions and emoji become words that other
 * networks can show.
 */
import { split } from "../../../core/text.ts";

// A link is left alone: Discord takes it whole, and a backslash inside would become part of the address.
const LINK = /<https?:\/\/[^\s<>]+>|https?:\/\/[^\s<>]+/.source;
// Emphasis, code, spoilers, links with a text, mentions and timestamps.
const INLINE = /[\\*_~`|[\]]|<(?=[@#:/a-z])/.source;
// Quotes, headings and small print: only where a line begins.
const AT_LINE_START = /(?<=^[ \t]*)>|(?<=^[ \t]*-?[ \t]*)#(?=#{0,2}[ \t])/.source;
const MARKUP = new RegExp(`(${LINK})|(?:${INLINE}|${AT_LINE_START})`, "gm");

/** The text as Discord shows it unchanged; up to twice as long. */
export function verbatim(text: string): string {
  return text.replace(MARKUP, (found: string, link: string | undefined) => link ?? `\\${found}`);
}

/** Escapes text into parts of at most `lengthMax`; more than one only when escaping makes it too long. */
export function verbatimInParts(text: string, lengthMax: number): readonly string[] {
  const escaped = verbatim(text);
  if (escaped.length <= lengthMax) return [escaped];
  return split(text, Math.ceil(text.length / 2)).flatMap((half) => verbatimInParts(half, lengthMax));
}

type Named = { readonly id: string; readonly username: string; readonly global_name?: string | null };

/** What a person wrote, as other networks can show it. A mention of `botId`, which only calls us, is taken out. */
export function plain(content: string, mentions: readonly Named[], botId: string): string {
  return content
    .replaceAll(new RegExp(`<@!?${botId}>\\s*`, "g"), "")
    .replace(/<@!?(\d+)>/g, (found: string, id: string) => {
      const person = mentions.find((mentioned) => mentioned.id === id);
      return person === undefined ? found : `@${person.global_name ?? person.username}`;
    })
    .replace(/<a?(:\w+:)\d+>/g, "$1");
}
