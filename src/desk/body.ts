/**
 * Reads what a stranger sends: JSON in UTF-8, at most 64 kB, and nothing else gets past here. What it holds is checked by the
 * route's schema afterwards, which finds a request with the text already read.
 */
import type { MiddlewareHandler } from "hono";
import type { DeskEnv } from "./guard.ts";
import { refuse } from "./problem.ts";

export const BODY_BYTES_MAX = 64 * 1024;

/** `whenMislabelled` is the status for another content type: the feedback call answers 400 to all that is not JSON. */
export function jsonBody(whenMislabelled: 400 | 415): MiddlewareHandler<DeskEnv> {
  return async (context, next) => {
    if (!isJsonType(context.req.header("content-type") ?? "")) {
      return refuse(context, whenMislabelled, { detail: "Send JSON, with the content type application/json." });
    }
    const bytes = await readAtMost(context.req.raw.body, BODY_BYTES_MAX);
    if (bytes === "too_large") {
      return refuse(context, 413, { detail: `At most ${BODY_BYTES_MAX} bytes are taken.` });
    }
    const text = bytes === "broken_off" ? null : parseJsonText(bytes);
    if (text === null) return refuse(context, 400, { detail: "The body is not JSON in UTF-8." });
    const { url, method, headers } = context.req.raw;
    context.req.raw = new Request(url, { method, headers, body: text });
    return next();
  };
}

/** `application/json`, with no charset or with the only one JSON may have. */
function isJsonType(contentType: string): boolean {
  const [type, ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  return type === "application/json" && parameters.every((part) => !/^charset\b(?!="?utf-8"?$)/.test(part));
}

/** Counts what really comes, not what Content-Length promises. `broken_off`: the caller left before the end. */
async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array | "too_large" | "broken_off"> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.byteLength;
      if (size > bytesMax) return "too_large";
      chunks.push(chunk);
    }
  } catch {
    return "broken_off";
  }
  return Buffer.concat(chunks);
}

/** The text if it is valid UTF-8 and valid JSON, else null. */
function parseJsonText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}
