/**
 * The files of the board's page, from the installed package. Only what was listed at the start is served: no path of a
 * request ever becomes a path on the disk.
 */
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

export type Assets = { fetch(name: string): Promise<Response> };

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
};

/** Errors: rejects when the folder cannot be read. `fetch` answers 404 for what is not in it. */
export async function assetsIn(folder: string): Promise<Assets> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map(paths.map((path) => [relative(folder, path).split(sep).join("/"), path]));
  return {
    async fetch(name) {
      const path = files.get(name);
      const type = TYPES[extname(name)];
      if (path === undefined || type === undefined) return new Response("Not found.", { status: 404 });
      const body = new Uint8Array(await readFile(path));
      // Most names carry a hash of their content, but not all: asked again after an hour.
      return new Response(body, { headers: { "content-type": type, "cache-control": "private, max-age=3600" } });
    },
  };
}
