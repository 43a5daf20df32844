// @ts-check
/**
 * The first lines of every entry, in plain JavaScript: an older Node must get as far as reading the sentence below instead of
 * failing on the first type annotation. Never import a .ts file statically here or in an entry.
 */
import * as module from "node:module";
import { fileURLToPath } from "node:url";

const NODE_MAJOR_MIN = 24;
/** EX_CONFIG of sysexits.h; the same code a wrong setting ends with. */
const EXIT_CONFIG = 78;
/**
 * What was compiled for the start before: half of the time of a command. Beside the packages and not where Node keeps it by itself, in
 * a folder of everybody's; where it cannot be written, everything is compiled anew.
 */
const COMPILED = fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));
const ENV_FILE = /^--env-file(?:=(.*))?$/;

/**
 * Checks Node, reads the file of `--env-file F` or `--env-file=F` into the environment (what is set already stays), takes
 * those words off the command line, and then loads the rest. Ends with 78 and one sentence when either is not possible.
 *
 * @param {() => Promise<unknown>} load
 */
export async function begin(load) {
  if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
    return refuse(`Node ${NODE_MAJOR_MIN} is needed, found ${process.version}: run npm ci`);
  }
  const at = process.argv.findIndex((word, place) => place >= 2 && ENV_FILE.test(word));
  if (at >= 0) {
    const word = process.argv[at] ?? "";
    const path = ENV_FILE.exec(word)?.[1] ?? process.argv[at + 1] ?? "";
    process.argv.splice(at, word.includes("=") ? 1 : 2);
    try {
      process.loadEnvFile(path);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "unknown";
      return refuse(`--env-file: cannot read "${path}" (${code})`);
    }
  }
  module.enableCompileCache(COMPILED);
  await load();
  // Who is killed later has left it for the next start.
  module.flushCompileCache();
}

/** @param {string} sentence */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = EXIT_CONFIG;
}
