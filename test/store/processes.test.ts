/** One process owns a data directory, and whatever ends it, what it acknowledged is there for the next one. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import { aLearnerSays, FACTS } from "../conformance/builders.ts";

const SCRIPT = fileURLToPath(new URL("writing-process.ts", import.meta.url));

let dataDir: string;
const running = new Set<ChildProcessByStdio<null, Readable, null>>();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aftercare-store-"));
});

afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  await rm(dataDir, { recursive: true });
});

/** `limit`: shell words before the process, to run it with less than it wants. */
function start(runId: string, limit = ""): ChildProcessByStdio<null, Readable, null> {
  const run = `${limit} exec "$0" "$@"`;
  const child = spawn("sh", ["-c", run, process.execPath, SCRIPT, dataDir, runId], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  return child;
}

/** Every line the process says, until it ends or has said `count`. */
async function linesOf(child: ChildProcessByStdio<null, Readable, null>, count = Number.POSITIVE_INFINITY) {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return lines;
}

async function forgotten(store: Store, updateIds: readonly string[]): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    updateIds.map(async (updateId) => {
      const { outcome } = await store.receive(aLearnerSays("again", { updateId }), FACTS);
      return outcome === "duplicate" ? [] : [updateId];
    }),
  );
  return outcomes.flat();
}

describe("one process", () => {
  test("refuses a second one, in words that say what to do", async () => {
    const store = await openStore({ dataDir });

    const lines = await linesOf(start("second"));

    expect(lines).toEqual([expect.stringMatching(/^StoreError busy .*already running.*DATA_DIR/)]);
    await store.close();
  });

  test("refuses to open its own directory twice, and opens it again after closing", async () => {
    const store = await openStore({ dataDir });

    await expect(openStore({ dataDir })).rejects.toMatchObject({ name: "StoreError", kind: "busy" });
    await store.close();
    await (await openStore({ dataDir })).close();
  });

  test("that is killed while it writes loses nothing it acknowledged, and leaves no lock behind", async () => {
    const acknowledged: string[] = [];
    for (const round of ["one", "two", "three"]) {
      const [opened, ...ids] = await linesOf(start(round), 400);
      expect(opened).toBe("open");
      acknowledged.push(...ids);
    }

    const store = await openStore({ dataDir });

    expect(acknowledged.length).toBeGreaterThanOrEqual(3 * 399);
    expect(await forgotten(store, acknowledged)).toEqual([]);
    await store.close();
  });
});

describe.skipIf(process.platform === "win32")("a disk that takes no more", () => {
  test("ends in a StoreError, and everything acknowledged before is there", async () => {
    // A file may grow to 2000 blocks, 1 or 2 MiB depending on the shell: the next write fails like a broken disk's.
    const lines = await linesOf(start("limited", "ulimit -f 2000;"));
    const trouble = lines.at(-1);
    const acknowledged = lines.slice(1, -1);

    const store = await openStore({ dataDir });

    expect(trouble).toMatch(/^StoreError (broken|full)/);
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(await forgotten(store, acknowledged)).toEqual([]);
    await store.close();
  });
});

test("a directory that cannot be made is told apart from a busy one", async () => {
  await expect(openStore({ dataDir: join(SCRIPT, "inside-a-file") })).rejects.toMatchObject({ kind: "broken" });
  await expect(openStore({ dataDir: SCRIPT })).rejects.toBeInstanceOf(StoreError);
});
