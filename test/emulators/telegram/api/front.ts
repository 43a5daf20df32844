// The HTTP face of the fake Bot API: paths, tokens, encodings, faults, and the answer's form.
// The one thing not to break: every call is judged by the specification before its behaviour is looked up.
import type { IncomingMessage, ServerResponse } from "node:http";
import { breakConnection, delay, type Fault } from "../../common/faults.ts";
import { BodyTooLarge, type Files, parseMultipart, readBody, sendHtml, sendJson } from "../../common/http.ts";
import type { Wire } from "../../common/wire.ts";
import { MarkupError } from "../text/formatted.ts";
import type { CallEntry } from "../types.ts";
import type { Connection } from "../updates.ts";
import type { TelegramWorld } from "../world.ts";
import { checkCall, checkOutgoing } from "./check.ts";
import { ApiError, bad, type ResponseParameters } from "./errors.ts";
import { methods } from "./methods.ts";
import { refusal } from "./rules.ts";
import { findMethod, sample, spec } from "./spec.ts";

/** An API error a test injects: code, description, parameters. */
export type Refusal = readonly [code: number, description: string, parameters?: ResponseParameters | undefined];

type Exchange = { readonly req: IncomingMessage; readonly res: ServerResponse };
type Call = { readonly name: string; readonly raw: Wire; readonly files: Files; readonly connection: Connection };

const FILE_BYTES_MAX = 50 * 1024 * 1024;
const FORM = "application/x-www-form-urlencoded";

function sendError(res: ServerResponse, [code, description, parameters]: Refusal): void {
  const retryAfter = parameters?.retry_after;
  const headers = retryAfter ? { "retry-after": String(retryAfter) } : {};
  const body = { ok: false, error_code: code, description, ...(parameters && { parameters }) };
  sendJson(res, { status: code, body, headers });
}

/** Serves one request of the bot. */
export async function serve(tg: TelegramWorld, { req, res }: Exchange): Promise<void> {
  const url = new URL(req.url ?? "/", "http://127.0.0.1");
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
  if (file) {
    serveFile(tg, res, { token: decodeURIComponent(file[1] ?? ""), filePath: decodeURIComponent(file[2] ?? "") });
    return;
  }
  const [, token = "", name] = /^\/bot([^/]+)\/([^/]+)\/?$/.exec(url.pathname) ?? [];
  if (!name) {
    tg.journal.error("bad-path", url.pathname, "not of the form /bot<token>/<method>");
    sendError(res, [404, "Not Found"]);
  } else if (decodeURIComponent(token) !== tg.token) {
    tg.journal.error("bad-token", name, "wrong bot token");
    sendError(res, [401, "Unauthorized"]);
  } else if (req.method !== "POST" && req.method !== "GET") {
    tg.journal.error("bad-http-method", name, String(req.method));
    sendError(res, [405, "Method Not Allowed"]);
  } else await serveMethod(tg, { req, res }, { name, url });
}

async function serveMethod(tg: TelegramWorld, { req, res }: Exchange, at: { name: string; url: URL }): Promise<void> {
  const { name } = at;
  let decoded: { raw: Wire; files: Files };
  try {
    decoded = await decode(req, at.url);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tg.journal.error("bad-body", name, message);
    sendError(
      res,
      error instanceof BodyTooLarge ? [413, "Request Entity Too Large"] : [400, `Bad Request: ${message}`],
    );
    return;
  }
  const method = findMethod(name)?.name ?? name;
  const fault = tg.faults.take({ method, params: decoded.raw });
  if (fault && (await meetFault(tg, { req, res }, { fault, method, params: decoded.raw }))) return;
  try {
    const result = await runCall(tg, { name, ...decoded, connection: { req, res } });
    if (result === null && method === "getUpdates") return; // the poller went away
    if (breakConnection(req.socket, fault, "after")) return;
    sendJson(res, { status: 200, body: { ok: true, result } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!res.destroyed) sendError(res, [error.code, error.description, error.parameters]);
  }
}

type Met = { readonly fault: Fault<Refusal>; readonly method: string; readonly params: Wire };

/** Plays an injected fault. Returns true when the call ends here, without taking effect. */
async function meetFault(tg: TelegramWorld, { req, res }: Exchange, { fault, method, params }: Met): Promise<boolean> {
  tg.journal.add({ kind: "fault", method, fault: describeFault(fault), params });
  await delay(fault);
  const { status = 0, retry_after = 1, error } = fault;
  if (breakConnection(req.socket, fault, "before")) return true;
  if (fault.garbage) sendHtml(res, 200, "<html>oops");
  else if (status === 429) {
    tg.limits.startFlood(retry_after, params.chat_id);
    sendError(res, [429, `Too Many Requests: retry after ${retry_after}`, { retry_after }]);
  } else if (status >= 500) {
    sendHtml(res, status, `<html><head><title>${status} Bad Gateway</title></head><body>nginx</body></html>`);
  } else if (error) sendError(res, error);
  else return false;
  return true;
}

function describeFault({ status, reset, close, retry_after, error, delayMs, garbage }: Fault<Refusal>): string {
  return JSON.stringify({ status, reset, close, retry_after, error, delayMs, garbage });
}

/** GET query, JSON, urlencoded and multipart mean the same. Throws when the body cannot be read. */
async function decode(req: IncomingMessage, url: URL): Promise<{ raw: Wire; files: Files }> {
  const raw: Wire = Object.fromEntries(url.searchParams);
  const files: Files = new Map();
  const body = await readBody(req);
  const contentType = req.headers["content-type"] ?? "";
  const type = contentType.toLowerCase();
  if (!body.length) return { raw, files };
  if (type.startsWith("application/json")) Object.assign(raw, parseJsonObject(body));
  else if (type.startsWith(FORM)) Object.assign(raw, Object.fromEntries(new URLSearchParams(body.toString("utf8"))));
  else if (type.startsWith("multipart/form-data")) {
    for (const part of parseMultipart(body, contentType)) {
      if (part.filename === undefined) raw[part.name] = part.data.toString("utf8");
      else files.set(part.name, part);
      if (part.data.length > FILE_BYTES_MAX) throw new BodyTooLarge("file over 50 MB");
    }
  } else throw new Error(`unsupported content type "${type}"`);
  return { raw, files };
}

function parseJsonObject(body: Buffer): object {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new Error("can't parse JSON body");
  }
  if (!value || typeof value !== "object" || Array.isArray(value)) throw new Error("JSON body is not an object");
  return value;
}

