/**
 * What came with a Telegram message and is not words. A file keeps its `file_id`, which is ours to send again and to open;
 * a place or a contact has no file, so what it says becomes its name.
 */
import type { Message } from "grammy/types";
import type { Attachment, AttachmentKind } from "../../core/model.ts";
import { oneLine } from "../../core/text.ts";

const NAME_LENGTH_MAX = 200;

type File = {
  readonly file_id: string;
  readonly file_size?: number;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly width?: number;
};

/** The attachments of a message: Telegram puts at most one into each. */
export function attachmentsOf(message: Message): readonly Attachment[] {
  const attachment = fileOf(message) ?? placeOf(message) ?? contactOf(message);
  return attachment === null ? [] : [attachment];
}

function fileOf(message: Message): Attachment | null {
  const { photo, live_photo, animation, document, voice, audio, video, video_note, sticker } = message;
  const largest = largestOf(photo ?? live_photo?.photo ?? []);
  if (largest !== null) return attachment("photo", { ...largest, mime_type: "image/jpeg" });
  // Telegram sends moving pictures and round videos again only by sendDocument, whatever they look like.
  if (animation) return attachment("document", animation);
  if (video_note) return attachment("document", { ...video_note, mime_type: "video/mp4" });
  if (document) return attachment("document", document);
  if (voice) return attachment("voice", voice);
  if (audio) return attachment("audio", audio);
  if (video) return attachment("video", video);
  return sticker ? attachment("sticker", sticker) : null;
}

function placeOf({ venue, location }: Message): Attachment | null {
  const at = venue?.location ?? location;
  if (!at) return null;
  const point = `${at.latitude}, ${at.longitude}`;
  return described("location", venue ? `${venue.title}, ${venue.address} (${point})` : point);
}

function contactOf({ contact }: Message): Attachment | null {
  if (!contact) return null;
  return described("contact", `${contact.first_name} ${contact.last_name ?? ""} ${contact.phone_number}`);
}

function attachment(kind: AttachmentKind, file: File): Attachment {
  return {
    kind,
    keeper: "telegram",
    ref: file.file_id,
    name: file.file_name === undefined ? null : oneLine(file.file_name, NAME_LENGTH_MAX),
    mime: file.mime_type ?? null,
    bytes: file.file_size ?? null,
  };
}

function described(kind: AttachmentKind, words: string): Attachment {
  return { kind, keeper: "telegram", ref: null, name: oneLine(words, NAME_LENGTH_MAX), mime: null, bytes: null };
}

/** Telegram lists a photo's sizes in no promised order. */
function largestOf<Size extends File>(sizes: readonly Size[]): Size | null {
  const widthOf = (size: Size): number => size.width ?? 0;
  return sizes.reduce<Size | null>((best, size) => (best && widthOf(best) >= widthOf(size) ? best : size), null);
}
