/** Agents and teams over HTTP: who is there, what they may hold, and what becomes of the tickets of one who leaves. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const put = (path: string, body: unknown) =>
  house.ask(path, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const BO = { id: "telegram:98", name: "Bo" } as typeof ANN;
const seen = (agent: typeof ANN) => house.store.staff.seen(agent, { now: Date.now(), gapMs: 1 });

describe("presence", () => {
  test("away until a time, told what is still held, and back again", async () => {
    const id = await aTicket(house);
    await house.ask(`/api/v1/tickets/${id}/claim`, { method: "POST" });

    const away = await put("/api/v1/agents/me/presence", { away: true, until: "2h" });

    expect(away.json()).toMatchObject({ away: true, awayUntil: expect.stringMatching(/Z$/), holds: [id] });
    expect((await house.ask("/api/v1/agents")).json()).toMatchObject({
      items: [{ id: "console:local", isAway: true, isYou: true, holds: 1 }],
    });
    expect((await put("/api/v1/agents/me/presence", { away: false })).json()).toEqual({
      away: false,
      awayUntil: null,
      holds: [id],
    });
    expect((await house.ask("/api/v1/agents")).json()).toMatchObject({ items: [{ isAway: false, awayUntil: null }] });
  });

  test.each([{ away: "yes" }, {}, { away: true, until: "whenever" }, { away: true, until: "100d" }])(
    "%j is refused",
    async (body) => {
      expect((await put("/api/v1/agents/me/presence", body)).status).toBe(422);
    },
  );
});

describe("what an admin sets", () => {
  test("only what is given changes", async () => {
    await seen(ANN);
    const team = (await house.post("/api/v1/teams", { name: "Billing" })).json() as { id: number };

    await put(`/api/v1/agents/${ANN.id}`, { languages: ["zh"], tags: ["Refund"], cap: 3 });
    const answer = await put(`/api/v1/agents/${ANN.id}`, { teamId: team.id });

    expect(answer.json()).toMatchObject({ languages: ["zh"], tags: ["refund"], cap: 3, teamId: team.id });
    expect((await put(`/api/v1/agents/${ANN.id}`, { cap: null, teamId: null })).json()).toMatchObject({
      cap: null,
      teamId: null,
      tags: ["refund"],
    });
  });

  test.each([{ cap: -1 }, { cap: 1.5 }, { languages: ["fr"] }, { tags: ["a b"] }, { isGone: true }, { teamId: 99 }])(
    "%j is refused",
    async (body) => {
      await seen(ANN);

      expect((await put(`/api/v1/agents/${ANN.id}`, body)).status).toBe(422);
    },
  );

  test("somebody who never acted cannot be changed", async () => {
    expect((await put("/api/v1/agents/telegram:5", { cap: 1 })).status).toBe(404);
    expect((await put("/api/v1/agents/who", { cap: 1 })).status).toBe(404);
  });
});

describe("leaving", () => {
  const leave = (id: string, body?: unknown) =>
    body === undefined
      ? house.ask(`/api/v1/agents/${id}/leave`, { method: "POST" })
      : house.post(`/api/v1/agents/${id}/leave`, body);

  test("all their tickets wait for somebody else, and asking twice changes nothing more", async () => {
    const ids = [await aTicket(house), await aTicket(house, "?", { chatId: "8", name: "Cy" })];
    for (const id of ids) await house.aftercare.act(id, ANN, { verb: "claim" });
    await seen(ANN);

    expect((await leave(ANN.id)).json()).toEqual({ tickets: 2 });
    expect((await leave(ANN.id)).json()).toEqual({ tickets: 0 });

    for (const id of ids) expect(await house.store.ticket(id)).toMatchObject({ status: "new", holder: null });
    expect((await house.ask("/api/v1/agents")).json()).toMatchObject({ items: [{ id: ANN.id, isGone: true }] });
  });

  test("or go on with a colleague who is there", async () => {
    const id = await aTicket(house);
    await house.aftercare.act(id, ANN, { verb: "claim" });
    await seen(ANN);
    await seen(BO);

    expect((await leave(ANN.id, { to: "telegram:404" })).json()).toMatchObject({ code: "no_such_recipient" });
    expect((await leave(ANN.id, { to: ANN.id })).json()).toMatchObject({ code: "no_such_recipient" });
    expect((await leave(ANN.id, { to: BO.id })).json()).toEqual({ tickets: 1 });
    expect(await house.store.ticket(id)).toMatchObject({ status: "open", holder: BO });
    expect((await leave("telegram:404")).status).toBe(404);
  });

  test("whoever comes back is one of those there are again", async () => {
    await seen(ANN);
    await leave(ANN.id);

    expect((await put(`/api/v1/agents/${ANN.id}`, { isGone: false })).json()).toMatchObject({ isGone: false });
  });
});

describe("teams", () => {
  test("are added, changed and removed; a name belongs to one", async () => {
    const billing = (
      await house.post("/api/v1/teams", { name: " Billing ", languages: ["zh"], tags: ["Refund"] })
    ).json();
    const { id } = billing as { id: number };
    await house.post("/api/v1/teams", { name: "Tech" });

    expect(billing).toEqual({ id, name: "Billing", languages: ["zh"], tags: ["refund"] });
    expect((await house.post("/api/v1/teams", { name: "Billing" })).json()).toMatchObject({ code: "name_taken" });
    expect((await put(`/api/v1/teams/${id}`, { name: "Tech" })).json()).toMatchObject({ code: "name_taken" });
    expect((await put(`/api/v1/teams/${id}`, { name: "Money" })).json()).toMatchObject({ name: "Money", tags: [] });
    expect((await house.ask("/api/v1/teams")).json()).toMatchObject({ items: [{ name: "Money" }, { name: "Tech" }] });
    expect((await house.ask(`/api/v1/teams/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await house.ask(`/api/v1/teams/${id}`, { method: "DELETE" })).status).toBe(404);
    expect((await put(`/api/v1/teams/${id}`, { name: "Money" })).status).toBe(404);
  });

  test.each([{}, { name: " \u200b " }, { name: 5 }, { name: "x", languages: ["fr"] }])(
    "%j is no team",
    async (body) => {
      expect((await house.post("/api/v1/teams", body)).status).toBe(422);
    },
  );
});
