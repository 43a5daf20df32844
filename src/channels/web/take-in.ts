/**
 * One thing a learner said or pressed, on its way in: shown in the chat, then received, both once however often it is
 * said. Not to break: 202 is the page's leave to forget it, so it comes after `receive` resolved.
 */
import assert from "node:assert/strict";
import type { Said } from "../../core/inbound.ts";
import { markOf } from "./cookie.ts";
import type { Caller, Front } from "./front.ts";
import { keyOf, type Post } from "./posts.ts";
import { inboundOf } from "./said.ts";

type Saying = {
  readonly clientId: string;
  /** As the learner calls themselves, unchecked. */
  readonly name: unknown;
  readonly post: Post;
  /** `messageId` is the number the post got in the chat. */
  readonly what: (messageId: string) => Said;
};

export async function takeIn(front: Front, caller: Caller, { clientId, name, post, what }: Saying): Promise<Response> {
  const { chatId, setCookie } = caller.visit;
  const receive = front.receive();
  assert(receive, "a door lets nobody in while nothing may be received");
  const body = JSON.stringify(post);
  const seq = await front.chats.post(chatId, { key: keyOf.said(clientId), body, at: front.now() });
  front.feed.wake(chatId);
  await receive(inboundOf(caller, { clientId, name, what: what(String(seq)) }));
  const headers = { "set-cookie": setCookie, "content-type": "application/json" };
  return new Response(JSON.stringify({ seq, chat: markOf(chatId) }), { status: 202, headers });
}
