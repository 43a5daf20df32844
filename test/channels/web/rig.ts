/**
 * A web channel with a browser in front of it that keeps what it said until it is taken, as the page does. Only the
 * store is a double: kept in memory, so that a test can see at once what a chat shows, and can take it away.
 */

import { createHash } from "node:crypto";
import { webChannel } from "../../../src/channels/web/channel.ts";
import type { WebOptions } from "../../../src/channels/web/front.ts";
import type { Post } from "../../../src/channels/web/posts.ts";
import { StoreError } from "../../../src/core/errors.ts";
import type { Inbound } from "../../../src/core/inbound.ts";
import type { Channel, Peer, WebChats, WebFile, WebPost } from "../../../src/core/ports.ts";

export const HOST = "chat.example.org";
export const ORIGIN = `http://${HOST}`;
export const PEER: Peer = { address: "203.0.113.7" };

/** A store nobody else sees. `isAway` makes every call fail as a real one's would. */
export class ChatsInMemory implements WebChats {
  isAway = false;
  readonly posts = new Map<string, (WebPost & { readonly key: string })[]>();
  readonly files = new Map<string, WebFile & { readonly chatId: string }>();

  async post(chatId: string, { key, body, at }: { key: string; body: string; at: number }): Promise<number> {
    this.#answer();
    const posts = this.posts.get(chatId) ?? [];
    this.posts.set(chatId, posts);
    const known = posts.find((post) => post.key === key);
    if (known !== undefined) return known.seq;
    posts.push({ seq: posts.length + 1, key, body, at });
    return posts.length;
  }

  async since(chatId: string, seq: number, limit: number): Promise<readonly WebPost[]> {
    this.#answer();
    return (this.posts.get(chatId) ?? []).filter((post) => post.seq > seq).slice(-limit);
  }

  async newest(chatIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.#answer();
    return new Map(chatIds.map((chatId) => [chatId, this.posts.get(chatId)?.length ?? 0]));
  }

  readonly writing = new Map<string, { learnerUntil?: number; agentAt?: number }>();

  async learnerWrites(chatId: string, until: number): Promise<void> {
    this.#answer();
    this.writing.set(chatId, { ...this.writing.get(chatId), learnerUntil: until });
  }

  async agentWrites(chatId: string, at: number): Promise<void> {
    this.#answer();
    this.writing.set(chatId, { ...this.writing.get(chatId), agentAt: at });
  }

  async writtenTo(chatIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.#answer();
    return new Map(chatIds.map((chatId) => [chatId, this.writing.get(chatId)?.agentAt ?? 0]));
  }

  async keepFile(file: WebFile & { readonly chatId: string; readonly at: number }): Promise<string> {
    this.#answer();
    const ref = (this.files.size + 1).toString(16).padStart(32, "0");
    this.files.set(ref, file);
    return ref;
  }

  async file(ref: string) {
    this.#answer();
    return this.files.get(ref) ?? null;
  }

  /** What was posted in a chat, as the channel wrote it. */
  read(chatId: string): readonly (Post & { readonly seq: number })[] {
    return (this.posts.get(chatId) ?? []).map(({ seq, body }) => ({ ...JSON.parse(body), seq }));
  }

  #answer(): void {
    if (this.isAway) throw new StoreError("away for a test", "broken");
  }
}

/** Keeps every line, so that a test can look for what must not be in one. */
export class LogLines {
  readonly lines: string[] = [];
  readonly info = (ids: object, text: string): void => void this.lines.push(`info ${JSON.stringify(ids)} ${text}`);
  readonly warn = (ids: object, text: string): void => void this.lines.push(`warn ${JSON.stringify(ids)} ${text}`);
  readonly error = (ids: object, text: string): void => void this.lines.push(`error ${JSON.stringify(ids)} ${text}`);
}

export type WebRig = {
  readonly channel: Channel;
  readonly chats: ChatsInMemory;
  readonly log: LogLines;
  readonly got: Inbound[];
  /** Whoever comes through a door, as a browser with this cookie would. */
  ask(path: string, how?: Asked): Promise<Response>;
  say(text: string, more?: Asked): Promise<Response>;
  /** Advances the clock the limits are measured by. */
  wait(ms: number): void;
};

export type Asked = {
  readonly method?: string;
  readonly cookie?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | Uint8Array<ArrayBuffer>;
  readonly json?: unknown;
  readonly peer?: Peer;
};

export const COOKIE = "A".repeat(43);
/** What the chat of COOKIE is called everywhere but in the browser. */
export const CHAT_ID = createHash("sha256").update(COOKIE).digest("base64url").slice(0, 32);
let said = 0;

export function openRig(changes: Partial<WebOptions> = {}): WebRig {
  const chats = new ChatsInMemory();
  const log = new LogLines();
  let now = Date.UTC(2026, 4, 5, 2);
  const channel = webChannel({
    ...{ chats, log, publicUrl: null, now: () => now },
    ...changes,
  });
  const rig = {
    ...{ channel, chats, log, got: [] as Inbound[] },
    ask: (path: string, asked: Asked = {}) => askDoor(channel, path, asked),
    say(text: string, more: Asked = {}) {
      said += 1;
      return rig.ask("/chat/messages", { json: { clientId: `m${said}`, text }, ...more });
    },
    wait(ms: number) {
      now += ms;
    },
  };
  return rig;
}

async function askDoor(channel: Channel, path: string, asked: Asked): Promise<Response> {
  const { cookie = COOKIE, json, peer = PEER } = asked;
  const { pathname } = new URL(path, ORIGIN);
  const door = channel.doors.find((each) => leadsTo(each.path, pathname));
  if (door === undefined) throw new Error(`no door leads to ${path}`);
  // A form comes as bytes, as it does over a wire.
  const form = asked.body instanceof FormData ? new Response(asked.body) : null;
  const body = json === undefined ? ((await form?.bytes()) ?? asked.body) : JSON.stringify(json);
  const method = asked.method ?? (body === undefined ? "GET" : "POST");
  const headers = new Headers({ host: HOST, ...(method === "POST" ? { origin: ORIGIN } : {}) });
  if (json !== undefined) headers.set("content-type", "application/json");
  if (form !== null) headers.set("content-type", form.headers.get("content-type") ?? "");
  if (cookie !== null) headers.set("cookie", `other=1; aftercare_chat=${cookie}`);
  for (const [name, value] of Object.entries(asked.headers ?? {})) {
    if (value === "") headers.delete(name);
    else headers.set(name, value);
  }
  return door.accept(
    new Request(`${ORIGIN}${path}`, { method, headers, ...(body === undefined ? {} : { body }) }),
    peer,
  );
}

function leadsTo(door: string, path: string): boolean {
  return door.endsWith("/*") ? path.startsWith(door.slice(0, -1)) && path !== door.slice(0, -2) : door === path;
}
