/**
 * What some tests need beyond npm, where to look for it, and how a person gets it. Tests ask here whether to skip; the last
 * lines of a test run come from here too, so nothing is ever left out in silence.
 */
import { accessSync, constants } from "node:fs";

/** The places where Debian, Ubuntu and Alpine put a system Chromium. Playwright's own download is never used. */
const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** Something a machine may lack: `isHere` looks now, `howTo` is one sentence for the person running the tests. */
export type Need = { readonly name: string; readonly isHere: () => boolean; readonly howTo: string };

/**
 * The browser for tests of the console and the web chat, or null when this machine has none.
 *
 * `AFTERCARE_CHROMIUM`, when set, is the only place looked at: a wrong path must not fall back to some other browser.
 */
export function chromiumPath(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const named = env["AFTERCARE_CHROMIUM"];
  const candidates = named === undefined || named === "" ? CHROMIUM_PATHS : [named];
  return candidates.find(isExecutable) ?? null;
}

export const NEEDS: readonly Need[] = [
  {
    name: "Chromium",
    isHere: () => chromiumPath() !== null,
    howTo: "apt-get install chromium fonts-noto-cjk, or set AFTERCARE_CHROMIUM to the path of a Chromium",
  },
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
