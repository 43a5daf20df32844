/** Who helps, and what helps them: agents with their presence, teams, macros, notices: data, as the store keeps it. */

import { DAY_MS, MINUTE_MS, stretchAt } from "./calendar/zone.ts";
import type { AgentId, Language, Millis, NoticeId, Priority, TeamId } from "./model.ts";
import type { Wording } from "./pack.ts";

/** Minutes of the day an agent is not asked in, in the schedule's time zone; `from` after `to` means over midnight. */
export type QuietHours = { readonly from: number; readonly to: number };

export type AgentProfile = {
  readonly id: AgentId;
  readonly name: string;
  readonly teamId: TeamId | null;
  /** Empty: any. */
  readonly languages: readonly Language[];
  /** What they know about; empty: anything. */
  readonly tags: readonly string[];
  /** Open tickets they may hold; null: what the rules say. */
  readonly cap: number | null;
  readonly isAway: boolean;
  /** When an agent who is away comes back by themselves; null: when they say so. */
  readonly awayUntil: Millis | null;
  readonly quiet: QuietHours | null;
  /** Left for good: gets nothing any more. */
  readonly isGone: boolean;
  /** When a ticket was last given to them without their asking; 0: never. */
  readonly assignedAt: Millis;
  /** When they last did anything. */
  readonly seenAt: Millis;
};

/** Whether an agent takes no tickets just now; one whose time is over came back by themselves. */
export function isAwayAt({ isAway, awayUntil }: Pick<AgentProfile, "isAway" | "awayUntil">, now: Millis): boolean {
  return isAway && (awayUntil === null || awayUntil > now);
}

/** Whether it is in the agent's quiet hours by the wall clock of the zone. */
export function isQuietAt({ quiet }: Pick<AgentProfile, "quiet">, now: Millis, timeZone: string): boolean {
  if (quiet === null) return false;
  const minute = Math.floor(((((now + stretchAt(timeZone, now).offsetMs) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
  return quiet.from <= quiet.to ? quiet.from <= minute && minute < quiet.to : minute >= quiet.from || minute < quiet.to;
}

export type Team = {
  readonly id: TeamId;
  readonly name: string;
  /** Empty: any. */
  readonly languages: readonly Language[];
  readonly tags: readonly string[];
};

export type MacroAction =
  | { readonly action: "tag"; readonly tag: string }
  | { readonly action: "priority"; readonly priority: Priority }
  | { readonly action: "snooze"; readonly ms: Millis }
  | { readonly action: "solve" };

/** A saved reply: what is said in each language, `{{learner}} {{agent}} {{ticket}}` and the pack's variables filled in, and what is done. */
export type Macro = {
  readonly id: number;
  /** `[a-z0-9_-]{1,32}`, unique. */
  readonly name: string;
  readonly words: Wording;
  readonly actions: readonly MacroAction[];
  readonly uses: number;
};

/** An incident everybody is told about instead of an answer, until it ends. */
export type Notice = {
  readonly id: NoticeId;
  /** Null: about everything. */
  readonly intentId: string | null;
  readonly words: Wording;
  readonly begunAt: Millis;
  readonly endsAt: Millis;
};
