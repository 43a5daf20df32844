/** What came with a Discord message and is not words: files, and stickers, of which only the name can be passed on. */
import { type APIAttachment, type APIMessage, MessageFlags } from "discord.js";
import type { Attachment, AttachmentKind } from "../../../core/model.ts";
import { oneLine } from "../../../core/text.ts";
import { refOf } from "../say/files.ts";

const NAME_LENGTH_MAX = 200;

/** The attachments of a message, those of what it forwards included. */
export function attachmentsOf(message: APIMessage): readonly Attachment[] {
  const forwarded = (message.message_snapshots ?? []).flatMap((shot) => shot.message.attachments);
  const isVoice = ((message.flags ?? 0) & MessageFlags.IsVoiceMessage) !== 0;
  const files = [...message.attachments, ...forwarded].map((file) => fileOf(message, file, isVoice));
  return [...files, ...(message.sticker_items ?? []).map(({ name }) => sticker(name))];
}

function fileOf(message: APIMessage, file: APIAttachment, isVoice: boolean): Attachment {
  const mime = file.content_type?.split(";")[0] ?? null;
  return {
    kind: isVoice ? "voice" : kindOf(mime ?? ""),
    keeper: "discord",
    ref: refOf(message, file.id),
    name: oneLine(file.filename, NAME_LENGTH_MAX),
    mime,
    bytes: file.size,
  };
}

function kindOf(mime: string): AttachmentKind {
  // What browsers show as a picture; any other image is better off as a file.
  if (/^image\/(jpeg|png|gif|webp)$/.test(mime)) return "photo";
  if (mime.startsWith("audio/")) return "audio";
  return mime.startsWith("video/") ? "video" : "document";
}

function sticker(name: string): Attachment {
  return {
    kind: "sticker",
    keeper: "discord",
    ref: null,
    name: oneLine(name, NAME_LENGTH_MAX),
    mime: null,
    bytes: null,
  };
}
