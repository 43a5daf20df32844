/**
 * The door browsers listen at: `GET /chat/stream`, server-sent events whose ids are the numbers of the posts. Whoever
 * comes with the number they know last (Last-Event-ID, or `?after=`) is told what came after it, whoever comes without,
 * the latest.
 */
import type { WebPost } from "../../core/ports.ts";
import { markOf } from "./cookie.ts";
import { type Caller, type Front, tooFast } from "./front.ts";
import { eventOf, greeting } from "./posts.ts";
import { type Refused, refused } from "./refusal.ts";

/** What somebody sees who opens the page. */
const LATEST_MAX = 200;
/** What somebody is told at most who comes back: a day of talk, and no more memory than that. */
const MISSED_MAX = 1000;
const TOO_MANY_MS = 30_000;

export async function openStream(front: Front, { request, peer, visit }: Caller): Promise<Response | Refused> {
  const { chatId } = visit;
  const impatient = tooFast(front.limits, [
    ["chatStream", chatId],
    ["addressStream", peer.address],
  ]);
  if (impatient !== null) return impatient;
  const posts = await postsAfter(front, chatId, numberGiven(request));
  const seq = posts.at(-1)?.seq ?? (await newestOf(front, chatId));
  const body = front.feed.open({
    ...{ chatId, address: peer.address, seq },
    first: [greeting(markOf(chatId), seq), ...posts.map(eventOf)],
  });
  if (body === null) return refused("tooMany", TOO_MANY_MS);
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // Proxies that collect answers before they pass them on would hold back every word.
      "x-accel-buffering": "no",
      "set-cookie": visit.setCookie,
    },
  });
}

/** Whoever knows a number that does not exist yet knows another chat, or another database: they get it all anew. */
async function postsAfter(front: Front, chatId: string, after: number | null): Promise<readonly WebPost[]> {
  if (after === null) return await front.chats.since(chatId, 0, LATEST_MAX);
  const missed = await front.chats.since(chatId, after, MISSED_MAX);
  if (missed.length > 0 || (await newestOf(front, chatId)) >= after) return missed;
  return await front.chats.since(chatId, 0, LATEST_MAX);
}

async function newestOf({ chats }: Front, chatId: string): Promise<number> {
  return (await chats.newest([chatId])).get(chatId) ?? 0;
}

/** The last number the browser knows. On its own second try a browser repeats the address, so the larger one counts. */
function numberGiven(request: Request): number | null {
  const given = [request.headers.get("last-event-id"), new URL(request.url).searchParams.get("after")];
  const numbers = given.filter((text) => text !== null && /^\d{1,9}$/.test(text)).map(Number);
  return numbers.length === 0 ? null : Math.max(...numbers);
}
