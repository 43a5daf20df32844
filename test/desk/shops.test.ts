/** Shops and course platforms that call us by themselves: who is let in, what is understood, what is ignored politely. */
import { createHmac } from "node:crypto";
import pino from "pino";
import { expect, test } from "vitest";
import { learningOver } from "../../src/app/learning/take-in.ts";
import { StoreError } from "../../src/core/errors.ts";
import type { LearningEvent } from "../../src/core/learning/event.ts";
import type { LearnerEvents } from "../../src/core/ports.ts";
import { type Shop, shopDoors } from "../../src/desk/shops/doors.ts";

const NOW = Date.UTC(2026, 4, 5);
const SECRET = "a-secret-of-the-shop-0123";
const SECRETS = { plain: SECRET, thinkific: SECRET, teachable: SECRET, moodle: SECRET, openedx: SECRET };

const unused = () => {
  throw new Error("not asked for here");
};

function aHouse(fails = false) {
  const kept = new Map<string, LearningEvent>();
  const events: LearnerEvents = {
    record: async (told) => {
      if (fails) throw new StoreError("away", "busy");
      const before = kept.size;
      for (const event of told) kept.set(`${event.source} ${event.eventId}`, event);
      return { recorded: kept.size - before, duplicates: told.length - (kept.size - before) };
    },
    ...{ of: unused, orders: unused, keys: unused, who: unused, owners: unused, join: unused, part: unused },
    ...{ courseStarts: unused, offerCode: unused, useCode: unused, forget: unused, erase: unused },
  };
  const learning = learningOver({ learning: events }, { now: () => NOW, identitySecret: null });
  const doors = shopDoors(SECRETS, { learning, log: pino({ level: "silent" }), now: () => NOW });
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const [route] = path.split("?");
    const door = doors.find((each) => each.path === route) ?? expect.fail(`no door at ${route}`);
    const response = await door.accept(new Request(`http://x.example${path}`, { method: "POST", body, headers }), {
      address: "1.2.3.4",
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { post, learning, kept: () => [...kept.values()] };
}

const signed = (text: string) => createHmac("sha256", SECRET).update(text).digest("hex");
const at = (shop: Shop) => `/api/v1/events/${shop}`;
const inAddress = (shop: Shop) => `${at(shop)}?secret=${SECRET}`;

const ENROLLED = {
  ...{ id: "20190131191810790022472", resource: "enrollment", action: "created", tenant_id: "59" },
  created_at: "2026-02-01T00:18:10.768Z",
  payload: {
    course: { id: 68, name: "Python" },
    course_id: 68,
    id: 3,
    percentage_completed: "0",
    user: { id: 94, email: "john@doe.example" },
  },
};

test.each<[string, Shop, object, object]>([
  [
    "an enrolment at Thinkific",
    "thinkific",
    ENROLLED,
    {
      kind: "enrolled",
      course: "68",
      courseName: "Python",
      key: { realm: "thinkific", id: "94" },
      at: Date.parse(ENROLLED.created_at),
    },
  ],
  [
    "a step at Thinkific",
    "thinkific",
    { ...ENROLLED, action: "progress", payload: { ...ENROLLED.payload, percentage_completed: "0.35" } },
    { kind: "progressed", progress: 35 },
  ],
  ["an end at Thinkific", "thinkific", { ...ENROLLED, action: "completed" }, { kind: "completed" }],
  [
    "an order at Thinkific",
    "thinkific",
    {
      ...ENROLLED,
      resource: "order",
      payload: { id: 7, product_id: 5, product_name: "Python", amount_cents: 100, user: { id: 94 } },
    },
    { kind: "purchased", orderId: "7", course: null, courseName: "Python" },
  ],
  [
    "an enrolment at Teachable",
    "teachable",
    {
      type: "Enrollment.created",
      created: "2026-02-01T00:00:00Z",
      hook_event_id: 9,
      object: { user: { id: 5, email: "a@b.example" }, course: { id: 8, name: "HTML" } },
    },
    { eventId: "9", kind: "enrolled", course: "8", courseName: "HTML", key: { realm: "teachable", id: "5" } },
  ],
  [
    "a sale at Teachable",
    "teachable",
    {
      type: "Sale.created",
      created: "2026-02-01T00:00:00Z",
      id: 1,
      object: { id: 77, final_price: 4900, currency: "USD", user: { id: 5 }, course: { id: 8 } },
    },
    { kind: "purchased", orderId: "77", amount: { minor: 4900, currency: "USD" } },
  ],
  [
    "a lecture at Teachable",
    "teachable",
    {
      type: "LectureProgress.created",
      created: "2026-02-01T00:00:00Z",
      id: 2,
      object: { percent_complete: 40, user: { id: 5 }, course: { id: 8 } },
    },
    { kind: "progressed", progress: 40 },
  ],
  [
    "an enrolment at Moodle",
    "moodle",
    {
      eventname: "\\core\\event\\user_enrolment_created",
      courseid: 12,
      userid: 2,
      relateduserid: 33,
      timecreated: 1_770_000_000,
    },
    { kind: "enrolled", course: "12", key: { realm: "moodle", id: "33" }, at: 1_770_000_000_000 },
  ],
  [
    "an end at Moodle",
    "moodle",
    { eventname: "\\core\\event\\course_completed", courseid: 12, relateduserid: 33, timecreated: 1_770_000_000 },
    { kind: "completed" },
  ],
  [
    "an enrolment at Open edX",
    "openedx",
    {
      "openedx_events.learning.data.CourseEnrollmentData": {
        user: { id: 4, pii: { email: "a@b.example" } },
        course: { course_key: "course-v1:edX+DemoX+Demo", display_name: "Demo" },
      },
      event_metadata: {
        id: "c8be",
        event_type: "org.openedx.learning.course.enrollment.created.v1",
        time: "2026-01-31 20:28:12.798285",
      },
    },
    {
      eventId: "c8be",
      kind: "enrolled",
      course: "course-v1:edX+DemoX+Demo",
      courseName: "Demo",
      key: { realm: "openedx", id: "4" },
    },
  ],
])("%s is understood, and no address of anybody is kept", async (_, shop, payload, expected) => {
  const house = aHouse();
  const text = JSON.stringify(payload);
  const headers = shop === "thinkific" ? { "x-thinkific-hmac-sha256": signed(text) } : {};
  const path = shop === "thinkific" ? at(shop) : inAddress(shop);

  const first = await house.post(path, text, headers);
  const again = await house.post(path, text, headers);

  expect(first).toMatchObject({ status: 200, body: { recorded: 1, ignored: 0 } });
  expect(again).toMatchObject({ status: 200, body: { recorded: 0, duplicates: 1 } });
  expect(house.kept()).toMatchObject([{ source: shop, ...expected }]);
  expect(JSON.stringify(house.kept())).not.toContain("@");
});

test.each<[Shop, string]>([
  ["thinkific", JSON.stringify({ ...ENROLLED, resource: "lead" })],
  ["teachable", JSON.stringify({ type: "Comment.created", object: { user: { id: 1 } } })],
  ["moodle", JSON.stringify({ eventname: "\\core\\event\\user_loggedin", userid: 3 })],
  [
    "openedx",
    JSON.stringify({ event_metadata: { event_type: "org.openedx.learning.auth.session.login.completed.v1" } }),
  ],
  ["teachable", JSON.stringify({ type: "Enrollment.created", object: "nobody" })],
  ["teachable", "[]"],
  ["moodle", "null"],
  ["openedx", '{"__proto__":{"user":{"id":1}},"event_metadata":{}}'],
])("what is of no use to us is thanked for and counted (%s)", async (shop, text) => {
  const house = aHouse();
  const headers = { "x-thinkific-hmac-sha256": signed(text) };

  expect(await house.post(inAddress(shop), text, headers)).toMatchObject({
    status: 200,
    body: { recorded: 0, ignored: 1 },
  });

  expect(house.kept()).toEqual([]);
  expect(house.learning.counts()).toEqual({ recorded: 0, duplicate: 0, refused: 0, ignored: 1 });
});

test("our own format comes signed, and a mistake in it is told", async () => {
  const house = aHouse();
  const text = JSON.stringify({ id: "1", learner: "myshop:4", kind: "enrolled", course: "python", at: "2026-05-01" });

  expect((await house.post(at("plain"), text, { "x-aftercare-signature": `sha256=${signed(text)}` })).status).toBe(200);
  expect(house.kept()).toMatchObject([{ source: "plain", key: { realm: "myshop", id: "4" } }]);
  expect(await house.post(inAddress("plain"), "{}")).toMatchObject({
    status: 422,
    body: { errors: expect.any(Array) },
  });
});

test("Moodle's own token in the body is as good as a secret in the address", async () => {
  const payload = {
    eventname: "\\core\\event\\course_completed",
    courseid: 1,
    relateduserid: 3,
    timecreated: 1_770_000_000,
  };

  expect((await aHouse().post(at("moodle"), JSON.stringify({ ...payload, token: SECRET }))).status).toBe(200);
  expect((await aHouse().post(at("moodle"), JSON.stringify({ ...payload, token: "x" }))).status).toBe(401);
});

test.each<[string, Shop, Record<string, string>]>([
  ["none", "plain", {}],
  ["of other words", "plain", { "x-aftercare-signature": `sha256=${signed("other")}` }],
  ["cut short", "thinkific", { "x-thinkific-hmac-sha256": signed("{}").slice(0, 10) }],
  ["in the wrong place", "thinkific", { "x-aftercare-signature": signed("{}") }],
  ["none", "teachable", {}],
  ["none", "openedx", {}],
])("a forged call is refused: signature %s (%s)", async (_, shop, headers) => {
  const house = aHouse();

  expect((await house.post(`${at(shop)}?secret=guess`, "{}", headers)).status).toBe(401);
  expect(house.kept()).toEqual([]);
});

test("what is too large, not JSON, or comes while the database is away is told apart", async () => {
  const huge = await aHouse().post(inAddress("teachable"), "x".repeat(300_000));
  const none = await aHouse().post(inAddress("teachable"), "nope");
  const text = JSON.stringify({ type: "Enrollment.created", object: { user: { id: 5 }, course: { id: 8 } } });
  const away = await aHouse(true).post(inAddress("teachable"), text);

  expect([huge.status, none.status, away.status]).toEqual([413, 400, 503]);
  expect(away.headers.get("retry-after")).toBe("5");
});
