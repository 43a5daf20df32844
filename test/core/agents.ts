/** Agents and a team for tests of what agents do with tickets. */
import type { Agent, AgentId, TeamId } from "../../src/core/model.ts";
import type { AgentProfile, Team } from "../../src/core/staff.ts";
import { ann, bo, type World } from "./world.ts";

export const cy: Agent = { id: "discord:3" as AgentId, name: "Cy" };
export const billing: Team = { id: 7 as TeamId, name: "Billing", languages: [], tags: [] };

export function profile({ id, name }: Agent, more: Partial<AgentProfile> = {}): AgentProfile {
  return {
    ...{ id, name, teamId: null, languages: [], tags: [], cap: null, isAway: false, awayUntil: null },
    ...{ quiet: null, isGone: false, assignedAt: 0, seenAt: 0 },
    ...more,
  };
}

export const everybody: readonly AgentProfile[] = [profile(ann), profile(bo), profile(cy)];

/** The same world, in which these agents and one team are known. */
export function withStaff(world: World, ...agents: readonly AgentProfile[]): World {
  world.staff = { ...world.staff, agents, teams: [billing] };
  return world;
}

/** How cards are drawn here. */
export const style = { language: "en", teams: [billing], timeZone: "UTC" } as const;
