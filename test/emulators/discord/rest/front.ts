// The HTTP face of the fake Discord: paths, tokens, bodies, faults, limits, and the answer's form.
// The one thing not to break: every call is judged by the OpenAPI document before its behaviour is looked up,
// and every answer after.
import type { IncomingMessage, ServerResponse } from "node:http";
import { breakConnection, delay, type Fault } from "../../common/faults.ts";
import { BodyTooLarge, type Files, parseMultipart, readBody, sendHtml, sendJson } from "../../common/http.ts";
import type { Wire } from "../../common/wire.ts";
import type { RestCall } from "../types.ts";
import type { Call, DiscordWorld, Refusal } from "../world.ts";
import type { Limited } from "./buckets.ts";
import { DiscordError, invalidForm } from "./errors.ts";
import { isLibraryExtra } from "./extras.ts";
import { checkBody, checkComponent, checkPath, checkQuery, findRoute, type Route } from "./openapi.ts";
import { routes } from "./routes.ts";

type Exchange = { readonly req: IncomingMessage; readonly res: ServerResponse };
type Decoded = { readonly body: Wire; readonly files: Files | undefined };

const BODY_BYTES_MAX = 30 * 1024 * 1024;
// Authenticated by the token in the path.
const OPEN_ROUTES = /^\/(interactions|webhooks)\/\{\w+\}\/\{\w+\}/;

/** Serves one request of the bot. */
export async function serve(dc: DiscordWorld, { req, res }: Exchange): Promise<void> {
  const url = new URL(req.url ?? "/", "http://127.0.0.1");
  if (url.pathname.startsWith("/cdn/")) {
    serveFile(dc, res, url.pathname);
    return;
  }
  const [, version, path] = /^\/api(?:\/v(\d+))?(\/.*)$/.exec(url.pathname) ?? [];
  if (!path) {
    dc.journal.error("bad-path", url.pathname, "not under /api");
    sendJson(res, { status: 404, body: { message: "404: Not Found", code: 0 } });
    return;
  }
  if (version !== "10") {
    dc.journal.warning("api-version", url.pathname, `API version ${version ?? "(none)"}; expected v10`);
  }
  const method = req.method ?? "GET";
  const route = findRoute(method, path);
  const decoded = await decode(dc, { req, res }, path);
  if (!decoded) return;
  const template = route?.template ?? path;
  const call: Call = { method, template, path, params: route?.params ?? {}, query: url.searchParams, ...decoded };
  await serveCall(dc, { req, res }, { call, route });
}

async function serveCall(
  dc: DiscordWorld,
  { req, res }: Exchange,
  at: { call: Call; route: Route | null },
): Promise<void> {
  const { call, route } = at;
  const where = `${call.method} ${call.template}`;
  const fault = dc.faults.take(call);
  if (fault && (await meetFault(dc, { req, res }, { fault, call }))) return;
  const { method, template, path, params, body } = call;
  const files = call.files && [...call.files.keys()];
  const query = Object.fromEntries(call.query);
  const entry = dc.journal.add<RestCall>({ kind: "call", method, template, path, params, query, body, files });
  try {
    judge(dc, { call, route, req }, where);
    if (!route) return; // judge has thrown
    const { headers, retryAfter } = dc.buckets.count(call);
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    if (retryAfter) {
      rateLimit(dc, res, { call, retryAfter, isGlobal: false });
      return;
    }
    const result = await resultOf(dc, { call, route }, where);
    entry.result = result;
    dc.journal.wake();
    if (breakConnection(req.socket, fault, "after")) return;
    if (result === undefined) res.writeHead(204).end();
    else sendJson(res, { status: 200, body: result });
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    const { status, code, message } = error;
    entry.error = { status, code, message };
    if ([401, 403].includes(status)) dc.countInvalid(where);
    dc.journal.wake();
    sendJson(res, { status, body: error.body() });
  }
}

type Met = { readonly fault: Fault<Refusal>; readonly call: Call };

/** Plays an injected fault. Returns true when the call ends here, without taking effect. */
async function meetFault(dc: DiscordWorld, { req, res }: Exchange, { fault, call }: Met): Promise<boolean> {
  dc.journal.add({ kind: "fault", call: `${call.method} ${call.template}` });
  await delay(fault);
  const { status = 0, retry_after = 1, error } = fault;
  if (breakConnection(req.socket, fault, "before")) return true;
  if (fault.garbage) sendHtml(res, 200, "<html>");
  else if (status === 429) rateLimit(dc, res, { call, retryAfter: retry_after, isGlobal: fault.global ?? false });
  else if (status >= 500) sendHtml(res, status, "<html>bad gateway</html>");
  else if (error) sendJson(res, { status: error[0], body: { message: error[2], code: error[1] } });
  else return false;
  return true;
}

