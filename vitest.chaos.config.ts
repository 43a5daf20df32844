/** What `npm run chaos` runs: minutes of kill -9 on a fleet of replicas, apart from `npm test`. */
import { defineConfig } from "vitest/config";
import { LastLine } from "./scripts/last-line.ts";

export default defineConfig({
  test: {
    include: ["test/chaos/**/*.test.ts"],
    environment: "node",
    setupFiles: ["test/patience.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 1,
    bail: 1,
    reporters: ["default", new LastLine()],
  },
});
