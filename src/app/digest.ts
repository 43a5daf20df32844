/**
 * The weekly digest in the staff rooms, and the tickets of that week that are reviewed. When it is due follows from the rules; that
 * it was said is a row, written with the words themselves, so that it is said once whoever dies.
 */
import { digestRulesOf, lastDigest } from "../core/digest.ts";
import type { Agent, AgentId, Millis } from "../core/model.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Tally } from "../core/ports.ts";
import { npsWithCount } from "../insight/nps.ts";
import { REVIEW_KINDS, sampleOf } from "../insight/review-sample.ts";
import type { Parts } from "./parts.ts";
import { reportOn } from "./report.ts";
import { ringLane } from "./ring.ts";
import { forStaffRooms } from "./staff-rooms.ts";
import { mostMissing, staffingOn } from "./staffing.ts";

const DAY_MS: Millis = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Whoever starts later than this finds yesterday's digest no news. */
const LATE_MS = DAY_MS;
const TASK = "digest";
/** An episode solved this week may have begun before it. */
const LOOK_BACK_MS = 4 * WEEK_MS;

/** Errors: StoreError; what was not said is said at the next try. */
export async function sayDigest(parts: Parts): Promise<void> {
  const { store, settings, book, now } = parts;
  const { rules } = book.facts();
  const digest = digestRulesOf(rules);
  const dueAt = lastDigest(digest, rules.schedule.timeZone, now());
  if (now() - dueAt >= LATE_MS || ((await store.quality.lastBegun(TASK)) ?? 0) >= dueAt) return;
  // Chosen twice they are the same ones.
  await chooseReviews(parts, dueAt);
  const text = digest.isOn ? await digestOf(parts, dueAt) : null;
  const rows = text === null ? [] : forStaffRooms(settings.staffRooms, text);
  const lanes = await store.quality.sayOnce(TASK, dueAt, rows, now());
  await Promise.all((lanes ?? []).map((lane) => ringLane(parts, lane)));
}

async function chooseReviews({ store, book }: Parts, to: Millis): Promise<void> {
  const from = to - WEEK_MS;
  const facts = store.facts(REVIEW_KINDS, { from: from - LOOK_BACK_MS, to });
  const sampled = await sampleOf(facts, { from, to, seed: Math.floor(to / WEEK_MS) });
  const names = new Map(book.facts().agents.map(({ id, name }) => [id, name]));
  const agentOf = (id: AgentId): Agent => ({ id, name: names.get(id) ?? id });
  await store.quality.addReviews(
    sampled.map(({ agentId, ...rest }) => ({ ...rest, agent: agentOf(agentId) })),
    to,
  );
}

/** Null when there is nothing to tell of two weeks. */
async function digestOf(parts: Parts, to: Millis): Promise<string | null> {
  const { store, settings, book } = parts;
  const week = { from: to - WEEK_MS, to };
  const before = { from: to - 2 * WEEK_MS, to: week.from };
  const tallies = [
    await store.quality.tally(week.from, to),
    await store.quality.tally(before.from, before.to),
  ] as const;
  if (tallies.every((each) => each.length === 0)) return null;
  const report = reportOn(store, settings.satisfiedFrom);
  const [rated, ratedBefore] = [await report.satisfaction(week), await report.satisfaction(before)];
  const [waited, waitedBefore] = [await report.responseTime(week), await report.responseTime(before)];
  const recoveries = await store.staff.recoveries();
  const say = phrasesIn(settings.staffLanguage).quality.digest;
  const count = (kind: Tally["kind"]) => ({ now: sumOf(tallies[0], kind), before: sumOf(tallies[1], kind) });
  const { timeZone } = book.facts().rules.schedule;
  const day = (at: Millis) =>
    new Intl.DateTimeFormat(settings.staffLanguage, { timeZone, month: "numeric", day: "numeric" }).format(at);
  const minutes = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 60));
  const [first, firstBefore] = [waited.firstResponse, waitedBefore.firstResponse];
  return [
    say.title(day(week.from), day(to - 1)),
    say.questions(count("asked")),
    say.people(count("escalated")),
    say.misses(count("missed")),
    say.ratings(rounded(rated.csat), rated.responses, rounded(ratedBefore.csat), ratedBefore.responses),
    say.firstReply(minutes(first.median), first.n, minutes(firstBefore.median), firstBefore.n),
    ...(await npsLine(parts, week, before)),
    ...(recoveries.length > 0 ? [say.recoveries(recoveries.length)] : []),
    ...(await hintsOf(parts, to)),
    ...(settings.consoleUrl ? [say.more(settings.consoleUrl)] : []),
  ].join("\n");
}

type Week = { readonly from: Millis; readonly to: Millis };

/** Nothing in a school that was not asked in either week. */
async function npsLine({ store, settings }: Parts, week: Week, before: Week): Promise<readonly string[]> {
  const [now, then] = [
    await npsWithCount(store.facts(["nps_answered"], week)),
    await npsWithCount(store.facts(["nps_answered"], before)),
  ];
  const say = phrasesIn(settings.staffLanguage).quality.digest;
  return now.n + then.n === 0 ? [] : [say.nps(rounded(now.nps), now.n, rounded(then.nps), then.n)];
}

/** What waits for a decision, and the hour that lacks people most. */
async function hintsOf({ store, settings, now }: Parts, to: Millis): Promise<readonly string[]> {
  const { staffLanguage, schedule } = settings;
  const say = phrasesIn(staffLanguage).quality.digest;
  const open = (await store.evidence.groups()).filter(({ state }) => state === "open").length;
  const staffing = await staffingOn({ store, schedule, now })({ to });
  const advice = mostMissing(staffing, staffLanguage);
  return [...(open > 0 ? [say.groups(open)] : []), ...(advice === null ? [] : [say.missing(advice)])];
}

function rounded(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure);
}

function sumOf(tallies: readonly Tally[], kind: Tally["kind"]): number {
  return tallies.filter((tally) => tally.kind === kind).reduce((all, { n }) => all + n, 0);
}
