/**
 * What a guesser learns and gains by trying to sign in: nothing, over HTTP with the real store.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, cookieIn, PASSWORD, type Person, signedIn, trySignIn } from "./people.ts";

let house: DeskHouse;
let ann: Person;
let now: number;
beforeEach(async () => {
  now = Date.now();
  house = await openDeskHouse({ apiToken: "correct-horse-battery-staple", now: () => now });
  ann = await aPerson(house, "Ann");
});
afterEach(() => house.close());

const form = (fields: Record<string, string>) =>
  house.ask("/sign-in", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });

describe("a guesser", () => {
  test("hears the same for a wrong password, no account, a disabled one and no address at all", async () => {
    const bo = await aPerson(house, "Bo");
    await house.store.accounts.setDisabled(bo.id, true);
    const first = await trySignIn(house, ann.email, "wrong");
    const answers = [
      first,
      await trySignIn(house, "nobody@example.org", "wrong"),
      await trySignIn(house, bo.email, PASSWORD),
      await trySignIn(house, "no address", "wrong"),
      await trySignIn(house, ann.email, "x".repeat(5000)),
      await trySignIn(house, ann.email, ""),
    ];

    expect(first.status).toBe(401);
    expect(first.json()).toMatchObject({ code: "wrong_credentials" });
    for (const { status, text } of answers) expect([status, text]).toEqual([401, first.text]);
    expect(answers.map(cookieIn).join("")).toBe("");
  });

  test("hears it after the same time", async () => {
    const timed = async (email: string) => {
      const startedAt = performance.now();
      await trySignIn(house, email, "wrong");
      return performance.now() - startedAt;
    };
    await timed(ann.email);

    const times = [await timed(ann.email), await timed("nobody@example.org"), await timed(ann.email)];

    // Comparing and counting take a tenth of this; what is left over is waited out.
    for (const time of times) expect(time).toBeGreaterThanOrEqual(245);
  });

  test("who tries one account has to wait longer each time; then not even the right password is taken, with the same words", async () => {
    const wrong = [];
    for (let tries = 0; tries < 5; tries += 1) wrong.push(await trySignIn(house, ann.email, "wrong"));

    const resting = await trySignIn(house, ann.email, PASSWORD);
    expect([resting.status, resting.text]).toEqual([401, wrong[0]?.text]);
    expect(await house.store.accounts.byEmail(ann.email)).toMatchObject({ failures: 5 });

    now += 1000;
    expect((await trySignIn(house, ann.email, PASSWORD)).status).toBe(200);
    expect(await house.store.accounts.byEmail(ann.email)).toMatchObject({ failures: 0 });
  });

  test("gains nothing by trying many passwords at once: they are compared one by one", async () => {
    await Promise.all(Array.from({ length: 9 }, (_, number) => trySignIn(house, ann.email, `guess ${number}`)));

    expect(await house.store.accounts.byEmail(ann.email)).toMatchObject({ failures: 5 });
  });

  test("who tries many accounts from one address is told when to come back", async () => {
    for (let tries = 0; tries < 10; tries += 1) await trySignIn(house, `somebody${tries}@example.org`, "wrong");

    const answer = await trySignIn(house, ann.email, PASSWORD);
    const page = await form({ email: ann.email, password: PASSWORD });
    expect([answer.status, answer.headers["retry-after"]]).toEqual([429, "6"]);
    expect(answer.json()).toMatchObject({ code: "too_often" });
    expect([page.status, page.headers["retry-after"]]).toEqual([429, "6"]);

    now += 6000;
    expect((await trySignIn(house, ann.email, PASSWORD)).status).toBe(200);
  });

  test("leaves a line in the log, without address, password or cookie", async () => {
    await trySignIn(house, "nobody@example.org", "my secret guess");
    await trySignIn(house, ann.email, "my secret guess");
    const { cookie } = await signedIn(house, ann);

    const lines = house.logged.filter(({ msg }) => msg === "sign-in");
    expect(lines).toMatchObject([
      { account: null, outcome: "wrong_credentials" },
      { account: ann.id, outcome: "wrong_credentials" },
      { account: ann.id, outcome: "right" },
    ]);
    expect(JSON.stringify(house.logged)).not.toMatch(/example\.org|secret guess|correct horse/);
    expect(JSON.stringify(house.logged)).not.toContain(cookie.split("=")[1]);
  });
});
