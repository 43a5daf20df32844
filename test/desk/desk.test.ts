/**
 * What holds for the desk as a whole: health, figures for Prometheus, headers, doors, failures.
 */
import { createServer } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { reportOn } from "../../src/app/report.ts";
import { ConfigError, StoreError } from "../../src/core/errors.ts";
import { listen } from "../../src/desk/listen.ts";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
afterEach(() => house.close());

describe("health", () => {
  test("alive and ready", async () => {
    house = await openDeskHouse();

    expect((await house.ask("/healthz")).json()).toEqual({ status: "ok" });
    expect((await house.ask("/readyz")).json()).toEqual({ status: "ready" });
  });

  test("what is missing is named, and it is alive all the same", async () => {
    house = await openDeskHouse({ whatIsMissing: async () => ["pack", "channel telegram"] });

    const answer = await house.ask("/readyz");

    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({ code: "not_ready", reasons: ["pack", "channel telegram"] });
    expect((await house.ask("/healthz")).status).toBe(200);
  });

  test("a database that does not answer is what is missing", async () => {
    const whatIsMissing = async () => {
      throw new StoreError("disk full", "full");
    };
    house = await openDeskHouse({ whatIsMissing });

    expect((await house.ask("/readyz")).json()).toMatchObject({ status: 503, reasons: ["database"] });
  });
});

describe("/metrics", () => {
  test("counts what happened from the rows, in the text form of Prometheus", async () => {
    house = await openDeskHouse();
    const id = await aTicket(house);
    await house.post("/feedback", { user_id: 1, rating: 4 });
    await house.ask(`/api/v1/tickets/${id}/claim`, { method: "POST" });
    await aTicket(house, "Help me", { chatId: "8", name: "Bo" });

    const { text, headers } = await house.ask("/metrics");

    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = text.split("\n");
    for (const line of [
      'aftercare_tickets{status="new"} 1',
      'aftercare_tickets{status="open"} 1',
      'aftercare_tickets_waiting{priority="normal"} 1',
      "aftercare_human_queue_length 1",
      "aftercare_escalations_total 2",
      "aftercare_misses_total 2",
      "aftercare_claims_total 1",
      "aftercare_answers_total 0",
      "aftercare_inbound_waiting 0",
      "aftercare_inbound_poisoned 0",
      'aftercare_outbound_messages{status="failed"} 0',
      "aftercare_satisfaction_average 4",
      "aftercare_satisfaction_responses 1",
      "aftercare_store_up 1",
    ]) {
      expect(lines).toContain(line);
    }
    expect(text).toMatch(/aftercare_build_info\{version="0\.0\.0-test",node="v24/);
    expect(text).toContain("process_cpu_seconds_total");
  });

  test("a second scrape counts nothing twice", async () => {
    house = await openDeskHouse();
    await aTicket(house);

    await house.ask("/metrics");
    const { text } = await house.ask("/metrics");

    expect(text.split("\n")).toContain("aftercare_escalations_total 1");
  });

  test("figures that are folded over everything are folded once a minute, however often they are scraped", async () => {
    house = await openDeskHouse();
    const satisfaction = vi.fn(reportOn(house.store).satisfaction);
    let time = 0;
    const other = await openDeskHouse({ report: { ...reportOn(house.store), satisfaction }, now: () => time });

    for (time of [0, 15_000, 59_999, 60_000]) await other.ask("/metrics");
    await other.close();

    expect(satisfaction).toHaveBeenCalledTimes(2);
  });

  test("while the database is gone it says so, and still what the process is busy with", async () => {
    house = await openDeskHouse();
    const counts = async () => Promise.reject(new StoreError("gone", "broken"));
    const broken = await openDeskHouse({ report: { ...reportOn(house.store), counts } });

    const { status, text } = await broken.ask("/metrics");
    await broken.close();

    expect(status).toBe(200);
    expect(text.split("\n")).toContain("aftercare_store_up 0");
    expect(text).toContain("process_cpu_seconds_total");
  });
});

describe("every answer", () => {
  test.each(["/", "/healthz", "/satisfaction", "/nowhere", "/metrics", "/console/console.ts"])(
    "of %s tells browsers to be strict",
    async (path) => {
      house = await openDeskHouse();

      const { headers } = await house.ask(path);

      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/);
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
      expect(headers["x-powered-by"]).toBeUndefined();
    },
  );

  test("that fails by our bug has an id and no details, and the log has the place but not the words", async () => {
    const act = async () => {
      throw new Error("cannot read 小明 said: hush");
    };
    house = await openDeskHouse({ act });
    const id = await aTicket(house);

    const answer = await house.ask(`/api/v1/tickets/${id}/claim`, { method: "POST" });

    expect(answer.status).toBe(500);
    const problem = answer.json();
    expect(problem).toEqual({
      type: "about:blank",
      title: expect.any(String),
      status: 500,
      instance: expect.any(String),
    });
    const line = house.logged.find(({ msg }) => msg === "a request of the desk failed");
    expect(problem).toMatchObject({ instance: `urn:uuid:${line?.["id"]}` });
    expect(line).toMatchObject({
      level: 50,
      error: "Error",
      frames: expect.arrayContaining([expect.stringContaining("at ")]),
    });
    expect(JSON.stringify(house.logged)).not.toContain("hush");
  });

  test("that the database did not give is 503 with a time to come back", async () => {
    const feedback = async () => {
      throw new StoreError("no space", "full");
    };
    house = await openDeskHouse({ feedback });

    const answer = await house.post("/feedback", { user_id: 1, rating: 5 });

    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.json()).toMatchObject({ code: "store_full" });
  });

  test("to a request that is no proper HTTP is a problem too", async () => {
    house = await openDeskHouse();

    const answer = await house.ask("/healthz", { headers: { host: "a b" } });

    expect(answer.status).toBe(400);
  });
});

