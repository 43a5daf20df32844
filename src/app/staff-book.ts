/**
 * What a turn may know of agents, teams, notices and the rules of the queue: a copy of the store's, two seconds old at most, so
 * that a turn asks nobody. Whoever must not be wrong (the cap of an agent) counts inside the transaction.
 */
import type { Logger } from "pino";
import type { Calendar } from "../core/calendar/calendar.ts";
import type { Schedule } from "../core/calendar/schedule.ts";
import type { Facts } from "../core/decision.ts";
import type { Agent, AgentId, Millis } from "../core/model.ts";
import type { Now, PresenceSpan, RuleVersion, Staff, Store } from "../core/ports.ts";
import { firstRules } from "../core/queue/rules.ts";
import { repeatedly } from "./again.ts";
import { faultOf } from "./fault.ts";

export type StaffFacts = Pick<Facts, "rules" | "calendar" | "agents" | "teams" | "notices">;

export type StaffBook = {
  /** As of the last look. */
  facts(): StaffFacts;
  /** Looks now. Errors: StoreError. */
  refresh(): Promise<void>;
  /** An agent did something. Written at most once a minute for each; never rejects. */
  seen(agent: Agent): void;
  /** Looks every second until `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const LOOK_EVERY_MS: Millis = 2000;
const SEEN_EVERY_MS: Millis = 60_000;
/** Whoever is silent for longer was not there in between. */
export const GAP_MS: Millis = 15 * 60_000;
const SEEN_MAX = 10_000;

/** Somebody counts as present until they were silent for a while, in the past as now: so each span ends as much later. */
export async function presentSpans(
  staff: Pick<Staff, "presence">,
  from: Millis,
  to: Millis,
): Promise<readonly PresenceSpan[]> {
  const spans = await staff.presence(from, to);
  return spans.map((span) => ({ ...span, toAt: Math.min(to, span.toAt + GAP_MS) }));
}

type Watched = {
  readonly now: Now;
  readonly log: Logger;
  readonly store: Pick<Store, "staff">;
  readonly settings: { readonly schedule: Schedule };
};

export function openStaffBook(watched: Watched): StaffBook {
  const { store, now, log, settings } = watched;
  const rules = firstRules(settings.schedule);
  let calendar: Calendar = [{ version: 0, from: 0, schedule: rules.schedule }];
  let facts: StaffFacts = { rules, calendar, agents: [], teams: [], notices: [] };
  let known: readonly RuleVersion[] = [];

  async function refresh(): Promise<void> {
    const { staff } = store;
    const [agents, teams, notices, versions] = await Promise.all([
      staff.agents(),
      staff.teams(),
      staff.notices(now()),
      staff.rules(),
    ]);
    // A version never changes: the same objects again keep what the calendar has worked out for them.
    if (versions.length !== known.length) {
      known = versions;
      calendar = known.map(({ version, from, rules: { schedule } }) => ({ version, from, schedule }));
    }
    const inForce = known.findLast(({ from }) => from <= now()) ?? known[0];
    facts = { agents, teams, notices, rules: inForce?.rules ?? rules, calendar };
  }

  // What was known a moment ago is nearly right.
  const looking = repeatedly(refresh, { everyMs: LOOK_EVERY_MS, log, what: "reading agents and rules", level: "warn" });
  return {
    facts: () => facts,
    refresh,
    seen: attendance(watched),
    async start() {
      await refresh();
      looking.start();
    },
    stop: looking.stop,
  };
}

function attendance({ store, now, log }: Watched): StaffBook["seen"] {
  const seenAt = new Map<AgentId, Millis>();
  return (agent) => {
    const at = now();
    if (at - (seenAt.get(agent.id) ?? 0) < SEEN_EVERY_MS) return;
    if (seenAt.size >= SEEN_MAX) seenAt.clear();
    seenAt.set(agent.id, at);
    store.staff.seen(agent, { now: at, gapMs: GAP_MS }).catch((trouble: unknown) => {
      seenAt.delete(agent.id);
      log.debug({ agentId: agent.id, fault: faultOf(trouble) }, "presence of an agent not written");
    });
  };
}
