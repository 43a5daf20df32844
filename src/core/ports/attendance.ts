/**
 * Who is at a ticket at this moment, and what agents have not read yet. The first is a hint that ends by itself after seconds:
 * nothing is decided by it, and losing it loses nothing. The second is kept for each agent.
 */
import type { NewMessage } from "../decision.ts";
import type { Agent, AgentId, ChatRef, Millis, TicketId } from "../model.ts";

/** What somebody does there; the learner is only ever seen writing. */
export const DOINGS = ["looking", "replying", "noting"] as const;
export type Doing = (typeof DOINGS)[number];

/** `agent` null: the learner. */
export type Attending = { readonly agent: Agent | null; readonly doing: Doing };

/** A ticket as one row of a list says it to one agent. */
export type Glance = {
  /** What a person said last, notes included; null when nobody said anything. */
  readonly last: Pick<NewMessage, "author" | "kind" | "text" | "at"> | null;
  /** Words of others the agent has not seen. An unsolved ticket they never opened counts at least once. */
  readonly unread: number;
};

export type Attendance = {
  /** The agent is there until `looksUntil`, and writes until `writesUntil`; what was marked before counts no longer. */
  mark(mark: {
    readonly ticketId: TicketId;
    readonly agent: Agent;
    readonly doing: Doing;
    readonly looksUntil: Millis;
    readonly writesUntil: Millis;
  }): Promise<void>;
  leave(ticketId: TicketId, agentId: AgentId): Promise<void>;
  /** By name, the learner first. */
  at(ticketId: TicketId, now: Millis): Promise<readonly Attending[]>;
  /** Where an agent's words reach the learner now; null when nothing reaches them. */
  chatOf(ticketId: TicketId): Promise<ChatRef | null>;
  /** One for each of these tickets that is there. */
  glances(ticketIds: readonly TicketId[], agentId: AgentId): Promise<ReadonlyMap<TicketId, Glance>>;
  /** The agent has seen the ticket's lines up to that one; an earlier one takes nothing back. */
  seen(ticketId: TicketId, agentId: AgentId, lineId: number): Promise<void>;
};
