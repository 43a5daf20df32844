/**
 * A look inside the queues: Bull Board, read-only, for whoever runs the bot. The desk decides who may see it and calls
 * `fetch` for everything under `path`.
 *
 * Not to break: nothing is loaded from outside. Its page asks for fonts of another company, which is cut out here, and its
 * inline styles get a policy of their own that no other page of ours has.
 */
import { type Assets, assetsIn } from "./assets.ts";
import type { BullmqBells } from "./bells.ts";
import { type BoardPages, boardPages } from "./board-pages.ts";

export type Board = {
  /** Everything at and below it is the board's. */
  readonly path: string;
  /** Answers every request, also what it refuses. Never rejects. */
  fetch(request: Request): Promise<Response>;
};

const PATH = "/queues";
const STATIC = `${PATH}/static/`;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // React writes style attributes, and the page's first paint has a <style> of its own.
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
  // Its page has a <base>.
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const OUTSIDE_LINK = /<link\s[^>]*href="https?:[^>]*>/g;

/** Errors: rejects when the installed packages lack the files of the page. */
export async function boardOf({ queues }: Pick<BullmqBells, "queues">): Promise<Board> {
  const pages = await boardPages(queues, PATH);
  const assets = await assetsIn(pages.staticPath);
  return { path: PATH, fetch: (request) => answer(request, pages, assets) };
}

async function answer(request: Request, pages: BoardPages, assets: Assets): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("The board is read-only.", { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const url = new URL(request.url);
  if (url.pathname.startsWith(STATIC)) return await assets.fetch(url.pathname.slice(STATIC.length));
  try {
    const found = await pages.answer(url);
    if (found === null) return new Response("Not found.", { status: 404 });
    return isPage(found) ? await ownPage(found) : found;
  } catch {
    // Reading is all it does, so what fails is Redis; who looks after it is told by the bells themselves.
    return new Response("Redis does not answer.", { status: 503 });
  }
}

function isPage(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/html") === true;
}

async function ownPage(response: Response): Promise<Response> {
  const html = (await response.text()).replace(OUTSIDE_LINK, "");
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": CONTENT_SECURITY_POLICY };
  return new Response(html, { headers });
}
