/** The embedded store on real files: what every store must keep, on SQLite. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/store/store.ts";
import { storeConformance } from "../conformance/store.ts";

storeConformance("SQLite", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-store-"));
  let current = await openStore({ dataDir });
  return {
    store: current,
    async again() {
      await current.close();
      current = await openStore({ dataDir });
      return current;
    },
    async end() {
      await current.close();
      await rm(dataDir, { recursive: true });
    },
  };
});
