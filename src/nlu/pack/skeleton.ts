/**
 * When two messages are one: the measure of the pack loader for what stands under two intents, or under an intent and
 * among the strays. Coarser than what the matcher reads, so that nothing it could not tell apart comes through.
 */
import { fold } from "../text/fold.ts";

/** What is left of a message when case, width, spaces and punctuation do not count. */
export function skeletonOf(message: string): string {
  return fold(message).replace(/[\p{P}\s]+/gu, "") || message;
}
