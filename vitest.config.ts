/**
 * What `npm test` runs: every test/**\/*.test.ts but chaos, the same here and in CI. Three workers for the two cores of the
 * smallest machine this is built on: many tests wait for processes and databases of their own, and leave a core to somebody else. The last line is last-line.ts's.
 */
import { defineConfig } from "vitest/config";
import { LastLine } from "./scripts/last-line.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/chaos/**"],
    environment: "node",
    globalSetup: "test/nlu/learned-once.ts",
    setupFiles: ["test/patience.ts"],
    expect: { poll: { timeout: 20_000 } },
    pool: "forks",
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    reporters: ["default", new LastLine()],
  },
});
