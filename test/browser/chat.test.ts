/** The learner's chat in a real browser over the whole bot: asking, pressing, being handed over, and nothing lost. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Faq } from "../../src/app/parts.ts";
import { isLeftOut, launch, type Opened, pageOf } from "./browser.ts";
import { ANN, type ChatHouse, learnFaq, openChatHouse } from "./chat-house.ts";

const SOON = { timeout: 10_000 };
const MEGABYTE = 1024 * 1024;

describe.skipIf(isLeftOut)("the web chat (needs Chromium)", () => {
  let browser: Browser;
  let faq: Faq;
  let house: ChatHouse;
  let opened: Opened;
  beforeAll(async () => {
    [browser, faq] = await Promise.all([launch(), learnFaq()]);
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    house = await openChatHouse(faq);
    opened = await pageOf(browser, { locale: "zh-CN", width: 390 });
  });
  afterEach(async () => {
    await opened.page.context().close();
    await house.close();
    // A connection cut by a test is told by the browser itself.
    expect(opened.complaints.filter((line) => !line.includes("ERR_"))).toEqual([]);
  });

  const openChat = async (): Promise<Page> => {
    await opened.page.goto(`${house.url}/chat`);
    await opened.page.locator("#words").waitFor();
    return opened.page;
  };
  const say = async (page: Page, text: string): Promise<void> => {
    await page.locator("#words").fill(text);
    await page.locator("#words").press("Enter");
  };
  const bubbles = (page: Page) => page.getByRole("log").locator("article");
  const texts = (page: Page) => bubbles(page).locator(".text").allTextContents();
  const waiting = (page: Page) => bubbles(page).locator(".state");
  const ticketId = async () => (await house.running().store.tickets("all", 1))[0]?.id ?? expect.fail("no ticket");

  const eachSeesTheOtherType = async (page: Page): Promise<void> => {
    const [{ attend }, id] = [house.running().aftercare, await ticketId()];
    await page.locator("#words").pressSequentially("还有");
    await expect.poll(() => attend.others(id, ANN), SOON).toEqual([{ agent: null, doing: "replying" }]);
    await attend.mark(id, ANN, "replying");
    await page.getByText("对方正在输入").waitFor();
  };

  test("a learner asks, gets the answer with buttons, presses one, and is handed over to a person who answers, and each sees the other type", async () => {
    const page = await openChat();

    await say(page, "忘记密码了怎么办？");
    const person = page.getByRole("button", { name: /人工/ });
    await person.click();
    await expect.poll(() => bubbles(page).count(), SOON).toBe(3);
    await house.running().aftercare.act(await ticketId(), ANN, { verb: "claim" });
    await house.running().aftercare.act(await ticketId(), ANN, { verb: "say", text: "我来帮你。", attachments: [] });

    await page.getByText("我来帮你。").waitFor();
    await eachSeesTheOtherType(page);
    expect(await person.isDisabled()).toBe(true);
    expect(await person.getAttribute("aria-pressed")).toBe("true");
    expect(await waiting(page).count()).toBe(0);
    expect(house.logged.join()).not.toMatch(/忘记密码|我来帮你/);
  });

  test("the message that tells the place in the line changes where it stands, and says nothing aloud", async () => {
    const page = await openChat();
    await say(page, "/human");
    const place = bubbles(page).filter({ hasText: "下一位就是你" });
    await place.getByRole("button", { name: /撤回请求/ }).waitFor();

    await house.running().aftercare.act(await ticketId(), ANN, { verb: "claim" });
    const taken = bubbles(page).filter({ hasText: "Ann 接手了" });
    await taken.waitFor(SOON);

    expect(await taken.getByRole("button").count()).toBe(0);
    expect(await taken.getAttribute("aria-live")).toBe("off");
    expect(await place.count()).toBe(0);
    const [, first, second] = await texts(page);
    expect([first, second]).toEqual([expect.stringContaining("Ann 接手了"), expect.stringContaining("Ann 来了")]);
    await page.reload();
    await expect.poll(async () => (await texts(page))[1], SOON).toContain("Ann 接手了");
  });

  test("a reload, and another window, show the same conversation, with what was pressed", async () => {
    const page = await openChat();
    await say(page, "忘记密码了怎么办？");
    await page.getByRole("button", { name: /解决了/ }).click();
    await expect.poll(() => page.getByRole("button", { name: /解决了/ }).isDisabled(), SOON).toBe(true);
    await expect.poll(() => bubbles(page).count(), SOON).toBe(3);
    const before = await texts(page);

    await page.reload();
    const other = await page.context().newPage();
    await other.goto(`${house.url}/chat`);

    for (const each of [page, other]) {
      await expect.poll(() => texts(each), SOON).toEqual(before);
      expect(await each.getByRole("button", { name: /解决了/ }).getAttribute("aria-pressed")).toBe("true");
    }
  });

  test("what is said while the bot is away is sent by itself, once, when it is back", async () => {
    const page = await openChat();
    await say(page, "/help");
    await expect.poll(() => bubbles(page).count(), SOON).toBe(2);
    await house.stop();
    await say(page, "我想退款");
    await page.getByText("还没发出去，会自动重试。").waitFor();
    await page.getByText("连接断开了，正在重新连接…").waitFor();

    await house.start();

    await expect.poll(() => bubbles(page).count(), { timeout: 30_000 }).toBe(4);
    expect((await texts(page)).filter((text) => text === "我想退款")).toHaveLength(1);
    await expect.poll(() => page.locator("#banner").textContent(), SOON).toBe("");
    expect(await waiting(page).count()).toBe(0);
  }, 60_000);

  test("words that were not sent when the window was closed are sent when the chat is opened again", async () => {
    const page = await openChat();
    await say(page, "/help");
    await expect.poll(() => bubbles(page).count(), SOON).toBe(2);
    await page.route("**/chat/messages", (route) => route.abort());
    await say(page, "忘记密码了怎么办？");
    await page.getByText("还没发出去，会自动重试。").waitFor();
    const next = await page.context().newPage();
    await page.close();

    await next.goto(`${house.url}/chat`);

    await next.getByRole("button", { name: /解决了/ }).waitFor();
    expect((await texts(next)).filter((text) => text === "忘记密码了怎么办？")).toHaveLength(1);
    expect(await waiting(next).count()).toBe(0);
  });

  test("a picture is sent with a button and shown; one too large is refused before it is sent", async () => {
    const page = await openChat();
    await page.locator("#file").setInputFiles({ name: "报错.png", mimeType: "image/png", buffer: PIXEL });

    const picture = bubbles(page).locator("img");
    await picture.waitFor();
    await expect
      .poll(() => picture.evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth), SOON)
      .toBe(1);
    await page.locator("#file").setInputFiles({
      ...{ name: "video.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(10 * MEGABYTE + 1) },
    });

    await page.getByText("文件超过 10 MB").waitFor();
    await expect.poll(() => waiting(page).count(), SOON).toBe(0);
  });

  test("a file can be pasted and dropped as well", async () => {
    const page = await openChat();
    for (const kind of ["paste", "drop"] as const) {
      await page.evaluate((kind) => {
        const files = new DataTransfer();
        files.items.add(new File(["hello"], `${kind}.txt`, { type: "text/plain" }));
        const area = document.querySelector("#words");
        if (kind === "paste") area?.dispatchEvent(new ClipboardEvent(kind, { clipboardData: files, bubbles: true }));
        else area?.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
      }, kind);
      await page.getByRole("link", { name: new RegExp(`${kind}.txt`) }).waitFor();
    }
  });

  test("everything is done with the keyboard alone, and the focus is never lost", async () => {
    const page = await openChat();
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
    const order: (string | null | undefined)[] = [];
    for (let n = 0; n < 5; n++) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual(["language", "name", "attach", "words", "send"]);

    await page.keyboard.press("Shift+Tab");
    await page.keyboard.type("忘记密码了怎么办");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("急");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /解决了/ }).waitFor();
    expect(await focused()).toBe("words");
    expect((await texts(page))[0]).toBe("忘记密码了怎么办\n急");
    for (let n = 0; n < 10 && !/解决了/.test((await focused()) ?? ""); n++) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Space");
    await expect.poll(() => page.getByRole("button", { name: /解决了/ }).isDisabled(), SOON).toBe(true);

    expect(await focused()).toMatch(/解决了/);
  });

  test("Enter that ends a word of an input method sends nothing", async () => {
    const page = await openChat();
    const composing = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
    await page.locator("#words").fill("ni hao");

    await page
      .locator("#words")
      .evaluate((area, how) => area.dispatchEvent(new KeyboardEvent("keydown", how)), composing);
    await page.locator("#words").dispatchEvent("keydown", { key: "Enter", keyCode: 229 });

    expect(await page.locator("#words").inputValue()).toBe("ni hao");
    expect(await bubbles(page).count()).toBe(0);
  });

  test("what anybody writes is shown as text; addresses become links that tell nothing about us", async () => {
    const hostile = "<img src=x onerror=\"document.title='owned'\"> 看https://example.org/a?b=1。javascript:alert(1)";
    const page = await openChat();

    await say(page, hostile);
    await bubbles(page).first().locator(".text").waitFor();

    expect((await texts(page))[0]).toBe(hostile);
    expect(await page.title()).not.toContain("owned");
    const links = bubbles(page).first().locator("a");
    expect(await links.count()).toBe(1);
    expect(await links.getAttribute("href")).toBe("https://example.org/a?b=1");
    expect(await links.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await bubbles(page).locator(".text img").count()).toBe(0);
  });

  test("it speaks the browser's language, changes on a click, and sends refusals and hints in that one", async () => {
    const page = await openChat();
    await page.getByRole("button", { name: "发送", exact: true }).waitFor();

    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
    await page.reload();

    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    expect(await page.title()).toBe("Support");
    await say(page, "123");
    await expect.poll(() => bubbles(page).count(), SOON).toBeGreaterThan(1);
    expect((await texts(page))[1]).toMatch(/[a-z]{3}/);
  });

  test("the address may bring words along, and a hidden window counts what is new in its title", async () => {
    await opened.page.goto(`${house.url}/chat#q=${encodeURIComponent("怎么开发票？")}`);
    const { page } = opened;
    await expect.poll(() => page.locator("#words").inputValue(), SOON).toBe("怎么开发票？");
    expect(page.url()).toBe(`${house.url}/chat`);
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    });

    await page.locator("#words").press("Enter");

    await expect.poll(() => page.title(), SOON).toBe("(1) 在线咨询");
  });

  test("every control has a name, nothing is loaded from elsewhere, and nothing moves for those who asked for that", async () => {
    const asked: string[] = [];
    opened.page.on("request", (request) => asked.push(request.url()));
    await opened.page.emulateMedia({ reducedMotion: "reduce" });
    const page = await openChat();
    await say(page, "忘记密码了怎么办？");
    await page.getByRole("button", { name: /解决了/ }).waitFor();

    const nameless = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          "button, textarea, input:not([hidden]), a, img, [role=log], [role=group]",
        ),
      ]
        .filter((element) => {
          const labels = element instanceof HTMLInputElement ? element.labels?.length : 0;
          const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
          const isDecoration = element instanceof HTMLImageElement && element.alt === "";
          return name.trim() === "" && !labels && !isDecoration;
        })
        .map((element) => element.outerHTML),
    );
    expect(nameless).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(house.url))).toEqual([]);
    expect(
      await bubbles(page)
        .first()
        .evaluate((element) => getComputedStyle(element).animationName),
    ).toBe("none");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    const small = await page
      .getByRole("button")
      .evaluateAll((all) => all.filter((one) => one.clientHeight < 24).length);
    expect(small).toBe(0);
  });
});

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
