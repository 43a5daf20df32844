/**
 * `/link` before its turn: a fresh code is written down, or a code that was written joins two conversations. Both happen
 * outside the turn, because a turn borrows one conversation and this takes two; the turn then says what came of it.
 *
 * Not to break: heard again after a crash, the same words come to the same end.
 */
import { randomBytes } from "node:crypto";
import type { LinkFact } from "../core/decision.ts";
import type { PendingInbound } from "../core/inbound.ts";
import { CODE_LENGTH, CODE_VALID_MS, codeOf, mayHoldCode, readCode, SHOP_CODE_LENGTH } from "../core/link.ts";
import type { Joined } from "../core/ports.ts";
import { hashOfCode } from "./learning/take-in.ts";
import type { Parts } from "./parts.ts";
import { ringTurn } from "./ring.ts";

/** What came of it; null when the inbound is about something else. Errors: StoreError. */
export async function linkOf(parts: Parts, pending: PendingInbound): Promise<LinkFact | null> {
  const { place, what } = pending.inbound;
  if (place.kind !== "learner" || what.kind !== "command") return null;
  const code = readCode(what.argument);
  const isShops = code?.length === SHOP_CODE_LENGTH;
  if (isShops && mayHoldCode(what.name)) return { outcome: await prove(parts, pending, code) };
  if (what.name !== "link") return null;
  if (what.argument.trim() === "") return await offer(parts, pending);
  return code === null ? { outcome: "no_such_code" } : { outcome: await join(parts, pending, code) };
}

async function offer({ store, now }: Parts, { conversationId }: PendingInbound): Promise<LinkFact> {
  const code = codeOf(randomBytes(CODE_LENGTH));
  await store.links.offer({ conversationId, codeHash: hashOfCode(code), endsAt: now() + CODE_VALID_MS });
  return { outcome: "offered", code };
}

/** Whoever was shown the code by the shop is who the shop says. */
async function prove({ store, now }: Parts, { conversationId, inbound }: PendingInbound, code: string) {
  const chat = { channel: inbound.channel, chatId: inbound.place.chatId };
  const used = await store.learning.useCode({ conversationId, chat, codeHash: hashOfCode(code), now: now() });
  return used === "joined" ? ("proven" as const) : used;
}

async function join(parts: Parts, pending: PendingInbound, code: string): Promise<Joined["outcome"]> {
  const { conversationId: from, inbound } = pending;
  const chat = { channel: inbound.channel, chatId: inbound.place.chatId };
  const joined = await parts.store.links.join({ from, chat, codeHash: hashOfCode(code), now: parts.now() });
  // These very words moved with the rest: their turn is the other conversation's now, and this one is no more.
  if (joined.outcome === "joined" && joined.into !== from) await ringTurn(parts, joined.into);
  return joined.outcome;
}
