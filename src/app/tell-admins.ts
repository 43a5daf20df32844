/** What admins are told by itself: suggestions, sudden rises, the week. A failure of one must not keep the others from their turn. */
import { sayDigest } from "./digest.ts";
import type { Parts } from "./parts.ts";
import { tellSuggestions } from "./suggestions.ts";
import { watchForSurges } from "./surges.ts";

/** Errors: StoreError. */
export async function tellAdmins(parts: Parts): Promise<void> {
  const told = await Promise.allSettled([tellSuggestions(parts), watchForSurges(parts), sayDigest(parts)]);
  for (const each of told) if (each.status === "rejected") throw each.reason;
}
