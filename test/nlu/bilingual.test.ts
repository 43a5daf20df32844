/** Learners who write Chinese leave words in English: `我的 certificate 怎么下载`. A pack need not show every such mixture. */
import { expect, test } from "vitest";
import { translated } from "../../src/nlu/spell/bilingual.ts";
import { BILINGUAL } from "../../src/nlu/spell/bilingual-table.ts";
import { wordlistOf } from "../../src/nlu/spell/wordlist.ts";
import { runsIn } from "../../src/nlu/text/words.ts";
import { train } from "../../src/nlu/trained.ts";

const EXAMPLES = {
  certificate: ["证书在哪里下载", "我的证书什么时候发", "结业证书怎么领取", "怎么拿到证书"],
  password: ["忘记密码了怎么办", "密码怎么改", "我想重置密码", "登录密码不对"],
  refund: ["我想退款", "退款多久到账", "怎么申请退款", "钱什么时候退回来"],
  invoice: ["发票怎么开", "可以开发票吗", "电子发票在哪里", "我要开公司抬头的发票"],
};
const SUBJECTS = Object.entries(EXAMPLES).map(([id, examples]) => ({ id, examples, hints: [] }));

function inChinese(text: string, examples: readonly string[] = Object.values(EXAMPLES).flat()): string | null {
  return translated(wordlistOf(examples), runsIn(text));
}

test.each([
  ["我的 certificate 怎么下载", "certificate"],
  ["forgot 了 password", "password"],
  ["想 refund 可以吗", "refund"],
  ["invoices 怎么弄", "invoice"],
])("%s is understood though every example is in Chinese", (text, intent) => {
  const { match } = train(SUBJECTS);

  expect(match(text)[0]?.intentId).toBe(intent);
});

test("English words become Chinese, with or without their endings, two of them together where they belong so", () => {
  expect(inChinese("我的 certificate 怎么下载")).toBe("我的证书怎么下载");
  expect(inChinese("invoices 在哪里 download")).toBe("发票在哪里下载");
  expect(inChinese("怎么 log in 不了")).toBe("怎么登录不了");
  expect(inChinese("zoom 的 password 是什么")).toBe("zoom 的密码是什么");
});

test("of several translations the one the pack uses is taken, else the most usual", () => {
  expect(inChinese("我的 account 怎么改", ["账户余额", "我的账户"])).toBe("我的账户怎么改");
  expect(inChinese("我的 account 怎么改", ["我想退款"])).toBe("我的账号怎么改");
});

test.each([
  "我的证书怎么下载",
  "where is my certificate",
  "我用的是 zoom",
  "",
  "这个 one two three four five six seven 怎么办",
])("%j is read as it is", (text) => {
  expect(inChinese(text)).toBeNull();
});

test("every word of the table stands there once, and is Chinese on the other side", () => {
  const entries = BILINGUAL.trim().split(/[\n|]/);
  const words = entries.map((entry) => entry.split(" ")[0]);

  expect(new Set(words).size).toBe(words.length);
  expect(entries.filter((entry) => !/^[a-z]+(?:-[a-z]+)?(?: \p{sc=Han}+)+$/u.test(entry))).toEqual([]);
});
