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

const process = z.object({
  build: z.string(),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string().nullable()),
  depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })),
});
const server = z.object({
  image: z.string(),
  volumes: z.array(z.string()),
  environment: z.record(z.string(), z.string()).optional(),
  command: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }),
});
const { services, volumes } = z
  .object({
    services: z.object({ bot: process, worker: process, postgres: server, redis: server }),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read("docker-compose.yml"), { merge: true }));
const { bot, worker, postgres, redis } = services;

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

  test("installs everything that runs, and no second Node", () => {
    const install = all("RUN").join("\n");
    const manifest = JSON.parse(read("package.json"));

    expect(install).toContain("npm ci --omit=dev &&");
    expect(install).not.toContain("--omit=optional");
    expect(Object.keys(manifest.optionalDependencies).every((name) => /^node-(bin-)?\w+-\w+$/.test(name))).toBe(true);
  });
});

describe("docker compose", () => {
  test.each([
    ["bot", bot],
    ["worker", worker],
  ] as const)("passes on to %s every setting the product knows, except those the image fixes", async (role, given) => {
    const known = (await settingNames(ROOT)) ?? [];

    expect(Object.keys(given.environment).sort()).toEqual(known.filter((name) => !FIXED.includes(name)).sort());
    expect(given.environment["ROLE"]).toBe(role === "bot" ? "all" : "worker");
  });

  test("does not start without an API token, since the container listens on every address", () => {
    expect(imageEnvironment().get("HOST")).toBe("0.0.0.0");
    expect(bot.environment["API_TOKEN"]).toMatch(/^\$\{API_TOKEN:\?.+\}$/);
  });

  test("publishes the port of the image to this machine only, and of one service, so that workers can be many", () => {
    expect(bot.ports).toEqual([`127.0.0.1:3000:${imageEnvironment().get("PORT")}`]);
    expect(worker.ports).toBeUndefined();
  });

  test("points the bot at the database and at Redis as they are set up, and waits until they are healthy", () => {
    const database = new URL((bot.environment["DATABASE_URL"] ?? "").replace(/\$\{[^}]*\}/, "password"));

    expect(database).toMatchObject({
      hostname: "postgres",
      port: "5432",
      username: "aftercare",
      pathname: "/aftercare",
    });
    expect(postgres.environment).toMatchObject({ POSTGRES_USER: "aftercare", POSTGRES_DB: "aftercare" });
    expect(bot.environment["REDIS_URL"]).toBe("redis://redis:6379");
    expect(Object.keys(bot.depends_on).sort()).toEqual(["postgres", "redis"]);
    expect(postgres.healthcheck.test).toContain("pg_isready");
    expect(redis.healthcheck.test).toContain("redis-cli");
  });

  test("keeps what learners said in volumes, Redis with its append-only file, and nothing else can be written", () => {
    const used = [...postgres.volumes, ...redis.volumes].map((volume) => volume.split(":")[0]);

    expect(Object.keys(volumes).sort()).toEqual(used.toSorted());
    expect(redis.command?.join(" ")).toContain("--appendonly yes");
    expect(redis.command?.join(" ")).toContain("noeviction");
    expect([bot.tmpfs, worker.tmpfs]).toEqual([["/tmp"], ["/tmp"]]);
  });
});

describe("CI", () => {
  test("runs the same tests and checks as a person does, after a clean installation", () => {
    const commands = read(".ci/run").trimEnd().split("\n").slice(-3);

    expect(commands).toEqual(["npm ci", "CI=true npm test", "npm run check"]);
    expect(() => accessSync(join(ROOT, ".ci/run"), constants.X_OK)).not.toThrow();
  });
});
