/** The image and the compose file fit the product: settings that exist, files that exist, one port, one health check. */
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { settingNames } from "../../scripts/check/documents.ts";
import { ROOT } from "./a-project.ts";

/** The image sets these three itself, and compose leaves them alone. */
const FIXED = ["HOST", "PORT", "DATA_DIR"];

const compose = z
  .object({
    services: z.object({
      bot: z.object({
        build: z.string(),
        read_only: z.literal(true),
        tmpfs: z.array(z.string()),
        ports: z.array(z.string()),
        volumes: z.array(z.string()),
        environment: z.record(z.string(), z.string().nullable()),
      }),
    }),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read("docker-compose.yml")));
const { bot } = compose.services;

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** The instructions of a Dockerfile, one each, comments gone and continued lines joined. */
function instructions(): readonly { readonly word: string; readonly rest: string }[] {
  const text = read("Dockerfile")
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n/g, " ");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => ({ word: line.split(" ")[0] ?? "", rest: line.slice(line.indexOf(" ") + 1).trim() }));
}

function all(word: string): readonly string[] {
  return instructions()
    .filter((each) => each.word === word)
    .map((each) => each.rest);
}

function imageEnvironment(): ReadonlyMap<string, string> {
  const pairs = all("ENV").flatMap((rest) => rest.split(/\s+/));
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

describe("the image", () => {
  test("copies only what exists and what .dockerignore lets through", () => {
    const copied = all("COPY").filter((rest) => !rest.startsWith("--from"));
    const sources = copied.flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    const allowed = read(".dockerignore").split("\n");

    expect(sources.length).toBeGreaterThan(4);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(sources.filter((source) => !allowed.includes(`!${source}`))).toEqual([]);
    expect(allowed).toContain("*");
  });

  test("sets only settings the product knows", async () => {
    const known = await settingNames(ROOT);

    const names = [...imageEnvironment().keys()].filter((name) => name !== "NODE_ENV");

    expect(names.sort()).toEqual([...FIXED].sort());
    expect(names.filter((name) => !known?.includes(name))).toEqual([]);
  });

  test("starts node itself as nobody special, and stops on SIGTERM", () => {
    expect(all("CMD").map((rest) => JSON.parse(rest))).toEqual([["node", "src/start.js"]]);
    expect(all("USER")).toEqual(["node"]);
    expect(all("STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect(all("FROM").every((rest) => rest.startsWith("node:24"))).toBe(true);
  });

  test("asks the port it listens on whether the product is ready", () => {
    const port = imageEnvironment().get("PORT");

    expect(all("EXPOSE")).toEqual([port]);
    expect(all("HEALTHCHECK").join()).toContain("'http://127.0.0.1:' + process.env.PORT + '/readyz'");
  });

  test("leaves out of the installation only what the product does not import", () => {
    expect(all("RUN").join("\n")).toContain("npm ci --omit=dev --omit=optional");
    const manifest = JSON.parse(read("package.json"));
    expect(Object.keys(manifest.optionalDependencies).every((name) => /^node-(bin-)?\w+-\w+$/.test(name))).toBe(true);
  });
});

describe("docker compose", () => {
  test("passes on every setting the product knows, except those the image fixes", async () => {
    const known = (await settingNames(ROOT)) ?? [];

    expect(Object.keys(bot.environment).sort()).toEqual(known.filter((name) => !FIXED.includes(name)).sort());
  });

  test("does not start without an API token, since the container listens on every address", () => {
    expect(imageEnvironment().get("HOST")).toBe("0.0.0.0");
    expect(bot.environment["API_TOKEN"]).toMatch(/^\$\{API_TOKEN:\?.+\}$/);
  });

  test("publishes the port of the image to this machine only", () => {
    expect(bot.ports).toEqual([`127.0.0.1:3000:${imageEnvironment().get("PORT")}`]);
  });

  test("keeps what learners said in a volume, and nothing else can be written", () => {
    const [volume, folder] = (bot.volumes[0] ?? "").split(":");

    expect(folder).toBe(imageEnvironment().get("DATA_DIR"));
    expect(all("VOLUME")).toEqual([folder]);
    expect(Object.keys(compose.volumes)).toEqual([volume]);
    expect(bot.tmpfs).toEqual(["/tmp"]);
  });
});

describe("CI", () => {
  test("runs the same tests and checks as a person does, after a clean installation", () => {
    const commands = read(".ci/run").trimEnd().split("\n").slice(-3);

    expect(commands).toEqual(["npm ci", "CI=true npm test", "npm run check"]);
    expect(() => accessSync(join(ROOT, ".ci/run"), constants.X_OK)).not.toThrow();
  });
});
