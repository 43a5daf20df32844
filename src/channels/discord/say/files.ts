/**
 * Files Discord keeps. A signed address runs out after a day, so a ref names the message and the attachment, and a fresh
 * address is asked for each time; it is not returned, not logged, and never part of an error.
 */
import { type APIAttachment, Routes } from "discord.js";
import { ChannelError } from "../../../core/errors.ts";
import { messageIn } from "../answers.ts";
import { CODE, channelError, isRefusedWith } from "../errors.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";

const ANSWER_MS_MAX = 15_000;

/** `channel/message/attachment`, ids of Discord. */
export function refOf(message: { readonly channel_id: string; readonly id: string }, attachmentId: string): string {
  return `${message.channel_id}/${message.id}/${attachmentId}`;
}

/** The bytes of a file. Errors: ChannelError, `rejected` when it is gone; after any other, reading again is free. */
export async function openFile(wire: Wire, ref: string): Promise<ReadableStream<Uint8Array>> {
  const [channelId = "", messageId = "", attachmentId = "", ...more] = ref.split("/");
  if (more.length > 0) throw gone();
  const attachments = await attachmentsIn(wire, Routes.channelMessage(snowflake(channelId), snowflake(messageId)));
  const found = attachments.find(({ id }) => id === attachmentId);
  if (found === undefined) throw gone();
  const response = await get(found.url);
  if (response.ok && response.body !== null) return response.body;
  await response.body?.cancel();
  if (response.status < 500) throw gone();
  throw new ChannelError(`discord file: HTTP ${response.status}`, { kind: "unreachable" });
}

async function attachmentsIn(wire: Wire, route: `/${string}`): Promise<readonly APIAttachment[]> {
  try {
    const message = messageIn(await wire({ method: "GET", route }));
    return [...message.attachments, ...(message.message_snapshots ?? []).flatMap((shot) => shot.message.attachments)];
  } catch (error) {
    if (isRefusedWith(error, CODE.unknownChannel, CODE.unknownMessage)) throw gone();
    throw channelError(error);
  }
}

/** The limit is for the answer to begin; a large file may take longer. */
async function get(address: string): Promise<Response> {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), ANSWER_MS_MAX);
  try {
    return await fetch(address, { redirect: "error", signal: slow.signal });
  } catch {
    // The reason names the address.
    throw new ChannelError("discord file: no answer", { kind: "unreachable" });
  } finally {
    clearTimeout(timer);
  }
}

function gone(): ChannelError {
  return new ChannelError("discord keeps no such file", { kind: "rejected" });
}
