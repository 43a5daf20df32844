/**
 * Who may come in, and above all who may not.
 */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Account, AccountId, Role } from "../../src/core/accounts.ts";
import { type Caller, verdictOn } from "../../src/desk/guard.ts";
import { mayVisit } from "../../src/desk/visitor.ts";
import { type Ask, type DeskHouse, openDeskHouse } from "./house.ts";

const LOCAL_VISITOR = { kind: "local" };
const TOKEN = "correct-horse-battery-staple";
const LOCAL = { apiToken: null, publicUrl: null };
const WITH_TOKEN = { apiToken: TOKEN, publicUrl: "https://help.example.org/desk" };

function caller(more: Partial<Caller> = {}): Caller {
  return {
    peer: "127.0.0.1",
    isWrite: false,
    host: "localhost:3000",
    origin: null,
    fetchSite: null,
    authorization: null,
    account: null,
    headerNames: ["host"],
    ...more,
  };
}

function anAccount(role: Role): Account {
  const email = `${role}@example.org`;
  return { id: 1 as AccountId, email, name: role, role, isDisabled: false, failures: 0, failedAt: null };
}

describe("without API_TOKEN", () => {
  test.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "localhost"])(
    "a program on this machine is served when it asks for %s",
    (host) => {
      expect(verdictOn(caller({ host }), LOCAL)).toEqual(LOCAL_VISITOR);
    },
  );

  test.each(["::1", "127.0.0.1", "127.8.9.1", "::ffff:127.0.0.1"])("%s is this machine", (peer) => {
    expect(verdictOn(caller({ peer }), LOCAL)).toEqual(LOCAL_VISITOR);
  });

  test.each(["192.168.1.20", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "1127.0.0.1", null])(
    "a program at %s is not served",
    (peer) => {
      expect(verdictOn(caller({ peer }), LOCAL)).toBe("not_local");
    },
  );

  test.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:3000", "evil.example:3000", "", null])(
    "a page that points its own name %s at this machine is not served",
    (host) => {
      expect(verdictOn(caller({ host }), LOCAL)).toBe("not_local");
    },
  );

  test.each(["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"])(
    "a request that came through a proxy (%s) is not served",
    (header) => {
      expect(verdictOn(caller({ headerNames: ["host", header] }), LOCAL)).toBe("not_local");
    },
  );

  test.each(["https://evil.example", "null", "http://localhost:4000", "https://localhost:3000"])(
    "a web page of %s is not served, not even for reading",
    (origin) => {
      expect(verdictOn(caller({ origin }), LOCAL)).toBe("foreign_origin");
    },
  );

  test("our own page is served", () => {
    const own = caller({ origin: "http://localhost:3000", fetchSite: "same-origin", isWrite: true });

    expect(verdictOn(own, LOCAL)).toEqual(LOCAL_VISITOR);
  });

  test.each(["cross-site", "same-site"])("a write a browser marks as %s is refused without an Origin too", (site) => {
    expect(verdictOn(caller({ fetchSite: site, isWrite: true }), LOCAL)).toBe("foreign_origin");
  });

  test("whatever is sent from elsewhere, nothing opens the door", () => {
    const anything = fc.record({
      peer: fc.ipV4().filter((address) => !address.startsWith("127.")),
      isWrite: fc.boolean(),
      host: fc.option(fc.string()),
      origin: fc.option(fc.webUrl()),
      fetchSite: fc.option(fc.constantFrom("same-origin", "none", "cross-site")),
      authorization: fc.option(fc.string()),
      account: fc.constant(null),
      headerNames: fc.array(fc.string()),
    });

    fc.assert(fc.property(anything, (stranger) => typeof verdictOn(stranger, LOCAL) === "string"));
  });
});

describe("with API_TOKEN", () => {
  test("whoever has the token is served, from wherever they ask", () => {
    const far = caller({ peer: "203.0.113.9", host: "help.example.org", authorization: `Bearer ${TOKEN}` });

    expect(verdictOn(far, WITH_TOKEN)).toEqual({ kind: "token" });
  });

  test("being on this machine is not enough any more", () => {
    expect(verdictOn(caller(), WITH_TOKEN)).toBe("no_token");
  });

  test.each(["", "Bearer", "Bearer ", `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`])(
    "%j is not the token",
    (authorization) => {
      expect(verdictOn(caller({ authorization }), WITH_TOKEN)).toBe("no_token");
    },
  );

  test("no guess but the token itself opens the door", () => {
    fc.assert(
      fc.property(fc.string(), (guess) => {
        fc.pre(guess.trim() !== TOKEN);

        return verdictOn(caller({ authorization: `Bearer ${guess}` }), WITH_TOKEN) === "no_token";
      }),
    );
  });

  test.each(["https://help.example.org", "http://localhost:3000", "https://localhost:3000"])(
    "the console at %s may write",
    (origin) => {
      expect(verdictOn(caller({ origin, isWrite: true, authorization: `Bearer ${TOKEN}` }), WITH_TOKEN)).toEqual({
        kind: "token",
      });
    },
  );

  test("a foreign page may not write even with the token", () => {
    const foreign = caller({ origin: "https://evil.example", isWrite: true, authorization: `Bearer ${TOKEN}` });

    expect(verdictOn(foreign, WITH_TOKEN)).toBe("foreign_origin");
  });
});

