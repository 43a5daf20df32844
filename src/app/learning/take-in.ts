/**
 * The way in for what shops and course platforms tell: read as a whole, written as a whole, counted. Also codes that a shop shows
 * to prove to us who somebody is there.
 */
import { createHash, randomBytes } from "node:crypto";
import { type BatchFormat, type BatchProblem, readBatch } from "../../core/learning/batch.ts";
import type { LearnerKey, LearningEvent } from "../../core/learning/event.ts";
import { emailHasher, type HashEmail } from "../../core/learning/key.ts";
import { longCodeOf, SHOP_CODE_LENGTH } from "../../core/link.ts";
import type { Millis } from "../../core/model.ts";
import type { LearnerEvents, Now, Recorded, Store } from "../../core/ports.ts";

export type TakenIn =
  | ({ readonly outcome: "recorded" } & Recorded)
  | {
      readonly outcome: "refused";
      readonly problems: readonly BatchProblem[];
      readonly entries: number;
      readonly refused: number;
    };

/** How many events came since the start: written, known already, with mistakes, of no use to us. */
export type EventCounts = Readonly<Record<"recorded" | "duplicate" | "refused" | "ignored", number>>;

export type Learning = {
  readonly hashEmail: HashEmail;
  /** All of them or none. `source` is who tells it where the events do not say. Errors: StoreError. */
  takeIn(text: string, format: BatchFormat, source: string): Promise<TakenIn>;
  /** Events a shop's own format was read into; `ignored` of them were of no use to us. Errors: StoreError. */
  record(events: readonly LearningEvent[], ignored: number): Promise<Recorded>;
  /** Counts what could not be read. */
  refuse(): void;
  /** A code for the owner of the key to write in a chat. Errors: StoreError. */
  offerCode(key: LearnerKey): Promise<{ readonly code: string; readonly endsAt: Millis }>;
  readonly events: LearnerEvents;
  counts(): EventCounts;
};

/** Long enough for a mail to be read on a Monday. */
const SHOP_CODE_VALID_MS: Millis = 7 * 86_400_000;

export function learningOver(
  { learning: events }: Pick<Store, "learning">,
  { now, identitySecret }: { readonly now: Now; readonly identitySecret: string | null },
): Learning {
  const counts = { recorded: 0, duplicate: 0, refused: 0, ignored: 0 };
  const hashEmail = emailHasher(identitySecret);
  const write = async (told: readonly LearningEvent[]): Promise<Recorded> => {
    const written = told.length === 0 ? { recorded: 0, duplicates: 0 } : await events.record(told, now());
    counts.recorded += written.recorded;
    counts.duplicate += written.duplicates;
    return written;
  };
  return {
    hashEmail,
    events,
    counts: () => ({ ...counts }),
    async takeIn(text, format, source) {
      const batch = readBatch(text, format, { now: now(), source, hashEmail });
      if ("events" in batch) return { outcome: "recorded", ...(await write(batch.events)) };
      counts.refused += Math.max(batch.refused, 1);
      return { outcome: "refused", ...batch };
    },
    async record(told, ignored) {
      counts.ignored += ignored;
      return await write(told);
    },
    refuse() {
      counts.refused += 1;
    },
    async offerCode(key) {
      const code = longCodeOf(randomBytes(SHOP_CODE_LENGTH));
      const endsAt = now() + SHOP_CODE_VALID_MS;
      await events.offerCode({ codeHash: hashOfCode(code), key, endsAt });
      return { code, endsAt };
    },
  };
}

/** A copy of the database must not be worth a code. */
export function hashOfCode(code: string): string {
  return createHash("sha256").update(code).digest("base64url");
}
