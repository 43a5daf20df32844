/**
 * Where shops and course platforms call us: `/api/v1/events/<shop>`, open only while that shop's secret is set. Nothing of a
 * caller without the secret is read beyond its first bytes, and no address in a payload is ever followed.
 *
 *   plain      X-Aftercare-Signature: sha256=<hex of HMAC-SHA256 over the body>, or the secret in the address
 *   thinkific  X-Thinkific-Hmac-Sha256: <hex of the same>
 *   teachable  ?secret=…      moodle  the plugin's token in the body, or ?secret=…      openedx  ?secret=…
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Learning } from "../../app/learning/take-in.ts";
import { StoreError } from "../../core/errors.ts";
import type { LearningEvent } from "../../core/learning/event.ts";
import type { Door, Now } from "../../core/ports.ts";
import { readBody } from "../body.ts";
import type { DeskLog } from "../failure.ts";
import { PROBLEM_TYPE, problemOf, type RefusalStatus } from "../problem.ts";
import { readMoodle } from "./moodle.ts";
import { readOpenEdx } from "./openedx.ts";
import { type ReadShop, textAt } from "./shop.ts";
import { readTeachable } from "./teachable.ts";
import { readThinkific } from "./thinkific.ts";

export const SHOPS = ["plain", "thinkific", "teachable", "moodle", "openedx"] as const;
export type Shop = (typeof SHOPS)[number];
/** Null: that shop does not call us. */
export type ShopSecrets = Readonly<Record<Shop, string | null>>;

export const SHOP_BODY_BYTES_MAX = 256 * 1024;
const RETRY_AFTER_SECONDS = "5";

type Parts = { readonly learning: Learning; readonly log: DeskLog; readonly now: Now };
type Call = { readonly request: Request; readonly text: string; readonly secret: string };

/** Shop → whether the call proves the secret, and how its payload reads; `null` is our own format. */
const BY_SHOP: Readonly<Record<Shop, { readonly isProven: (call: Call) => boolean; readonly read: ReadShop | null }>> =
  {
    plain: { isProven: (call) => isSigned(call, "x-aftercare-signature") || isInAddress(call), read: null },
    thinkific: { isProven: (call) => isSigned(call, "x-thinkific-hmac-sha256"), read: readThinkific },
    teachable: { isProven: isInAddress, read: readTeachable },
    moodle: { isProven: (call) => isInAddress(call) || isInBody(call), read: readMoodle },
    openedx: { isProven: isInAddress, read: readOpenEdx },
  };

export function shopDoors(secrets: ShopSecrets, parts: Parts): readonly Door[] {
  return SHOPS.flatMap((shop) => {
    const secret = secrets[shop];
    const path = `/api/v1/events/${shop}`;
    return secret === null ? [] : [{ path, accept: (request) => answer(request, { ...parts, shop, secret }) }];
  });
}

/** 200 taken, 400/401/405/413/422 refused for good, 503 come again. Never rejects for what the world does. */
async function answer(
  request: Request,
  parts: Parts & { readonly shop: Shop; readonly secret: string },
): Promise<Response> {
  const { shop, secret, learning, log } = parts;
  if (request.method !== "POST") return refusal(405, "Send it with POST.");
  const body = await readBody(request.body, SHOP_BODY_BYTES_MAX);
  if (body === "too_large") return refusal(413, `At most ${SHOP_BODY_BYTES_MAX} bytes are taken.`);
  if (body === null) return refusal(400, "The body is not UTF-8.");
  const { isProven, read } = BY_SHOP[shop];
  if (!isProven({ request, text: body.text, secret })) {
    log.warn({ shop }, "a call without the shop's secret was refused");
    return refusal(401, "The signature or secret is wrong; see docs/running.md.");
  }
  try {
    return read === null ? await takePlain(body.text, parts) : await takeShop(body.text, { ...parts, read });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn({ shop, kind: error.kind }, "the database did not take a shop's event, it will come again");
    learning.refuse();
    return refusal(503, "Come again in a moment.");
  }
}

async function takePlain(text: string, { learning, log, shop }: Parts & { readonly shop: Shop }): Promise<Response> {
  const taken = await learning.takeIn(text, "json", shop);
  if (taken.outcome === "refused") {
    log.warn({ shop, refused: taken.refused }, "a shop's events were refused");
    return refusal(422, "Nothing was written.", taken.problems);
  }
  const { recorded, duplicates } = taken;
  log.info({ shop, recorded, duplicates }, "a shop told of learners");
  return Response.json({ recorded, duplicates, ignored: 0 });
}

async function takeShop(
  text: string,
  parts: Parts & { readonly shop: Shop; readonly read: ReadShop },
): Promise<Response> {
  const { learning, log, shop, read, now } = parts;
  const payload = parse(text);
  if (payload === null) {
    learning.refuse();
    return refusal(400, "The body is not JSON.");
  }
  // The same bytes again are the same event, where the shop gives it no number.
  const eventId = createHash("sha256").update(text).digest("base64url");
  const event = read(payload.value, { now: now(), eventId });
  const events: readonly LearningEvent[] = event === null ? [] : [event];
  const { recorded, duplicates } = await learning.record(events, event === null ? 1 : 0);
  log.info({ shop, kind: event?.kind ?? null, recorded, duplicates }, "a shop told of a learner");
  return Response.json({ recorded, duplicates, ignored: event === null ? 1 : 0 });
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // JSON.parse throws for one reason only.
    return null;
  }
}

function isSigned({ request, text, secret }: Call, header: string): boolean {
  const given = (request.headers.get(header) ?? "").replace(/^sha256=/i, "").toLowerCase();
  return isSame(given, createHmac("sha256", secret).update(text).digest("hex"));
}

function isInAddress({ request, secret }: Call): boolean {
  return isSame(new URL(request.url).searchParams.get("secret") ?? "", secret);
}

function isInBody({ text, secret }: Call): boolean {
  return isSame(textAt(parse(text)?.value, "token") ?? "", secret);
}

/** Digests have one length, so the time it takes tells neither where two differ nor how long the secret is. */
function isSame(given: string, expected: string): boolean {
  const digest = (each: string) => createHash("sha256").update(each).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

type Problems = readonly { readonly at: string; readonly problem: string }[];

function refusal(status: RefusalStatus | 405, detail: string, errors?: Problems): Response {
  const problem = status === 405 ? { type: "about:blank", title: "Wrong method", status } : problemOf(status);
  const headers: Record<string, string> = { "content-type": PROBLEM_TYPE };
  if (status === 503) headers["retry-after"] = RETRY_AFTER_SECONDS;
  if (status === 405) headers["allow"] = "POST";
  const body = { ...problem, detail, ...(errors === undefined ? {} : { errors: errors.slice(0, 20) }) };
  return new Response(JSON.stringify(body), { status, headers });
}
