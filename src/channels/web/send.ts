/**
 * What we say in a web chat, posted where browsers find it. A second try of one message has the same key and appends
 * nothing, so what may have been posted can be tried again freely.
 */
import { randomUUID } from "node:crypto";
import { ChannelError, StoreError } from "../../core/errors.ts";
import type { ChatRef } from "../../core/model.ts";
import type { Enclosed, Now, Place, WebChats, Words } from "../../core/ports.ts";
import { readStream } from "./body.ts";
import { CHAT_ID } from "./cookie.ts";
import { FILE_BYTES_MAX, nameOf, typeOf } from "./files.ts";
import { keyOf, type Post, type PostedFile, postedButtons } from "./posts.ts";

export type Poster = { readonly chats: WebChats; readonly now: Now; readonly wake: (chatId: string) => void };

const MESSAGE_ID = /^[1-9]\d{0,9}$/;

/** Posts the words and returns the number they got. Errors: ChannelError `rejected` for a chat nobody ever wrote in. */
export async function sendWords(poster: Poster, { chatId }: Place, words: Words): Promise<string> {
  await provesToExist(poster, chatId);
  const attachments: PostedFile[] = [];
  for (const enclosed of words.attachments) attachments.push(await keptHere(poster, chatId, enclosed));
  const { text } = words;
  const post: Post = { event: "message", by: "bot", text, buttons: postedButtons(words.buttons), attachments };
  return String(await put(poster, chatId, { key: keyOf.sent(words.key), post }));
}

export async function settle(poster: Poster, { chatId }: ChatRef, messageId: string): Promise<void> {
  if (!CHAT_ID.test(chatId) || !MESSAGE_ID.test(messageId)) return;
  await put(poster, chatId, { key: keyOf.settled(messageId), post: { event: "settled", about: messageId } });
}

type Edited = Pick<Words, "text" | "buttons"> & { readonly messageId: string };

/** Every change is posted, also one that was made before: in between the message may have said something else. */
export async function edit(
  poster: Poster,
  { chatId }: ChatRef,
  { messageId, text, buttons }: Edited,
): Promise<boolean> {
  if (!CHAT_ID.test(chatId) || !MESSAGE_ID.test(messageId)) return false;
  const newest = await asked(() => poster.chats.newest([chatId]));
  if ((newest.get(chatId) ?? 0) < Number(messageId)) return false;
  const post: Post = { event: "edited", about: messageId, text, buttons: postedButtons(buttons) };
  await put(poster, chatId, { key: keyOf.edited(messageId, randomUUID()), post });
  return true;
}

/** A press carries its chat in its id. Empty text only ends a waiting sign, and a web page shows none. */
export async function answerPress(poster: Poster, pressId: string, text: string): Promise<void> {
  const [chatId = ""] = pressId.split(":");
  if (text === "" || !CHAT_ID.test(chatId)) return;
  await put(poster, chatId, { key: keyOf.toast(pressId), post: { event: "toast", text } });
}

export async function openFile({ chats }: Poster, ref: string): Promise<ReadableStream<Uint8Array>> {
  const file = await asked(() => chats.file(ref));
  if (file === null) throw new ChannelError("no such file in the web chat", { kind: "rejected" });
  return new Blob([new Uint8Array(file.bytes)]).stream();
}

async function provesToExist({ chats }: Poster, chatId: string): Promise<void> {
  const newest = CHAT_ID.test(chatId) ? await asked(() => chats.newest([chatId])) : new Map<string, number>();
  if ((newest.get(chatId) ?? 0) === 0) throw new ChannelError("no such web chat", { kind: "rejected" });
}

async function put(
  { chats, now, wake }: Poster,
  chatId: string,
  { key, post }: { readonly key: string; readonly post: Post },
): Promise<number> {
  const seq = await asked(() => chats.post(chatId, { key, body: JSON.stringify(post), at: now() }));
  wake(chatId);
  return seq;
}

/** The file as this chat may open it: its own is linked; another chat's, or another network's, is copied first. */
async function keptHere(poster: Poster, chatId: string, enclosed: Enclosed): Promise<PostedFile> {
  const { kind, name, mime, bytes } = enclosed;
  const content = await contentOf(poster, chatId, enclosed);
  if (content === null) return { kind, ref: null, name, mime, bytes };
  if (typeof content === "string") return { kind, ref: content, name, mime, bytes };
  const file = { name: nameOf(name ?? kind), mime: typeOf(mime ?? ""), bytes: content };
  const ref = await asked(() => poster.chats.keepFile({ ...file, chatId, at: poster.now() }));
  return { kind, ref, name, mime, bytes: content.byteLength };
}

/** Its ref where it lies in this chat already, its bytes where it does not, null where there is no file. */
async function contentOf(
  { chats }: Poster,
  chatId: string,
  { keeper, ref, open }: Enclosed,
): Promise<string | Uint8Array | null> {
  if (keeper === "web" && ref !== null) {
    const file = await asked(() => chats.file(ref));
    return file?.chatId === chatId ? ref : (file?.bytes ?? null);
  }
  if (open === null) return null;
  const bytes = await readStream(await open(), FILE_BYTES_MAX);
  if (bytes === "too_large") throw new ChannelError("the file is too large for the web chat", { kind: "rejected" });
  if (bytes === null) throw new ChannelError("the file broke off on its way", { kind: "unreachable" });
  return bytes;
}

/** What the store could not take may be tried again for free: a key that got there is not appended twice. */
export async function asked<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new ChannelError("the store behind the web chat is away", { kind: "unreachable" }, error);
  }
}
