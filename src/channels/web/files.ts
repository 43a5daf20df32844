/**
 * The doors for files. A file belongs to the chat it was sent in and is given to nobody else here (agents get it from
 * the desk). Nothing in it is opened or believed: its type is a claim, so it is served where it can run nothing.
 */
import type { Attachment, AttachmentKind } from "../../core/model.ts";
import { oneLine } from "../../core/text.ts";
import { readBytes } from "./body.ts";
import { type Caller, type Front, tooFast, tooManyChats } from "./front.ts";
import { isRefused, type Refused, refused } from "./refusal.ts";
import { readClientId, readWords, saidOf } from "./said.ts";
import { takeIn } from "./take-in.ts";

export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** What multipart puts around the file: its borders, the caption, a name. */
const WRAPPING_BYTES_MAX = 64 * 1024;
const NAME_LENGTH_MAX = 120;
/** Each takes up to twice its size in memory while it is read. */
const UPLOADS_AT_ONCE_MAX = 8;
const BUSY_MS = 3000;
const REF = /^[0-9a-f]{32}$/;
const PICTURE = /^image\/(?:png|jpeg|webp|gif)$/;

/** `POST /chat/files`, multipart: `clientId`, one `file`, `text` as its caption → 202 `{"seq", "chat"}`. */
export function openUploads(): (front: Front, caller: Caller) => Promise<Response | Refused> {
  let uploads = 0;
  return async (front, caller) => {
    const { visit, peer } = caller;
    const impatient = tooFast(front.limits, [
      ["chatFile", visit.chatId],
      ["addressFile", peer.address],
    ]);
    if (impatient !== null) return impatient;
    if (uploads >= UPLOADS_AT_ONCE_MAX) return refused("busy", BUSY_MS);
    uploads++;
    try {
      return await takeFile(front, caller);
    } finally {
      uploads--;
    }
  };
}

async function takeFile(front: Front, caller: Caller): Promise<Response | Refused> {
  const form = await readForm(caller.request);
  if (isRefused(form)) return form;
  const clientId = readClientId(form.get("clientId"));
  if (typeof clientId !== "string") return clientId;
  const text = readWords(form.get("text") ?? "", true);
  if (typeof text !== "string") return text;
  const file = form.get("file");
  if (!(file instanceof File) || form.getAll("file").length > 1) return refused("noFile");
  if (file.size === 0) return refused("fileEmpty");
  if (file.size > FILE_BYTES_MAX) return refused("fileTooLarge");
  const unborn = await tooManyChats(front, caller);
  if (unborn !== null) return unborn;
  const kept = await keep(front, caller.visit.chatId, file);
  const { keeper: _, ...shown } = kept;
  return await takeIn(front, caller, {
    ...{ clientId, name: form.get("name") },
    post: { event: "message", by: "learner", text, buttons: [], attachments: [shown], clientId },
    what: (messageId) => saidOf(text, messageId, [kept]),
  });
}

async function readForm(request: Request): Promise<FormData | Refused> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.toLowerCase().startsWith("multipart/form-data")) return refused("notMultipart");
  const bytes = await readBytes(request, FILE_BYTES_MAX + WRAPPING_BYTES_MAX);
  if (bytes === "too_large") return refused("fileTooLarge");
  if (bytes === null) return refused("notMultipart");
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    // The only thing that can fail here is what they sent: borders that do not fit.
    return refused("notMultipart");
  }
}

async function keep({ chats, now }: Front, chatId: string, file: File): Promise<Attachment> {
  const name = nameOf(file.name);
  const mime = typeOf(file.type);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const ref = await chats.keepFile({ chatId, name, mime, bytes, at: now() });
  return { kind: kindOf(mime), keeper: "web", ref, name, mime, bytes: bytes.byteLength };
}

/** The last part of a path, fit for one line. */
export function nameOf(name: string): string {
  const last = oneLine(name, Number.MAX_SAFE_INTEGER).split(/[/\\]/).at(-1) ?? "";
  // The end is kept: it says what kind of file it is.
  const short = last.length <= NAME_LENGTH_MAX ? last : last.slice(-NAME_LENGTH_MAX).toWellFormed();
  return short === "" ? "file" : short;
}

/** The type the sender claims, without parameters. */
export function typeOf(mime: string): string {
  const type = mime.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(type) ? type : "application/octet-stream";
}

function kindOf(mime: string): AttachmentKind {
  if (PICTURE.test(mime)) return "photo";
  if (mime.startsWith("audio/")) return "audio";
  return mime.startsWith("video/") ? "video" : "document";
}

/** `GET /chat/files/<ref>`, for the chat it belongs to. */
export async function giveFile({ chats }: Front, { request, visit }: Caller): Promise<Response | Refused> {
  const ref = new URL(request.url).pathname.split("/").at(-1) ?? "";
  const file = REF.test(ref) ? await chats.file(ref) : null;
  if (file === null || file.chatId !== visit.chatId) return refused("fileGone");
  const isPicture = PICTURE.test(file.mime);
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "content-type": file.mime,
      "content-length": String(file.bytes.byteLength),
      "content-disposition": disposition(isPicture ? "inline" : "attachment", file.name),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      // Never in a cache others share; a learner scrolling back should not load it again.
      "cache-control": "private, max-age=3600",
    },
  });
}

/** RFC 6266 with RFC 8187: a plain name for old programs and the real one, encoded. */
function disposition(how: "inline" | "attachment", name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
