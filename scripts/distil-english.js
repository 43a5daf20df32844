// @ts-check
/**
 * Writes the table of short English words by which src/nlu/spell tells a word the pack does not know from a misspelled one:
 * `node scripts/distil-english.js`. The words are those of the lexicon that comes with natural, 4 MB of JSON.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bitsOf } from "../src/nlu/spell/bloom.ts";

const LEXICON = "natural/lib/natural/brill_pos_tagger/data/English/lexicon_from_posjs.json";
const WORD = /^[a-z]{4,6}$/;
const BITS_PER_WORD = 8;
const LINE_LENGTH = 116;
const FILE = "src/nlu/spell/english-table.ts";

/** Newspapers of 1990 spell numbers in figures and thank nobody. */
const MISSING =
  "three four five seven eight nine eleven twelve twenty thirty forty fifty sixty hello thanks okay online email";

const lexicon = Object.keys(JSON.parse(readFileSync(createRequire(import.meta.url).resolve(LEXICON), "utf8")));
const words = [...new Set([...lexicon, ...MISSING.split(" ")])].filter((word) => WORD.test(word));
const bits = new Uint8Array(words.length);
for (const word of words) {
  for (const bit of bitsOf(word, words.length * BITS_PER_WORD)) {
    const byte = bit >>> 3;
    bits[byte] = (bits[byte] ?? 0) | (1 << (bit & 7));
  }
}
const lines =
  Buffer.from(bits)
    .toString("base64")
    .match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? [];
const text = [
  "/**",
  " * English words of 4 to 6 letters as the bits of a Bloom filter (bloom.ts), in base64. Written by",
  " * scripts/distil-english.js out of the lexicon of natural (MIT); not to be edited by hand.",
  " */",
  `export const ENGLISH_BITS = \`\n${lines.join("\n")}\n\`;\n`,
].join("\n");
writeFileSync(FILE, text);
console.log(`${FILE}: ${words.length} words, ${text.length} bytes`);
