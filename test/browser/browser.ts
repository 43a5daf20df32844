/**
 * A system Chromium for tests of pages. It runs without a sandbox and without anything that calls home; nothing but the desk
 * under test is asked for. `pageOf` fails the test on any error or complaint of the page itself.
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "../../scripts/left-out.ts";

export const CHROMIUM = chromiumPath();
/** With CI=true nothing may be left out, so the test runs and fails for want of a browser. */
export const isLeftOut = CHROMIUM === null && process.env["CI"] !== "true";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error("there is no Chromium: install one, or set AFTERCARE_CHROMIUM to its path");
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS, headless: true });
}

export type Opened = { readonly page: Page; readonly complaints: readonly string[] };
type Look = { readonly locale?: string; readonly colorScheme?: "light" | "dark"; readonly width?: number };

/** A page of its own, with its own storage. Refused requests that a test provokes are no complaint. */
export async function pageOf(
  browser: Browser,
  { locale = "en-US", colorScheme = "light", width = 1200 }: Look = {},
): Promise<Opened> {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 760 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const isRefusal = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !isRefusal) complaints.push(message.text());
  });
  return { page, complaints };
}
