/**
 * The console in a real browser over the whole bot: what an agent sees, presses and types.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { House } from "../app/faq/house.ts";
import { update, words } from "../app/scripted-channel.ts";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "../desk/house.ts";
import { isLeftOut, launch, type Opened, pageOf } from "./browser.ts";

/** Four refreshes: a busy machine may miss one or two. */
const SOON = { timeout: 8000 };

describe.skipIf(isLeftOut)("the console (needs Chromium)", () => {
  let browser: Browser;
  let house: DeskHouse;
  let opened: Opened;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    house = await openDeskHouse();
    opened = await pageOf(browser);
  });
  afterEach(async () => {
    await opened.page.context().close();
    await house.close();
    expect(opened.complaints).toEqual([]);
  });

  const openConsole = async (): Promise<Page> => {
    await opened.page.goto(house.url);
    await opened.page.locator("#work").waitFor();
    return opened.page;
  };
  const row = (page: Page, id: TicketId) => page.locator(`button[data-id="${id}"]`);
  const said = (page: Page) => page.getByRole("log").locator("article");

  test("an agent finds the waiting ticket, claims it, answers, notes and solves it", async () => {
    const id = await aTicket(house, "我的课程打不开");
    const page = await openConsole();

    await row(page, id).click();
    await page.getByRole("button", { name: "Claim", exact: true }).click();
    await page.getByLabel("To the learner").fill("请重新登录");
    await page.getByRole("button", { name: "Send to learner" }).click();
    await said(page).filter({ hasText: "请重新登录" }).waitFor();
    await page.getByRole("tab", { name: "Private note" }).click();
    await page.getByLabel("For agents only").fill("old browser");
    await page.getByRole("button", { name: "Save note" }).click();
    await said(page).filter({ hasText: "old browser" }).filter({ hasText: "agents only" }).waitFor();
    await page.getByRole("button", { name: "Solve…" }).click();
    await page.getByRole("button", { name: "Solve", exact: true }).click();
    await page.getByRole("button", { name: "Reopen", exact: true }).waitFor();

    expect(await house.store.ticket(id)).toMatchObject({ status: "solved", humanReplies: 1 });
    await expect.poll(() => house.channel.said("7").join("\n"), SOON).toContain("请重新登录");
    expect(house.channel.said("7").join("\n")).not.toContain("old browser");
    expect(await page.getByLabel("To the learner").inputValue()).toBe("");
  });

  test("what a learner writes is shown as text, whatever it looks like", async () => {
    const hostile = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>&lt;b&gt;';
    const name = "<svg onload=alert(1)>";
    const id = await aTicket(house, hostile, { chatId: "9", name });
    const page = await openConsole();

    await row(page, id).click();
    const shown = await said(page).first().locator(".text").textContent();

    expect(shown).toBe(hostile);
    expect(await row(page, id).locator(".name").textContent()).toBe(name);
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator("#rows img, #rows svg, article img, article script").count()).toBe(0);
  });

  test("everything is done with the keyboard alone", async () => {
    const id = await aTicket(house, "Where is my invoice?", { chatId: "8", name: "Bo" });
    const page = await openConsole();
    await row(page, id).waitFor();

    await page.keyboard.press("j");
    await said(page).first().waitFor();
    await page.keyboard.press("a");
    await page.getByRole("dialog", { name: "Transfer this ticket" }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id), SOON).toBe("reply");
    await page.keyboard.type("Just a moment: c is for claim, n for nothing");
    await page.keyboard.press("Control+Enter");
    await said(page).filter({ hasText: "n for nothing" }).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.type("asked accounting");
    await page.keyboard.press("Control+Enter");
    await said(page).filter({ hasText: "asked accounting" }).waitFor();
    await page.locator("#thread-name").focus();
    await page.keyboard.press("c");
    await page.getByRole("dialog", { name: "Solve this ticket" }).waitFor();
    await page.keyboard.type("invoice sent");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Reopen", exact: true }).waitFor();

    expect(await house.store.ticket(id)).toMatchObject({ status: "solved", humanReplies: 1 });
  });

  test("who was too slow reads who was faster, and may not write", async () => {
    const id = await aTicket(house);
    const page = await openConsole();
    await row(page, id).click();
    await page.getByRole("button", { name: "Claim", exact: true }).waitFor();
    // The next refresh would take the button away; a click that crosses it is what is tested.
    await page.route("**/api/v1/tickets?*", (route) => route.abort());
    await house.aftercare.act(id, ANN, { verb: "claim" });

    await page.getByRole("button", { name: "Claim", exact: true }).click();

    await expect
      .poll(() => page.getByRole("alert").first().textContent(), SOON)
      .toBe("Ann was faster and holds this ticket now.");
    await page.unroute("**/api/v1/tickets?*");
    await expect.poll(() => page.locator("#reply-hint").textContent(), SOON).toContain("Ann holds this ticket");
    expect(await page.getByRole("button", { name: "Send to learner" }).isDisabled()).toBe(true);
  });

  test("a new message appears by itself, and what is being typed stays with its caret", async () => {
    const id = await aTicket(house);
    await house.aftercare.act(id, { id: ANN.id, name: "Ann" }, { verb: "claim" });
    await house.aftercare.act(id, ANN, { verb: "release" });
    const page = await openConsole();
    await row(page, id).click();
    await page.getByRole("button", { name: "Claim", exact: true }).click();
    const reply = page.getByLabel("To the learner");
    await reply.fill("half a sentence");
    await reply.press("Home");

    await house.channel.deliver(update({ kind: "learner", chatId: "7" }, words("还在吗？"), { networkId: "7" }));
    await said(page).filter({ hasText: "还在吗？" }).waitFor();

    expect(await reply.inputValue()).toBe("half a sentence");
    const caret = await page.evaluate(() => {
      const area = document.activeElement;
      return area instanceof HTMLTextAreaElement ? area.selectionStart : null;
    });
    expect(caret).toBe(0);
  });

  test("words for one learner never end up at another", async () => {
    const first = await aTicket(house, "one", { chatId: "1", name: "Ada" });
    const second = await aTicket(house, "two", { chatId: "2", name: "Bob" });
    const page = await openConsole();
    await row(page, first).click();
    await page.getByRole("tab", { name: "Private note" }).click();
    await page.getByLabel("For agents only").fill("about Ada");

    await row(page, second).click();
    await expect.poll(() => page.locator("#thread-name").textContent(), SOON).toContain("Bob");
    expect(await page.getByLabel("For agents only").inputValue()).toBe("");

    await row(page, first).click();
    await expect.poll(() => page.locator("#thread-name").textContent(), SOON).toContain("Ada");
    expect(await page.getByLabel("For agents only").inputValue()).toBe("about Ada");
  });

  test("before the first ticket it says what to do; later, that nobody waits", async () => {
    const page = await openConsole();
    await expect.poll(() => page.locator("#list-empty").textContent(), SOON).toContain("TELEGRAM_BOT_TOKEN");

    const id = await aTicket(house);
    await row(page, id).waitFor();
    await house.aftercare.act(id, ANN, { verb: "claim" });

    await expect.poll(() => page.locator("#list-empty").textContent(), SOON).toContain("Nobody is waiting");
    expect(await page.title()).toBe("Aftercare");
  });

  test("it speaks the browser's language, changes on a click, and marks the language of each message", async () => {
    await opened.page.context().close();
    opened = await pageOf(browser, { locale: "zh-CN", colorScheme: "dark" });
    const id = await aTicket(house, "How do I log in?", { chatId: "3", name: "Eve" });
    const page = await openConsole();
    await row(page, id).click();

    await page.getByRole("button", { name: "认领", exact: true }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
    expect(await said(page).first().locator(".text").getAttribute("lang")).toBe("en");

    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Claim", exact: true }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Claim", exact: true }).waitFor();
  });

  test("when the bot is gone it says so, and goes on when it is back", async () => {
    const page = await openConsole();

    await page.route("**/api/**", (route) => route.abort());
    await expect.poll(() => page.locator("#trouble").textContent(), SOON).toContain("cannot be reached");
    await page.unroute("**/api/**");

    await expect.poll(() => page.locator("#trouble").textContent(), SOON).toBe("");
  });

  test("with API_TOKEN it asks for the token where that is wanted, says when it is wrong, and keeps it for this tab only", async () => {
    await house.close();
    house = await openDeskHouse({ apiToken: "correct-horse-battery" });
    await aTicket(house);
    const { page } = opened;
    await page.goto(`${house.url}/#token`);

    await page.getByLabel("API token").fill("wrong-horse");
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByText("That is not the token.").waitFor();
    await page.getByLabel("API token").fill("correct-horse-battery");
    await page.getByRole("button", { name: "Enter" }).click();
    await page.locator("#rows button").waitFor();

    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("correct-horse");
    expect(await page.context().cookies()).toEqual([]);
  });

  test("on a narrow screen one thing is shown at a time, with a way back", async () => {
    await opened.page.context().close();
    opened = await pageOf(browser, { width: 390 });
    const id = await aTicket(house);
    const page = await openConsole();

    await row(page, id).click();
    await page.getByRole("log").waitFor();
    expect(await row(page, id).isVisible()).toBe(false);
    await page.getByRole("button", { name: "← Tickets" }).click();

    expect(await row(page, id).isVisible()).toBe(true);
  });

  test("an admin changes an answer, tries it, publishes it, finds it in the history, and takes it back", async () => {
    const faqHouse = new House();
    const life = await faqHouse.replica(await faqHouse.store(), await faqHouse.folder());
    const desk = await openDeskHouse({ faq: life });
    const { page } = opened;
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const turnTo = (name: string) => page.getByRole("tab", { name }).click();
    const news = (text: string) => page.locator("#news").filter({ hasText: text }).waitFor();
    const answers: (string | undefined)[] = [];
    const look = () => answers.push(life.current().pack.intents.get("refund")?.answer.en);
    await page.goto(`${desk.url}/faq#refund`);

    await page.locator("#answer-en").fill("Within 14 days.");
    await press("Save draft");
    await news("does not answer yet");
    look();
    await turnTo("Test");
    await page.getByLabel("What a learner might write").fill("give me a refund");
    await press("Try");
    await page.getByRole("heading", { name: "With the draft" }).waitFor();
    await turnTo("Impact");
    await page.getByLabel("Why (in the history)").fill("Longer period");
    await press("Publish");
    await news("Published");
    look();
    await turnTo("History");
    await page.getByRole("listitem").filter({ hasText: "Longer period" }).filter({ hasText: "live" }).waitFor();
    await press("Back to this version…");
    await page.getByRole("dialog").getByLabel("Why (in the history)").fill("Too early");
    await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
    await news("The old version answers again");
    look();
    // The list is drawn anew after the news.
    await page.locator(".versions-list > li").filter({ hasText: "Too early" }).waitFor();
    const listed = await page.locator(".versions-list > li").allTextContents();
    await desk.close();
    await faqHouse.close();

    expect(answers).toEqual(["Answer of refund.", "Within 14 days.", "Answer of refund."]);
    expect(listed.map((line) => /Too early|Longer period|first import/.exec(line)?.[0])).toEqual([
      ...["Too early", "Longer period", "first import"],
    ]);
  });
});
