/**
 * Agents in Telegram, on Discord and at the console behind one look, and the two rooms in which every ticket is seen. Not to
 * break: an agent acts by what is in front of them (the card's buttons, the console's calls), never by an id nobody shows.
 */
import { expect, vi } from "vitest";
import type { TextMatch } from "../emulators/common/journal.ts";
import type { User as DiscordUser } from "../emulators/discord/user.ts";
import type { User as TelegramUser } from "../emulators/telegram/user.ts";
import { attachmentOf, holdsOnDiscord, holdsOnTelegram } from "./across-people.ts";
import { type Across, appears, type Ticket, written } from "./across-place.ts";
import { WAIT } from "./place.ts";
import type { Upload } from "./web-page.ts";

/** What a button of the card does. */
export type Verb = "claim" | "release" | "solve" | "reopen";

export type AgentAt = {
  readonly name: string;
  readonly room: "telegram" | "discord" | "console";
  readonly does: (ticket: Ticket, verb: Verb) => Promise<void>;
  /** Presses a button and returns what that agent alone is shown. */
  readonly triesInVain: (ticket: Ticket, verb: Verb) => Promise<string>;
  readonly writes: (ticket: Ticket, text: string) => Promise<void>;
  readonly notes: (ticket: Ticket, text: string) => Promise<void>;
  readonly sends: (ticket: Ticket, file: Upload) => Promise<void>;
};

export function inTelegram({ agents: chat }: Across, user: TelegramUser): AgentAt {
  // The card may just be changing: a button that is not there yet is waited for.
  const press = async ({ card }: Ticket, verb: Verb) =>
    await (await vi.waitFor(() => user.clicks(card, labelOf(verb)), WAIT)).answered;
  const says = async ({ topic: thread }: Ticket, text: string) => void user.says(text, { chat, thread });
  return {
    ...{ name: user.first_name, room: "telegram", writes: says },
    does: async (ticket, verb) => void (await press(ticket, verb)),
    triesInVain: async (ticket, verb) => (await press(ticket, verb))?.text ?? "",
    notes: (ticket, text) => says(ticket, `/note ${text}`),
    sends: async ({ topic: thread }, { name: filename, mime: mime_type, content }) =>
      void user.sendsDocument({ chat, thread, filename, mime_type, data: Buffer.from(content) }),
  };
}

export function inDiscord({ dc }: Across, user: DiscordUser): AgentAt {
  const press = ({ post }: Ticket, verb: Verb) => vi.waitFor(() => user.clicks(post, labelOf(verb)), WAIT);
  return {
    ...{ name: user.global_name ?? "", room: "discord" },
    does: async (ticket, verb) => void (await (await press(ticket, verb)).acked()),
    async triesInVain(ticket, verb) {
      const click = await press(ticket, verb);
      await dc.until(() => click.messages.length > 0, { ...WAIT, describe: "words for one agent" });
      const [told] = click.messages;
      expect((told?.flags ?? 0) & 64).toBe(64);
      return told?.content ?? "";
    },
    writes: async ({ thread: channel }, text) => void user.says(text, { channel }),
    notes: async ({ thread: channel }, text) =>
      void (await user.slash("note", { channel, options: { text } }).response(WAIT.timeout)),
    sends: async ({ thread: channel }, file) => void user.says("", { channel, attachments: [attachmentOf(file)] }),
  };
}

export function atConsole({ post }: Across): AgentAt {
  const act = async ({ ticketId }: Ticket, verb: string, body?: unknown) => {
    const answer = await post(`/api/v1/tickets/${ticketId}/${verb}`, body);
    return { ...answer, text: JSON.stringify(answer.body) };
  };
  const acts = async (...[ticket, verb, body]: Parameters<typeof act>) =>
    expect((await act(ticket, verb, body)).status).toBe(200);
  return {
    ...{ name: "Support", room: "console", does: acts },
    triesInVain: async (ticket, verb) => (await act(ticket, verb)).text,
    writes: (ticket, text) => acts(ticket, "reply", { text }),
    notes: (ticket, text) => acts(ticket, "note", { text }),
    sends: async () => expect.fail("the console sends no files"),
  };
}

function labelOf(verb: Verb): RegExp {
  return new RegExp(verb, "i");
}

/** A staff room as agents see one ticket in it. */
export type Room = {
  readonly name: AgentAt["room"];
  readonly shows: (text: TextMatch) => Promise<void>;
  readonly gets: (content: string) => Promise<void>;
  /** All lines of the bot in the ticket's thread, in order. */
  readonly lines: () => readonly string[];
  readonly isClosed: () => boolean;
  /** The card as it is now. */
  readonly card: () => string;
};

/** Every room the ticket is in. */
export function roomsOf(place: Across, ticket: Ticket): readonly Room[] {
  const { tg, dc, agents: chat } = place;
  const { topic: thread, thread: channel, card, post } = ticket;
  return [
    {
      name: "telegram",
      shows: async (text) => void (await tg.expectMessage({ chat, thread, text }, WAIT)),
      gets: async (content) =>
        void (await tg.expectMessage({ chat, thread, where: (it) => holdsOnTelegram(place, it, content) }, WAIT)),
      lines: () => tg.sent({ chat, thread }).map(({ message }) => message.text ?? ""),
      isClosed: () => thread.closed,
      card: () => chat.messages.get(card.message_id)?.text ?? "",
    },
    {
      name: "discord",
      shows: async (text) => void (await appears(place, channel, text)),
      gets: async (content) =>
        void (await dc.expectMessage({ channel, where: (it) => holdsOnDiscord(place, it, content) }, WAIT)),
      lines: () => written(place, channel),
      isClosed: () => channel.archived && channel.locked,
      card: () => channel.messages.get(post.id)?.content ?? "",
    },
  ];
}

/** Every room shows such words. */
export async function allRoomsShow(rooms: readonly Room[], text: TextMatch): Promise<void> {
  for (const room of rooms) await room.shows(text);
}

/** Until something holds in every room. */
export async function untilEvery(rooms: readonly Room[], holds: (room: Room) => boolean): Promise<void> {
  for (const room of rooms) await expect.poll(() => holds(room), { ...WAIT, message: room.name }).toBe(true);
}
