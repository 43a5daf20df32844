/** What the command says to the shell by its exit code. */
import { ConfigError, StoreError } from "../core/errors.ts";

/** Something was checked and is not right, or the database cannot be used. */
export const EXIT_PROBLEMS = 1;
/** Settings or packs that cannot be used (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIG = 78;

/** Prints each problem on a line of its own to standard error and ends with 1. */
export function reportProblems(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = EXIT_PROBLEMS;
}

/** Runs a command. A ConfigError becomes its message and 78, a StoreError 1; whatever else is thrown is our bug and crashes. */
export async function run(command: () => Promise<unknown>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StoreError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : EXIT_PROBLEMS;
  }
}
