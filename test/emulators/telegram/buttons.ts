// How a test says which button of a message somebody clicks.
// The one thing not to break: a button that is not there fails the test with a list of those that are.
import type { InlineButton, Message } from "./types.ts";

/** Which button: its text, its data, its place, or a RegExp on its text. */
export type ButtonChoice = string | RegExp | { readonly data: string } | readonly [row: number, column: number];

/** The button that is meant. Throws when the message has none such. */
export function findButton(message: Message, which: ButtonChoice): InlineButton {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const isMeant = (b: InlineButton): boolean => {
    if (typeof which === "string") return b.text === which;
    if (which instanceof RegExp) return which.test(b.text);
    return "data" in which && b.callback_data === which.data;
  };
  const isPlace = typeof which === "object" && 0 in which;
  const found = isPlace ? rows[which[0]]?.[which[1]] : rows.flat().find(isMeant);
  if (found) return found;
  throw new Error(`no such button; the message has: ${JSON.stringify(rows.map((r) => r.map((b) => b.text)))}`);
}
