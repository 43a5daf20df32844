/**
 * What all doors of the web chat share: who may come in, what is said to those who may not, and that stopping waits for
 * what is being received. A request that fails because the store is away is answered "later", and the browser comes
 * again by itself.
 */
import { StoreError } from "../../core/errors.ts";
import type { Inbound } from "../../core/inbound.ts";
import type { Door, Now, Peer, WebChats } from "../../core/ports.ts";
import type { Log } from "../log.ts";
import { type Visit, visitOf } from "./cookie.ts";
import type { Feed } from "./feed.ts";
import type { LimitKind, Limits } from "./limits.ts";
import { isForeign } from "./origin.ts";
import type { Reach } from "./reach.ts";
import { isRefused, languageOf, type Refused, refusalResponse, refused } from "./refusal.ts";

export type WebOptions = {
  readonly chats: WebChats;
  readonly log: Log;
  readonly now: Now;
  /**
   * Where browsers find us, when that is not what they put into Host. With https the cookie is sent over https only.
   */
  readonly publicUrl: string | null;
};

export type Front = WebOptions & {
  readonly limits: Limits;
  readonly feed: Feed;
  readonly reach: Reach;
  /** Null while nothing may be received. */
  readonly receive: () => ((inbound: Inbound) => Promise<void>) | null;
  /** Requests that are being answered. */
  readonly underWay: Set<Promise<unknown>>;
};

export type Caller = { readonly request: Request; readonly peer: Peer; readonly visit: Visit };
/** Errors: StoreError, and whatever receiving rejects with. */
export type Answer = (front: Front, caller: Caller) => Promise<Response | Refused>;

/** How soon a browser should try again what could not be taken. */
const LATER_MS = 2000;

/** One path and what its methods are answered with. */
export function openDoor(front: Front, path: string, answers: Readonly<Partial<Record<"GET" | "POST", Answer>>>): Door {
  return {
    path,
    async accept(request, peer) {
      const known = request.method === "GET" || request.method === "POST" ? answers[request.method] : undefined;
      const answer = known === undefined ? refused("method") : await admit(front, known, { request, peer });
      if (!isRefused(answer)) return answer;
      const response = refusalResponse(answer, languageOf(request));
      if (answer.refused === "method") response.headers.set("allow", Object.keys(answers).join(", "));
      return response;
    },
  };
}

type Arrival = Omit<Caller, "visit">;

async function admit(front: Front, answer: Answer, { request, peer }: Arrival): Promise<Response | Refused> {
  if (isForeign(request, front.publicUrl)) return refused("foreign");
  if (front.receive() === null) return refused("later", LATER_MS);
  const visit = visitOf(request, front.publicUrl?.startsWith("https:") ?? false);
  const answering = answer(front, { request, peer, visit });
  front.underWay.add(answering);
  try {
    return await answering;
  } catch (error) {
    return later(front, error);
  } finally {
    front.underWay.delete(answering);
  }
}

function later({ log, reach }: Front, error: unknown): Refused {
  const name = error instanceof Error ? error.name : typeof error;
  if (error instanceof StoreError) {
    reach.lost();
    log.warn({ kind: error.kind }, "web chat: the store did not take a request, the browser will come again");
  } else {
    log.error({ error: name }, "web chat: a request could not be received, the browser will come again");
  }
  return refused("later", LATER_MS);
}

/** Whether there is room for one more of each; null when there is. */
export function tooFast(limits: Limits, wants: readonly (readonly [LimitKind, string])[]): Refused | null {
  const waitMs = Math.max(...wants.map(([kind, whose]) => limits.take(kind, whose)));
  return waitMs > 0 ? refused("tooFast", waitMs) : null;
}

/**
 * Chats are opened by their first post, and one address may open only so many: null when this post may be the first.
 */
export async function tooManyChats({ chats, limits }: Front, { visit, peer }: Caller): Promise<Refused | null> {
  const newest = (await chats.newest([visit.chatId])).get(visit.chatId) ?? 0;
  return newest > 0 ? null : tooFast(limits, [["newChat", peer.address]]);
}
