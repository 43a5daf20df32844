/**
 * Signing in over HTTP with the real store: who gets in, what a cookie is worth, and what a guesser learns (nothing).
 */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, cookieIn, PASSWORD, type Person, signedIn, trySignIn } from "./people.ts";

const TOKEN = "correct-horse-battery-staple";
const HOUR = 3600_000;
const FORM = { "content-type": "application/x-www-form-urlencoded" };

let house: DeskHouse;
let ann: Person;
let now: number;
const open = async (changes: Parameters<typeof openDeskHouse>[0] = {}) => {
  now = Date.now();
  house = await openDeskHouse({ apiToken: TOKEN, now: () => now, ...changes });
  ann = await aPerson(house, "Ann");
};
beforeEach(() => open());
afterEach(() => house.close());

const form = (fields: Record<string, string>, headers: Record<string, string> = {}, query = "") =>
  house.ask(`/sign-in${query}`, {
    method: "POST",
    headers: { ...FORM, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
const tickets = (headers: Record<string, string>) => house.ask("/api/v1/tickets", { headers });

describe("somebody with an account", () => {
  test("signs in with the form, is led to the tickets and is served there", async () => {
    const answer = await form({ email: "Ann@Example.org", password: PASSWORD });

    expect([answer.status, answer.headers["location"]]).toEqual([303, "/"]);
    expect((await tickets({ cookie: cookieIn(answer) })).status).toBe(200);
  });

  test("is led back to the ticket they came for, and never anywhere else", async () => {
    const right = await form({ email: ann.email, password: PASSWORD }, {}, "?ticket=1042&lang=zh");
    const hostile = await form({ email: ann.email, password: PASSWORD }, {}, "?ticket=//evil.example");

    expect([right.headers["location"], hostile.headers["location"]]).toEqual(["/#1042", "/"]);
  });

  test("signs in as a program does, with JSON, and learns who they are", async () => {
    const answer = await trySignIn(house, ann.email, PASSWORD);
    const me = await house.ask("/api/v1/me", { headers: { cookie: cookieIn(answer) } });

    expect(answer.json()).toEqual({ ...ann, role: "agent", isDisabled: false });
    expect(me.json()).toEqual({
      by: "account",
      account: { ...ann, role: "agent", isDisabled: false },
      agent: { id: `console:${ann.id}`, name: "Ann" },
    });
  });

  test("signs out: the cookie is worth nothing any more, wherever a copy of it is", async () => {
    const mine = await signedIn(house, ann);

    const answer = await house.ask("/sign-out", { method: "POST", headers: mine });

    expect(answer.status).toBe(204);
    expect(String(answer.headers["set-cookie"])).toMatch(/^aftercare_session=;.*Max-Age=0/);
    expect((await tickets(mine)).status).toBe(401);
  });

  test("is signed out after twelve hours without a call, and after a week in any case", async () => {
    const mine = await signedIn(house, ann);
    const other = await signedIn(house, ann);

    now += 12 * HOUR;
    expect((await tickets(other)).status).toBe(401);
    const start = now - 12 * HOUR;
    const statuses: number[] = [];
    const busy = await signedIn(house, ann);
    for (now = start + 12 * HOUR; now < start + 9 * 24 * HOUR; now += 11 * HOUR) {
      statuses.push((await tickets(busy)).status);
    }

    expect((await tickets(mine)).status).toBe(401);
    expect(statuses.indexOf(401) * 11).toBeGreaterThan(7 * 24 - 11);
    expect(statuses.indexOf(401) * 11).toBeLessThan(7 * 24 + 11);
  });

  test("comes in with a token as well, and a wrong token is not made up for by the cookie", async () => {
    const mine = await signedIn(house, ann);

    expect((await tickets({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await tickets({ ...mine, authorization: "Bearer wrong" })).status).toBe(401);
  });
});

describe("the cookie", () => {
  const setCookie = async () => String((await trySignIn(house, ann.email, PASSWORD)).headers["set-cookie"]);

  test("cannot be read by scripts, is sent to nobody else, and holds 256 random bits", async () => {
    const line = await setCookie();

    expect(line).toMatch(/^aftercare_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await setCookie()).not.toBe(line);
  });

  test("is bound to the host and to https where the desk is reached by https", async () => {
    await house.close();
    await open({ publicUrl: "https://help.example.org" });

    expect(await setCookie()).toMatch(
      /^__Host-aftercare_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const mine = await signedIn(house, ann);
    expect((await tickets(mine)).status).toBe(200);
    expect((await tickets({ cookie: mine.cookie.replace("__Host-", "") })).status).toBe(401);
  });

  test("somebody planted before the sign-in does not become a session, and an old session ends with a new one", async () => {
    const planted = `aftercare_session=${"a".repeat(43)}`;
    const first = await trySignIn(house, ann.email, PASSWORD, { cookie: planted });
    const second = await trySignIn(house, ann.email, PASSWORD, { cookie: cookieIn(first) });

    expect(cookieIn(first)).not.toBe(planted);
    const statuses = [];
    for (const cookie of [planted, cookieIn(first), cookieIn(second)])
      statuses.push((await tickets({ cookie })).status);
    expect(statuses).toEqual([401, 401, 200]);
  });

  test("is not in the database: only its SHA-256 is", async () => {
    const { cookie } = await signedIn(house, ann);
    const token = cookie.split("=")[1] ?? "";
    const hash = createHash("sha256").update(token).digest("hex");
    const times = { now, until: now };

    expect(await house.store.accounts.session(hash, times)).toMatchObject({ id: ann.id });
    expect(await house.store.accounts.session(token, times)).toBeNull();
    expect((await tickets({ cookie: `aftercare_session=${hash}` })).status).toBe(401);
  });

  test("with SESSION_SECRET, whoever can write rows cannot make a session", async () => {
    await house.close();
    await open({ sessionSecret: "a-secret-of-this-test" });
    const token = "b".repeat(43);
    const { passwordHash } = (await house.store.accounts.byEmail(ann.email)) ?? expect.fail();
    const tokenHash = createHash("sha256").update(token).digest("hex");
    const times = { now, until: now + HOUR, untilAtMost: now + HOUR };

    await house.store.accounts.openSession({ accountId: ann.id, passwordHash, tokenHash, ...times });

    expect((await tickets({ cookie: `aftercare_session=${token}` })).status).toBe(401);
    expect((await tickets(await signedIn(house, ann))).status).toBe(200);
  });

  test.each(["", "x", "a".repeat(44), `${"a".repeat(42)}%00`, "' or 1=1 --", "é".repeat(43)])(
    "%j is none",
    async (value) => {
      expect((await tickets({ cookie: `aftercare_session=${encodeURIComponent(value)}` })).status).toBe(401);
    },
  );
});

describe("what a stranger sends to sign in with", () => {
  test.each([
    [{ email: { $ne: null }, password: { $ne: null } }, 422],
    [{ email: ["ann@example.org"], password: PASSWORD }, 422],
    [{ email: "ann@example.org" }, 422],
    [{}, 422],
    [[], 422],
    ["ann@example.org", 422],
    [null, 400],
  ])("%j is refused", async (body, status) => {
    expect((await house.post("/sign-in", body)).status).toBe(status);
  });

  test("a member called __proto__ lends nothing", async () => {
    const body = `{"__proto__":{"email":"ann@example.org","password":"${PASSWORD}"}}`;
    const headers = { "content-type": "application/json" };

    expect((await house.ask("/sign-in", { method: "POST", headers, body })).status).toBe(422);
  });

  test("any other content type, too much, and no UTF-8 are refused", async () => {
    const send = (type: string, body: string | Uint8Array) =>
      house.ask("/sign-in", { method: "POST", headers: { "content-type": type }, body });

    expect((await send("text/plain", `email=${ann.email}&password=${PASSWORD}`)).status).toBe(415);
    expect((await send("multipart/form-data; boundary=x", "--x--")).status).toBe(415);
    expect((await send("application/json", "{")).status).toBe(400);
    expect((await send("application/json", "x".repeat(70_000))).status).toBe(413);
    expect((await send(FORM["content-type"], new Uint8Array([0xff, 0xfe]))).status).toBe(400);
  });

  test.each([{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }])(
    "a foreign page (%j) can neither sign anybody in nor out",
    async (foreign) => {
      const mine = await signedIn(house, ann);

      const signIn = await form({ email: ann.email, password: PASSWORD }, foreign);
      const signOut = await house.ask("/sign-out", { method: "POST", headers: { ...foreign, ...mine } });

      expect([signIn.status, signOut.status]).toEqual([403, 403]);
      expect(cookieIn(signIn)).toBe("");
      expect((await tickets(mine)).status).toBe(200);
    },
  );
});

describe("the page", () => {
  test("speaks the browser's language, or the one asked for", async () => {
    const zh = await house.ask("/sign-in", { headers: { "accept-language": "zh-CN,zh;q=0.9,en;q=0.8" } });
    const en = await house.ask("/sign-in", { headers: { "accept-language": "fr-FR,en;q=0.8,zh;q=0.2" } });
    const asked = await house.ask("/sign-in?lang=en", { headers: { "accept-language": "zh-CN" } });

    expect(zh.text).toContain("密码");
    expect(zh.text).toContain('<html lang="zh-CN">');
    expect(en.text).toContain("Password");
    expect(asked.text).toContain("Password");
  });

  test("runs no script, lets a form go to itself only, and tells its own pages where a form comes from", async () => {
    const { headers, text } = await house.ask("/sign-in");

    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toContain("form-action 'self'");
    expect(headers["content-security-policy"]).not.toContain("script-src");
    expect(headers).toMatchObject({ "referrer-policy": "same-origin", "cache-control": "no-store" });
    expect(text).not.toContain("<script");
  });

  test("shows what was typed as text, whatever it looks like, and never the password", async () => {
    const hostile = '"><script>alert(1)</script>';

    const { status, text } = await form(
      { email: hostile, password: "my secret guess" },
      {},
      `?lang=${hostile}&ticket=${hostile}`,
    );

    expect(status).toBe(401);
    expect(text).not.toContain("<script");
    expect(text).toContain("&quot;&gt;&lt;script&gt;");
    expect(text).not.toContain("my secret guess");
  });

  test("of somebody who is signed in says who they are, and signs them out", async () => {
    const mine = await signedIn(house, ann);

    const page = await house.ask("/sign-in?lang=en", { headers: mine });
    const answer = await house.ask("/sign-out?lang=en", { method: "POST", headers: { ...mine, accept: "text/html" } });

    expect(page.text).toContain("As Ann (ann@example.org).");
    expect([answer.status, answer.headers["location"]]).toEqual([303, "/sign-in?lang=en"]);
    expect((await house.ask("/sign-in", { headers: mine })).text).not.toContain("ann@example.org");
  });
});
