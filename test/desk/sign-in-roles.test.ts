/** Each route with each who: nobody, this machine, the token, an agent, an admin. What is not in the table is closed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, signedIn } from "./people.ts";

const TOKEN = "correct-horse-battery-staple";

type Who = "nobody" | "token" | "agent" | "admin";
const EVERYBODY: readonly Who[] = ["nobody", "token", "agent", "admin"];
const LET_IN: readonly Who[] = ["token", "agent", "admin"];
const ADMINS: readonly Who[] = ["token", "admin"];

/** Who is let in. What the route then answers is tested elsewhere; 401 and 403 are what the guard says. */
const ROUTES: readonly (readonly [method: "GET" | "POST" | "PUT" | "DELETE", path: string, who: readonly Who[]])[] = [
  ["GET", "/healthz", EVERYBODY],
  ["GET", "/readyz", EVERYBODY],
  ["GET", "/", EVERYBODY],
  ["GET", "/console/console.ts", EVERYBODY],
  ["GET", "/sign-in", EVERYBODY],
  ["POST", "/sign-out", EVERYBODY],
  ["GET", "/api/v1/me", LET_IN],
  ["POST", "/password", LET_IN],
  ["GET", "/api/v1/tickets", LET_IN],
  ["GET", "/api/v1/tickets/1", LET_IN],
  ["POST", "/api/v1/tickets/1/claim", LET_IN],
  ["POST", "/api/v1/tickets/1/note", LET_IN],
  ["GET", "/files/1", LET_IN],
  ["POST", "/feedback", LET_IN],
  ["GET", "/satisfaction", LET_IN],
  ["GET", "/response_time", LET_IN],
  ["GET", "/metrics", LET_IN],
  ["GET", "/api/openapi.json", LET_IN],
  ["GET", "/api/v1/accounts", ADMINS],
  ["POST", "/api/v1/accounts", ADMINS],
  ["POST", "/api/v1/accounts/99/disable", ADMINS],
  ["POST", "/api/v1/accounts/99/enable", ADMINS],
  ["POST", "/api/v1/accounts/99/password", ADMINS],
  ["POST", "/api/v1/accounts/99/role", ADMINS],
  ["GET", "/api/v1/agents", LET_IN],
  ["PUT", "/api/v1/agents/me/presence", LET_IN],
  ["PUT", "/api/v1/agents/telegram:1", ADMINS],
  ["POST", "/api/v1/agents/telegram:1/leave", ADMINS],
  ["GET", "/api/v1/teams", LET_IN],
  ["POST", "/api/v1/teams", ADMINS],
  ["PUT", "/api/v1/teams/1", ADMINS],
  ["DELETE", "/api/v1/teams/1", ADMINS],
  ["GET", "/api/v1/macros", LET_IN],
  ["PUT", "/api/v1/macros/refund", ADMINS],
  ["DELETE", "/api/v1/macros/refund", ADMINS],
  ["GET", "/api/v1/notices", LET_IN],
  ["POST", "/api/v1/notices", ADMINS],
  ["DELETE", "/api/v1/notices/1", ADMINS],
  ["GET", "/api/v1/recoveries", LET_IN],
  ["POST", "/api/v1/recoveries/1/2/done", LET_IN],
  ["GET", "/api/v1/search", LET_IN],
  ["GET", "/api/v1/suggestions", ADMINS],
  ["PUT", "/api/v1/suggestions/1", ADMINS],
  ["POST", "/api/v1/suggestions/1/reply", ADMINS],
  ["GET", "/api/v1/surveys", ADMINS],
  ["GET", "/api/v1/incidents", ADMINS],
  ["GET", "/api/v1/reviews", LET_IN],
  ["GET", "/api/v1/reviews/results", LET_IN],
  ["GET", "/api/v1/reviews/1", LET_IN],
  ["PUT", "/api/v1/reviews/1", ADMINS],
  ["GET", "/api/v1/ratings", ADMINS],
  ["GET", "/api/v1/reports", ADMINS],
  ["GET", "/api/v1/reports/figures.csv", ADMINS],
  ["GET", "/api/v1/reports/page.html", ADMINS],
  ["GET", "/api/v1/reports/events.csv", ADMINS],
  ["GET", "/api/v1/staffing", ADMINS],
  ["GET", "/api/v1/staffing/what-if", ADMINS],
  ["GET", "/api/v1/questions", ADMINS],
  ["POST", "/api/v1/questions/mine", ADMINS],
  ["POST", "/api/v1/questions/1/accept", ADMINS],
  ["POST", "/api/v1/questions/1/reject", ADMINS],
  ["PUT", "/api/v1/questions/1/title", ADMINS],
  ["GET", "/api/v1/scorecards", ADMINS],
  ["GET", "/api/v1/scorecards/warnings", ADMINS],
  ["GET", "/api/v1/scorecards/wordings", ADMINS],
  ["POST", "/api/v1/scorecards/refund/lift", ADMINS],
  ["POST", "/api/v1/events", ADMINS],
  ["GET", "/api/v1/learners", LET_IN],
  ["GET", "/api/v1/learners/1", LET_IN],
  ["POST", "/api/v1/learners/codes", ADMINS],
  ["POST", "/api/v1/learners/1/keys", ADMINS],
  ["POST", "/api/v1/learners/1/erase", ADMINS],
  ["POST", "/api/v1/intents/form", ADMINS],
  ["POST", "/api/v1/intents/form/text", ADMINS],
  ["GET", "/api/v1/queue/rules", LET_IN],
  ["PUT", "/api/v1/queue/rules", ADMINS],
  ["POST", "/api/v1/intents/impact", ADMINS],
  ["GET", "/api/v1/intents/impact/progress", LET_IN],
  ["POST", "/api/v1/intents/import", ADMINS],
  ["GET", "/queues", ADMINS],
  ["POST", "/queues/api/anything", ADMINS],
  ["GET", "/api/v1/not-invented-yet", ADMINS],
];

