/** The bell of a planned 0–10 question, among those of `clocks`: one for each conversation, rung at the hour its row names. */
import type { ConversationId } from "../core/model.ts";
import type { Changed } from "../core/ports.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";

const REF = /^nps-([1-9]\d{0,14})$/;

/** The conversation a bell of `clocks` is about; null for a bell about something else. */
export function npsBellOf(ref: string): ConversationId | null {
  const id = REF.exec(ref)?.[1];
  return id === undefined ? null : (Number(id) as ConversationId);
}

/** Rings for the hour that was planned. Never rejects: the sweeper looks as well. */
export async function windNps({ bells, log }: Pick<Parts, "bells" | "log">, { nps }: Pick<Changed, "nps">) {
  if (nps === undefined) return;
  const { conversationId, dueAt } = nps;
  try {
    await bells.ring({ queue: "clocks", ref: `nps-${conversationId}` }, dueAt);
  } catch (trouble) {
    log.debug({ conversationId, fault: faultOf(trouble) }, "bell not rung, the sweeper will");
  }
}
