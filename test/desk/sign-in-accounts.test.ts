/** Accounts over HTTP: made, disabled, given new passwords; and that none of it leaves an old session open. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, cookieIn, PASSWORD, type Person, signedIn, trySignIn } from "./people.ts";

let house: DeskHouse;
let ada: Person;
let asAda: { readonly cookie: string };
beforeEach(async () => {
  house = await openDeskHouse({ apiToken: "correct-horse-battery-staple" });
  ada = await aPerson(house, "Ada", "admin");
  asAda = await signedIn(house, ada);
});
afterEach(() => house.close());

const Made = z.object({ account: z.object({ id: z.number(), email: z.string() }), password: z.string() });
const make = (account: unknown) => house.post("/api/v1/accounts", account, asAda);
const change = (id: number, verb: string) =>
  house.ask(`/api/v1/accounts/${id}/${verb}`, { method: "POST", headers: asAda });
const status = async (mine: { readonly cookie: string }) =>
  (await house.ask("/api/v1/tickets", { headers: mine })).status;

describe("an admin", () => {
  test("makes an account and gets a password that works, shown this once", async () => {
    const made = Made.parse((await make({ email: "Bo@Example.org", name: "Bo" })).json());

    expect((await trySignIn(house, "bo@example.org", made.password)).json()).toMatchObject({
      name: "Bo",
      role: "agent",
    });
    expect(made.password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    const list = await house.ask("/api/v1/accounts", { headers: asAda });
    expect(list.json()).toMatchObject({
      items: [{ email: "ada@example.org", role: "admin" }, { email: "bo@example.org" }],
    });
    expect(list.text).not.toMatch(/argon2|password/i);
    expect(JSON.stringify(house.logged)).not.toContain(made.password);
  });

  test("cannot make two accounts for one address, nor one without an address or with a role that is none", async () => {
    expect((await make({ email: "ADA@example.org" })).status).toBe(409);
    expect((await make({ email: "ada" })).status).toBe(422);
    expect((await make({ email: "bo@example.org", role: "owner" })).status).toBe(422);
    expect((await make({ email: "bo@example.org", name: "\u200b" })).status).toBe(422);
    expect((await make({ email: { $gt: "" } })).status).toBe(422);
  });

  test("disables an account: it is out at once and does not come back in, until it is enabled", async () => {
    const bo = await aPerson(house, "Bo");
    const asBo = await signedIn(house, bo);

    expect((await change(bo.id, "disable")).json()).toMatchObject({ id: bo.id, isDisabled: true });
    expect(await status(asBo)).toBe(401);
    expect((await trySignIn(house, bo.email, PASSWORD)).status).toBe(401);

    await change(bo.id, "enable");
    expect(await status(asBo)).toBe(401);
    expect(await status(await signedIn(house, bo))).toBe(200);
  });

  test("gives a new password: the old one and all sessions are worth nothing", async () => {
    const bo = await aPerson(house, "Bo");
    const asBo = await signedIn(house, bo);

    const { password } = Made.parse((await change(bo.id, "password")).json());

    expect(await status(asBo)).toBe(401);
    expect((await trySignIn(house, bo.email, PASSWORD)).status).toBe(401);
    expect((await trySignIn(house, bo.email, password)).status).toBe(200);
  });

  test("makes an agent an editor at once, and not themselves an agent", async () => {
    const bo = await aPerson(house, "Bo");
    const asBo = await signedIn(house, bo);
    const drafting = async () => (await house.post("/api/v1/intents/form", { text: "" }, asBo)).status;
    const before = await drafting();

    const given = await house.post(`/api/v1/accounts/${bo.id}/role`, { role: "editor" }, asAda);
    const own = await house.post(`/api/v1/accounts/${ada.id}/role`, { role: "agent" }, asAda);

    expect(given.json()).toMatchObject({ id: bo.id, role: "editor" });
    expect([before, await drafting()]).toEqual([403, 200]);
    expect(own.json()).toMatchObject({ status: 409, code: "own_account" });
  });

  test("cannot lock themselves out", async () => {
    expect((await change(ada.id, "disable")).json()).toMatchObject({ status: 409, code: "own_account" });
    expect(await status(asAda)).toBe(200);
  });

  test.each(["0", "99", "x", "1.5", "-1"])("there is no account %s", async (id) => {
    for (const verb of ["disable", "enable", "password"]) {
      const answer = await house.ask(`/api/v1/accounts/${id}/${verb}`, { method: "POST", headers: asAda });
      expect(answer.status).toBe(404);
    }
  });
});

describe("one's own password", () => {
  const NEXT = "another horse battery";
  const send = (mine: { readonly cookie: string }, fields: Record<string, unknown>) =>
    house.post("/password", fields, mine);

  test("is changed by whoever knows it, who stays signed in here and nowhere else", async () => {
    const bo = await aPerson(house, "Bo");
    const [here, elsewhere] = [await signedIn(house, bo), await signedIn(house, bo)];

    const answer = await send(here, { current: PASSWORD, next: NEXT });

    expect(answer.status).toBe(204);
    expect(await status({ cookie: cookieIn(answer) })).toBe(200);
    expect([await status(here), await status(elsewhere)]).toEqual([401, 401]);
    expect((await trySignIn(house, bo.email, NEXT)).status).toBe(200);
    expect(await status(asAda)).toBe(200);
  });

  test("is not changed without knowing it, and guessing at it is counted", async () => {
    expect((await send(asAda, { current: "wrong", next: NEXT })).json()).toMatchObject({ code: "wrong_credentials" });
    expect(await house.store.accounts.byEmail(ada.email)).toMatchObject({ failures: 1 });
    expect(await status(asAda)).toBe(200);
  });

  test.each([
    ["short", "too_short"],
    ["x".repeat(300), "too_long"],
    ["ada@example.org", "is_email"],
  ])("%s is no new password", async (next, code) => {
    expect((await send(asAda, { current: PASSWORD, next })).json()).toMatchObject({ status: 422, code });
  });

  test("is nothing a program with the token has", async () => {
    const headers = { authorization: "Bearer correct-horse-battery-staple" };

    expect((await house.post("/password", { current: "a", next: "b" }, headers)).status).toBe(409);
  });

  test("is changed on the page, without a script", async () => {
    const body = new URLSearchParams({ email: ada.email, current: PASSWORD, next: NEXT }).toString();
    const headers = { ...asAda, "content-type": "application/x-www-form-urlencoded" };

    const wrong = await house.ask("/password?lang=en", { method: "POST", headers, body: body.replace("horse", "cow") });
    const right = await house.ask("/password?lang=en", { method: "POST", headers, body });

    expect([wrong.status, right.status]).toEqual([401, 200]);
    expect(right.text).toContain("The password is changed.");
    expect((await trySignIn(house, ada.email, NEXT)).status).toBe(200);
  });

  test("cannot be changed by a foreign page", async () => {
    const headers = { ...asAda, origin: "https://evil.example" };

    expect((await house.post("/password", { current: PASSWORD, next: NEXT }, headers)).status).toBe(403);
  });
});