describe("with a session", () => {
  const account = anAccount("agent");
  const far = { peer: "203.0.113.9", host: "help.example.org", account };

  test.each([LOCAL, WITH_TOKEN])("whoever signed in is served from wherever they ask (%j)", (rule) => {
    expect(verdictOn(caller(far), rule)).toEqual({ kind: "account", account });
    expect(verdictOn(caller({ account }), rule)).toEqual({ kind: "account", account });
  });

  test.each(["https://evil.example", "null", "https://help.example.org.evil.example", "https://example.org"])(
    "a page of %s may neither read nor write with it: browsers send the cookie unasked",
    (origin) => {
      expect(verdictOn(caller({ ...far, origin }), WITH_TOKEN)).toBe("foreign_origin");
      expect(verdictOn(caller({ ...far, origin, isWrite: true }), WITH_TOKEN)).toBe("foreign_origin");
    },
  );

  test.each(["cross-site", "same-site"])(
    "a write a browser marks as %s is refused without an Origin too",
    (fetchSite) => {
      expect(verdictOn(caller({ ...far, fetchSite, isWrite: true }), WITH_TOKEN)).toBe("foreign_origin");
    },
  );

  test("the console behind a proxy that renames the host may write, since PUBLIC_URL says where it is", () => {
    const behind = caller({ ...far, host: "10.0.0.5:3000", origin: "https://help.example.org", isWrite: true });

    expect(verdictOn(behind, WITH_TOKEN)).toEqual({ kind: "account", account });
  });

  test("a wrong token is refused, session or not: whoever sends one means it", () => {
    expect(verdictOn(caller({ ...far, authorization: "Bearer wrong" }), WITH_TOKEN)).toBe("no_token");
  });
});

describe("a role", () => {
  const agent = { kind: "account", account: anAccount("agent") } as const;
  const admin = { kind: "account", account: anAccount("admin") } as const;

  test.each([
    "/queues",
    "/queues/api",
    "/api/v1/accounts",
    "/api/v1/accounts/3/disable",
    "/invented/tomorrow",
    "/filesystem",
  ])("%s is for admins, the machine itself and the token", (path) => {
    for (const isWrite of [true, false]) {
      expect(mayVisit(agent, { path, isWrite })).toBe(false);
      for (const visitor of [admin, { kind: "local" }, { kind: "token" }] as const) {
        expect(mayVisit(visitor, { path, isWrite })).toBe(true);
      }
    }
  });

  test.each(["/api/v1/tickets", "/api/v1/tickets/7/claim", "/files/3", "/satisfaction", "/api/v1/me"])(
    "%s is for agents, too",
    (path) => {
      expect(mayVisit(agent, { path, isWrite: true })).toBe(true);
    },
  );

  test.each(["/api/v1/agents", "/api/v1/teams/3", "/api/v1/macros/refund"])(
    "agents may read %s, not write it",
    (path) => {
      expect(mayVisit(agent, { path, isWrite: false })).toBe(true);
      expect(mayVisit(agent, { path, isWrite: true })).toBe(false);
      expect(mayVisit(admin, { path, isWrite: true })).toBe(true);
    },
  );

  test("an agent may say that they are away", () => {
    expect(mayVisit(agent, { path: "/api/v1/agents/me/presence", isWrite: true })).toBe(true);
    expect(mayVisit(agent, { path: "/api/v1/agents/mean/leave", isWrite: true })).toBe(false);
  });
});

describe("over HTTP", () => {
  let house: DeskHouse;
  afterEach(() => house.close());

  const CLOSED: readonly (readonly [path: string, how?: Ask])[] = [
    ["/satisfaction"],
    ["/response_time"],
    ["/metrics"],
    ["/files/1"],
    ["/api/v1/tickets"],
    ["/api/v1/tickets/1"],
    ["/api/openapi.json"],
    ["/api/v1/not-invented-yet"],
    ["/console/../api/v1/tickets"],
    ["//api/v1/tickets"],
    ["/%61pi/v1/tickets"],
    [
      "/feedback",
      { method: "POST", body: '{"user_id":1,"rating":5}', headers: { "content-type": "application/json" } },
    ],
    ["/api/v1/tickets/1/claim", { method: "POST" }],
    ["/satisfaction", { method: "OPTIONS" }],
  ];

  test("with API_TOKEN, all but health and the console's own files answers 401 and says how to ask", async () => {
    house = await openDeskHouse({ apiToken: TOKEN });

    for (const [path, how] of CLOSED) {
      const answer = await house.ask(path, how);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    }
    for (const path of ["/healthz", "/readyz", "/", "/console/console.ts"]) {
      expect([path, (await house.ask(path)).status]).toEqual([path, 200]);
    }
  });

  test("with the right token the API answers", async () => {
    house = await openDeskHouse({ apiToken: TOKEN });

    const answer = await house.ask("/satisfaction", { headers: { authorization: `bearer ${TOKEN}` } });

    expect(answer.status).toBe(200);
  });

  test("without API_TOKEN, a name that merely points here is refused everywhere", async () => {
    house = await openDeskHouse();

    for (const [path, how] of CLOSED) {
      const answer = await house.ask(path, { ...how, headers: { ...how?.headers, host: "evil.example" } });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  test("without API_TOKEN, a foreign page cannot claim a ticket by a form", async () => {
    house = await openDeskHouse();

    const answer = await house.ask("/api/v1/tickets/1/claim", {
      method: "POST",
      headers: { origin: "https://evil.example", "content-type": "text/plain" },
    });

    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ code: "foreign_origin" });
  });
});