let house: DeskHouse;

// One house for all of them: only whether the guard lets somebody in is looked at, so what a route did to the house is no matter.
describe("with API_TOKEN", () => {
  let headersOf: Readonly<Record<Who, Readonly<Record<string, string>>>>;
  afterAll(() => house.close());
  beforeAll(async () => {
    house = await openDeskHouse({ apiToken: TOKEN });
    headersOf = {
      nobody: {},
      token: { authorization: `Bearer ${TOKEN}` },
      agent: await signedIn(house, await aPerson(house, "Ann", "agent")),
      admin: await signedIn(house, await aPerson(house, "Ada", "admin")),
    };
  });

  // Whoever signs out is a stranger to every route after it.
  test.each(signOutLast(ROUTES))("%s %s lets in %j", async (method, path, welcome) => {
    for (const who of EVERYBODY) {
      const { status } = await house.ask(path, { method, headers: headersOf[who] });

      const isIn = status !== 401 && status !== 403;
      expect([who, isIn]).toEqual([who, welcome.includes(who)]);
      if (!isIn) expect([who, status]).toEqual([who, who === "nobody" ? 401 : 403]);
    }
  });

  test("every route of the API is in this table", async () => {
    const description = (await house.ask("/api/openapi.json", { headers: headersOf.token })).text;
    const paths = Object.keys(JSON.parse(description).paths);
    const stems = ROUTES.map(([, path]) =>
      path
        .replace(/\/(?:\d+|telegram:1)/, "/{id}")
        .replace("macros/refund", "macros/{name}")
        .replace("scorecards/refund", "scorecards/{intentId}")
        .replace("recoveries/{id}/2", "recoveries/{ticketId}/{episode}")
        .replace(/(tickets\/\{id\})\/.*/, "$1"),
    );

    expect(paths.filter((path) => !stems.includes(path.replace(/(tickets\/\{id\})\/.*/, "$1")))).toEqual([]);
  });
});

describe("without API_TOKEN", () => {
  afterEach(() => house.close());
  beforeEach(async () => {
    house = await openDeskHouse();
  });

  test("this machine is let in everywhere, and nobody from elsewhere where there is something to protect", async () => {
    for (const [method, path, welcome] of ROUTES) {
      const here = await house.ask(path, { method });
      const proxied = await house.ask(path, { method, headers: { "x-forwarded-for": "203.0.113.9" } });

      expect([path, [401, 403].includes(here.status)]).toEqual([path, false]);
      expect([path, proxied.status === 403]).toEqual([path, !welcome.includes("nobody")]);
    }
  });

  test("who signed in acts under their own name, who did not as the support", async () => {
    const [first, second] = [await aTicket(house), await aTicket(house, "?", { chatId: "8", name: "Bo" })];
    const ann = await aPerson(house, "Ann");
    const mine = await signedIn(house, ann);
    const claim = (id: number, headers = {}) => house.ask(`/api/v1/tickets/${id}/claim`, { method: "POST", headers });

    expect((await claim(first, mine)).json()).toMatchObject({ ticket: { holder: { name: "Ann", isYou: true } } });
    expect((await claim(second)).json()).toMatchObject({
      ticket: { holder: { id: "console:local", name: "Support" } },
    });
    expect((await claim(first)).json()).toMatchObject({ code: "already_claimed", holder: { id: `console:${ann.id}` } });
    expect((await house.ask(`/api/v1/tickets/${first}`)).json()).toMatchObject({
      ticket: { holder: { isYou: false } },
    });
  });
});

function signOutLast(routes: typeof ROUTES): typeof ROUTES {
  const isSignOut = ([, path]: (typeof ROUTES)[number]): boolean => path === "/sign-out";
  return [...routes.filter((route) => !isSignOut(route)), ...routes.filter(isSignOut)];
}
