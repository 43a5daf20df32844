/**
 * A learner's browser at the web chat, without the browser: a cookie, posts as JSON and multipart, and one stream of events
 * read as EventSource reads it, taken up again after the last number it knows. Not to break: like a page it knows the HTTP
 * doors only, and asks another process with every call where there are several.
 */
import { expect } from "vitest";
import type { Post, PostedButton, PostedFile } from "../../src/channels/web/posts.ts";
import { matches } from "../emulators/common/journal.ts";
import { WAIT } from "./place.ts";

type Message = Extract<Post, { event: "message" }>;
export type Shown = Message & { readonly seq: number };
export type Upload = { readonly name: string; readonly mime: string; readonly content: string };

export type WebPage = {
  readonly says: (text: string) => Promise<void>;
  readonly uploads: (file: Upload) => Promise<void>;
  readonly presses: (message: Shown, label: RegExp) => Promise<void>;
  /** The first message of the bot or an agent that fits and was not read yet. */
  readonly reads: (fits: string | RegExp | ((message: Shown) => boolean)) => Promise<Shown>;
  /** The bytes of a file as this page may open it. */
  readonly opens: (file: PostedFile) => Promise<string>;
  /** Every message the stream told, in the order it told them. */
  readonly told: () => readonly Shown[];
  /** The same messages' words as the page shows them now, changed ones too. */
  readonly looks: () => readonly string[];
  /** The stream breaks; what it does next is up to the page. */
  readonly loses: () => void;
  readonly close: () => Promise<void>;
};

export type Visitor = { readonly name: string; readonly language: string };

/** How long a page rests before it opens a broken stream again; a browser takes what `retry:` says. */
const RETRY_MS = 50;

export async function openPage(doors: readonly string[], visitor: Visitor): Promise<WebPage> {
  const browser = openBrowser(doors, visitor);
  const stream = openStream(browser);
  await expect.poll(stream.isOpen, WAIT).toBe(true);
  const read = new Set<number>();
  return {
    says: (text) => browser.posts("/chat/messages", { text }),
    uploads: (file) => browser.uploads(file),
    presses: (message, label) =>
      browser.posts("/chat/presses", { messageId: String(message.seq), press: pressOf(message.buttons, label) }),
    async reads(fits) {
      const isMeant = (message: Shown) =>
        message.by === "bot" &&
        !read.has(message.seq) &&
        (typeof fits === "function" ? fits(message) : matches(fits, message.text));
      const find = () => stream.told().find(isMeant);
      await expect.poll(find, { ...WAIT, message: `the page shows ${fits}` }).toBeDefined();
      const found = find() ?? expect.fail();
      read.add(found.seq);
      return found;
    },
    opens: async ({ ref }) => await (await browser.asks(`/chat/files/${ref}`)).text(),
    told: stream.told,
    looks: stream.looks,
    loses: stream.cut,
    close: stream.close,
  };
}

type Browser = ReturnType<typeof openBrowser>;

/** Keeps the cookie it was given with the first answer, and says who asks. */
function openBrowser(doors: readonly string[], { name, language }: Visitor) {
  let cookie: string | null = null;
  let calls = 0;
  let said = 0;

  async function asks(path: string, init: RequestInit = {}): Promise<Response> {
    calls += 1;
    const door = doors[calls % doors.length] ?? "";
    const headers = new Headers(init.headers);
    headers.set("accept-language", language);
    if (cookie !== null) headers.set("cookie", cookie);
    if (init.method === "POST") headers.set("origin", door);
    const response = await fetch(`${door}${path}`, { ...init, headers });
    cookie ??= response.headers.get("set-cookie")?.split(";")[0] ?? null;
    return response;
  }

  async function posts(path: string, fields: Readonly<Record<string, string>>): Promise<void> {
    said += 1;
    const body = JSON.stringify({ clientId: `page-${said}`, name, ...fields });
    const headers = { "content-type": "application/json" };
    expect((await asks(path, { method: "POST", headers, body })).status).toBe(202);
  }

  async function uploads({ name: fileName, mime, content }: Upload): Promise<void> {
    said += 1;
    const form = new FormData();
    form.set("clientId", `page-${said}`);
    form.set("name", name);
    form.set("file", new File([content], fileName, { type: mime }));
    expect((await asks("/chat/files", { method: "POST", body: form })).status).toBe(202);
  }

  return { asks, posts, uploads };
}

/** One stream at a time, opened again for as long as the page is. */
function openStream({ asks }: Browser) {
  const messages: Shown[] = [];
  const edits = new Map<number, string>();
  const looks = () => messages.map(({ seq, text }) => edits.get(seq) ?? text);
  let last = 0;
  let isOpen = false;
  let isClosed = false;
  let line = new AbortController();

  function take(event: string): void {
    const body = /^data: (.*)$/m.exec(event)?.[1];
    if (body === undefined) return;
    const post = JSON.parse(body);
    if (typeof post.seq === "number") last = post.seq;
    if (post.event === "message") messages.push(post);
    if (post.event === "edited") edits.set(Number(post.about), post.text);
  }

  async function listen(): Promise<void> {
    const headers = { "last-event-id": String(last) };
    const { body } = await asks("/chat/stream", { headers, signal: line.signal });
    isOpen = true;
    let text = "";
    for await (const chunk of (body ?? expect.fail()).pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split("\n\n");
      text = events.pop() ?? "";
      events.forEach(take);
    }
  }

  async function keepListening(): Promise<void> {
    while (!isClosed) {
      line = new AbortController();
      // However a stream ends, a page opens it again.
      await listen().catch(() => undefined);
      isOpen = false;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  const listening = keepListening();
  return {
    ...{ isOpen: () => isOpen, told: () => messages, looks, cut: () => line.abort() },
    close: async () => {
      isClosed = true;
      line.abort();
      await listening;
    },
  };
}

function pressOf(rows: readonly (readonly PostedButton[])[], label: RegExp): string {
  const button = rows.flat().find((each) => label.test(each.label));
  if (button === undefined || !("press" in button)) throw new Error(`there is no button ${label}`);
  return button.press;
}
