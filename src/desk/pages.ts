/**
 * The console's own files, read once at start and kept in memory, so that no path of a request ever reaches a disk. Its
 * TypeScript is served as JavaScript by taking the types off: what is in the repository is what runs in the browser.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";
import type { Hono } from "hono";
import type { DeskEnv } from "./guard.ts";

/** Below this path lie the console's scripts, styles and pictures. */
const ASSETS = "/console/";

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".ts", "text/javascript; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

type Page = { readonly text: string; readonly type: string; readonly etag: string };
/** By path. */
export type Pages = ReadonlyMap<string, Page>;

/** Reads the console from its folder. Rejects when the folder is not there: it is a part of the program. */
export async function readPages(consoleDir: string): Promise<Pages> {
  const pages = new Map<string, Page>();
  for (const name of await readdir(consoleDir)) {
    const type = TYPES.get(extname(name));
    if (type === undefined) continue;
    const source = await readFile(join(consoleDir, name), "utf8");
    const text = name.endsWith(".ts") ? withoutTypes(source) : source;
    const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
    pages.set(name === "index.html" ? "/" : `${ASSETS}${name}`, { text, type, etag });
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
 * Node announces once per process that taking types off may still change. Whoever starts the bot can do nothing about it, and
 * the version of Node is locked, so that one line is kept back.
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
