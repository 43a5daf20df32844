/**
 * What an agent's wish needs from the store before its turn: the macro they named, and whether they are there. Presence is
 * written down here, because it is about no conversation; the turn, or a hint where there is none, then says what came of it.
 */
import { readUntil } from "../core/agent/until.ts";
import type { Facts, PresenceFact } from "../core/decision.ts";
import type { AgentVerb, Event } from "../core/inbound.ts";
import type { Agent, TicketId } from "../core/model.ts";
import type { Changed } from "../core/ports.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";
import { GAP_MS } from "./staff-book.ts";

export type LookedUp = Partial<Pick<Facts, "macro" | "macroNames" | "presence" | "taught">>;

/** Errors: StoreError. */
export async function lookUp(parts: Parts, event: Event | null, ticketId: TicketId | null): Promise<LookedUp> {
  if (event?.by !== "agent") return {};
  const { agent, does } = event;
  if (isPresence(does)) return { presence: await changePresence(parts, agent, does) };
  if (does.verb === "teach" && parts.teach && ticketId !== null) {
    return { taught: await parts.teach({ ticketId, agent, intentId: does.intentId }) };
  }
  if (does.verb !== "macro") return {};
  const { staff } = parts.store;
  const macro = await staff.macro(does.name);
  return macro === null ? { macro, macroNames: (await staff.macros()).map(({ name }) => name) } : { macro };
}

export type PresenceVerb = Extract<AgentVerb, { verb: "away" | "back" }>;

export function isPresence(does: AgentVerb): does is PresenceVerb {
  return does.verb === "away" || does.verb === "back";
}

/** Done twice it is done once. Errors: StoreError. */
export async function changePresence(parts: Parts, agent: Agent, does: PresenceVerb): Promise<PresenceFact> {
  const { store, book, now: clock } = parts;
  const now = clock();
  const { timeZone } = book.facts().rules.schedule;
  const isAway = does.verb === "away";
  const until = does.verb === "away" && does.until !== "" ? readUntil(does.until, { now, timeZone }) : null;
  if (until === "unreadable" || until === "too_far") return { outcome: until };
  await store.staff.seen(agent, { now, gapMs: GAP_MS });
  await store.staff.changeAgent(agent.id, { isAway, awayUntil: until });
  await book.refresh();
  const holds = (await store.ticketsHeldBy(agent.id)).map(({ id }) => id);
  return isAway ? { outcome: "away", until, holds } : { outcome: "back", holds };
}

/** After the commit: a macro counts its uses. A count that is lost is only a count. Never rejects. */
export async function countUse({ store, log }: Parts, { macro }: LookedUp, { outcome }: Changed): Promise<void> {
  if (outcome.outcome !== "macro_used" || !macro) return;
  try {
    await store.staff.countUse(macro.id);
  } catch (trouble) {
    log.warn({ macroId: macro.id, fault: faultOf(trouble) }, "use of a macro not counted");
  }
}
