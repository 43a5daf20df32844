/**
 * Opens a file Telegram keeps for us. Its address carries the token, so it lives inside this file only: it is not returned,
 * not logged, never part of an error, and only the Bot API's own host is asked, without redirects.
 */
import type { Api } from "grammy";
import { ChannelError } from "../../core/errors.ts";
import { asked } from "./errors.ts";
import { failureOf, troubleOfAnswer } from "./wire.ts";

/** What getFile serves. Source: https://core.telegram.org/bots/api#getfile. */
export const FILE_BYTES_MAX = 20 * 1024 * 1024;
const ANSWER_MS_MAX = 30_000;

type Source = { readonly api: Api; readonly apiRoot: string; readonly token: string };

/** The bytes of a file. Errors: ChannelError, `rejected` when it is gone or too large; after any other, reading again is free. */
export async function openFile({ api, apiRoot, token }: Source, ref: string): Promise<ReadableStream<Uint8Array>> {
  const file = await asked(api.getFile(ref));
  const { file_path: path, file_size: bytes } = file;
  if (path === undefined) throw rejected("telegram keeps no such file");
  if ((bytes ?? 0) > FILE_BYTES_MAX) throw rejected("the file is too large");
  const response = await get(fileAddress({ apiRoot, token, path }));
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new ChannelError(`telegram file: HTTP ${response.status}`, troubleOfAnswer(response));
  }
  return response.body.pipeThrough(capped(FILE_BYTES_MAX));
}

/** Where a file is. Its path is taken segment by segment, so that it cannot lead anywhere else. */
export function fileAddress({ apiRoot, token, path }: { apiRoot: string; token: string; path: string }): URL {
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    throw rejected("telegram named a strange file path");
  }
  return new URL(`${apiRoot}/file/bot${token}/${segments.map(encodeURIComponent).join("/")}`);
}

async function get(address: URL): Promise<Response> {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), ANSWER_MS_MAX);
  try {
    return await fetch(address, { redirect: "error", signal: slow.signal });
  } catch (error) {
    throw new ChannelError(`telegram file: no answer (${failureOf(error).code})`, { kind: "unreachable" });
  } finally {
    clearTimeout(timer);
  }
}

/** Lets at most `bytesMax` through, whatever size was announced. */
function capped(bytesMax: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) controller.error(rejected("the file is too large"));
      else controller.enqueue(chunk);
    },
  });
}

function rejected(message: string): ChannelError {
  return new ChannelError(message, { kind: "rejected" });
}
