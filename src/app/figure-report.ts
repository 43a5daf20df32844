/**
 * Reads what a report is folded from: the facts since well before the range, the ratings from outside, who helps and when people
 * were there. Nothing is kept between two reports, so a changed definition holds for the past as well.
 */
import type { Calendar } from "../core/calendar/calendar.ts";
import type { Schedule } from "../core/calendar/schedule.ts";
import type { AgentId, Millis } from "../core/model.ts";
import type { Range, Store } from "../core/ports.ts";
import { firstRules } from "../core/queue/rules.ts";
import { type BookPlan, type Span, spanBefore } from "../insight/figures/book.ts";
import { addEvent, bookAt, type Fold, openFold } from "../insight/figures/fold.ts";
import type { OpenedBefore } from "../insight/figures/follow/episodes.ts";
import { count, missingBy } from "../insight/figures/gaps.ts";
import type { Dimension, Split } from "../insight/figures/groups.ts";
import { type FigureReport, reportOf } from "../insight/figures/report.ts";

export type { FigureReport };

export type ReportQuery = Range & { readonly splits: readonly Split[] };

const DAY_MS: Millis = 86_400_000;
/** The range when none is asked for. */
const RANGE_MS: Millis = 30 * DAY_MS;
/** What began before the range may belong into it: a question without an answer the longest (see surveys.ts). */
const LOOK_BACK_MS: Millis = 31 * DAY_MS;

export type ReportSource = {
  readonly store: Pick<Store, "factPages" | "ratings" | "openTickets" | "staff">;
  /** Holds while nobody has set any hours. */
  readonly schedule: Schedule;
  readonly now: Millis;
};

/** Errors: StoreError. */
export async function readFigureReport(source: ReportSource, query: ReportQuery): Promise<FigureReport> {
  const { store, now } = source;
  const staff = await readStaff(source);
  const range = rangeOf(query, now);
  const plan: BookPlan = {
    ...{ range, previous: spanBefore(range), splits: query.splits, calendar: staff.calendar },
    ...{ teamOf: staff.teamOf, courseOf: () => null },
  };
  const from = (plan.previous ?? range).from - LOOK_BACK_MS;
  const fold = openFold(plan, await openedBefore(store, from, query.channel));
  await foldFeedback(fold, store, { from: plan.previous?.from, to: range.to, channel: query.channel });
  const firstAt = await foldFacts(fold, store, { from, channel: query.channel });
  const zone = staff.calendar.at(-1)?.schedule.timeZone ?? source.schedule.timeZone;
  const frame = { now, channel: query.channel ?? null, timeZone: zone, labelOf: staff.labelOf };
  return reportOf(bookAt(fold, now), { ...frame, missing: missingBy(fold.watch, firstAt) });
}

/** What is still to come is not asked for: a range ends now at the latest. */
function rangeOf({ from, to }: Range, now: Millis): Span {
  const end = Math.min(to ?? now + 1, now + 1);
  return { from: Math.min(from ?? Math.max(0, end - RANGE_MS), end), to: end };
}

async function foldFacts(fold: Fold, store: ReportSource["store"], range: Range): Promise<Millis | null> {
  let firstAt: Millis | null = null;
  let newestId = 0;
  for await (const page of store.factPages(range)) {
    firstAt ??= page[0]?.at ?? null;
    for (const fact of page) {
      if (fact.id < newestId) count(fold.watch, fact.at, "clock_went_back");
      else newestId = fact.id;
      addEvent(fold, fact);
    }
  }
  return firstAt;
}

async function foldFeedback(fold: Fold, { ratings }: ReportSource["store"], range: Range): Promise<void> {
  for await (const { rating, at, channel, ticketId } of ratings(range)) {
    if (ticketId === null) addEvent(fold, { kind: "feedback_given", at, channel, rating });
  }
}

const PAGE_LENGTH = 500;

/** Tickets that are open longer than the log is read: their age is known from the ticket itself. */
async function openedBefore(
  { openTickets }: ReportSource["store"],
  before: Millis,
  channelAsked: string | undefined,
): Promise<readonly OpenedBefore[]> {
  const found: OpenedBefore[] = [];
  for (
    let page = await openTickets(PAGE_LENGTH);
    page.length > 0;
    page = await openTickets(PAGE_LENGTH, page.at(-1)?.id)
  ) {
    for (const { id, episode, openedAt, channel, language, intentId, holder, learnerId } of page) {
      if (openedAt >= before || (channelAsked !== undefined && channel !== channelAsked)) continue;
      const of = { at: openedAt, channel, language, intentId, agentId: holder?.id ?? null, learnerId };
      found.push({ ticketId: id, episode, of });
    }
  }
  return found;
}

async function readStaff({ store: { staff }, schedule }: ReportSource) {
  const [agents, teams, versions] = await Promise.all([staff.agents(), staff.teams(), staff.rules()]);
  const rules = versions.length > 0 ? versions : [{ version: 0, from: 0, rules: firstRules(schedule) }];
  const calendar: Calendar = rules.map(({ version, from, rules: { schedule: hours } }) => ({
    version,
    from,
    schedule: hours,
  }));
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  const byId = new Map<string, (typeof agents)[number]>(agents.map((agent) => [agent.id, agent]));
  const teamOf = (id: AgentId): string | null => {
    const teamId = byId.get(id)?.teamId ?? null;
    return teamId === null ? null : (teamNames.get(teamId) ?? null);
  };
  return {
    calendar,
    teamOf,
    labelOf: (dimension: Dimension, group: string) => (dimension === "agent" ? (byId.get(group)?.name ?? null) : group),
  };
}
