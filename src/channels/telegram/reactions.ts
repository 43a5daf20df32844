/**
 * Signs on messages. A bot may put one on a message, and only one of those Telegram lists for bots; any other is left out
 * rather than replaced: a sign nobody meant is worse than none.
 */
import type { Api } from "grammy";
import type { ReactionTypeEmoji } from "grammy/types";
import type { Place } from "../../core/ports.ts";
import { askedUnless } from "./errors.ts";
import { chatOf, numberOf } from "./send.ts";

type Emoji = ReactionTypeEmoji["emoji"];

// Source: https://core.telegram.org/bots/api#reactiontypeemoji (Bot API 10.3).
const ALLOWED: readonly Emoji[] = [
  ...(["❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮"] as const),
  ...(["💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡"] as const),
  ...(["🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻"] as const),
  ...(["👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿"] as const),
  ...(["🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀", "😡"] as const),
];

const NOTHING_TO_SIGN = /message to react not found|message_id_invalid|reaction_invalid/i;

/** Puts a sign on a message; see Channel.react. */
export async function react(
  api: Api,
  to: Place,
  { messageId, emoji: wanted }: { readonly messageId: string; readonly emoji: string },
): Promise<void> {
  const emoji = ALLOWED.find((each) => bare(each) === bare(wanted));
  if (emoji === undefined) return;
  await askedUnless(
    api.setMessageReaction(chatOf(to), numberOf(messageId), [{ type: "emoji", emoji }]),
    NOTHING_TO_SIGN,
  );
}

/** Networks differ in whether they write out that a sign is shown in colour. */
function bare(emoji: string): string {
  return emoji.replaceAll("\ufe0f", "");
}
