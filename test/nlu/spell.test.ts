/**
 * Typos, wrong characters of the same sound, and pinyin: what learners meant is found among the pack's own words, and what
 * is spelled well is left alone.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Matcher } from "../../src/core/ports.ts";
import { bitsOf } from "../../src/nlu/spell/bloom.ts";
import { correctionsOf as correctionsOfRuns } from "../../src/nlu/spell/corrections.ts";
import { isEnglish } from "../../src/nlu/spell/english.ts";
import { wordsNear } from "../../src/nlu/spell/latin.ts";
import { soundsOf, syllablesOf } from "../../src/nlu/spell/pinyin.ts";
import { readCorrected } from "../../src/nlu/spell/read-corrected.ts";
import { type Wordlist, wordlistOf } from "../../src/nlu/spell/wordlist.ts";
import { type Run, runsIn } from "../../src/nlu/text/words.ts";
import { coursePack, trainedCoursePack } from "./course-pack.ts";

let wordlist: Wordlist;
const correctionsOf = (list: Wordlist, text: string) => correctionsOfRuns(list, runsIn(text));

beforeAll(async () => {
  const pack = await coursePack();
  wordlist = wordlistOf([...pack.intents.values()].flatMap(({ examples }) => [...examples.zh, ...examples.en]));
});

const small = wordlistOf([
  "how to reset my password",
  "get a certificate",
  "download the invoice",
  "怎么退款",
  "忘记密码",
]);

describe("English", () => {
  test.each([
    ["a letter left out", "how to reset my pasword", "how to reset my password"],
    ["a letter too many", "get a certifficate", "get a certificate"],
    ["a wrong letter", "downloqd the invoice", "download the invoice"],
    ["two letters exchanged", "downlaod the invoice", "download the invoice"],
    ["the first letter wrong", "xertificate", "certificate"],
    ["two words misspelled", "downlod the invoise", "download the invoice"],
  ])("%s is mended", (_, typed, meant) => {
    expect(correctionsOf(small, typed)[0]).toBe(meant);
  });

  test.each(["how to reset my password", "resetting passwords", "DOWNLOAD the Invoice!", "", "？", "12345"])(
    "%j is spelled well enough: nothing to read in another way",
    (text) => {
      expect(correctionsOf(small, text)).toEqual([]);
    },
  );

  test("a real word the pack does not know is no typo of one it knows", () => {
    const list = wordlistOf(["what is the price", "track my parcel"]);

    expect(correctionsOf(list, "rice on the trick")).toEqual([]);
    expect(correctionsOf(list, "prce")).toEqual(["price"]);
  });

  test("short words are left alone: too many others are one slip away", () => {
    expect(correctionsOf(small, "gat teh")).toEqual([]);
  });

  test("when two words are as near, both readings are offered", () => {
    const list = wordlistOf(["marching band", "matching band"]);

    expect(correctionsOf(list, "maching")).toEqual(["marching", "matching"]);
  });

  test("any single slip in a word of the pack finds the word among the nearest", () => {
    const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
    const slips = fc.record({
      at: fc.nat({ max: 10 }),
      kind: fc.constantFrom("leave", "add", "change"),
      letter: letters,
    });
    fc.assert(
      fc.property(slips, ({ at, kind, letter }) => {
        const word = "certificate";
        const rest = kind === "add" ? word.slice(at) : word.slice(at + 1);
        const typed = word.slice(0, at) + (kind === "leave" ? "" : letter) + rest;
        if (typed !== word) expect(wordsNear(small, typed)).toEqual([word]);
      }),
      { seed: 3 },
    );
  });
});

describe("Chinese", () => {
  test.each([
    ["a wrong character of the same sound", "怎么退宽", "怎么退款"],
    ["a whole wrong word", "忘记蜜马了", "忘记密码了"],
    ["sounds people confuse: zh and z, sh and s", "我的课程正苏在哪下载", "我的课程证书在哪下载"],
    ["traditional script too", "忘記蜜馬了", "忘记密码了"],
  ])("%s is heard right", (_, typed, meant) => {
    expect(correctionsOf(wordlist, typed)).toContain(meant);
  });

  test.each([
    ["mima wangle", "密码忘了"],
    ["wo de mima wangle zenme ban", "我的密码忘了怎么办"],
    ["zenme kai fapiao", "怎么开发票"],
    ["我的mima忘了", "我的密码忘了"],
    ["tuikuan", "退款"],
    ["Zhuan Rengong", "转人工"],
  ])("pinyin is read aloud: %s is %s", (typed, meant) => {
    expect(correctionsOf(wordlist, typed)).toContain(meant);
  });

  test.each(["怎么申请退款", "我的 certificate 怎么下载", "我要退款"])("%s is left as it is", (text) => {
    expect(correctionsOf(wordlist, text)).toEqual([]);
  });

  test("English that happens to be made of syllables is not read as Chinese", () => {
    for (const text of ["can you help me", "china", "women", "open the change"]) {
      expect(correctionsOf(wordlist, text).filter((reading) => /\p{sc=Han}/u.test(reading))).toEqual([]);
    }
  });

  test("rare characters survive beside a mended word", () => {
    expect(correctionsOf(wordlist, "𠮷 mima wangle")[0]).toContain("𠮷");
  });
});

describe("sounds", () => {
  test("letters are cut into as few syllables as they allow", () => {
    expect(syllablesOf("zhuanrengong")).toHaveLength(3);
    expect(syllablesOf("xian")).toHaveLength(1);
    expect(syllablesOf("nvsheng")).toHaveLength(2);
    for (const letters of ["hello", "v", "q", "x".repeat(4000), "angang".repeat(100)])
      expect(syllablesOf(letters)).toBeNull();
  });

  test("a character with two readings has both", () => {
    expect(soundsOf("行".charCodeAt(0))).toHaveLength(2);
    expect(soundsOf("了".charCodeAt(0))).toContain(syllablesOf("le")?.[0]);
    expect(soundsOf("a".charCodeAt(0))).toEqual([]);
  });
});

describe("reading a message as it may have been meant", () => {
  const evidence = new Map([
    ["donwload the invoice", 0.2],
    ["download the invoice", 0.9],
  ]);
  const isSure = () => false;
  const reader = vi.fn((text: string) => ({ text, evidence: evidence.get(text) ?? 0.2 }));
  const read = (runs: readonly Run[]) => reader(runs.map(({ text }) => text).join(" "));

  test("the correction is taken when it looks more familiar", () => {
    expect(readCorrected(small, runsIn("donwload the invoice"), { read, isSure }).text).toBe("download the invoice");
  });

  test("what was typed is taken when a correction gains nothing", () => {
    expect(readCorrected(small, runsIn("reset my passwort"), { read, isSure }).text).toBe("reset my passwort");
  });

  test("what is understood for sure as it was typed is not read again", () => {
    reader.mockClear();

    const { text } = readCorrected(small, runsIn("donwload the invoice"), { read, isSure: () => true });

    expect(text).toBe("donwload the invoice");
    expect(reader).toHaveBeenCalledTimes(1);
  });
});

describe("learners of the shipped pack", () => {
  let match: Matcher;

  beforeAll(async () => {
    match = (await trainedCoursePack()).trained.match;
  }, 60_000);

  test.each([
    ["how to get a refudn", "request_refund"],
    ["怎么退宽", "request_refund"],
    ["mima wangle zenme ban", "reset_password"],
    ["請問發飄怎麼開", "invoice"],
  ])("are understood for sure when they write %s", (text, intentId) => {
    const [best] = match(text);

    expect(best?.intentId).toBe(intentId);
    expect(best?.confidence).toBeGreaterThan(0.8);
  });
});

test("the table of English words knows the common ones and hardly any nonsense", () => {
  for (const word of ["rice", "match", "hello", "block"]) expect(isEnglish(word)).toBe(true);
  const nonsense = Array.from({ length: 1000 }, (_, index) => `q${index.toString(26).replace(/\d/g, "x")}zk`);
  expect(nonsense.filter(isEnglish).length).toBeLessThan(60);
  expect(bitsOf("rice", 1000).every((bit) => bit >= 0 && bit < 1000)).toBe(true);
});

test("whatever is typed, there are at most two readings, and no half characters in them", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const readings = correctionsOf(wordlist, text);
      expect(readings.length).toBeLessThanOrEqual(2);
      expect(readings.every((reading) => reading.isWellFormed())).toBe(true);
    }),
    { numRuns: 300, seed: 5 },
  );
});
