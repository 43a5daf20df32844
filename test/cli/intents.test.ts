/** The `aftercare` command as people run it: a process, its output, and what its exit code says. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

type Run = { readonly code: number; readonly out: string; readonly err: string };

/** Runs the command with nothing of the surrounding settings but what is given. */
function aftercare(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], ...settings };
    const child = execFile(process.execPath, ["src/cli/start.js", ...args], { env }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

let directory: string;
let rows: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "cli-"));
  rows = join(directory, "rows.jsonl");
  const texts = {
    refund: ["refund my order", "i want a refund", "money back"],
    hello: ["hello", "hi there", "good morning"],
  };
  const training = Object.entries(texts).flatMap(([intent, all]) =>
    all.map((text) => ({ text, intent, split: "train" })),
  );
  const testing = [
    { text: "a refund please", intent: "refund", split: "test" },
    { text: "hello there", intent: "hello", split: "test" },
    { text: "日本語の天気", intent: "oos", split: "test" },
  ];
  await writeFile(rows, [...training, ...testing].map((row) => JSON.stringify(row)).join("\n"));
});

const figures = z.strictObject({
  n: z.number(),
  accuracy: z.number(),
  macroF1: z.number(),
  oos: z.strictObject({ n: z.number(), auroc: z.number(), recallAt95: z.number(), recallAt90: z.number() }),
  intents: z.number(),
  trainMs: z.number(),
  latencyUs: z.strictObject({ p50: z.number(), p99: z.number() }),
  rssMb: z.number(),
});

describe("intents eval", () => {
  test("prints the figures as one line of JSON and writes a row for every test row", async () => {
    const out = join(directory, "out.jsonl");

    const run = await aftercare([
      "intents",
      "eval",
      "--train",
      `${rows}:train`,
      "--test",
      `${rows}:test`,
      "--json",
      "--out",
      out,
    ]);

    expect(run).toMatchObject({ code: 0, err: "" });
    expect(figures.parse(JSON.parse(run.out))).toMatchObject({
      n: 3,
      accuracy: 1,
      macroF1: 1,
      intents: 2,
      oos: { n: 1, auroc: 1 },
    });
    const written = (await readFile(out, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(written).toEqual([
      {
        text: "a refund please",
        gold: "refund",
        ranking: [
          { intent: "refund", score: expect.any(Number) },
          { intent: "hello", score: expect.any(Number) },
        ],
        confidence: expect.any(Number),
      },
      expect.objectContaining({ gold: "hello" }),
      expect.objectContaining({ gold: "oos" }),
    ]);
  });

  test("gives the same figures and rows on every run", async () => {
    const once = async (name: string) => {
      const out = join(directory, name);
      const run = await aftercare([
        "intents",
        "eval",
        "--train",
        `${rows}:train`,
        "--test",
        rows,
        "--json",
        "--out",
        out,
      ]);
      const { n, accuracy, macroF1, oos } = figures.parse(JSON.parse(run.out));
      return { n, accuracy, macroF1, oos, rows: await readFile(out, "utf8") };
    };

    expect(await once("first.jsonl")).toEqual(await once("second.jsonl"));
  });

  test("prints a table for people without --json", async () => {
    const run = await aftercare(["intents", "eval", "--train", `${rows}:train`, "--test", `${rows}:test`]);

    expect(run.code).toBe(0);
    expect(run.out).toMatch(/accuracy\s+100\.0 %/);
  });

  test("ends with 1 and every problem of the files", async () => {
    const run = await aftercare([
      "intents",
      "eval",
      "--train",
      `${rows}:nope`,
      "--test",
      join(directory, "none.jsonl"),
    ]);

    expect(run.code).toBe(1);
    expect(run.err.trim().split("\n")).toEqual([
      expect.stringContaining("no such rows"),
      expect.stringContaining("none.jsonl: cannot be read"),
    ]);
  });

  test("does not start without its files named", async () => {
    expect((await aftercare(["intents", "eval", "--train", rows])).code).toBe(1);
  });
});

describe("intents check", () => {
  test("says that the shipped pack is good and what its thresholds mean", async () => {
    const run = await aftercare(["intents", "check"]);

    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("Online education: no problems. 55 intents");
    expect(run.out).toContain("answerWhenSure");
  }, 60_000);

  test("ends with 1 and names the problem of a bad pack", async () => {
    const run = await aftercare(["intents", "check", directory]);

    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toContain("pack.yaml: is missing");
  });
});

describe("ask", () => {
  test("prints what a learner would read, in the learner's language", async () => {
    const run = await aftercare(["ask", "忘记密码怎么办？"]);

    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("在登录页点“忘记密码”");
    expect(run.out).toContain("reset_password");
  }, 60_000);

  test("answers by what is known of whoever asks, and says how to write it", async () => {
    const yours = await aftercare(["ask", "我要退款", "--as", "course=Python,days=3,progress=12"]);
    const unreadable = await aftercare(["ask", "我要退款", "--as", "days=soon"]);

    expect(yours.out).toContain("Python购买不到 7 天，学习进度12%，符合退款条件");
    expect(unreadable).toMatchObject({ code: 1, err: expect.stringContaining("such as course=python,days=3") });
  }, 60_000);

  test("answers in the language asked for, as JSON when wanted", async () => {
    const run = await aftercare(["ask", "忘记密码怎么办？", "--lang", "en", "--json"]);

    expect(JSON.parse(run.out)).toMatchObject({
      language: "en",
      judgement: "answer",
      intents: ["reset_password"],
      answer: expect.stringContaining("Forgot password"),
      links: [{ label: "Account settings", url: "https://learn.example.com/account" }],
      matches: expect.arrayContaining([{ intentId: "reset_password", confidence: expect.any(Number) }]),
    });
  }, 60_000);

  test("answers two questions in one message, one after the other", async () => {
    const run = await aftercare(["ask", "1. 怎么退款 2. 证书在哪下载", "--json"]);

    const said = JSON.parse(run.out);
    expect(said).toMatchObject({ judgement: "answer", intents: ["request_refund", "certificate"] });
    expect(said.answer).toMatch(/申请退款[\s\S]*证书/);
  }, 60_000);

  test("answers nothing to nonsense", async () => {
    const run = await aftercare(["ask", "qwer zxcv asdf", "--json"], { INTENTS_DIR: "test/whole-bot/small-pack" });

    expect(JSON.parse(run.out)).toMatchObject({ judgement: "rephrase", intents: [], answer: null });
  }, 60_000);

  test("ends with 78 when the settings or the packs cannot be used", async () => {
    const noPack = await aftercare(["ask", "hello"], { INTENTS_DIR: join(directory, "nowhere") });
    const badSetting = await aftercare(["ask", "hello"], { DEFAULT_LANGUAGE: "fr" });

    expect(noPack).toMatchObject({ code: 78, out: "" });
    expect(noPack.err).toContain("is not a directory");
    expect(badSetting).toMatchObject({ code: 78, out: "" });
    expect(badSetting.err).toContain("DEFAULT_LANGUAGE");
  });

  test("refuses a language nobody speaks", async () => {
    expect((await aftercare(["ask", "hello", "--lang", "fr"])).code).toBe(1);
  });
});
