/** Giving, putting aside, sorting, merging, saved replies and blocking over HTTP, with the whole bot behind. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const put = (path: string, body: unknown) =>
  house.ask(path, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const does = (id: TicketId, verb: string, body?: unknown) =>
  body === undefined
    ? house.ask(`/api/v1/tickets/${id}/${verb}`, { method: "POST" })
    : house.post(`/api/v1/tickets/${id}/${verb}`, body);

async function aClaimedTicket(): Promise<TicketId> {
  const id = await aTicket(house);
  await does(id, "claim");
  return id;
}

/** Ann did something before, so that she is known. */
async function annIsKnown(change: { readonly isAway?: boolean } = {}): Promise<void> {
  await house.store.staff.seen(ANN, { now: Date.now(), gapMs: 1 });
  await house.store.staff.changeAgent(ANN.id, change);
  await house.aftercare.staff.refresh();
}

describe("who has it", () => {
  test("a ticket goes to a colleague by name, and can be taken over again", async () => {
    const id = await aClaimedTicket();
    await annIsKnown();

    expect((await does(id, "transfer", { to: "@ann" })).json()).toMatchObject({
      outcome: "transferred",
      ticket: { holder: { id: ANN.id, isYou: false } },
    });
    expect((await does(id, "transfer", { to: "Ann" })).json()).toMatchObject({ status: 409, code: "not_holder" });
    expect((await does(id, "takeover")).json()).toMatchObject({
      outcome: "taken_over",
      ticket: { holder: { isYou: true } },
    });
  });

  test("to whom it cannot go is told with who there is", async () => {
    const id = await aClaimedTicket();
    await annIsKnown({ isAway: true });

    const away = await does(id, "transfer", { to: "Ann" });
    const unknown = await does(id, "transfer", { to: "Zoe" });

    expect(away.json()).toMatchObject({ status: 409, code: "recipient_away", names: [] });
    expect(unknown.json()).toMatchObject({ status: 422, code: "unknown_recipient", names: ["Ann", "Support"] });
  });

  test("to a team it waits again, for that team", async () => {
    const id = await aClaimedTicket();
    const team = (await house.post("/api/v1/teams", { name: "Billing" })).json();

    expect((await does(id, "transfer", { to: "billing" })).json()).toMatchObject({
      outcome: "transferred",
      ticket: { status: "new", holder: null, teamId: (team as { id: number }).id },
    });
  });

  test("whoever holds as many as they may is told so", async () => {
    const [first, second] = [await aTicket(house), await aTicket(house, "?", { chatId: "8", name: "Bo" })];
    await does(first, "claim");
    await put("/api/v1/agents/console:local", { cap: 1 });

    const answer = await does(second, "claim");

    expect(answer.json()).toMatchObject({ status: 409, code: "at_cap", detail: "Support holds 1 of 1 open tickets." });
  });

  test("of many tickets claimed at once an agent gets no more than they may hold", async () => {
    const ids = [];
    for (const chatId of ["11", "12", "13", "14", "15"]) ids.push(await aTicket(house, "?", { chatId, name: "Bo" }));
    await annIsKnown();
    await put(`/api/v1/agents/${ANN.id}`, { cap: 2 });

    const outcomes = await Promise.all(ids.map((id) => house.aftercare.act(id, ANN, { verb: "claim" })));

    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
      "at_cap",
      "at_cap",
      "at_cap",
      "claimed",
      "claimed",
    ]);
  });
});

describe("putting aside and sorting", () => {
  test("a snooze has a time or waits for the learner", async () => {
    const id = await aClaimedTicket();

    expect((await does(id, "snooze", { until: "2h" })).json()).toMatchObject({
      outcome: "snoozed",
      ticket: { isSnoozed: true, snoozedUntil: expect.stringMatching(/Z$/) },
    });
    expect((await does(id, "snooze")).json()).toMatchObject({ ticket: { isSnoozed: true, snoozedUntil: null } });
    expect((await does(id, "wake")).json()).toMatchObject({ outcome: "woken", ticket: { isSnoozed: false } });
    expect((await does(id, "wake")).json()).toMatchObject({ status: 409, code: "not_snoozed" });
    expect((await does(id, "snooze", { until: "91d" })).json()).toMatchObject({ status: 422, code: "too_far" });
    expect((await does(id, "snooze", { until: "whenever" })).json()).toMatchObject({ status: 422, code: "unreadable" });
  });

  test("priority and tags can be set by anybody, and are shown with the time that is left", async () => {
    const id = await aTicket(house);

    await does(id, "tags", { add: ["Billing", "退款"] });
    const tagged = await does(id, "tags", { add: ["paid"], remove: ["billing"] });
    const urgent = await does(id, "priority", { priority: "urgent" });

    expect(tagged.json()).toMatchObject({ outcome: "tagged", ticket: { tags: ["paid", "退款"] } });
    expect(urgent.json()).toMatchObject({
      outcome: "prioritised",
      ticket: { priority: "urgent", waitingSince: expect.any(String), slaDueAt: expect.any(String), solveReason: null },
    });
    const { openedAt, slaDueAt } = (urgent.json() as { ticket: { openedAt: string; slaDueAt: string } }).ticket;
    expect(Date.parse(slaDueAt) - Date.parse(openedAt)).toBe(10 * 60_000);
  });

  test.each([
    ["priority", { priority: "asap" }],
    ["priority", {}],
    ["tags", { add: ["<b>"] }],
    ["tags", { add: "billing" }],
    ["transfer", { to: ["Ann"] }],
    ["transfer", {}],
    ["snooze", { until: { $gt: "" } }],
    ["merge", { into: "1" }],
    ["merge", { into: 0 }],
    ["macro", { name: 5 }],
    ["block", { for: "a while" }],
    ["block", { reason: { a: 1 } }],
    ["solve", { reason: 5 }],
  ])("%s with %j is refused", async (verb, body) => {
    const id = await aClaimedTicket();

    expect((await does(id, verb, body)).status).toBe(422);
  });

  test("a form of a web page is refused where a body may be left out, too", async () => {
    const id = await aClaimedTicket();

    const answer = await house.ask(`/api/v1/tickets/${id}/solve`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "{}",
    });

    expect(answer.status).toBe(415);
  });
});

