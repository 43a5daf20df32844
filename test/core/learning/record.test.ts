/** What is known of a learner's courses, whatever order shops tell it in and however often. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LEARNING_KINDS, type LearningEvent } from "../../../src/core/learning/event.ts";
import { DAY_MS, daysSincePurchase, recordOf } from "../../../src/core/learning/record.ts";

const NOW = Date.UTC(2026, 4, 5);

function event(kind: LearningEvent["kind"], parts: Partial<LearningEvent> = {}): LearningEvent {
  return {
    source: "myshop",
    eventId: `${kind}-${parts.orderId ?? ""}-${parts.at ?? 0}`,
    key: { realm: "telegram", id: "77" },
    kind,
    course: "python",
    courseName: null,
    orderId: null,
    amount: null,
    progress: null,
    at: NOW,
    ...parts,
  };
}

const anyEvent: fc.Arbitrary<LearningEvent> = fc
  .record({
    kind: fc.constantFrom(...LEARNING_KINDS),
    at: fc.integer({ min: 0, max: 5 }),
    course: fc.constantFrom("python", "html", null),
    orderId: fc.constantFrom("o1", "o2", null),
    progress: fc.integer({ min: 0, max: 100 }),
    courseName: fc.constantFrom("Python", "Python 2", null),
  })
  .map(({ kind, progress, ...parts }) => event(kind, { ...parts, progress: kind === "progressed" ? progress : null }));

/** With numbers of their own, as a source gives them out. */
const someEvents = fc
  .array(anyEvent, { maxLength: 12 })
  .map((events) => events.map((each, index) => ({ ...each, eventId: `e${index}` })));

describe("a learner's record", () => {
  test("is the same for every order in which the events came, and when some came twice", () => {
    const shuffled = someEvents.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events)),
    );

    fc.assert(
      fc.property(shuffled, ([events, otherwise, again]) => {
        expect(recordOf([...again, ...otherwise, ...again])).toEqual(recordOf(events));
      }),
    );
  });

  test("never says enrolled with all money given back and no new beginning", () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const last = event("refunded", { eventId: "last", at: 99 });

        const python = recordOf([...events, last]).courses.find(({ course }) => course === "python");

        expect(python).toMatchObject({ isEnrolled: false, boughtAt: null, refundedAt: 99 });
      }),
    );
  });

  test("tells the latest purchase that stands, and the days since", () => {
    const first = event("purchased", { orderId: "o1", at: NOW - 40 * DAY_MS });
    const renewed = event("renewed", { orderId: "o2", at: NOW - 3.5 * DAY_MS });
    const back = event("refunded", { orderId: "o2", at: NOW - DAY_MS });
    const soon = { boughtAt: NOW + 5000 };

    const [course] = recordOf([renewed, first]).courses;
    const [after] = recordOf([renewed, back, first]).courses;

    expect(course && daysSincePurchase(course, NOW)).toBe(3);
    expect(after && daysSincePurchase(after, NOW)).toBe(40);
    expect(after?.isEnrolled).toBe(true);
    expect(daysSincePurchase({ boughtAt: null }, NOW)).toBeNull();
    expect(daysSincePurchase(soon, NOW)).toBe(0);
  });

  test("finds the course of a refund that names its order only", () => {
    const bought = event("purchased", { orderId: "o1", at: NOW - DAY_MS });
    const back = event("refunded", { orderId: "o1", course: null });

    const { courses, orders } = recordOf([back, bought]);

    expect(courses).toMatchObject([{ course: "python", isEnrolled: false, boughtAt: null, refundedAt: NOW }]);
    expect(orders).toMatchObject([{ orderId: "o1", isRefunded: true }]);
  });

  test("finds the course of a product by the name both have, unless two courses have it", () => {
    const sold = event("purchased", { orderId: "o1", course: null, courseName: "Python", eventId: "sold" });
    const begun = event("enrolled", { courseName: "Python", eventId: "begun" });
    const other = event("enrolled", { course: "python-2", courseName: "Python", eventId: "other" });

    expect(recordOf([sold, begun]).courses).toMatchObject([{ course: "python", boughtAt: NOW }]);
    expect(recordOf([sold, begun, other]).courses).toMatchObject([{ boughtAt: null }, { boughtAt: null }]);
  });

  test("takes a lesson told after the refund for an echo, and a new enrolment for a new beginning", () => {
    const told = [
      event("enrolled", { at: 1 }),
      event("refunded", { at: 2 }),
      event("progressed", { at: 3, progress: 5 }),
    ];

    expect(recordOf(told).courses[0]?.isEnrolled).toBe(false);
    expect(recordOf([...told, event("enrolled", { at: 4 })]).courses[0]?.isEnrolled).toBe(true);
  });

  test("counts the latest step, also when it is a step back, and a finished course as whole", () => {
    const steps = [event("progressed", { at: 1, progress: 60 }), event("progressed", { at: 2, progress: 45 })];

    expect(recordOf(steps).courses[0]?.progress).toBe(45);
    expect(recordOf([...steps, event("completed", { at: 0 })]).courses[0]?.progress).toBe(100);
  });

  test("begins with the course the learner was in last", () => {
    const told = [event("enrolled", { course: "html", at: 5 }), event("enrolled", { course: "python", at: 9 })];

    expect(recordOf(told).courses.map(({ course }) => course)).toEqual(["python", "html"]);
  });
});
