/**
 * Files learners sent, fetched from their network when an agent asks and passed on as they come. Nothing is stored, opened or
 * shown: a file is always a download, under a name that cannot leave the folder or add a header.
 */
import type { Context, Hono } from "hono";
import { ChannelError } from "../core/errors.ts";
import type { FileId } from "../core/model.ts";
import { oneLine } from "../core/text.ts";
import type { DeskEnv } from "./guard.ts";
import { refuse } from "./problem.ts";
import { ID_IN_PATH } from "./ticket-verbs.ts";

export type OpenedFile = {
  /** As the sender called it: hostile. */
  readonly name: string | null;
  readonly mime: string | null;
  readonly body: ReadableStream<Uint8Array>;
};

/** Null when there is no such file. Throws ChannelError when the network does not give it. */
export type OpenFile = (fileId: FileId) => Promise<OpenedFile | null>;

const NAME_LENGTH_MAX = 120;

export function mountFiles(desk: Hono<DeskEnv>, openFile: OpenFile): void {
  desk.get("/files/:id", async (context) => {
    const id = context.req.param("id");
    if (!ID_IN_PATH.test(id)) return refuse(context, 404);
    const opened = await tryToOpen(openFile, Number(id) as FileId);
    if (opened === null) return refuse(context, 404);
    if (opened instanceof ChannelError) return refuseTrouble(context, opened);
    return send(context, opened, `file-${id}`);
  });
}

async function tryToOpen(openFile: OpenFile, fileId: FileId): Promise<OpenedFile | ChannelError | null> {
  try {
    return await openFile(fileId);
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
}

function refuseTrouble(context: Context, { trouble }: ChannelError) {
  switch (trouble.kind) {
    case "rejected":
    case "forbidden":
    case "thread_gone":
    case "room_full":
      return refuse(context, 410, { detail: "The network no longer has this file." });
    case "rate_limited":
      context.header("retry-after", String(Math.ceil(trouble.retryAfterMs / 1000)));
      return refuse(context, 503, { detail: "The network asks us to wait." });
    case "unreachable":
    case "uncertain":
      return refuse(context, 502, { detail: "The network that keeps this file did not answer." });
  }
}

async function send(context: Context, { name, mime, body }: OpenedFile, nameIfNone: string): Promise<Response> {
  const headers = {
    "content-type": safeType(mime),
    "content-disposition": attachmentNamed(name, nameIfNone),
    "content-security-policy": "default-src 'none'; sandbox",
  };
  if (context.req.method === "HEAD") {
    await body.cancel();
    return context.body(null, 200, headers);
  }
  return context.body(body, 200, headers);
}

// Types that run nothing wherever they are opened; all others are just bytes.
const INERT_TYPE = /^(?:image\/(?:png|jpeg|gif|webp)|(?:audio|video)\/[a-z0-9.+-]{1,40}|application\/pdf)$/;

function safeType(mime: string | null): string {
  return mime !== null && INERT_TYPE.test(mime) ? mime : "application/octet-stream";
}

/**
 * The header that makes a browser save the file. The plain name is for old programs, the encoded one is the real one.
 * Source: RFC 6266 with RFC 8187, read 2026-02.
 */
export function attachmentNamed(name: string | null, nameIfNone: string): string {
  const safe = safeName(name ?? "");
  const shown = safe === "" ? nameIfNone : safe;
  const ascii = shown.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(shown).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** The last part of a path, without what is special to some file system. Empty when nothing is left. */
function safeName(name: string): string {
  const last = oneLine(name, Number.MAX_SAFE_INTEGER).split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(/[<>:"|?*]/g, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  // The end is kept: it says what kind of file it is.
  return plain.length <= NAME_LENGTH_MAX ? plain : plain.slice(-NAME_LENGTH_MAX).toWellFormed();
}