describe("the end", () => {
  test("a reason is kept as a note and never sent", async () => {
    const id = await aClaimedTicket();

    const solved = await does(id, "solve", { reason: "paid back by hand" });

    expect(solved.json()).toMatchObject({ outcome: "solved", ticket: { solveReason: "answered", slaDueAt: null } });
    const file = (await house.ask(`/api/v1/tickets/${id}`)).json();
    expect(file).toMatchObject({
      transcript: expect.arrayContaining([expect.objectContaining({ kind: "note", text: "paid back by hand" })]),
    });
    expect(house.channel.said("7").join("\n")).not.toContain("paid back");
  });

  test("a learner's new ticket is merged into the one solved before, and nobody else's is", async () => {
    const old = await aClaimedTicket();
    await does(old, "solve");
    const others = await aTicket(house, "?", { chatId: "8", name: "Bo" });
    const fresh = await aClaimedTicket();

    expect((await does(fresh, "merge", { into: others })).json()).toMatchObject({
      status: 422,
      code: "no_such_target",
    });
    expect((await does(fresh, "merge", { into: fresh })).json()).toMatchObject({ status: 422, code: "same_ticket" });
    expect((await does(fresh, "merge", { into: old })).json()).toMatchObject({
      outcome: "merged",
      ticket: { id: fresh, status: "solved", solveReason: "merged" },
    });
    expect((await house.ask(`/api/v1/tickets/${old}`)).json()).toMatchObject({
      ticket: { status: "open", episode: 2, holder: { isYou: true } },
    });
    expect((await does(fresh, "merge", { into: old })).json()).toMatchObject({ status: 409, code: "already_solved" });
  });

  test("a blocked learner is heard by nobody until they are unblocked", async () => {
    const id = await aClaimedTicket();

    const blocked = await does(id, "block", { for: "2h", reason: "floods us" });

    expect(blocked.json()).toMatchObject({ outcome: "blocked", ticket: { status: "solved", solveReason: "spam" } });
    expect((await does(id, "unblock")).json()).toMatchObject({ outcome: "unblocked" });
    expect((await does(id, "unblock")).json()).toMatchObject({ status: 409, code: "not_blocked" });
  });
});

describe("macros", () => {
  const macro = {
    words: { zh: "{{learner}}，已退款。", en: "{{learner}}, it is refunded." },
    actions: [{ action: "tag", tag: "Paid" }, { action: "solve" }],
  };

  test("one is kept, shown, used and counted", async () => {
    const id = await aClaimedTicket();
    expect((await put("/api/v1/macros/refund-done", macro)).json()).toMatchObject({ name: "refund-done", uses: 0 });

    const shown = await does(id, "macro", { name: "refund-done", preview: true });
    const used = await does(id, "macro", { name: "Refund-Done" });

    expect(shown.json()).toMatchObject({
      outcome: "macro_shown",
      ticket: { status: "open" },
      preview: { text: "小明，已退款。", actions: [{ action: "tag", tag: "paid" }, { action: "solve" }] },
    });
    expect(used.json()).toMatchObject({ outcome: "macro_used", ticket: { status: "solved", tags: ["paid"] } });
    await expect.poll(() => house.channel.said("7")).toContainEqual("小明，已退款。");
    expect((await house.ask("/api/v1/macros")).json()).toMatchObject({ items: [{ name: "refund-done", uses: 1 }] });
  });

  test("an unknown one is told with those there are, and one removed is gone", async () => {
    const id = await aClaimedTicket();
    await put("/api/v1/macros/refund", macro);

    expect((await does(id, "macro", { name: "refnd" })).json()).toMatchObject({
      status: 422,
      code: "unknown_macro",
      names: ["refund"],
    });
    expect((await house.ask("/api/v1/macros/refund", { method: "DELETE" })).status).toBe(204);
    expect((await house.ask("/api/v1/macros/refund", { method: "DELETE" })).status).toBe(404);
  });

  test.each([
    [{ words: { zh: "{{refund_days}} 天" } }],
    [{ words: { zh: "", en: " " } }],
    [{ words: { zh: 5 } }],
    [{ words: { en: "ok" }, actions: [{ action: "dance" }] }],
    [{ words: { en: "ok" }, actions: [{ action: "tag", tag: "<b>" }] }],
    [{ words: { en: "ok" }, actions: [{ action: "snooze", ms: 5 }] }],
  ])("%j is no macro", async (body) => {
    expect((await put("/api/v1/macros/refund", body)).status).toBe(422);
  });

  test("a name that could not be typed is refused", async () => {
    expect((await put("/api/v1/macros/Refund%20Done", macro)).status).toBe(404);
  });
});
