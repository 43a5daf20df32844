/**
 * Notices that a folder changed. What the system tells is a bell; a look at names, sizes and times every two seconds is the
 * sweeper, for disks that tell nothing. A folder that is just being written is waited for: half a save is nobody's edit.
 */
import { type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** An editor writes, renames and touches within a few milliseconds. */
const QUIET_MS = 60;
const SWEEP_EVERY_MS = 2000;
/** No folders look like this. */
const UNKNOWN = "unknown";

export type Watch = { stop(): void };

export type WatchOptions = {
  readonly directories: readonly string[];
  /**
   * Must not reject; false: it could not look, and is asked again with the next look at the disk. One at a time; what changes
   * meanwhile asks for another one.
   */
  readonly onChange: () => Promise<boolean>;
};

export function watchFolders({ directories, onChange }: WatchOptions): Watch {
  const watchers = directories.flatMap((directory) => bellOf(directory, () => ring()));
  let quiet: NodeJS.Timeout | null = null;
  let sweeping: NodeJS.Timeout | null = null;
  let seen: string | null = null;
  let isBusy = false;
  let isAsked = false;
  let isStopped = false;

  function ring(): void {
    if (isStopped) return;
    if (quiet !== null) clearTimeout(quiet);
    quiet = setTimeout(() => void answer(), QUIET_MS).unref();
  }

  async function answer(): Promise<void> {
    isAsked = true;
    if (isBusy) return;
    isBusy = true;
    while (isAsked && !isStopped) {
      isAsked = false;
      const before = await looksOf(directories);
      const isDone = await onChange();
      // Written to while it was read: whatever was read may be half of it.
      seen = await looksOf(directories);
      if (seen !== before) isAsked = true;
      if (!isDone) seen = UNKNOWN;
    }
    isBusy = false;
  }

  async function sweep(): Promise<void> {
    const looks = await looksOf(directories);
    if (seen !== null && looks !== seen && !isBusy) ring();
    seen ??= looks;
    if (!isStopped) sweeping = setTimeout(() => void sweep(), SWEEP_EVERY_MS).unref();
  }

  void sweep();
  return {
    stop() {
      isStopped = true;
      for (const watcher of watchers) watcher.close();
      for (const timer of [quiet, sweeping]) if (timer !== null) clearTimeout(timer);
    },
  };
}

function bellOf(directory: string, ring: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, (_, name) => {
      if (name === null || /\.ya?ml$/.test(name)) ring();
    });
    // The folder went away, or there are too many watchers: the sweeper is still there.
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

/** Name, size and time of every file; the same as long as nothing was saved. */
async function looksOf(directories: readonly string[]): Promise<string> {
  const lines = await Promise.all(
    directories.map(async (directory) => {
      const names = await readdir(directory).catch(() => []);
      const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
      const looks = await Promise.all(
        files.map(async (name) => {
          const found = await stat(join(directory, name)).catch(() => null);
          return `${name} ${found?.size} ${found?.mtimeMs} ${found?.ino}`;
        }),
      );
      return looks.join("\n");
    }),
  );
  return lines.join("\n\n");
}
