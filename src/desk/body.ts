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
    const body = await readBody(context.req.raw.body);
    if (body === "too_large") return refuse(context, 413, { detail: `At most ${BODY_BYTES_MAX} bytes are taken.` });
    if (body === null || !isJson(body.text)) return refuse(context, 400, { detail: "The body is not JSON in UTF-8." });
    const { url, method, headers } = context.req.raw;
    context.req.raw = new Request(url, { method, headers, body: body.text });
    return next();
  };
}

/** The same where a body may be left out: no content type and no bytes. */
export function jsonBodyIfAny(whenMislabelled: 400 | 415): MiddlewareHandler<DeskEnv> {
  const read = jsonBody(whenMislabelled);
  return (context, next) => {
    const { headers } = context.req.raw;
    const isAny = headers.has("content-type") || headers.has("transfer-encoding");
    return isAny || Number(headers.get("content-length") ?? 0) > 0 ? read(context, next) : next();
  };
}

/** `application/json`, with no charset or with the only one JSON may have. */
export function isJsonType(contentType: string): boolean {
  const [type, ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  return type === "application/json" && parameters.every((part) => !/^charset\b(?!="?utf-8"?$)/.test(part));
}

/** What came, as text. Null: it is not UTF-8, or the caller left before the end. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  bytesMax = BODY_BYTES_MAX,
): Promise<{ readonly text: string } | "too_large" | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      // What really comes is counted, not what Content-Length promises.
      size += chunk.byteLength;
      if (size > bytesMax) return "too_large";
      chunks.push(chunk);
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
