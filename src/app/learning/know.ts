/**
 * What a turn may know of the learner's courses and orders. Looked up before the turn, and only when an answer that may come of
 * it depends on it: a pack without such answers asks the database nothing.
 */
import type { Facts } from "../../core/decision.ts";
import type { Event } from "../../core/inbound.ts";
import { recordOf } from "../../core/learning/record.ts";
import type { ConversationId } from "../../core/model.ts";
import { isPersonal } from "../../core/saying.ts";
import type { Parts } from "../parts.ts";

type Asked = Pick<Facts, "matches" | "otherQuestions" | "pack">;

/** Errors: StoreError. */
export async function know(
  { store }: Pick<Parts, "store">,
  conversationId: ConversationId,
  { event, facts }: { readonly event: Event | null; readonly facts: Asked },
): Promise<Pick<Facts, "record">> {
  if (!intentsOf(event, facts).some((id) => isPersonalIn(facts, id))) return {};
  return { record: recordOf(await store.learning.of({ conversationId })) };
}

function isPersonalIn({ pack }: Asked, id: string): boolean {
  const intent = pack.intents.get(id);
  return intent !== undefined && isPersonal(intent);
}

/** Every intent the turn may answer with. */
function intentsOf(event: Event | null, { matches, otherQuestions }: Asked): readonly string[] {
  if (event?.by !== "learner") return [];
  const { said } = event;
  const picked = said.kind === "pressed" && said.press?.press === "pick" ? [said.press.intentId] : [];
  return [...picked, ...[matches, ...otherQuestions].flat().map(({ intentId }) => intentId)];
}