describe("the description of the API", () => {
  test("names every route with its schemas", async () => {
    house = await openDeskHouse();

    const description = (await house.ask("/api/openapi.json")).json();

    expect(description).toMatchObject({ openapi: "3.1.0", info: { title: "Aftercare" } });
    for (const path of [
      "/feedback",
      "/satisfaction",
      "/response_time",
      "/api/v1/tickets",
      "/api/v1/tickets/{id}",
      ...["claim", "release", "reply", "note", "solve", "reopen"].map((verb) => `/api/v1/tickets/{id}/${verb}`),
    ]) {
      expect(description).toHaveProperty(["paths", path]);
    }
  });
});

describe("doors", () => {
  test("a network's call is handed over as it came, and its answer goes back as it is", async () => {
    const accept = async (request: Request) =>
      new Response(`${request.method} ${request.headers.get("x-secret")} ${await request.text()}`, { status: 202 });
    house = await openDeskHouse({ apiToken: "x".repeat(20), doors: [{ path: "/telegram/webhook", accept }] });

    const answer = await house.ask("/telegram/webhook", {
      method: "POST",
      headers: { "x-secret": "s", "content-type": "application/json" },
      body: '{"update_id":1}',
    });

    expect(answer).toMatchObject({ status: 202, text: 'POST s {"update_id":1}' });
  });

  test("a door that cannot write the update down answers so that the network sends it again", async () => {
    const accept = async () => Promise.reject(new StoreError("busy", "busy"));
    house = await openDeskHouse({ doors: [{ path: "/telegram/webhook", accept }] });

    expect((await house.ask("/telegram/webhook", { method: "POST" })).status).toBe(503);
  });
});

describe("the console's files", () => {
  test("TypeScript comes as JavaScript, and is not sent again when it is known", async () => {
    house = await openDeskHouse();

    const first = await house.ask("/console/console.ts");
    const again = await house.ask("/console/console.ts", {
      headers: { "if-none-match": String(first.headers["etag"]) },
    });

    expect(first.headers["content-type"]).toMatch(/^text\/javascript/);
    expect(first.text).not.toContain("import type");
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test.each([
    "/console/../desk/desk.ts",
    "/console/%2e%2e/desk/desk.ts",
    "/console/..%2fdesk%2fdesk.ts",
    "/console/tsconfig.json",
  ])("%s is none of them", async (path) => {
    house = await openDeskHouse();

    expect((await house.ask(path)).status).toBe(404);
  });
});

describe("the port", () => {
  test("that another program has is told as a setting to change", async () => {
    house = await openDeskHouse();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;

    const opening = listen(() => new Response(), { host: "127.0.0.1", port });

    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toMatchObject({ problems: [expect.stringMatching(/^PORT: .*set PORT/)] });
    await new Promise((resolve) => taken.close(resolve));
  });

  test("of an address that is not ours is told as HOST", async () => {
    house = await openDeskHouse();

    const opening = listen(() => new Response(), { host: "192.0.2.1", port: 0 });

    await expect(opening).rejects.toMatchObject({ problems: [expect.stringMatching(/^HOST: /)] });
  });

  test("is free again once the desk is closed, even while a caller keeps its connection", async () => {
    house = await openDeskHouse();
    const other = await openDeskHouse();
    await fetch(`${other.url}/healthz`);

    await other.close();

    await expect(other.ask("/healthz")).rejects.toThrow();
  });
});
