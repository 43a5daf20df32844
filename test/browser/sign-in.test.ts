/**
 * Signing in and out in a real browser: with the mouse, with the keyboard alone, in the dark, and without JavaScript.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aTicket, type DeskHouse, openDeskHouse } from "../desk/house.ts";
import { aPerson, PASSWORD } from "../desk/people.ts";
import { isLeftOut, launch, type Opened, pageOf } from "./browser.ts";

const SOON = { timeout: 8000 };

describe.skipIf(isLeftOut)("signing in (needs Chromium)", () => {
  let browser: Browser;
  let house: DeskHouse;
  let opened: Opened;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    house = await openDeskHouse({ apiToken: "correct-horse-battery-staple" });
    await aPerson(house, "Ann");
    opened = await pageOf(browser);
  });
  afterEach(async () => {
    await opened.page.context().close();
    await house.close();
    expect(opened.complaints).toEqual([]);
  });

  const fillIn = async (page: Page, password: string) => {
    await page.getByLabel("E-mail").fill("ann@example.org");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  test("an agent is led to the sign-in page and, after a wrong password and the right one, back to the ticket", async () => {
    const id = await aTicket(house, "我的课程打不开");
    const { page } = opened;
    await page.goto(`${house.url}/#${id}`);
    await page.waitForURL("**/sign-in*");

    await fillIn(page, "wrong");
    await page.getByRole("alert").filter({ hasText: "That did not work" }).waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe("ann@example.org");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("password");
    await fillIn(page, PASSWORD);

    await page.getByRole("log").getByText("我的课程打不开").waitFor();
    expect(new URL(page.url()).hash).toBe(`#${id}`);
    expect(await page.locator("#me").textContent()).toBe("Ann");
    await page.getByRole("button", { name: "Claim", exact: true }).click();
    await page.getByRole("button", { name: "Release", exact: true }).waitFor();
    expect(await house.store.ticket(id)).toMatchObject({ holder: { name: "Ann" } });
  });

  test("who signs out is out in every tab, and no copy of the page shows a ticket any more", async () => {
    const id = await aTicket(house);
    const { page } = opened;
    await page.goto(`${house.url}/sign-in`);
    await fillIn(page, PASSWORD);
    await page.locator(`button[data-id="${id}"]`).waitFor();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: "aftercare_session", httpOnly: true, sameSite: "Strict" });
    const tab = await page.context().newPage();
    await tab.goto(house.url);
    await tab.locator(`button[data-id="${id}"]`).waitFor();

    await page.getByRole("button", { name: "Sign out" }).click();

    await page.waitForURL("**/sign-in*");
    await tab.waitForURL("**/sign-in*", SOON);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toMatch(/session|token/);
  });

  test("everything is done with the keyboard alone", async () => {
    await aTicket(house);
    const { page } = opened;
    await page.goto(`${house.url}/sign-in`);

    await page.keyboard.type("ann@example.org");
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator("#rows button").first().waitFor();
    await expect.poll(() => page.locator("#me").isVisible(), SOON).toBe(true);
    await page.locator("#me").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");

    await page.waitForURL("**/sign-in*");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("email");
  });

  test("the pages work without JavaScript: signing in, a new password, signing out", async () => {
    const context = await browser.newContext({ locale: "zh-CN", javaScriptEnabled: false, colorScheme: "dark" });
    const page = await context.newPage();
    await page.goto(`${house.url}/sign-in`);

    await page.getByLabel("邮箱").fill("ann@example.org");
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL(`${house.url}/`);
    await page.goto(`${house.url}/sign-in`);
    await page.getByLabel("当前密码").fill(PASSWORD);
    await page.getByLabel("新密码").fill("another horse battery");
    await page.getByRole("button", { name: "修改" }).click();
    await page.getByRole("status").filter({ hasText: "密码已修改" }).waitFor();
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("E-mail").waitFor();

    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  test("a bot without accounts lets in with the API token, from the sign-in page", async () => {
    await aTicket(house);
    const { page } = opened;
    await page.goto(house.url);

    await page.getByRole("link", { name: "Use the API token instead" }).click();
    await page.getByLabel("API token").fill("correct-horse-battery-staple");
    await page.getByRole("button", { name: "Enter" }).click();

    await page.locator("#rows button").first().waitFor();
    expect(await page.locator("#sign-out").isVisible()).toBe(false);
  });
});
