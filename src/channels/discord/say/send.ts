/**
 * Puts words into a chat or a thread. Every message carries the nonce of its words, so that a repeated try makes no second
 * message, and none may ping anybody: what a learner writes is passed on, and could say @everyone.
 */
import { type RawFile, Routes } from "discord.js";
import { ChannelError } from "../../../core/errors.ts";
import type { ChatRef } from "../../../core/model.ts";
import type { Enclosed, Place, Words } from "../../../core/ports.ts";
import { idOf } from "../answers.ts";
import { asked, askedUnless, CODE, channelError, isRefusedWith, targetOf } from "../errors.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";
import { compose, FILE_BYTES_MAX, type Post, QUIET, rowsOf, TEXT_LENGTH_MAX } from "./compose.ts";
import { openFile } from "./files.ts";
import { verbatimInParts } from "./markdown.ts";
import { unarchive } from "./threads.ts";

export type Sender = { readonly wire: Wire; readonly staffChannelId: string | null };

/** Sends the words and returns the id of the message that carries them. */
export async function sendWords(sender: Sender, to: Place, words: Words): Promise<string> {
  const posts = compose(words);
  if (posts.length === 0) throw new ChannelError("there is nothing to say", { kind: "rejected" });
  let sent = "";
  for (const [index, post] of posts.entries()) {
    sent = await sendPost(sender, to, { ...post, reply: index === 0 ? replyingTo(words) : {} });
  }
  return sent;
}

type Reply = { readonly message_reference?: { readonly message_id: string; readonly fail_if_not_exists: false } };

/** What is answered may have been deleted meanwhile; the words count all the same. */
function replyingTo({ replyTo }: Words): Reply {
  return replyTo === undefined
    ? {}
    : { message_reference: { message_id: snowflake(replyTo), fail_if_not_exists: false } };
}

async function sendPost(sender: Sender, to: Place, posted: Post & { readonly reply: Reply }): Promise<string> {
  const { content, rows, files, nonce, reply } = posted;
  const uploads = await Promise.all(files.map((file) => uploadOf(sender.wire, file)));
  const body = {
    ...QUIET,
    ...reply,
    ...(content === "" ? {} : { content }),
    ...(rows.length === 0 ? {} : { components: rows }),
    nonce,
    enforce_nonce: true,
  };
  return await post(sender, to, { body, files: uploads });
}

/** Sends a text as a file. Its name keeps letters, digits, dot, dash and underscore only. */
export async function sendTextFile(
  sender: Sender,
  to: Place,
  file: { readonly name: string; readonly text: string },
): Promise<string> {
  const upload = { name: fileName(file.name), data: Buffer.from(file.text, "utf8"), contentType: "text/plain" };
  return await post(sender, to, { body: QUIET, files: [upload] });
}

type Content = { readonly body: object; readonly files: readonly RawFile[] };

/** Posts, in an archived thread after opening it again. A thread that was closed for good is closed again behind it. */
async function post({ wire, staffChannelId }: Sender, to: Place, content: Content): Promise<string> {
  const target = targetOf(to, staffChannelId);
  const { threadId } = to;
  const route = Routes.channelMessages(snowflake(threadId ?? to.chatId));
  const ask = () => wire({ method: "POST", route, ...content });
  try {
    return idOf(await ask());
  } catch (error) {
    if (threadId === null || !isRefusedWith(error, CODE.threadArchived)) throw channelError(error, target);
  }
  const closeAgain = await unarchive(wire, threadId);
  const sent = idOf(await asked(ask(), target));
  await closeAgain();
  return sent;
}

/** Reads the whole file first: a network that breaks off in the middle must not look like Discord refusing it. */
async function uploadOf(wire: Wire, { open, ref, name, kind, mime }: Enclosed): Promise<RawFile> {
  const source = open === null ? await openFile(wire, ref ?? "") : await open();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > FILE_BYTES_MAX) throw new ChannelError("the file is too large for discord", { kind: "rejected" });
    chunks.push(chunk);
  }
  return { name: fileName(name ?? kind), data: Buffer.concat(chunks), ...(mime === null ? {} : { contentType: mime }) };
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]/gu, "_");
}

type Edited = Pick<Words, "text" | "buttons"> & { readonly messageId: string };

/** Changes a message in its place; see Channel.edit. Words that are too long once they are escaped have no room in it. */
export async function editWords(wire: Wire, to: Place, { messageId, text, buttons }: Edited): Promise<boolean> {
  const [content = "", ...more] = verbatimInParts(text, TEXT_LENGTH_MAX);
  if (more.length > 0) return false;
  const body = { content, components: rowsOf(buttons), allowed_mentions: QUIET.allowed_mentions };
  return await change(wire, { channelId: to.threadId ?? to.chatId, messageId, body });
}

/** "… is typing", for ten seconds or until the next message. */
export async function showTyping({ wire, staffChannelId }: Sender, to: Place): Promise<void> {
  const route = Routes.channelTyping(snowflake(to.threadId ?? to.chatId));
  await asked(wire({ method: "POST", route }), targetOf(to, staffChannelId));
}

/** Takes the buttons off; see Channel.settleButtons. */
export async function settle(wire: Wire, { chatId }: ChatRef, messageId: string): Promise<void> {
  await change(wire, {
    channelId: chatId,
    messageId,
    body: { components: [], allowed_mentions: QUIET.allowed_mentions },
  });
}

/** Puts a sign on a message; see Channel.react. */
export async function react(
  wire: Wire,
  to: Place,
  { messageId, emoji }: { readonly messageId: string; readonly emoji: string },
): Promise<void> {
  const channelId = snowflake(to.threadId ?? to.chatId);
  const route = Routes.channelMessageOwnReaction(channelId, snowflake(messageId), encodeURIComponent(emoji));
  const { unknownChannel, unknownMessage, unknownEmoji, reactionBlocked, threadArchived } = CODE;
  const fine = [unknownChannel, unknownMessage, unknownEmoji, reactionBlocked, threadArchived];
  await askedUnless(wire({ method: "PUT", route }), ...fine);
}

type Change = { readonly channelId: string; readonly messageId: string; readonly body: object };

/** False when there is nothing to change any more. */
async function change(wire: Wire, { channelId, messageId, body }: Change): Promise<boolean> {
  const route = Routes.channelMessage(snowflake(channelId), snowflake(messageId));
  const gone = [CODE.unknownChannel, CODE.unknownMessage, CODE.threadArchived];
  return await askedUnless(wire({ method: "PATCH", route, body }), ...gone);
}
