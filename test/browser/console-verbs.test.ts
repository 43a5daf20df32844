/**
 * What agents do with a ticket in the console besides answering: taking over, sorting, putting aside, giving away, saved
 * replies, blocking, finding, being away, incidents; and an admin with a file two sides changed. In a real browser over the whole bot.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import { House, REFUND } from "../app/faq/house.ts";
import { update, words } from "../app/scripted-channel.ts";
import { ANN, aTicket, type DeskHouse, openDeskHouse } from "../desk/house.ts";
import { isLeftOut, launch, type Opened, pageOf } from "./browser.ts";

/** As whom the console acts here. */
const SUPPORT: Agent = { id: "console:local" as AgentId, name: "Support" };
const SOON = { timeout: 8000 };
const HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

describe.skipIf(isLeftOut)("the verbs of the console (needs Chromium)", () => {
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

  const openTicket = async (id: TicketId): Promise<Page> => {
    await opened.page.goto(`${house.url}/#${id}`);
    await opened.page.getByRole("log").waitFor();
    return opened.page;
  };
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
  const choose = async (page: Page, name: string) => {
    await page.getByRole("button", { name: "More ▾" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  const news = (page: Page, text: string) => page.locator("#news").filter({ hasText: text }).waitFor();
  const stored = async (id: TicketId) => (await house.store.ticket(id)) ?? expect.fail("no ticket");

  test("an agent takes a ticket over, sorts it, puts it aside, and gives it to somebody who is there", async () => {
    const id = await aTicket(house);
    const away = await aTicket(house, "hello", { chatId: "8", name: "Bo" });
    await house.aftercare.act(id, ANN, { verb: "claim" });
    await house.aftercare.act(away, { ...ANN, id: "telegram:5" as typeof ANN.id, name: "Ben" }, { verb: "claim" });
    await house.store.staff.changeAgent("telegram:5" as typeof ANN.id, { isAway: true });
    await house.aftercare.staff.refresh();
    const page = await openTicket(id);

    await press(page, "Take over");
    await news(page, "took this ticket over");
    await page.getByLabel("Add a tag").fill("billing");
    await page.getByLabel("Add a tag").press("Enter");
    await page.getByRole("button", { name: "Remove the tag billing" }).waitFor();
    await choose(page, "Priority…");
    await page.getByLabel("‼ Urgent").check();
    await press(page, "Set");
    await news(page, "Priority changed");
    await press(page, "Snooze…");
    await page.getByLabel("Or another time").fill("yesterday");
    await press(page, "Snooze");
    await page.getByRole("alert").filter({ hasText: "cannot be read" }).waitFor();
    await page.getByLabel("Or another time").fill("2h");
    await press(page, "Snooze");
    await page.locator("#panel-ticket").filter({ hasText: "snoozed until" }).waitFor();
    const snoozed = await stored(id);
    await press(page, "Wake");
    await press(page, "Transfer…");
    const options = await page.getByRole("option").allTextContents();
    const isBenShut = await page.getByRole("option", { name: "Ben" }).isDisabled();
    await page.getByLabel("To", { exact: true }).selectOption({ label: "Ann – 0 open tickets" });
    await press(page, "Transfer");
    await news(page, "Transferred to Ann");

    expect(snoozed).toMatchObject({ tags: ["billing"], priority: "urgent", holder: { name: "Support" } });
    expect(snoozed.snoozedUntil).toBeGreaterThan(Date.now());
    expect(options).toEqual(["Ann – 0 open tickets", "Ben – away"]);
    expect(isBenShut).toBe(true);
    expect(await stored(id)).toMatchObject({ status: "open", holder: { name: "Ann" }, snoozedUntil: null });
  });

  test("a macro shows the words this learner will read before it is sent, and does what it says", async () => {
    const id = await aTicket(house, "我要退款");
    await house.store.staff.keepMacro(
      {
        name: "refund-done",
        words: { zh: "{{learner}} 您好，退款已提交。", en: "Hello {{learner}}, it is on its way." },
        actions: [{ action: "tag", tag: "refund" }, { action: "solve" }],
      },
      ANN.id,
      Date.now(),
    );
    const page = await openTicket(id);
    await press(page, "Claim");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id), SOON).toBe("reply");

    await page.keyboard.press("/");
    const preview = page.getByRole("region", { name: "What it will say and do" });
    await preview.filter({ hasText: "小明 您好，退款已提交。" }).filter({ hasText: "solves the ticket" }).waitFor();
    expect(await stored(id)).toMatchObject({ status: "open", humanReplies: 0 });
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await news(page, "Macro refund-done sent");

    expect(await stored(id)).toMatchObject({ status: "solved", tags: ["refund"], humanReplies: 1 });
    await expect.poll(() => house.channel.said("7").join("\n"), SOON).toContain("小明 您好，退款已提交。");
    expect(await page.getByLabel("To the learner").inputValue()).toBe("");
  });

  test("a learner who floods is blocked with a reason and heard again later; the menu works with the keyboard", async () => {
    const id = await aTicket(house);
    await house.aftercare.act(id, ANN, { verb: "claim" });
    await house.aftercare.act(id, ANN, { verb: "release" });
    const page = await openTicket(id);
    await press(page, "Claim");
    await page.getByRole("button", { name: "Release", exact: true }).waitFor();

    await page.getByRole("button", { name: "More ▾" }).focus();
    for (const key of ["Enter", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("dialog", { name: "Block this learner" }).waitFor();
    await page.getByLabel("Why (agents only)").fill("floods");
    await page.keyboard.press("Enter");
    await news(page, "is blocked");
    const blocked = await stored(id);
    await choose(page, "Unblock");
    await news(page, "heard again");

    expect(blocked).toMatchObject({ status: "solved", solveReason: "spam" });
    await page.getByRole("log").getByText("floods").waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("more");
  });

  test("search finds a Chinese word, marks it, leads to its ticket, and shows what a learner wrote as text only", async () => {
    const other = await aTicket(house, "Where is my invoice?", { chatId: "8", name: "Bo" });
    const id = await aTicket(house, "<b>我的证书</b>还没有发", { chatId: "9", name: HOSTILE });
    const page = await openTicket(other);

    await page.getByLabel("To the learner").focus();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("证书");
    const hit = page.getByRole("dialog").getByRole("button", { name: `#${id}` });
    await hit.waitFor();
    const [text, marks] = [await hit.locator(".excerpt").textContent(), await hit.locator("mark").allTextContents()];
    const drawn = await page.locator("dialog img, .excerpt b").count();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("<b>我的证书</b>还没有发").waitFor();

    expect([text, marks, drawn]).toEqual(["<b>我的证书</b>还没有发", ["证书"], 0]);
    expect(new URL(page.url()).hash).toBe(`#${id}`);
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).not.toContain("owned");
  });

  test("who goes away says so with a switch, and an incident stands above the tickets until an admin ends it", async () => {
    const id = await aTicket(house);
    await house.channel.deliver(update({ kind: "learner", chatId: "7" }, words("再问一次"), { networkId: "7" }));
    const page = await openTicket(id);
    await press(page, "Claim");

    await page.getByRole("switch", { name: "Away" }).click();
    await news(page, `still hold #${id}`);
    await press(page, "Notices");
    await page.getByLabel("Words in Chinese").fill("视频暂时无法播放");
    await page.getByLabel("Words in English").fill(HOSTILE);
    await press(page, "Begin");
    const banner = page.locator("#notices");
    await banner.filter({ hasText: HOSTILE }).waitFor();
    await press(page, "Notices");
    await page.getByRole("button", { name: /^End the notice/ }).click();
    await page.getByText("No notice holds.").waitFor();

    expect(await page.getByRole("switch", { name: "Away" }).getAttribute("aria-checked")).toBe("true");
    expect(await banner.isVisible()).toBe(false);
    expect(await house.store.staff.agents()).toContainEqual(expect.objectContaining({ name: "Support", isAway: true }));
  });

  test("an agent sees what is unread and who else is there, answers a line, and changes their own words", async () => {
    const id = await aTicket(house, "我的课程打不开");
    await house.aftercare.act(id, SUPPORT, { verb: "claim" });
    await opened.page.goto(house.url);
    const { page } = opened;
    const row = page.locator(`button[data-id="${id}"]`);
    await page.getByRole("button", { name: "Mine" }).click();
    const last = await row.locator(".last").textContent();
    const unread = await row.locator(".unread").textContent();
    await row.click();
    const asked = page.getByRole("log").locator("article", { hasText: "我的课程打不开" });

    await asked.getByRole("button", { name: "What to do with this line" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Answer this line" }).press("Enter");
    await page.keyboard.type("Please sign in agian");
    await page.keyboard.press("Control+Enter");
    const mine = page.getByRole("log").locator("article.by-agent");
    await mine.locator(".quote").filter({ hasText: "我的课程打不开" }).waitFor();
    await mine.getByRole("button", { name: "What to do with this line" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Change the words…" }).press("Enter");
    await page.getByRole("dialog").getByLabel("Words").fill("Please sign in again");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await mine.locator(".text", { hasText: "Please sign in again" }).waitFor();
    await house.aftercare.attend.mark(id, ANN, "looking");
    await page.locator("#here").filter({ hasText: "Ann is looking" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Mine" }).click();
    await row.waitFor();

    expect([last, unread]).toEqual(["我的课程打不开", "1"]);
    expect(await row.locator(".unread").count()).toBe(1);
    expect(await row.locator(".unread").textContent()).toBe("");
    expect((await house.store.transcript(id)).at(-1)).toMatchObject({
      ...{ text: "Please sign in again", versions: [{ text: "Please sign in agian" }] },
    });
  });

  test("mine are the tickets held here, unattended all that wait for us with the longest wait on top", async () => {
    const first = await aTicket(house, "one", { chatId: "1", name: "Ada" });
    const second = await aTicket(house, "two", { chatId: "2", name: "Bob" });
    await house.aftercare.act(first, ANN, { verb: "claim" });
    const page = await openTicket(second);
    await press(page, "Claim");
    await page.getByRole("button", { name: "Release", exact: true }).waitFor();
    const listed = () => page.locator("#rows .id").allTextContents();

    await page.getByRole("button", { name: "Mine" }).click();
    await expect.poll(listed, SOON).toEqual([`#${second}`]);
    await page.getByRole("button", { name: "Unattended" }).click();
    await expect.poll(listed, SOON).toEqual([`#${first}`, `#${second}`]);

    const row = page.locator(`button[data-id="${first}"]`);
    expect(await row.locator(".due").textContent()).toMatch(/^◷ due in \d+ (min|hr)$/);
    expect(await row.locator(".channel").getAttribute("aria-label")).toBe("Telegram");
    expect(await row.locator(".holder").textContent()).toBe("held by Ann");
  });

  test("an admin sees what each side did to a file, and takes the folder's", async () => {
    const faqHouse = new House();
    const store = await faqHouse.store();
    const folder = await faqHouse.folder();
    const life = await faqHouse.replica(store, folder);
    // Another machine has a copy of the folder in which the same file was edited.
    const image = await folder.copy();
    const desk = await openDeskHouse({ faq: life });
    const path = "school/refund.yaml";
    await desk.post("/api/v1/intents/drafts", { path, text: REFUND.replace("Answer", "Here"), why: "" });
    await desk.post("/api/v1/intents/publish", { drafts: [1], why: "here" });
    await image.save("refund.yaml", REFUND.replace("Answer", "There"));
    await faqHouse.replica(store, image);
    const { page } = opened;
    await page.goto(`${desk.url}/faq`);

    await press(page, "Conflicts (1)");
    await page.getByText("+ what the folder holds").waitFor();
    const shown = await page.locator(".group > .diff").textContent();
    await press(page, "Take the folder's");
    await news(page, "Settled");
    const answer = life.current().pack.intents.get("refund")?.answer.en;
    await desk.close();
    await faqHouse.close();

    expect(shown).toMatch(/−.*Here of refund.*\+.*There of refund/);
    expect(answer).toBe("There of refund.");
  });
});
