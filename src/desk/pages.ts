/**
 * The console's and the chat page's own files, read once at start and kept in memory, so that no path of a request ever
 * reaches a disk. Their TypeScript is served as JavaScript by taking the types off: what is in the repository is what
 * runs in the browser. The chat lies below /chat alone, what it shares with the console too, so that a proxy may let
 * only that through.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";
import type { Hono } from "hono";
import type { DeskEnv } from "./guard.ts";

/** Below these paths lie scripts, styles and pictures. A page's `../x` must lead to what it shares with the other. */
const CONSOLE = "/console/";
const CONSOLE_FOLDERS = ["api", "dialogs", "faq", "list", "office", "ticket", "words"];
const CHAT = "/chat/assets/";
const SHARED_WITH_CHAT = {
  path: "/chat/",
  names: ["base.css", "dom.ts", "icon.svg", "language.ts", "time.ts"],
} as const;

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".ts", "text/javascript; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

type Page = { readonly text: string; readonly type: string; readonly etag: string };
/** By path, or by name. */
export type Pages = ReadonlyMap<string, Page>;

/** Reads both pages from the console's folder. Rejects when it is not there: it is a part of the program. */
export async function readPages(consoleDir: string): Promise<Pages> {
  const pages = new Map<string, Page>();
  for (const [name, page] of await readFolder(consoleDir)) {
    pages.set(name === "index.html" ? "/" : `${CONSOLE}${name}`, page);
    if (SHARED_WITH_CHAT.names.some((shared) => shared === name)) pages.set(`${SHARED_WITH_CHAT.path}${name}`, page);
  }
  for (const folder of CONSOLE_FOLDERS) {
    for (const [name, page] of await readFolder(join(consoleDir, folder))) {
      pages.set(name === "index.html" ? `/${folder}` : `${CONSOLE}${folder}/${name}`, page);
    }
  }
  for (const [name, page] of await readFolder(join(consoleDir, "chat"))) {
    pages.set(name === "index.html" ? "/chat" : `${CHAT}${name}`, page);
  }
  return pages;
}

async function readFolder(folder: string): Promise<Pages> {
  const pages = new Map<string, Page>();
  for (const name of await readdir(folder)) {
    const type = TYPES.get(extname(name));
    if (type === undefined) continue;
    const source = await readFile(join(folder, name), "utf8");
    const text = name.endsWith(".ts") ? withoutTypes(source) : source;
    const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
    pages.set(name, { text, type, etag });
  }
  return pages;
}

export function mountPages(desk: Hono<DeskEnv>, pages: Pages): void {
  for (const [path, { text, type, etag }] of pages) {
    desk.get(path, (context) => {
      const headers = { etag, "cache-control": "no-cache", "content-type": type };
      return context.req.header("if-none-match") === etag
        ? context.body(null, 304, headers)
        : context.body(text, 200, headers);
    });
  }
}

/**
 * Node announces once per process that taking types off may still change. Whoever starts the bot can do nothing about
 * it, and the version of Node is locked, so that one line is kept back.
 */
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
