/** Commands that only read work beside a running bot, on the embedded database too, which lets nobody else write. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { advise } from "../../src/cli/staffing.ts";
import { search, showTicket } from "../../src/cli/tickets.ts";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import { aTicketInTheQueue } from "../conformance/builders.ts";

let dataDir: string;
let running: Store;
let printed: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "cli-looking-"));
  running = await openStore({ dataDir });
  vi.stubEnv("DATA_DIR", dataDir);
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await running.close();
  await rm(dataDir, { recursive: true });
});

test("a ticket is found and shown, and staffing is advised, while the bot runs", async () => {
  const { ticketId } = await aTicketInTheQueue(running);

  await search("我想找人", { limit: "20" });
  await showTicket(`#${ticketId}`, { lang: "zh" });
  await advise({ lang: "en" });

  expect(printed).toContain(`#${ticketId}  new`);
  expect(printed.match(/我想找人/g)?.length).toBeGreaterThanOrEqual(2);
  expect(printed).toMatch(/^target +80\.0 % within/m);
});

test("what is wrong with the options is told all at once, and nothing is opened", async () => {
  const refused = vi.spyOn(process.stderr, "write").mockReturnValue(true);

  await search("hello", { from: "yesterday", limit: "many" });
  process.exitCode = undefined;

  expect(refused.mock.calls.join("")).toMatch(/--from: write a date.*--limit: write a whole number from 1 to 100/s);
  expect(printed).toBe("");
});
