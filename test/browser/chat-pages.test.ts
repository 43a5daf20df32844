/**
 * The files of the chat page, as a proxy and a stranger see them: below /chat alone, open to all, and run by a strict
 * policy.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DeskHouse, openDeskHouse } from "../desk/house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse({ apiToken: "correct-horse-battery" });
});
afterEach(() => house.close());

test("everything the page asks for is served to anybody, from below /chat", async () => {
  const seen = new Map<string, number>();
  const queue = ["/chat"];

  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { status, text, headers } = await house.ask(path);
    seen.set(path, status);
    const from = path;
    const named = path.endsWith(".svg") ? [] : [...text.matchAll(/(?:from|src=|href=|@import) ?"([^"]+)"/g)];
    const asked = named.map(([, to = ""]) => new URL(to, `http://x${from}`).pathname);
    queue.push(...asked.filter((to) => !seen.has(to) && !queue.includes(to)));
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
  }

  expect([...seen.values()]).toEqual(Array.from(seen, () => 200));
  expect([...seen.keys()].filter((path) => path !== "/chat" && !path.startsWith("/chat/"))).toEqual([]);
  expect(seen.size).toBeGreaterThan(12);
});

test("the page is HTML, its scripts are JavaScript without types, and nothing else of the console comes with them", async () => {
  const page = await house.ask("/chat");
  const script = await house.ask("/chat/assets/chat.ts");

  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(script.text).not.toMatch(/: Language\b|import type/);
  expect((await house.ask("/chat/console.ts")).status).not.toBe(200);
  expect((await house.ask("/chat/assets/index.html")).status).not.toBe(200);
});
