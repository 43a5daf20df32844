/**
 * Runs a checking tool out of node_modules with the Node we are, on every system without a shell. What it printed is only of
 * interest when it failed.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const NODE_MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));

export type ToolRun = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** What to run: `script` is a path below node_modules, `root` the folder to run it in, `env` is added to ours. */
export type Run = {
  readonly root: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Runs a tool to its end and returns what it printed.
 *
 * Errors: rejects when it could not be started or was killed; any exit code is a normal outcome.
 */
export function runTool({ root, script, args, env = {} }: Run): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [NODE_MODULES + script, ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === null) reject(new Error(`${script} was killed by ${signal}`));
      else resolve({ code, stdout, stderr });
    });
  });
}

/** A tool's whole output as one problem when it ended with anything but 0, and nothing otherwise. */
export async function problemsOf(root: string, script: string, args: readonly string[]): Promise<readonly string[]> {
  const run = await runTool({ root, script, args });
  if (run.code === 0) return [];
  return [`${run.stdout}\n${run.stderr}`.trim() || `${script} ended with ${run.code}`];
}
