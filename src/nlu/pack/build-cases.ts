/**
 * Cases, wordings and images of one intent file → as the rules see them. A case that can never be said, a share that does not
 * add up or a course nobody sells would never be noticed by a learner, so they are noticed here.
 */
import type { AnswerCase, AnswerImage, Condition, Limits, Said, Variant } from "../../core/pack.ts";
import type { Build } from "./building.ts";
import type { WhenFile } from "./cases-schema.ts";
import type { IntentFile, PackFile } from "./schema.ts";

type Cases = {
  readonly cases?: readonly AnswerCase[];
  readonly variants?: readonly Variant[];
  readonly images?: readonly AnswerImage[];
};

export function buildCases(file: IntentFile, pack: PackFile, build: Build): Cases {
  const { cases, variants, images } = file;
  return {
    ...(cases.length > 0 ? { cases: casesOf(file, pack, build) } : {}),
    ...(variants.length > 0 ? { variants: variantsOf(file, build) } : {}),
    ...(images.length > 0 ? { images: images.map((image, index) => imageOf(image, index, build)) } : {}),
  };
}

function casesOf({ cases }: IntentFile, pack: PackFile, build: Build): readonly AnswerCase[] {
  const seen: string[] = [];
  return cases.map(({ when: written, answer, links }, index) => {
    const path = ["cases", index];
    const when = conditionOf(written);
    const key = JSON.stringify(when);
    if (seen.includes(key))
      build.complain([...path, "when"], `cases.${index}: an earlier case says the same; remove one`);
    seen.push(key);
    const asked = when.courses ?? [];
    for (const course of asked) {
      if (pack.courses !== undefined && !Object.hasOwn(pack.courses, course))
        build.complain(
          [...path, "when"],
          `cases.${index}: no course is called "${course}"; add it to courses in pack.yaml`,
        );
    }
    if (written.enrolled === false && (when.daysSincePurchase ?? when.progress) !== undefined) {
      const text = `cases.${index}: who is not enrolled has no days or progress; remove them or enrolled: false`;
      build.complain([...path, "when"], text);
    }
    const said: Said = build.said(answer, [...path, "answer"]);
    const own = links?.map((link, at) => build.link(link, [...path, "links", at]));
    return { ...said, when, ...(own === undefined ? {} : { links: own }) };
  });
}

function conditionOf({ enrolled, course, days_since_purchase, progress, language, channel }: WhenFile): Condition {
  const named = Array.isArray(enrolled) ? enrolled : null;
  // Both given: only what is in both can be meant.
  const courses = course === undefined ? named : named === null ? course : course.filter((id) => named.includes(id));
  const days = limitsOf(days_since_purchase);
  const steps = limitsOf(progress);
  return {
    ...(enrolled === undefined ? {} : { enrolled: enrolled !== false }),
    ...(courses === null ? {} : { courses }),
    ...(days === null ? {} : { daysSincePurchase: days }),
    ...(steps === null ? {} : { progress: steps }),
    ...(language === undefined ? {} : { languages: [language] }),
    ...(channel === undefined ? {} : { channels: [channel] }),
  };
}

function limitsOf(written: WhenFile["progress"]): Limits | null {
  if (written === undefined) return null;
  const { min, max } = written;
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function variantsOf({ variants }: IntentFile, build: Build): readonly Variant[] {
  const total = variants.reduce((sum, { share }) => sum + share, 0);
  if (total > 100) build.complain(["variants"], `variants: the shares add up to ${total}; write at most 100 in all`);
  const ids = variants.map(({ id }) => id);
  return variants.map(({ id, share, answer }, index) => {
    if (ids.indexOf(id) < index)
      build.complain(["variants", index, "id"], `variants: "${id}" is there twice; rename one`);
    return { id, share, ...build.said(answer, ["variants", index, "answer"]) };
  });
}

function imageOf({ url, alt }: IntentFile["images"][number], index: number, build: Build): AnswerImage {
  const path = ["images", index];
  return { url: build.address(url, [...path, "url"], SAFE_SCHEMES), alt: build.wording(alt, [...path, "alt"]) };
}

/** A picture is shown inside of pages and apps, so it comes as safely as they do. */
const SAFE_SCHEMES: ReadonlySet<string> = new Set(["https:"]);
