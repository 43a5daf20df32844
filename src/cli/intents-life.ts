/** `aftercare intents history|export|rollback`: the FAQ's versions, from the machine the database is on. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openTexts, packFolders } from "../app/faq/texts.ts";
import { differingPaths } from "../core/faq/reconcile.ts";
import type { Agent, AgentId } from "../core/model.ts";
import type { FaqStore } from "../core/ports.ts";
import { packOf } from "../nlu/pack/load.ts";
import { reportProblems } from "./exit.ts";
import { withStore } from "./with-store.ts";

const LINES_MAX = 50;
/** Who stands in the history for what was done on this machine. */
export const HERE: Agent = { id: "console:local" as AgentId, name: "aftercare" };

/** Prints a line for each version, the newest first. */
export async function showHistory(options: { json?: true }): Promise<void> {
  await withStore(async ({ faq }) => {
    const versions = await faq.versions({ before: null, limit: LINES_MAX });
    const lines = versions.map(({ number, at, by, source, why }) => {
      return `${number}  ${new Date(at).toISOString().slice(0, 16)}  ${source}  ${by.name}  ${why}\n`;
    });
    process.stdout.write(
      options.json ? `${JSON.stringify(versions)}\n` : lines.join("") || "Nothing was published yet.\n",
    );
  });
}

/** Writes the live version, a folder for each pack, letter by letter. */
export async function exportFaq(directory: string): Promise<void> {
  await withStore(async ({ faq }) => {
    const live = await liveOf(faq);
    if (live === null) return reportProblems(["nothing was published yet"]);
    const there = await readdir(directory).catch(() => []);
    if (there.length > 0) return reportProblems([`${directory}: is not empty; name a new folder`]);
    for (const [path, text] of await openTexts(faq)(live.tree)) {
      const file = join(directory, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: "wx" });
    }
    process.stdout.write(`Wrote version ${live.number} to ${directory}.\n`);
  });
}

/** Makes an old version live again, as a new one; processes that run follow by themselves. */
export async function rollBackFaq(given: string, options: { why: string }): Promise<void> {
  const number = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : null;
  if (number === null) return reportProblems(["write the number of a version, as `intents history` lists them"]);
  await withStore(async ({ faq }) => {
    const [live, old] = [await liveOf(faq), await faq.version(number)];
    if (live === null || old === null) return reportProblems([`there is no version ${number}`]);
    if (differingPaths(live.tree, old.tree).length === 0) return reportProblems([`version ${number} is what is live`]);
    const loaded = packOf(packFolders(await openTexts(faq)(old.tree)));
    if ("problems" in loaded) return reportProblems(loaded.problems);
    const what = { tree: old.tree, texts: new Map(), drafts: [], settles: [], despite: null } as const;
    const who = { by: HERE, at: Date.now(), why: options.why, source: "rollback", parent: live.number } as const;
    const published = await faq.publish({ ...what, ...who });
    if (published === null) return reportProblems(["somebody published meanwhile; look at the history and try again"]);
    process.stdout.write(`Version ${published} is live; it equals version ${number}.\n`);
  });
}

async function liveOf(faq: FaqStore) {
  const newest = await faq.newest();
  return newest === null ? null : await faq.version(newest);
}