/** Judges a call, lets it happen, and journals both. Throws ApiError when it is refused. */
export async function runCall(tg: TelegramWorld, { name, raw, files, connection }: Call): Promise<Wire> {
  const method = findMethod(name);
  if (!method) {
    tg.journal.error("unknown-method", name, `${spec.version} has no method of this name`);
    throw new ApiError(404, "Not Found: method not found");
  }
  if (method.name !== name) tg.journal.note("method-case", name, `written ${method.name} in the documentation`);
  const { params, problems } = checkCall(method.name, raw, files);
  tg.journal.problems(method.name, problems);
  const entry: CallEntry = { kind: "call", method: method.name, params };
  // getUpdates comes all the time and would bury everything else.
  const logged = method.name === "getUpdates" ? entry : tg.journal.add<CallEntry>(entry);
  try {
    const refused = problems.find((p) => p.severity === "error" && !/^unknown-(parameter|field)$/.test(p.kind));
    if (refused) throw refusal(method.name, refused);
    if (method.name === "getUpdates") return await tg.updates.take(params, connection);
    tg.limits.check(method.name, params);
    const result = await resultOf(tg, { method: method.name, returns: method.returns, params, files });
    logged.result = result;
    tg.journal.wake();
    return result;
  } catch (error) {
    const refused = asApiError(tg, error, { method: method.name, text: raw.text ?? raw.caption });
    if (refused instanceof ApiError) logged.error = { code: refused.code, description: refused.description };
    throw refused;
  }
}

function asApiError(tg: TelegramWorld, error: unknown, { method, text }: { method: string; text: Wire }): unknown {
  if (!(error instanceof MarkupError)) return error;
  const shown = JSON.stringify(String(text ?? "").slice(0, 80));
  tg.journal.error("bad-markup", method, `${error.message} in ${shown}`);
  return bad(error.message);
}

type Judged = { readonly method: string; readonly returns: readonly string[]; params: Wire; files: Files };

async function resultOf(tg: TelegramWorld, { method, returns, params, files }: Judged): Promise<Wire> {
  const behaviour = methods[method];
  if (!behaviour) {
    const message = "no behaviour written by hand; a minimal value of the right type is returned";
    tg.journal.note("generic-result", method, message);
    return sample(returns[0] ?? "True");
  }
  const result = await behaviour(tg, params, files);
  for (const p of checkOutgoing(returns, result, "result")) tg.journal.harnessBug(`${method} ${p.path}`, p.message);
  return result;
}

function serveFile(tg: TelegramWorld, res: ServerResponse, wanted: { token: string; filePath: string }): void {
  const { token, filePath } = wanted;
  const file = [...tg.files.values()].find((f) => f.file_path === filePath);
  if (token !== tg.token || !file) {
    const message = token === tg.token ? "no such file_path (call getFile first)" : "wrong token";
    tg.journal.error("bad-file-download", filePath, message);
    sendError(res, [404, "Not Found"]);
    return;
  }
  const fault = tg.faults.take({ method: "file", params: { file_path: filePath } });
  if (breakConnection(res.socket, fault, "before")) return;
  if (fault?.status) {
    res.writeHead(fault.status);
    res.end();
    return;
  }
  tg.journal.add({ kind: "file-download", filePath });
  res.writeHead(200, { "content-type": "application/octet-stream", "content-length": file.data.length });
  res.end(file.data);
}
