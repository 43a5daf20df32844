// @ts-check
/**
 * What must be true of package-lock.json, as pure functions over its text. npm leaves optional packages of other platforms
 * out of the lock when the registry in use does not carry them, and then refuses its own lock with "npm ci" elsewhere.
 * Plain JavaScript for any Node: this must run before the Node we bring along is installed. Keep npm's own order of keys.
 */

/**
 * @typedef {{ version?: string, resolved?: string, dev?: boolean, optional?: boolean, optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 * @typedef {{ name: string, version: string, parent: string, key: string, siblings: string[] }} Missing
 * @typedef {{ os?: string[], cpu?: string[], libc?: string[] }} Platform
 */

const OS_BY_WORD = new Map(
  Object.entries({
    win: "win32",
    windows: "win32",
    win32: "win32",
    macos: "darwin",
    darwin: "darwin",
    fsevents: "darwin",
  }),
);
for (const os of ["aix", "android", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos"])
  OS_BY_WORD.set(os, os);
const CPUS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const LIBC_BY_WORD = new Map([
  ["gnu", "glibc"],
  ["gnueabihf", "glibc"],
  ["glibc", "glibc"],
  ["musl", "musl"],
  ["musleabihf", "musl"],
]);

/**
 * The platform a package is for, read from its name: "@oxc-parser/binding-linux-arm64-musl" → linux, arm64, musl. A Linux
 * package without a word for its C library is for glibc when it has a twin for musl. What the name does not say is absent.
 *
 * @param {string} name
 * @param {readonly string[]} siblings the other optional packages of the same parent
 * @returns {Platform}
 */
export function platformOf(name, siblings = []) {
  const words = name.split(/[-_/@.]/);
  const os = words.map((word) => OS_BY_WORD.get(word)).find((found) => found !== undefined);
  const cpu = words.find((word) => CPUS.includes(word));
  const named = words.map((word) => LIBC_BY_WORD.get(word)).find((found) => found !== undefined);
  const libc = named ?? (os === "linux" && siblings.includes(`${name}-musl`) ? "glibc" : undefined);
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    // Android's and Windows' names carry words such as "gnu" or "eabi" too, but npm knows a C library on Linux only.
    ...(libc === undefined || os !== "linux" ? {} : { libc: [libc] }),
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/**
 * Every optional package some package in the lock asks for and the lock does not contain, looked up the way Node does: from
 * the package's own node_modules outwards.
 *
 * @param {Lock} lock
 * @returns {Missing[]}
 */
export function missingOptional(lock) {
  /** @type {Missing[]} */
  const missing = [];
  for (const [parent, entry] of Object.entries(lock.packages)) {
    const wanted = entry.optionalDependencies ?? {};
    for (const [name, range] of Object.entries(wanted)) {
      if (isSatisfied(lock, parent, { name, range })) continue;
      const siblings = Object.keys(wanted);
      missing.push({ name, version: lowest(name, range), parent, key: `node_modules/${name}`, siblings });
    }
  }
  return missing;
}

/**
 * The lock's text with every missing optional package added and every registry address removed; the same text when there is
 * nothing to do.
 *
 * @param {string} text
 * @returns {{ text: string, added: string[] }}
 */
export function completed(text) {
  const lock = parse(text);
  const missing = missingOptional(lock);
  for (const one of missing) {
    const isDev = lock.packages[one.parent]?.dev === true;
    const { cpu, libc, os } = platformOf(one.name, one.siblings);
    const entry = {
      version: one.version,
      ...(cpu ? { cpu } : {}),
      ...(isDev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os } : {}),
    };
    // A second version of a package already at the top belongs under the one that asks for it.
    const taken = lock.packages[one.key] !== undefined;
    lock.packages[taken && one.parent !== "" ? `${one.parent}/${one.key}` : one.key] = entry;
  }
  for (const entry of Object.values(lock.packages)) if (isAddress(entry.resolved)) delete entry.resolved;
  const sorted = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, "en"));
  const written = { ...lock, packages: Object.fromEntries(sorted) };
  return { text: `${JSON.stringify(written, null, 2)}\n`, added: missing.map((one) => one.name) };
}

/**
 * What is wrong with a lock, one sentence each; empty when nothing is.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function lockProblems(text) {
  const lock = parse(text);
  const missing = missingOptional(lock).map(
    (one) => `${one.name} ${one.version}, optional for ${one.parent || "the project"}, is missing`,
  );
  const addresses = Object.entries(lock.packages)
    .filter(([, entry]) => isAddress(entry.resolved))
    .map(([key]) => `${key} names the address it was fetched from`);
  return [...missing, ...addresses];
}

/**
 * @param {string} text
 * @returns {Lock}
 */
function parse(text) {
  const lock = JSON.parse(text);
  if (lock.lockfileVersion !== 3) throw new Error(`lockfileVersion is ${lock.lockfileVersion}, not 3`);
  return lock;
}

/**
 * @param {Lock} lock
 * @param {string} parent
 * @param {{ name: string, range: string }} wanted
 */
function isSatisfied(lock, parent, wanted) {
  let folder = parent;
  for (;;) {
    const entry =
      lock.packages[folder === "" ? `node_modules/${wanted.name}` : `${folder}/node_modules/${wanted.name}`];
    // Packages per platform are asked for by exact version: another version's binary would not fit.
    if (entry !== undefined) return !/^\d/.test(wanted.range) || entry.version === wanted.range;
    if (folder === "") return false;
    const up = folder.lastIndexOf("/node_modules/");
    folder = up < 0 ? "" : folder.slice(0, up);
  }
}

/**
 * The lowest version of a range npm writes for such packages: exact, or with one leading ^, ~ or >=.
 *
 * @param {string} name
 * @param {string} range
 */
function lowest(name, range) {
  const match = /^(?:\^|~|>=)?\s*(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(range);
  if (match?.[1] === undefined) throw new Error(`${name}: cannot tell a version from "${range}"; add it by hand`);
  return match[1];
}

/** @param {unknown} resolved */
function isAddress(resolved) {
  return typeof resolved === "string" && /^https?:/.test(resolved);
}
