// Files in calls: an upload, a file_id the bot has seen, or an address Telegram would download.
// The one thing not to break: a file_id is only good for the kind of file it was given for (documents take all).
import type { Files } from "../../common/http.ts";
import { defined, type Wire } from "../../common/wire.ts";
import type { StoredFile } from "../types.ts";
import type { TelegramWorld } from "../world.ts";
import { bad } from "./errors.ts";

/** The folder of a file's path, by the type of media. */
export const FOLDERS: Readonly<Record<string, string>> = {
  photo: "photos",
  document: "documents",
  video: "videos",
  animation: "animations",
  audio: "music",
  voice: "voice",
  video_note: "video_notes",
  sticker: "stickers",
};

type Wanted = { readonly value: Wire; readonly kind: string; readonly method: string; readonly files: Files };

/** The file a parameter means. Throws when there is none of that kind. */
export function fileOf(tg: TelegramWorld, { value, kind, method, files }: Wanted): StoredFile {
  const isAttached = typeof value === "string" && value.startsWith("attach://");
  const upload = isAttached ? files.get(value.slice("attach://".length)) : value?.upload;
  if (upload) return tg.storeFile(upload, kind);
  const known = tg.files.get(value);
  if (known && (known.kind === kind || kind === "documents")) return known;
  if (known) {
    tg.journal.error("file-kind", method, `file_id of ${known.kind} used as ${kind}`);
    throw bad(`can't use file of type ${known.kind} as ${kind}`);
  }
  if (/^https?:\/\//.test(value)) {
    const limits = "Telegram would download it: at most 5 MB for photos, 20 MB otherwise";
    tg.journal.note("file-by-url", method, `${value} (${limits})`);
    return tg.storeFile({ data: Buffer.from(`url ${value}`), filename: value.split("/").pop() }, kind);
  }
  tg.journal.error("bad-file-id", method, `unknown file_id ${String(value).slice(0, 40)}`);
  throw bad("wrong file identifier/HTTP URL specified");
}

/** A file as it appears in a message; sizes come from the call where the bot gave them. */
export function shownFile(file: StoredFile, type: string, p: Wire): Wire {
  const { file_id, file_unique_id, file_size, file_name, mime_type } = file;
  const base = { file_id, file_unique_id, file_size };
  const duration = p.duration ?? 1;
  switch (type) {
    case "photo":
      return [
        { ...base, width: 90, height: 60 },
        { ...base, width: 800, height: 533 },
      ];
    case "document":
      return defined({ ...base, file_name, mime_type: mime_type ?? "application/octet-stream" });
    case "video":
    case "animation":
      return defined({ ...base, width: p.width ?? 640, height: p.height ?? 480, duration, file_name });
    case "audio":
    case "voice":
      return { ...base, duration, mime_type: mime_type ?? "audio/ogg" };
    case "video_note":
      return { ...base, length: p.length ?? 240, duration };
    case "sticker":
      return { ...base, type: "regular", width: 512, height: 512, is_animated: false, is_video: false };
  }
  return base;
}
