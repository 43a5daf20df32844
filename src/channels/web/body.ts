/**
 * Reads what a stranger sends: no more than asked for, whatever Content-Length promises, and nothing is believed about
 * its shape.
 */
import { isJson } from "./origin.ts";
import { type Refused, refused } from "./refusal.ts";

/** 4,096 characters of text as JSON escapes are 24 kB; the rest is air. */
const JSON_BYTES_MAX = 64 * 1024;

/** The whole body. Null: the caller left before the end. */
export async function readBytes(
  request: Request,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | "too_large" | null> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) return "too_large";
  return await readStream(request.body, bytesMax);
}

/** The whole stream. Null: it broke before the end. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | "too_large" | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream ?? []) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) return "too_large";
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

export type Fields = ReadonlyMap<string, unknown>;

/** The fields of a JSON object. */
export async function readFields(request: Request): Promise<Fields | Refused> {
  if (!isJson(request)) return refused("notJson");
  const bytes = await readBytes(request, JSON_BYTES_MAX);
  if (bytes === "too_large") return refused("tooLong");
  const value = bytes === null ? null : parse(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refused("notJson");
  return new Map<string, unknown>(Object.entries(value));
}

/** Null for what is no JSON in UTF-8; a JSON null is as useless here. */
function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
