/** What the store keeps about those who help: agents, teams, macros, notices, the rules of the queue, promises and recoveries. */
import type { Agent, AgentId, Millis, NoticeId, Rating, RatingReason, TeamId, TicketId } from "../model.ts";
import type { NewOutbound } from "../outbound.ts";
import type { QueueRules } from "../queue/rules.ts";
import type { AgentProfile, Macro, Notice, Team } from "../staff.ts";

export type Staff = {
  /** Everybody who ever acted or was given a ticket, those who left included, by name; until first `seen` their id is their name. */
  agents(): Promise<readonly AgentProfile[]>;
  /**
   * An agent did something: makes their row, or brings the name up to date, and lengthens the span they were there in. A gap
   * of more than `gapMs` begins a new span.
   */
  seen(agent: Agent, times: { readonly now: Millis; readonly gapMs: Millis }): Promise<void>;
  /** Changes what is given and leaves the rest; a team that was removed is none. False when there is no such agent. */
  changeAgent(id: AgentId, change: Partial<Omit<AgentProfile, "id" | "seenAt">>): Promise<boolean>;
  /** How many open tickets each agent holds; who holds none is not in it. */
  held(): Promise<ReadonlyMap<AgentId, number>>;
  /** When agents were there in [from, to), cut to that range, in rising order of `fromAt`. Seen but once is a span of no length. */
  presence(from: Millis, to: Millis): Promise<readonly PresenceSpan[]>;

  /** By name. */
  teams(): Promise<readonly Team[]>;
  /** Null when the name is taken. */
  addTeam(team: Omit<Team, "id">): Promise<TeamId | null>;
  changeTeam(team: Team): Promise<"changed" | "name_taken" | "no_such_team">;
  /** Its members and tickets are everybody's again. False when there is no such team. */
  removeTeam(id: TeamId): Promise<boolean>;

  /** By name. */
  macros(): Promise<readonly Macro[]>;
  macro(name: string): Promise<Macro | null>;
  /** Adds a macro or changes the one of that name; its uses stay. */
  keepMacro(macro: Omit<Macro, "id" | "uses">, by: AgentId, now: Millis): Promise<Macro>;
  countUse(macroId: number): Promise<void>;
  removeMacro(name: string): Promise<boolean>;

  /** Those that hold at `now`, the oldest first. */
  notices(now: Millis): Promise<readonly Notice[]>;
  /** Those whose time has come but whose end was not told yet. */
  noticesOver(now: Millis): Promise<readonly Notice[]>;
  beginNotice(notice: Omit<Notice, "id">, by: AgentId): Promise<NoticeId>;
  /** Moves the end to `now`: from then on it is one of `noticesOver`. False when it is over or there is none. */
  endNotice(id: NoticeId, now: Millis): Promise<boolean>;
  /** Everybody was told. */
  settleNotice(id: NoticeId, now: Millis): Promise<void>;
  /** Tickets that wait for a notice and are not solved. */
  ticketsOfNotice(id: NoticeId): Promise<readonly TicketId[]>;

  /** All versions in rising order; empty at first. */
  rules(): Promise<readonly RuleVersion[]>;
  /** The next version, in force from `from`; null when somebody else made that version meanwhile. */
  addRules(version: RuleVersion, by: AgentId): Promise<number | null>;

  /** What a learner was told about the wait; a second promise for one episode changes nothing. */
  promise(promise: WaitPromise): Promise<void>;
  /** The first agent came at `at`: how long it was since the promise. */
  keepPromise(ticketId: TicketId, episode: number, at: Millis): Promise<void>;
  /** The learner waits no longer, and nobody came: broken if the promised time was over by then, else as if never made. */
  dropPromise(ticketId: TicketId, episode: number, at: Millis): Promise<void>;
  promises(from: Millis, to: Millis): Promise<readonly (WaitPromise & { readonly waitedMs: Millis | null })[]>;

  /** Open recoveries, the most urgent first. */
  recoveries(): Promise<readonly OpenRecovery[]>;
  /** Queues, with one commit, what `rowsFor` makes of each recovery that is due now and was not told yet; returns the lanes. */
  tellOverdue(now: Millis, rowsFor: (recovery: Recovery) => readonly NewOutbound[]): Promise<readonly string[]>;
  /** False when there is none open. */
  endRecovery(ticketId: TicketId, episode: number, now: Millis): Promise<boolean>;
};

export type PresenceSpan = { readonly agentId: AgentId; readonly fromAt: Millis; readonly toAt: Millis };
export type RuleVersion = { readonly version: number; readonly from: Millis; readonly rules: QueueRules };

export type WaitPromise = {
  readonly ticketId: TicketId;
  readonly episode: number;
  readonly promisedAt: Millis;
  readonly position: number;
  readonly medianMs: Millis;
  readonly p90Ms: Millis;
  /** What the estimate was multiplied with before it was told. */
  readonly factor: number;
};

/** Somebody looks after a learner who rated 1 or 2. `owner` null: nobody yet. */
export type Recovery = {
  readonly ticketId: TicketId;
  readonly episode: number;
  readonly owner: Agent | null;
  readonly dueAt: Millis;
};

/** With what the learner said; the rating is null only when its row is gone. */
export type OpenRecovery = Recovery & {
  readonly rating: Rating | null;
  readonly reasons: readonly RatingReason[];
  readonly comment: string | null;
};