function rateLimit(
  dc: DiscordWorld,
  res: ServerResponse,
  { call, ...limited }: Limited & { readonly call: Call },
): void {
  dc.countInvalid(`${call.method} ${call.template}`);
  sendJson(res, { status: 429, ...dc.buckets.block(call, limited) });
}

/** Throws when the call has no route, no right token, or a body the document does not allow. */
function judge(dc: DiscordWorld, at: { call: Call; route: Route | null; req: IncomingMessage }, where: string): void {
  const { call, route, req } = at;
  if (!route?.operation) {
    const message = route ? "this path has no such method" : "Discord has no such route";
    dc.journal.error("unknown-route", where, message);
    throw route ? new DiscordError(405, 0, "405: Method Not Allowed") : new DiscordError(404, 0, "404: Not Found");
  }
  authorize(dc, call, { req, where });
  const earlyMs = dc.buckets.earlyMs(call);
  if (earlyMs) dc.journal.error("ignored-retry-after", where, `called ${earlyMs} ms before retry_after was over`);
  for (const message of checkPath(route)) dc.journal.error("bad-path", where, message);
  dc.journal.problems(`${where} ?`, checkQuery(route, call.method, call.query));
  const problems = checkBody(route, call.method, call.body).filter((p) => !isLibraryExtra(dc, p, { call, where }));
  dc.journal.problems(where, problems);
  const refused = problems.filter((p) => p.severity === "error" && p.kind !== "unknown-property");
  if (refused.length) throw invalidForm(refused);
}

function authorize(dc: DiscordWorld, call: Call, { req, where }: { req: IncomingMessage; where: string }): void {
  const agent = req.headers["user-agent"] ?? "";
  if (!/^DiscordBot \(.+\)/.test(agent)) {
    dc.journal.warning("user-agent", where, `"${agent}" is not of the form DiscordBot ($url, $version)`);
  }
  if (OPEN_ROUTES.test(call.template) || req.headers.authorization === `Bot ${dc.token}`) return;
  dc.journal.error("bad-token", where, "missing or wrong Authorization header");
  throw new DiscordError(401, 0, "401: Unauthorized");
}

async function resultOf(dc: DiscordWorld, { call, route }: { call: Call; route: Route }, where: string): Promise<Wire> {
  const behaviour = routes[`${call.method} ${route.template}`];
  const { responses = {} } = route.operation;
  if (!behaviour) {
    const message = "valid route without behaviour written by hand; answered with an empty result";
    dc.journal.note("generic-result", where, message);
    return responses["204"] ? undefined : {};
  }
  const result = await behaviour(dc, call);
  const success = responses["200"] ?? responses["201"];
  const ref: string | undefined = success?.content?.["application/json"]?.schema?.$ref;
  if (ref === undefined || result === undefined) return result;
  // As it will look on the wire: classes have become plain objects.
  const problems = checkComponent(ref.split("/").pop() ?? "", JSON.parse(JSON.stringify(result)));
  for (const p of problems) dc.journal.harnessBug(`${where} response ${p.path}`, p.message);
  return result;
}

/** Reads the body of a call. Answers itself and returns undefined when it cannot be read. */
async function decode(dc: DiscordWorld, { req, res }: Exchange, path: string): Promise<Decoded | undefined> {
  try {
    const raw = await readBody(req, BODY_BYTES_MAX);
    return decodeBody(raw, req.headers["content-type"] ?? "");
  } catch (error) {
    dc.journal.error("bad-body", path, error instanceof Error ? error.message : String(error));
    if (error instanceof BodyTooLarge)
      sendJson(res, { status: 413, body: { message: "Request entity too large", code: 40005 } });
    else sendJson(res, { status: 400, body: { message: "The request body contains invalid JSON.", code: 50109 } });
    return undefined;
  }
}

function decodeBody(raw: Buffer, type: string): Decoded {
  if (!raw.length) return { body: undefined, files: undefined };
  const text = (): string => raw.toString("utf8");
  if (/x-www-form-urlencoded/i.test(type)) {
    return { body: Object.fromEntries(new URLSearchParams(text())), files: undefined };
  }
  if (!/multipart\/form-data/i.test(type)) return { body: JSON.parse(text()), files: undefined };
  const files: Files = new Map();
  const body: Wire = {};
  for (const part of parseMultipart(raw, type)) {
    if (part.name === "payload_json") Object.assign(body, JSON.parse(part.data.toString()));
    else if (part.filename === undefined) body[part.name] = part.data.toString();
    else files.set(part.name, part);
  }
  return { body, files };
}

function serveFile(dc: DiscordWorld, res: ServerResponse, path: string): void {
  const file = dc.attachments.get(path.slice("/cdn".length));
  if (!file) {
    res.writeHead(404).end();
    return;
  }
  dc.journal.add({ kind: "cdn-download", path });
  res.writeHead(200, { "content-type": file.content_type, "content-length": file.data.length }).end(file.data);
}
