/**
 * The human queue inside one process: who waits for a person, in the order they should be served. Rebuilt from the tickets'
 * rows at start, so it keeps no truth. Nobody takes from it but a claim or a cancel.
 */
import { PRIORITIES } from "../core/model.ts";
import type { Bells, Waiting } from "../core/ports.ts";

/** Errors: none. Adding what is there and removing what is not are no-ops. */
export function humanQueue(): Bells["human"] {
  // A Map keeps the order of adding; the sort below is stable and keeps it within a priority.
  const waiting = new Map<string, Waiting>();
  return {
    async add(entry) {
      const key = keyOf(entry);
      if (!waiting.has(key)) waiting.set(key, entry);
    },
    async remove(entry) {
      waiting.delete(keyOf(entry));
    },
    async list() {
      return [...waiting.values()].sort((a, b) => urgency(b) - urgency(a));
    },
    async count() {
      return waiting.size;
    },
  };
}

function keyOf({ ticketId, episode }: Pick<Waiting, "ticketId" | "episode">): string {
  return `${ticketId}-${episode}`;
}

function urgency(entry: Waiting): number {
  return PRIORITIES.indexOf(entry.priority);
}
