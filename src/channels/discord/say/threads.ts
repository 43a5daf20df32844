/**
 * A ticket as a thread of the staff channel, or as a post when that is a forum: named after the ticket, with its card pinned,
 * archived and locked when it is solved and never deleted. An archived thread refuses every change, so it is opened first.
 * Discord lets a thread be renamed twice in ten minutes: the name is a convenience, and nothing waits for it.
 */
import { ChannelType, Routes, ThreadAutoArchiveDuration } from "discord.js";
import type { Millis, StaffRoom } from "../../../core/model.ts";
import type { Card, Thread } from "../../../core/ports.ts";
import { truncate } from "../../../core/text.ts";
import type { Log } from "../../log.ts";
import { type ChannelLook, channelIn, idOf } from "../answers.ts";
import { asked, askedUnless, CODE, channelError } from "../errors.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";
import { QUIET, rowsOf, TEXT_LENGTH_MAX } from "./compose.ts";
import { verbatimInParts } from "./markdown.ts";

/** Source: https://discord.com/developers/docs/resources/channel#channel-object-channel-structure. */
const NAME_LENGTH_MAX = 100;
/** Threads whose renaming rests. A process restarted asks once too often, that is all. */
const RENAMES_REMEMBERED_MAX = 1000;

export type Threads = {
  open(room: StaffRoom, card: Card): Promise<Thread>;
  show(thread: Thread, card: Card): Promise<void>;
  close(thread: Thread): Promise<boolean>;
};

type Parts = { readonly wire: Wire; readonly log: Log; readonly now: () => Millis };

export function openThreads(parts: Parts): Threads {
  const { wire } = parts;
  const restingNames = new Map<string, Millis>();
  return {
    async open(room, card) {
      const roomId = snowflake(room.chatId);
      const { type } = channelIn(await asked(wire({ method: "GET", route: Routes.channel(roomId) })));
      const isForum = type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
      const thread = isForum ? await openPost(wire, roomId, card) : await openThread(wire, roomId, card);
      await pin(parts, thread);
      if (card.isClosed) await close(wire, thread.threadId);
      return thread;
    },
    async show(thread, card) {
      const threadId = snowflake(thread.threadId);
      const look = channelIn(await asked(wire({ method: "GET", route: Routes.channel(threadId) }), "thread"));
      if (look.isArchived || (look.isLocked && !card.isClosed)) {
        await change(wire, threadId, { archived: false, locked: card.isClosed });
      }
      const route = Routes.channelMessage(threadId, snowflake(thread.cardId));
      const body = { ...looksOf(card), allowed_mentions: QUIET.allowed_mentions };
      await askedUnless(wire({ method: "PATCH", route, body }), CODE.unknownMessage);
      await rename(parts, look, { card, restingNames });
      if (card.isClosed) await close(wire, threadId);
    },
    async close(thread) {
      const threadId = snowflake(thread.threadId);
      const look = channelIn(await asked(wire({ method: "GET", route: Routes.channel(threadId) }), "thread"));
      if (!look.isArchived) await close(wire, threadId);
      return !look.isArchived;
    },
  };
}

async function openThread(wire: Wire, roomId: string, card: Card): Promise<Thread> {
  const body = {
    name: nameOf(card),
    type: ChannelType.PublicThread,
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  };
  const threadId = idOf(await asked(wire({ method: "POST", route: Routes.threads(roomId), body })));
  const message = { ...QUIET, ...looksOf(card) };
  const sent = wire({ method: "POST", route: Routes.channelMessages(threadId), body: message });
  return { threadId, cardId: idOf(await asked(sent, "thread")) };
}

/** The first message of a post has the post's id. */
async function openPost(wire: Wire, roomId: string, card: Card): Promise<Thread> {
  const body = {
    name: nameOf(card),
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
    message: { ...QUIET, ...looksOf(card) },
  };
  const threadId = idOf(await asked(wire({ method: "POST", route: Routes.threads(roomId), body })));
  return { threadId, cardId: threadId };
}

/** Without the right to pin, the card still stands first in its thread. */
async function pin({ wire, log }: Parts, { threadId, cardId }: Thread): Promise<void> {
  try {
    await wire({ method: "PUT", route: Routes.channelMessagesPin(threadId, cardId) });
  } catch (error) {
    log.warn({ trouble: channelError(error).trouble.kind }, "discord: a ticket's card could not be pinned");
  }
}

type Renaming = { readonly card: Card; readonly restingNames: Map<string, Millis> };

async function rename({ wire, log, now }: Parts, look: ChannelLook, { card, restingNames }: Renaming): Promise<void> {
  const name = nameOf(card);
  if (look.name === name || (restingNames.get(look.id) ?? 0) > now()) return;
  try {
    await wire({ method: "PATCH", route: Routes.channel(look.id), body: { name } });
  } catch (error) {
    const { trouble } = channelError(error, "thread");
    log.warn({ trouble: trouble.kind }, "discord: a ticket's thread keeps its old name for now");
    if (trouble.kind !== "rate_limited") return;
    if (restingNames.size >= RENAMES_REMEMBERED_MAX) restingNames.clear();
    restingNames.set(look.id, now() + trouble.retryAfterMs);
  }
}

/** Opens an archived thread. Returns what puts it back if it was locked as well, which is how a solved ticket is closed. */
export async function unarchive(wire: Wire, threadId: string): Promise<() => Promise<void>> {
  const look = channelIn(await change(wire, threadId, { archived: false }));
  return async () => {
    if (look.isLocked) await close(wire, threadId);
  };
}

async function close(wire: Wire, threadId: string): Promise<void> {
  await change(wire, threadId, { archived: true, locked: true });
}

type Change = { readonly archived: boolean; readonly locked?: boolean };

async function change(wire: Wire, threadId: string, body: Change): Promise<unknown> {
  return await asked(wire({ method: "PATCH", route: Routes.channel(snowflake(threadId)), body }), "thread");
}

function nameOf({ name }: Card): string {
  return truncate(name, NAME_LENGTH_MAX);
}

function looksOf({ text, buttons }: Card) {
  return { content: verbatimInParts(text, TEXT_LENGTH_MAX)[0] ?? "", components: rowsOf(buttons) };
}
