/** Which words of an answer a learner gets: by what is known of them, and by which wording is theirs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, type LearnerRecord } from "../../src/core/learning/record.ts";
import type { LearnerId } from "../../src/core/model.ts";
import type { Condition, Intent } from "../../src/core/pack.ts";
import { isPersonal, PLAIN, sayingOf } from "../../src/core/saying.ts";
import { anIntent } from "./tiny-pack.ts";

const NOW = Date.UTC(2026, 4, 5);

function aCourse(parts: Partial<LearnerRecord["courses"][number]> = {}): LearnerRecord["courses"][number] {
  return {
    course: "python",
    name: "Python for all",
    isEnrolled: true,
    since: NOW - 3 * DAY_MS,
    boughtAt: NOW - 3 * DAY_MS,
    refundedAt: null,
    progress: 12.7,
    completedAt: null,
    latestAt: NOW,
    ...parts,
  };
}

function recordWith(...courses: LearnerRecord["courses"]): LearnerRecord {
  return { courses, orders: [] };
}

type Who = {
  readonly record?: LearnerRecord;
  readonly learner?: number;
  readonly courses?: ReadonlyMap<string, { zh: string; en: string }>;
};

function saying(intent: Intent, { record, learner = 1, courses }: Who = {}) {
  const home = { channel: "telegram", chatId: "1" } as const;
  const pack = courses === undefined ? {} : { courses };
  return sayingOf(intent, {
    conversation: { learnerId: learner as LearnerId, language: "en", home },
    facts: { now: NOW, pack, ...(record === undefined ? {} : { record }) },
  });
}

const both = (text: string) => ({ zh: text, en: text });

function withCase(when: Condition): Intent {
  return anIntent("refund", { cases: [{ when, answer: both("yours") }] });
}

describe("a case", () => {
  test.each<[string, Condition, LearnerRecord]>([
    ["enrolled at all", { enrolled: true }, recordWith(aCourse())],
    ["enrolled in that course", { enrolled: true, courses: ["python"] }, recordWith(aCourse())],
    ["bought a few days ago", { daysSincePurchase: { max: 3 } }, recordWith(aCourse())],
    ["bought some time ago", { daysSincePurchase: { min: 3 } }, recordWith(aCourse())],
    ["not far", { progress: { max: 20 } }, recordWith(aCourse())],
    [
      "both in one course",
      { progress: { max: 20 }, daysSincePurchase: { max: 7 } },
      recordWith(aCourse({ progress: 90 }), aCourse({ course: "html" })),
    ],
    ["no longer enrolled", { enrolled: false }, recordWith(aCourse({ isEnrolled: false }))],
    ["not in that course", { enrolled: false, courses: ["html"] }, recordWith(aCourse())],
    ["writes there", { channels: ["telegram"] }, recordWith()],
    ["speaks so", { languages: ["en"] }, recordWith()],
  ])("holds for who is %s", (_, when, record) => {
    expect(saying(withCase(when), { record }).text).toBe("yours");
  });

  test.each<[string, Condition, LearnerRecord]>([
    ["in another course", { enrolled: true, courses: ["html"] }, recordWith(aCourse())],
    ["given back the money", { enrolled: true }, recordWith(aCourse({ isEnrolled: false }))],
    ["longer with us", { daysSincePurchase: { max: 2 } }, recordWith(aCourse())],
    ["enrolled without a known purchase", { daysSincePurchase: { max: 7 } }, recordWith(aCourse({ boughtAt: null }))],
    ["of unknown progress", { progress: { min: 0 } }, recordWith(aCourse({ progress: null }))],
    [
      "near in one course and new in another",
      { progress: { max: 20 }, daysSincePurchase: { max: 7 } },
      recordWith(aCourse({ progress: 90 }), aCourse({ boughtAt: 0 })),
    ],
    ["enrolled", { enrolled: false }, recordWith(aCourse())],
    ["elsewhere", { channels: ["web"] }, recordWith(aCourse())],
    ["of another language", { languages: ["zh"] }, recordWith(aCourse())],
  ])("does not hold for who is %s", (_, when, record) => {
    expect(saying(withCase(when), { record }).text).toBe("Answer refund");
  });

  test("on the learner never holds while nothing is known of them", () => {
    const limits = { min: 0, max: 100 };
    for (const when of [{ enrolled: false }, { enrolled: true }, { daysSincePurchase: limits }, { progress: limits }]) {
      expect(saying(withCase(when)).text).toBe("Answer refund");
      expect(saying(withCase(when), { record: recordWith() }).text).toBe("Answer refund");
    }
  });

  test("is said before the cases behind it, with links of its own or else those of the intent", () => {
    const links = [{ label: both("Plain"), url: "https://x.example" }];
    const own = [{ label: both("Own"), url: "https://y.example" }];
    const cases = [
      { when: { progress: { max: 5 } }, answer: both("early"), links: own },
      { when: { progress: { max: 50 } }, answer: both("later") },
      { when: { enrolled: true }, answer: both("else") },
    ];
    const intent = anIntent("refund", { links, cases });

    expect(saying(intent, { record: recordWith(aCourse()) })).toMatchObject({
      text: "later",
      links: [[{ label: "Plain" }]],
    });
    const early = saying(intent, { record: recordWith(aCourse({ progress: 1 })) });
    expect(early).toMatchObject({ text: "early", links: [[{ label: "Own" }]] });
  });
});

describe("words that name the learner's course", () => {
  const template = both(
    "{{learner.course|your course}}, {{ learner.progress | so far }}, {{learner.days_since_purchase|some}} days",
  );
  const intent = anIntent("refund", { answer: both("plain"), template });

  test("are filled with what is known, and else say what stands behind the bar", () => {
    expect(saying(intent, { record: recordWith(aCourse()) }).text).toBe("Python for all, 12%, 3 days");
    expect(saying(intent).text).toBe("your course, so far, some days");
    const gone = recordWith(aCourse({ isEnrolled: false }));
    expect(saying(intent, { record: gone }).text).toBe("your course, so far, some days");
  });

  test("name the course whose case holds, by the pack's name for it", () => {
    const when = { courses: ["html"] };
    const asked = anIntent("refund", { cases: [{ when, answer: both("x"), template }] });
    const record = recordWith(aCourse(), aCourse({ course: "html", name: "HTML", progress: 50 }));
    const courses = new Map([["html", both("Web pages")]]);

    expect(saying(asked, { record }).text).toBe("HTML, 50%, 3 days");
    expect(saying(asked, { record, courses }).text).toBe("Web pages, 50%, 3 days");
  });

  test("never show a brace and never fill in twice, whatever a shop calls its course", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const record = recordWith(aCourse({ name: `${name}{{learner.progress|x}}$&` }));

        const { text } = saying(intent, { record });

        expect(text).not.toMatch(/[{}]/);
        expect(text).toMatch(/, 12%, 3 days$/);
      }),
    );
  });
});

describe("of several wordings", () => {
  const variants = [
    { id: "short", share: 30, answer: both("short") },
    { id: "warm", share: 20, answer: both("warm") },
  ];
  const intent = anIntent("refund", { variants });

  test("a learner always gets the same one, and each as often as its share says", () => {
    const counts = new Map<string | null, number>();
    for (let learner = 1; learner <= 2000; learner += 1) {
      const { variant, text } = saying(intent, { learner });
      expect(saying(intent, { learner, record: recordWith(aCourse()) }).variant).toBe(variant);
      expect(text).toBe(variant === PLAIN ? "Answer refund" : variant);
      counts.set(variant, (counts.get(variant) ?? 0) + 1);
    }

    // Three standard deviations of 2,000 draws at 50 % are 67.
    expect(Math.abs((counts.get("short") ?? 0) - 600)).toBeLessThan(67);
    expect(Math.abs((counts.get("warm") ?? 0) - 400)).toBeLessThan(67);
    expect(Math.abs((counts.get(PLAIN) ?? 0) - 1000)).toBeLessThan(67);
  });

  test("none is meant where a case holds, or where there is one only", () => {
    const cases = [{ when: { enrolled: true }, answer: both("yours") }];

    expect(saying({ ...intent, cases }, { record: recordWith(aCourse()) }).variant).toBeNull();
    expect(saying(anIntent("refund")).variant).toBeNull();
  });
});

test("images come as links that say what they show", () => {
  const images = [{ url: "https://x.example/a.png", alt: both("The button") }];

  expect(saying(anIntent("refund", { images })).links).toEqual([
    [{ label: "🖼 The button", url: "https://x.example/a.png" }],
  ]);
});

test("only answers that depend on the learner make anybody look them up", () => {
  const answer = both("x");
  expect(isPersonal(anIntent("a"))).toBe(false);
  expect(isPersonal(anIntent("a", { cases: [{ when: { channels: ["web"] }, answer }] }))).toBe(false);
  expect(isPersonal(anIntent("a", { cases: [{ when: { enrolled: false }, answer }] }))).toBe(true);
  expect(isPersonal(anIntent("a", { variants: [{ id: "b", share: 1, answer, template: answer }] }))).toBe(true);
});
