/**
 * Tickets over HTTP, with the whole bot behind: what an agent sees and does.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const list = async (view: string) => (await house.ask(`/api/v1/tickets?view=${view}`)).json();
const verb = (id: number | string, name: string) => house.ask(`/api/v1/tickets/${id}/${name}`, { method: "POST" });

describe("looking", () => {
  test("a waiting ticket is unassigned, and one of all", async () => {
    const id = await aTicket(house);

    const expected = {
      waiting: 1,
      items: [{ id, status: "new", learnerName: "小明", channel: "telegram", holder: null }],
    };
    expect(await list("unassigned")).toMatchObject(expected);
    expect(await list("all")).toMatchObject(expected);
    expect(await list("open")).toEqual({ waiting: 1, items: [] });
  });

  test("the transcript says who said what, with the time in UTC", async () => {
    const id = await aTicket(house, "我的课程打不开");

    const file = (await house.ask(`/api/v1/tickets/${id}`)).json();

    expect(file).toMatchObject({ ticket: { id, openedAt: expect.stringMatching(/^\d{4}-.*Z$/) } });
    expect(file).toMatchObject({
      transcript: expect.arrayContaining([
        expect.objectContaining({
          author: { kind: "learner", name: null, isYou: false },
          kind: "words",
          text: "我的课程打不开",
        }),
        expect.objectContaining({ author: { kind: "bot", name: null, isYou: false } }),
      ]),
    });
  });

  test("the transcript can be taken along as text", async () => {
    const id = await aTicket(house, "我的课程打不开");

    const { status, headers, text } = await house.ask(`/api/v1/tickets/${id}/transcript.txt?lang=zh`);

    expect(status).toBe(200);
    expect(headers["content-disposition"]).toBe(`attachment; filename="ticket-${id}.txt"`);
    expect(text).toMatch(new RegExp(`^#${id} 小明\n\n\\[\\d{4}-.*Z\\] 👤 我的课程打不开`));
    expect((await house.ask("/api/v1/tickets/999999/transcript.txt")).status).toBe(404);
  });

  test("nothing of a ticket leaves that is not listed", async () => {
    const id = await aTicket(house);

    const { text } = await house.ask(`/api/v1/tickets/${id}`);

    expect(text).not.toMatch(/networkId|chatId|conversationId|"ref"/);
  });

  test.each(["0", "01", "-1", "1.5", "1e3", "abc", "999999", "9999999999999999999", "1%00", "1;drop", "%2e%2e"])(
    "there is no ticket %s",
    async (id) => {
      expect((await house.ask(`/api/v1/tickets/${id}`)).status).toBe(404);
      expect((await verb(id, "claim")).status).toBe(404);
    },
  );

  test.each(["view=yours", "view=", "limit=0", "limit=201", "limit=x", "view=all&view=open"])(
    "?%s is refused",
    async (query) => {
      expect((await house.ask(`/api/v1/tickets?${query}`)).status).toBe(422);
    },
  );
});

describe("acting", () => {
  test("claim, reply, note, solve: each is answered with the ticket as it is then", async () => {
    const id = await aTicket(house);

    expect((await verb(id, "claim")).json()).toMatchObject({
      outcome: "claimed",
      ticket: { status: "open", holder: { name: "Support", isYou: true } },
    });
    expect((await house.post(`/api/v1/tickets/${id}/reply`, { text: "请重新登录" })).json()).toMatchObject({
      outcome: "sent",
      ticket: { waitingFor: "learner", humanReplies: 1 },
    });
    expect((await house.post(`/api/v1/tickets/${id}/note`, { text: "浏览器太旧" })).json()).toMatchObject({
      outcome: "noted",
    });
    expect((await verb(id, "solve")).json()).toMatchObject({ outcome: "solved", ticket: { status: "solved" } });
    await expect.poll(() => house.channel.said("7")).toContainEqual(expect.stringContaining("请重新登录"));
    expect(house.channel.said("7").join("\n")).not.toContain("浏览器太旧");
  });

  test("release gives the ticket back, reopen takes a solved one up again", async () => {
    const id = await aTicket(house);

    await verb(id, "claim");
    expect((await verb(id, "release")).json()).toMatchObject({ outcome: "released", ticket: { status: "new" } });
    await verb(id, "claim");
    await verb(id, "solve");
    expect((await verb(id, "reopen")).json()).toMatchObject({ outcome: "reopened", ticket: { episode: 2 } });
  });

  test("of two agents who claim at once one gets the ticket, and the other learns who did", async () => {
    const id = await aTicket(house);

    const [ann, console] = await Promise.all([house.aftercare.act(id, ANN, { verb: "claim" }), verb(id, "claim")]);

    if (ann.outcome === "claimed") {
      expect(console.status).toBe(409);
      expect(console.json()).toMatchObject({ code: "already_claimed", holder: { id: ANN.id, name: "Ann" } });
    } else {
      expect(console.status).toBe(200);
      expect(ann).toMatchObject({ outcome: "already_claimed", by: { name: "Support" } });
    }
  });

  test("only the holder may write, release and solve; anybody else is told who that is", async () => {
    const id = await aTicket(house);
    await house.aftercare.act(id, ANN, { verb: "claim" });

    for (const answer of [
      await verb(id, "release"),
      await verb(id, "solve"),
      await house.post(`/api/v1/tickets/${id}/reply`, { text: "hi" }),
    ]) {
      expect(answer.status).toBe(409);
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect(answer.json()).toMatchObject({ code: "not_holder", holder: { name: "Ann" } });
    }
  });

  test("nobody writes to a learner before somebody has claimed", async () => {
    const id = await aTicket(house);

    const answer = await house.post(`/api/v1/tickets/${id}/reply`, { text: "hi" });

    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ code: "not_holder", holder: null });
  });

  test("what does not fit the ticket's status is a conflict with its name", async () => {
    const id = await aTicket(house);
    await verb(id, "claim");

    expect((await verb(id, "reopen")).json()).toMatchObject({ status: 409, code: "not_solved" });
    await verb(id, "solve");
    expect((await verb(id, "claim")).json()).toMatchObject({ status: 409, code: "already_solved" });
  });

  test("words that show nothing are refused", async () => {
    const id = await aTicket(house);
    await verb(id, "claim");

    for (const text of ["", "  \n ", "\u200b", "\u0000\u0007"]) {
      for (const kind of ["reply", "note"]) {
        expect((await house.post(`/api/v1/tickets/${id}/${kind}`, { text })).status).toBe(422);
      }
    }
  });

  test.each([
    [{ text: { $ne: "" } }, 422],
    [{ text: ["a"] }, 422],
    [{ text: 5 }, 422],
    [{}, 422],
    [{ text: "x".repeat(4097) }, 422],
    [{ text: "x".repeat(70_000) }, 413],
  ])("%j is no text", async (body, status) => {
    const id = await aTicket(house);

    expect((await house.post(`/api/v1/tickets/${id}/reply`, body)).status).toBe(status);
  });

  test("a form of a web page is not JSON and is refused", async () => {
    const id = await aTicket(house);

    const answer = await house.ask(`/api/v1/tickets/${id}/note`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: '{"text":"hi"}',
    });

    expect(answer.status).toBe(415);
  });

  test("a ticket that does not exist cannot be claimed", async () => {
    expect((await verb(4711, "claim")).status).toBe(404);
    expect((await verb(4711, "dance")).status).toBe(404);
  });
});
