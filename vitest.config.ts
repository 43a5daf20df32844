/**
 * What `npm test` runs: every test/**\/*.test.ts but chaos, the same here and in CI. Two workers, because the smallest machine this is
 * built on has two cores and timing tests go wrong when more processes than cores compete. The last line is last-line.ts's.
 */
import { defineConfig } from "vitest/config";
import { LastLine } from "./scripts/last-line.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/chaos/**"],
    environment: "node",
    globalSetup: "test/nlu/learned-once.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    reporters: ["default", new LastLine()],
  },
});
