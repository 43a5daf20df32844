/**
 * `telegram:123` ↔ a key. An email address is never one: it becomes a keyed hash before anything is written, so that neither the
 * database nor a copy of it tells or confirms an address.
 */
import { createHmac } from "node:crypto";
import type { LearnerKey } from "./event.ts";

const REALM = /^[a-z0-9][a-z0-9_-]{0,39}$/;
/** Visible characters; a key is copied between systems by people. */
const ID = /^[\p{L}\p{N}\p{P}\p{S}]{1,128}$/u;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,253}$/;
export const EMAIL_REALM = "email";
/** Realms of our own that nobody outside may speak of. */
const CLOSED: readonly string[] = ["forgotten", "terminal"];

/** Of an address in lower case → what stands for it; null where there is no key to hash with. */
export type HashEmail = ((email: string) => string) | null;

export function emailHasher(secret: string | null): HashEmail {
  if (secret === null) return null;
  return (email) => createHmac("sha256", secret).update(email).digest("base64url");
}

/** The key, or what to write instead. */
export function readKey(text: string, hashEmail: HashEmail): LearnerKey | { readonly problem: string } {
  const colon = text.indexOf(":");
  const [realm, id] = [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()];
  if (colon < 1 || !REALM.test(realm) || CLOSED.includes(realm)) return { problem: HOW };
  if (realm !== EMAIL_REALM) return ID.test(id) ? { realm, id } : { problem: HOW };
  if (!EMAIL.test(id)) return { problem: "write email: and an address" };
  if (hashEmail === null)
    return { problem: "emails are taken only where IDENTITY_SECRET is set; use the shop's own id" };
  return { realm, id: hashEmail(id.normalize("NFKC").toLowerCase()) };
}

const HOW = "write who it is as realm:id, such as telegram:123, discord:456 or myshop:4242";

export function formatKey({ realm, id }: LearnerKey): string {
  return `${realm}:${id}`;
}
