// Small HTTP helpers shared by both fake servers: bodies in, JSON out, and connections broken on request.
// The one thing not to break: everything listens on 127.0.0.1 and nowhere else.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Wire } from "./wire.ts";

/** One part of a multipart body. */
export type Part = {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly data: Buffer;
};

/** The uploads of one call, by the name of their part. */
export type Files = Map<string, Part>;

/** The body is over what the real service takes; answered with 413. */
export class BodyTooLarge extends Error {}

const BODY_BYTES_MAX = 60 * 1024 * 1024;

/** Reads a whole request body. Throws BodyTooLarge when it exceeds `bytesMax`. */
export async function readBody(req: IncomingMessage, bytesMax = BODY_BYTES_MAX): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > bytesMax) throw new BodyTooLarge("body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function attribute(disposition: string, name: string): string | undefined {
  const quoted = new RegExp(`[; ]${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(disposition)?.[1];
  return quoted ?? new RegExp(`[; ]${name}=([^;"\\s]+)`, "i").exec(disposition)?.[1];
}

function partOf(head: string, data: Buffer): Part {
  const disposition = `;${/content-disposition:\s*form-data;([^\r\n]*)/i.exec(head)?.[1] ?? ""}`;
  const name = attribute(disposition, "name");
  if (name === undefined) throw new Error("multipart part without a name");
  const contentType = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]?.trim();
  return { name, filename: attribute(disposition, "filename"), contentType, data };
}

/** Takes a multipart/form-data body apart. Throws on a malformed one: the real services refuse it too. */
export function parseMultipart(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  if (!boundary) throw new Error("multipart body without a boundary");
  const delimiter = Buffer.from(`--${(boundary[1] ?? boundary[2] ?? "").trim()}`);
  const parts: Part[] = [];
  let position = body.indexOf(delimiter);
  if (position < 0) throw new Error("multipart boundary not found in the body");
  for (;;) {
    position += delimiter.length;
    if (body.subarray(position, position + 2).toString() === "--") return parts;
    position += 2; // the line break after the boundary
    const headEnd = body.indexOf("\r\n\r\n", position);
    if (headEnd < 0) throw new Error("multipart part without header end");
    const next = body.indexOf(delimiter, headEnd);
    if (next < 0) throw new Error("multipart body is cut off");
    parts.push(partOf(body.subarray(position, headEnd).toString("utf8"), body.subarray(headEnd + 4, next - 2)));
    position = next;
  }
}

/** One answer of a fake, before it is written to the socket. */
export type Answer = {
  readonly status: number;
  readonly body: Wire;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** Answers with JSON. */
export function sendJson(res: ServerResponse, { status, body, headers = {} }: Answer): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  res.writeHead(status, { "content-type": "application/json", "content-length": length, ...headers });
  res.end(text);
}

/** Answers with something that is not JSON, as a proxy in front of the real service does. */
export function sendHtml(res: ServerResponse, status: number, html: string): void {
  res.writeHead(status, { "content-type": status === 200 ? "application/json" : "text/html" });
  res.end(html);
}

/** Starts a server on loopback only and returns its port. Port 0 picks a free one. */
export function listenLoopback(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("not listening on a port"));
      else resolve(address.port);
    });
  });
}

/** Keeps the open sockets of a server, so that a test can end although a client keeps its connections alive. */
export function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return sockets;
}

/** Ends a server and every connection to it. */
export async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
