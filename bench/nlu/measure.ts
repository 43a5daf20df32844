/**
 * Runs cells in child processes, one at a time so that they do not take each other's processor. A cell that takes too long is
 * stopped and is a figure of its own ("> 60 s"), never a failure of the run.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, Cell, Figures } from "./cell.ts";

export const CELL_MS_MAX = 60_000;

/** The figures of a cell, or that it took longer than CELL_MS_MAX. Rejects when a system failed: that is a bug of ours. */
export function measure(cell: Cell): Promise<Figures | "too slow"> {
  return new Promise((resolve, reject) => {
    // What peers print while they learn is of no interest.
    const child = fork(fileURLToPath(new URL("./cell.ts", import.meta.url)), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const timer = setTimeout(() => {
      resolve("too slow");
      child.kill("SIGKILL");
    }, CELL_MS_MAX);
    child.on("message", (answer: Answer) => {
      if ("figures" in answer) resolve(answer.figures);
      else reject(new Error(`${JSON.stringify(cell)}: ${answer.failure}`));
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(timer);
      // After an answer or the limit this changes nothing.
      reject(new Error(`${JSON.stringify(cell)}: ended with ${code} before it answered`));
    });
    child.send(cell);
  });
}
