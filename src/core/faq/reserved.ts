/**
 * What no intent may be called. `GET /api/v1/intents/drafts` is the list of drafts, so an intent of that name could never be read;
 * `pack.yaml`, `strays.yaml` and `tests.yaml` hold something else than an intent. A test compares the first with the API.
 */
const ADDRESSES = ["conflicts", "drafts", "files", "history"] as const;
const FILES = ["pack", "strays", "tests"] as const;

const RESERVED: ReadonlySet<string> = new Set([...ADDRESSES, ...FILES]);

export function isReserved(intentId: string): boolean {
  return RESERVED.has(intentId);
}

/** For whoever chose it. */
export function whyReserved(intentId: string): string {
  return `an intent cannot be called "${intentId}": that is a part of the FAQ itself; choose another id, such as about_${intentId}`;
}
