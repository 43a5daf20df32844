/**
 * Which words of an intent this learner gets: the first case that holds for them, else their wording of the plain answer. Of
 * the learner it names only what is known, and only here, where the words go to their own private chat and nowhere else.
 *
 * Not to break: whatever is not known, no condition on it holds, and the plain answer is said.
 */
import { createHash } from "node:crypto";
import type { Facts } from "./decision.ts";
import { type CourseRecord, daysSincePurchase } from "./learning/record.ts";
import type { Conversation, Language } from "./model.ts";
import type { AnswerCase, Condition, Intent, Limits, Pack, Said, Wording } from "./pack.ts";
import type { Button } from "./press.ts";
import { oneLine } from "./text.ts";

export type Asking = {
  readonly conversation: Pick<Conversation, "learnerId" | "language" | "home">;
  readonly facts: Pick<Facts, "now" | "record"> & { readonly pack: Pick<Pack, "courses"> };
};

export type Saying = {
  readonly text: string;
  /** Links and images, one row each. */
  readonly links: readonly (readonly Button[])[];
  /** Which wording was said, when there are several of the plain answer; null else. */
  readonly variant: string | null;
};

/** The plain answer among its variants. */
export const PLAIN = "plain";

const COURSE_NAME_LENGTH_MAX = 80;

export function sayingOf(intent: Intent, asking: Asking): Saying {
  const { language } = asking.conversation;
  const holding = caseFor(intent, asking);
  const { id, said } = holding === null ? wordingFor(intent, asking) : { id: null, said: holding.of };
  const course = holding?.course ?? asking.facts.record?.courses.find(({ isEnrolled }) => isEnrolled) ?? null;
  const links = (holding?.of.links ?? intent.links).map(({ label, url }) => ({ label: label[language], url }));
  const images = (intent.images ?? []).map(({ alt, url }) => ({ label: `🖼 ${alt[language]}`, url }));
  return {
    text: said.template === undefined ? said.answer[language] : fillIn(said.template, { course, asking }),
    links: [...links, ...images].map((button) => [button]),
    variant: id,
  };
}

/** Whether its words depend on what is known of the learner: then that has to be looked up first. */
export function isPersonal(intent: Intent): boolean {
  const { cases = [], variants = [] } = intent;
  return (
    cases.some(({ when }) => isAboutLearner(when)) ||
    [intent, ...cases, ...variants].some(({ template }) => template !== undefined)
  );
}

function isAboutLearner({ enrolled, courses, daysSincePurchase: days, progress }: Condition): boolean {
  return [enrolled, courses, days, progress].some((asked) => asked !== undefined);
}

type Holding = { readonly of: AnswerCase; readonly course: CourseRecord | null };

function caseFor({ cases = [] }: Intent, asking: Asking): Holding | null {
  for (const each of cases) {
    const holding = holds(each, asking);
    if (holding !== null) return holding;
  }
  return null;
}

function holds(of: AnswerCase, { conversation, facts }: Asking): Holding | null {
  const { when } = of;
  if (when.languages?.includes(conversation.language) === false) return null;
  if (when.channels?.includes(conversation.home.channel) === false) return null;
  if (!isAboutLearner(when)) return { of, course: null };
  const { record, now } = facts;
  if (record === undefined || record.courses.length + record.orders.length === 0) return null;
  const meant = record.courses.filter(({ course }) => when.courses?.includes(course) ?? true);
  if (when.enrolled === false) return meant.some(({ isEnrolled }) => isEnrolled) ? null : { of, course: null };
  const course = meant.find((each) => fits(each, when, now));
  return course === undefined ? null : { of, course };
}

function fits(course: CourseRecord, when: Condition, now: number): boolean {
  return (
    course.isEnrolled &&
    isWithin(daysSincePurchase(course, now), when.daysSincePurchase) &&
    isWithin(course.progress, when.progress)
  );
}

function isWithin(value: number | null, limits: Limits | undefined): boolean {
  if (limits === undefined) return true;
  return value !== null && value >= (limits.min ?? -Infinity) && value <= (limits.max ?? Infinity);
}

/** The same learner always gets the same wording of an intent, whichever process answers; shares hold over all learners. */
function wordingFor(intent: Intent, { conversation }: Asking): { readonly id: string | null; readonly said: Said } {
  const { variants = [] } = intent;
  if (variants.length === 0) return { id: null, said: intent };
  const digest = createHash("sha256").update(`${intent.id}:${conversation.learnerId}`).digest();
  let place = (digest.readUInt32BE(0) / 2 ** 32) * 100;
  for (const variant of variants) {
    if (place < variant.share) return { id: variant.id, said: variant };
    place -= variant.share;
  }
  return { id: PLAIN, said: intent };
}

/** What a template may name of the learner. */
export const LEARNER_PLACES = ["course", "progress", "days_since_purchase"] as const;

/** `{{learner.course|your course}}`; the words behind the bar are said when it is not known. */
export const LEARNER_PLACE = /\{\{\s*learner\.([a-z_]+)\s*(?:\|([^{}|]*))?\}\}/g;

function fillIn(template: Wording, about: { readonly course: CourseRecord | null; readonly asking: Asking }): string {
  const { language } = about.asking.conversation;
  return template[language].replace(
    LEARNER_PLACE,
    (_, name: string, otherwise: string | undefined) => wordsFor(name, about) ?? (otherwise ?? "").trim(),
  );
}

function wordsFor(
  name: string,
  { course, asking }: { readonly course: CourseRecord | null; readonly asking: Asking },
): string | null {
  if (course === null) return null;
  switch (LEARNER_PLACES.find((known) => known === name)) {
    case "course":
      return courseName(course, asking.facts.pack, asking.conversation.language);
    case "progress":
      return course.progress === null ? null : `${Math.floor(course.progress)}%`;
    case "days_since_purchase":
      return daysSincePurchase(course, asking.facts.now)?.toString() ?? null;
    case undefined:
      return null;
  }
}

/** As the pack calls it, else as the shop does; an id alone means nothing to a learner. Braces would look like a mistake of ours. */
function courseName({ course, name }: CourseRecord, { courses }: Pick<Pack, "courses">, language: Language) {
  const shown = courses?.get(course)?.[language] ?? name;
  return shown === null ? null : oneLine(shown.replace(/[{}]/g, ""), COURSE_NAME_LENGTH_MAX) || null;
}
