/**
 * Early warning, once an hour by one process: what rose against the same hours of past weeks is told in the staff rooms, once for
 * each incident. An incident is over when nothing was seen of it for a day; the next rise is another one.
 */
import { mask } from "../core/mask.ts";
import type { Millis } from "../core/model.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Incident, Quality, SeriesName, Tally } from "../core/ports.ts";
import { truncate } from "../core/text.ts";
import { type Counted, type Series, SURGE_WEEKS, type Surge, surgesIn } from "../insight/surge.ts";
import type { Parts } from "./parts.ts";
import { ringLane } from "./ring.ts";
import { forStaffRooms } from "./staff-rooms.ts";

const HOUR_MS: Millis = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const TASK = "early-warning";
/** A busy school sees a rise within the hour; a quiet one needs a day until there are enough to tell. */
const WINDOWS_MS = [HOUR_MS, DAY_MS] as const;
const EXAMPLES_MAX = 3;
const EXAMPLE_LENGTH_MAX = 120;

/** Looks when an hour has ended that nobody looked at. Errors: StoreError; the next hour looks at the same day again. */
export async function watchForSurges(parts: Parts): Promise<void> {
  const { store, now } = parts;
  const hour = Math.floor(now() / HOUR_MS) * HOUR_MS;
  // Asked every few seconds, and nearly always in vain: nothing is written then.
  if (((await store.quality.lastBegun(TASK)) ?? 0) >= hour || !(await store.quality.begin(TASK, hour))) return;
  for (const windowMs of WINDOWS_MS) {
    const risen = surgesIn(await seriesOf(parts, { end: hour, windowMs }));
    for (const surge of risen) await raise(parts, surge, { from: hour - windowMs, to: hour });
  }
  await store.quality.endIncidents(now() - DAY_MS, now());
}

type Window = { readonly end: Millis; readonly windowMs: Millis };

async function seriesOf({ store }: Parts, { end, windowMs }: Window): Promise<readonly Series<SeriesName>[]> {
  const weeks: ReadonlyMap<SeriesName, Counted>[] = [];
  for (let week = 0; week <= SURGE_WEEKS; week++) {
    const to = end - week * WEEK_MS;
    const counts = countsOf(await store.quality.tally(to - windowMs, to));
    // Weeks before there was a bot are no weeks without questions.
    if (week > 0 && counts.size === 0) continue;
    weeks.push(counts);
  }
  const [now, ...past] = weeks;
  return [...(now ?? [])].map(([key, counted]) => ({
    ...{ key, now: counted },
    past: past.map((counts) => counts.get(key) ?? { n: 0, of: counts.get(TOTAL_OF(key))?.of ?? 0 }),
  }));
}

/** A series that stands in every week whose total can be known. */
const TOTAL_OF = (key: SeriesName): SeriesName => (key === "bad_ratings" ? "bad_ratings" : "misses");

function countsOf(tallies: readonly Tally[]): ReadonlyMap<SeriesName, Counted> {
  if (tallies.length === 0) return new Map();
  const sum = (is: (tally: Tally) => boolean) => tallies.filter(is).reduce((all, { n }) => all + n, 0);
  const asked = sum(({ kind }) => kind === "asked");
  const counts = new Map<SeriesName, Counted>([
    ["misses", { n: sum(({ kind }) => kind === "missed"), of: asked }],
    ["bad_ratings", { n: sum(({ isLow }) => isLow), of: sum(({ kind }) => kind === "rated") }],
  ]);
  for (const { kind, intentId, n } of tallies) {
    if (intentId === null || (kind !== "answered" && kind !== "clarified")) continue;
    const key: SeriesName = `intent:${intentId}`;
    counts.set(key, { n: (counts.get(key)?.n ?? 0) + n, of: asked });
  }
  return counts;
}

type Span = { readonly from: Millis; readonly to: Millis };

async function raise(parts: Parts, { key, n, expected }: Surge<SeriesName>, span: Span): Promise<void> {
  const { store, settings, now, log } = parts;
  const examples = await maskedExamples(store.quality, key, span);
  const text = phrasesIn(settings.staffLanguage).quality.rise(nameOf(parts, key), n, Math.round(expected), examples);
  const rows = forStaffRooms(settings.staffRooms, text);
  const lanes = await store.quality.raise({ series: key, n, expected }, rows, now());
  log.info({ series: key, n, expected }, "a rise was noticed");
  await Promise.all(lanes.map((lane) => ringLane(parts, lane)));
}

/** What learners wrote, as short as it may be shown outside its ticket. Errors: StoreError. */
async function maskedExamples(
  quality: Pick<Quality, "examples">,
  series: SeriesName,
  span: Span,
): Promise<readonly string[]> {
  const words = await quality.examples(series, span, EXAMPLES_MAX);
  return words.map(({ text, name }) => truncate(mask(text.replace(/\s+/gu, " "), [name]), EXAMPLE_LENGTH_MAX));
}

/** Of an incident that was told: of the day until it was first seen, and of all the time it lasted. Errors: StoreError. */
export function examplesOf(quality: Pick<Quality, "examples">, incident: Incident): Promise<readonly string[]> {
  const { series, begunAt, seenAt } = incident;
  return maskedExamples(quality, series, { from: begunAt - DAY_MS, to: seenAt + 1 });
}

function nameOf({ faq, settings }: Parts, key: SeriesName): string {
  const say = phrasesIn(settings.staffLanguage).quality;
  if (key === "misses") return say.misses;
  if (key === "bad_ratings") return say.badRatings;
  const intentId = key.slice("intent:".length);
  return say.intent(faq().pack.intents.get(intentId)?.title[settings.staffLanguage] ?? intentId);
}
