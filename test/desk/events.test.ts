/** Learning and order events over HTTP, and what agents and admins may see of a learner. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, signedIn } from "./people.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const BOUGHT = {
  ...{ id: "e1", learner: "telegram:7", kind: "purchased", course: "python", courseName: "Python for all" },
  ...{ order: "o1", amount: "199.00", currency: "CNY", at: "2026-01-05T10:00:00Z" },
};
const HEADER = "id,learner,kind,course,at\n";

const send = (body: string, type: string) =>
  house.ask("/api/v1/events", { method: "POST", headers: { "content-type": type }, body });

async function learnerOf(ticketId: Awaited<ReturnType<typeof aTicket>>) {
  return (await house.store.ticket(ticketId))?.learnerId ?? expect.fail();
}

test("one, many, lines and a file are taken, each event once", async () => {
  const two = { ...BOUGHT, id: "e2", kind: "enrolled", order: undefined, amount: undefined, currency: undefined };

  expect((await house.post("/api/v1/events", BOUGHT)).json()).toEqual({ recorded: 1, duplicates: 0 });
  expect((await house.post("/api/v1/events", [BOUGHT, two])).json()).toEqual({ recorded: 1, duplicates: 1 });
  const lines = await send(`${JSON.stringify(two)}\n`, "application/x-ndjson");
  expect(lines.json()).toEqual({ recorded: 0, duplicates: 1 });
  const file = await send(`${HEADER}e3,telegram:7,completed,python,2026-02-01\n`, "text/csv; charset=utf-8");
  expect(file.json()).toEqual({ recorded: 1, duplicates: 0 });
});

test("a mistake in one line keeps all of them out, and is told with its line", async () => {
  const answer = await send(`${HEADER}e1,telegram:7,enrolled,python,2026-02-01\ne2,,gone,,\n`, "text/csv");

  expect(answer.status).toBe(422);
  expect(answer.json()).toMatchObject({
    code: "events_refused",
    detail: "Nothing was written: 1 of 2 have mistakes.",
    errors: expect.arrayContaining([{ at: "line 3", problem: expect.stringContaining("kind: write one of") }]),
  });
  expect((await send(`${HEADER}e1,telegram:7,enrolled,python,2026-02-01\n`, "text/csv")).json()).toMatchObject({
    recorded: 1,
  });
});

test("other types, broken text and bodies beyond reason are refused", async () => {
  const half = Buffer.from([0x7b, 0xff]);

  expect((await send("id=1", "application/x-www-form-urlencoded")).status).toBe(415);
  expect((await send("{", "application/json")).status).toBe(422);
  expect(
    (await house.ask("/api/v1/events", { method: "POST", headers: { "content-type": "text/csv" }, body: half })).status,
  ).toBe(400);
  expect((await send("x".repeat(9 * 1024 * 1024), "text/csv")).status).toBe(413);
});

test("a ticket and the learner's own page show courses, orders and progress", async () => {
  const ticketId = await aTicket(house);
  const learnerId = await learnerOf(ticketId);
  const step = {
    id: "e2",
    learner: "telegram:7",
    kind: "progressed",
    course: "python",
    progress: 35.5,
    at: "2026-01-06",
  };
  await house.post("/api/v1/events", [BOUGHT, step]);

  const learning = {
    courses: [
      {
        course: "python",
        name: "Python for all",
        isEnrolled: true,
        progress: 35.5,
        boughtAt: "2026-01-05T10:00:00.000Z",
      },
    ],
    orders: [{ order: "o1", amount: "199.00", currency: "CNY", isRefunded: false }],
  };
  expect((await house.ask(`/api/v1/tickets/${ticketId}`)).json()).toMatchObject({ ticket: { learnerId }, learning });
  expect((await house.ask(`/api/v1/learners/${learnerId}`)).json()).toMatchObject({
    ...{ id: learnerId, name: "小明", channels: ["telegram"], keys: ["telegram:7"], learning },
    ...{ tickets: [{ id: ticketId }], ratings: [] },
  });
});

test("an agent sees whom a ticket is about and nobody else, and changes nothing", async () => {
  const { cookie } = await signedIn(house, await aPerson(house, "Ann"));
  const learnerId = await learnerOf(await aTicket(house));
  const as = { headers: { cookie } };
  const write = { ...as, method: "POST", headers: { cookie, "content-type": "application/json" } };

  expect((await house.ask(`/api/v1/learners/${learnerId}`, as)).status).toBe(200);
  expect((await house.ask("/api/v1/learners/999", as)).status).toBe(404);
  expect((await house.ask("/api/v1/learners/nobody", as)).status).toBe(404);
  expect((await house.ask("/api/v1/learners?key=telegram:7", as)).status).toBe(403);
  const key = JSON.stringify({ key: "myshop:1" });
  expect((await house.ask(`/api/v1/learners/${learnerId}/keys`, { ...write, body: key })).status).toBe(403);
  expect((await house.ask("/api/v1/learners/codes", { ...write, body: key })).status).toBe(403);
  expect((await house.ask("/api/v1/events", { ...write, body: JSON.stringify(BOUGHT) })).status).toBe(403);
});

test("an admin erases a learner nobody helps any more, and their ticket stands without their name and words", async () => {
  const ticketId = await aTicket(house);
  const learnerId = await learnerOf(ticketId);
  const erase = () => house.post(`/api/v1/learners/${learnerId}/erase`, {});

  const early = await erase();
  for (const verb of ["claim", "solve"]) await house.post(`/api/v1/tickets/${ticketId}/${verb}`, {});
  const erased = await erase();

  expect([early.status, early.json()]).toMatchObject([409, { code: "has_open_ticket" }]);
  expect([erased.status, (await house.post("/api/v1/learners/999/erase", {})).status]).toEqual([204, 404]);
  const ticket = (await house.ask(`/api/v1/tickets/${ticketId}`)).text;
  expect(ticket).toContain('"status":"solved"');
  expect((await house.ask(`/api/v1/learners/${learnerId}`)).json()).toMatchObject({ name: "", keys: [] });
});

test("an admin says whose a shop's key is, and takes it back", async () => {
  const learnerId = await learnerOf(await aTicket(house));
  await house.post("/api/v1/events", { ...BOUGHT, learner: "myshop:42" });
  const courses = async () => {
    const shown = (await house.ask(`/api/v1/learners/${learnerId}`)).json();
    return shown;
  };
  expect(await courses()).toMatchObject({ learning: { courses: [] } });

  expect((await house.post(`/api/v1/learners/${learnerId}/keys`, { key: "myshop:42" })).status).toBe(204);

  expect(await courses()).toMatchObject({
    keys: ["myshop:42", "telegram:7"],
    learning: { courses: [{ course: "python" }] },
  });
  expect((await house.ask("/api/v1/learners?key=myshop:42")).json()).toEqual({ items: [learnerId] });
  expect((await house.ask(`/api/v1/learners/${learnerId}/keys?key=myshop:42`, { method: "DELETE" })).status).toBe(204);
  expect(await courses()).toMatchObject({ learning: { courses: [] } });
  expect((await house.post("/api/v1/learners/999/keys", { key: "myshop:42" })).status).toBe(404);
  expect((await house.post(`/api/v1/learners/${learnerId}/keys`, { key: "nobody" })).status).toBe(422);
});

test("a code for a shop is given out as the learner will write it", async () => {
  const answer = await house.post("/api/v1/learners/codes", { key: "myshop:42" });

  const { code, command, startParameter } = answer.json() as Record<string, string>;
  expect(code).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  expect(command).toBe(`/link ${code}`);
  expect(startParameter).toBe(code?.replaceAll("-", ""));
  expect(house.logged.some((line) => JSON.stringify(line).includes(startParameter ?? ""))).toBe(false);
});
