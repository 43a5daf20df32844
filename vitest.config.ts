/**
 * What `npm test` runs: every test/**\/*.test.ts but chaos, the same here and in CI. Three workers for the two cores of the
 * smallest machine this is built on: many tests wait for processes and databases of their own, and leave a core to somebody else. The last line is last-line.ts's.
 */
import { defineConfig } from "vitest/config";
import { LastLine } from "./scripts/last-line.ts";

/** Rooms whose tests leave nothing behind in their process: they follow one another in the same one, which spares a start each. */
const TIDY = ["core", "insight", "nlu", "golden", "demo", "channels", "emulators", "desk", "app"];

const tidy = [...TIDY.map((room) => `test/${room}/**/*.test.ts`), "test/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "tidy", include: tidy, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: ["test/chaos/**", ...tidy] } },
    ],
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
