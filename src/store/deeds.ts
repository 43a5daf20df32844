/** What people do about the FAQ and accounts, noted in the commit that does it. It is of no conversation and holds no words. */
import type { Kysely } from "kysely";
import { type DeedKind, NO_CONVERSATION, NO_LEARNER } from "../core/facts.ts";
import type { AgentId, Millis } from "../core/model.ts";
import type { Tables } from "./tables/schema.ts";

export type Deed = {
  readonly kind: DeedKind;
  readonly at: Millis;
  /** Null: the bot, at night. */
  readonly by: AgentId | null;
  readonly intentId?: string | null;
  readonly value?: number;
  readonly variant?: string;
};

export async function noteDeed(on: Kysely<Tables>, deed: Deed): Promise<void> {
  const { kind, at, by, intentId = null, value = null, variant = null } = deed;
  await on
    .insertInto("facts")
    .values({
      ...{ kind, at, agent_id: by, intent_id: intentId, value, variant },
      ...{ conversation_id: NO_CONVERSATION, learner_id: NO_LEARNER, channel: "web", language: "en" },
      ...{ ticket_id: null, episode: null, schedule_version: null },
    })
    .execute();
}
