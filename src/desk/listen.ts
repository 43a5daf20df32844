/**
 * Opens the port and closes it again. A port that cannot be had is a setting somebody can change, so it is told as one.
 */
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { ConfigError } from "../core/errors.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";

/** A caller that takes longer to say what it wants is cut off, so that slow callers cannot use up all connections. */
const HEADERS_MS_MAX = 30_000;
/** A learner's phone needs minutes for a file of 10 MB. */
const REQUEST_MS_MAX = 300_000;
/** How long answers that are under way may take once we are asked to stop. */
const CLOSE_MS_MAX = 3_000;

type Fetch = Parameters<typeof getRequestListener>[0];
export type Listening = { readonly url: string; close(): Promise<void> };

/** Rejects with ConfigError when the address cannot be listened on. Port 0 takes any free one. */
export async function listen(fetch: Fetch, { host, port }: { host: string; port: number }): Promise<Listening> {
  // The adapter would otherwise replace the global Request and Response, which other rooms use.
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false, errorHandler: () => unreadable() });
  const server = createServer({ requestTimeout: REQUEST_MS_MAX, headersTimeout: HEADERS_MS_MAX }, listener);
  const boundPort = await bind(server, host, port);
  return { url: `http://${nameOf(host)}:${boundPort}`, close: () => close(server) };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(explain(error)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address !== null && typeof address === "object" ? address.port : port);
    });
  });
}

function explain(error: Error): Error {
  const code = "code" in error ? error.code : null;
  if (code === "EADDRINUSE") {
    return new ConfigError(["PORT: another program listens on this port already; stop it, or set PORT to a free one"]);
  }
  if (code === "EACCES") {
    return new ConfigError(["PORT: this account may not listen on this port; set PORT to one above 1023"]);
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new ConfigError(["HOST: no address of this machine; set HOST to 127.0.0.1, or 0.0.0.0 for all addresses"]);
  }
  return error;
}

/** The address as a person can open it: "all addresses" is none. */
function nameOf(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
    server.close(() => {
      clearTimeout(patience);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** For requests that are no proper HTTP (no Host, a broken address): they never reach a route. */
function unreadable(): Response {
  return new Response(JSON.stringify(problemOf(400)), { status: 400, headers: { "content-type": PROBLEM_TYPE } });
}
