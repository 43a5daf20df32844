/**
 * What an agent does with one line: answer it, change their own words, put a sign on the learner's. Only what makes sense is
 * offered; whether it is allowed is for the server to say.
 */
import type * as api from "../api/api.ts";
import type { Message, TicketFile } from "../api/read-ticket.ts";
import { ask } from "../dialogs/form.ts";
import type { Words } from "../words/words.ts";
import type { Item } from "./menu.ts";

const TEXT_LENGTH_MAX = 4096;
/** Signs that Telegram and Discord both know. */
const SIGNS = ["👍", "❤", "🎉", "🙏", "👀"] as const;

export type LineVerbs = {
  readonly words: () => Words;
  /** Begins an answer to the line. */
  readonly quote: (message: Message) => void;
  /** Resolves to what is wrong, or to null. */
  readonly act: (ticketId: number, does: api.Verb, said: string) => Promise<string | null>;
  readonly warn: (trouble: string) => void;
};

export function itemsFor(message: Message, { ticket, reacts }: TicketFile, verbs: LineVerbs): readonly Item[] {
  const { line } = verbs.words();
  const isMine = ticket.status === "open" && ticket.holder?.isYou === true;
  const items: Item[] = [];
  if (message.kind !== "press" && message.author.kind !== "bot" && ticket.status !== "solved") {
    items.push({ key: "quote", label: line.quote, run: () => verbs.quote(message) });
  }
  if (message.author.isYou && (message.kind === "note" || isMine)) {
    items.push({ key: "edit", label: line.edit, run: () => edit(message, ticket.id, verbs) });
  }
  if (message.author.kind === "learner" && message.kind === "words" && isMine && reacts) {
    for (const sign of SIGNS.filter((each) => !message.reactions.includes(each))) {
      items.push({ key: sign, label: sign, spoken: line.react(sign), run: () => void react(sign) });
    }
  }
  return items;

  async function react(emoji: string): Promise<void> {
    const wrong = await verbs.act(ticket.id, { verb: "react", body: { line: message.id, emoji } }, "");
    verbs.warn(wrong ?? "");
  }
}

function edit(message: Message, ticketId: number, { words, act }: LineVerbs): void {
  const { line, form, happened } = words();
  ask({
    title: message.kind === "note" ? line.editNote : line.editWords,
    hint: message.kind === "note" ? line.editNoteHint : line.editHint,
    fields: [
      {
        ...{ kind: "area", name: "text", label: line.text, isRequired: true },
        ...{ lengthMax: TEXT_LENGTH_MAX, value: message.text },
      },
    ],
    submit: line.save,
    cancel: form.cancel,
    take: (values) =>
      act(ticketId, { verb: "edit", body: { line: message.id, text: values.get("text") ?? "" } }, happened.edited),
  });
}
