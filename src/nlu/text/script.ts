/**
 * One script for all who write Chinese: traditional characters become simplified, words of Taiwan and Hong Kong those of
 * the mainland, and a message of nothing but emoji the words it stands for. For comparing only: two characters may fall
 * together (乾 and 幹 are both 干), so nobody may ever be shown the outcome.
 */
import { SIMPLIFIED_PAIRS } from "./simplified-table.ts";

// What the dictionaries leave alone and learners still write in two ways: 帳號 and 賬號, 妳 and 你, and Cantonese.
const OUR_PAIRS = "帐账妳你牠它祂它咁这唔不冇没嘅的咗了喺在睇看嚟来佢他乜么啲些噉这俾给畀给";

// Keys are simplified already: characters come first. Only words whose mainland twin is another word altogether.
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    影片: "视频",
    视讯: "视频",
    视像: "视频",
    音讯: "音频",
    软体: "软件",
    硬体: "硬件",
    网路: "网络",
    登入: "登录",
    登出: "退出登录",
    简讯: "短信",
    短讯: "短信",
    讯息: "消息",
    资讯: "信息",
    萤幕: "屏幕",
    荧幕: "屏幕",
    档案: "文件",
    列印: "打印",
    连结: "链接",
    连线: "连接",
    伺服器: "服务器",
    应用程式: "应用",
    程式码: "代码",
    程式: "程序",
    线上: "在线",
    品质: "质量",
    信箱: "邮箱",
    电邮: "邮箱",
    支援: "支持",
    当机: "死机",
    搜寻: "搜索",
    预设: "默认",
    选单: "菜单",
    介面: "界面",
    透过: "通过",
    使用者: "用户",
    户口: "账户",
    信用咭: "信用卡",
    笔电: "笔记本",
    解除安装: "卸载",
    行动装置: "移动设备",
    装置: "设备",
    折价券: "优惠券",
    增值: "充值",
    退费: "退款",
    客服人员: "客服",
    点样: "怎么样",
    边度: "哪里",
    几时: "什么时候",
    几耐: "多久",
    么嘢: "什么",
    甚么: "什么",
    着作: "著作",
    着名: "著名",
  }),
);

// What an emoji says when it is all that is said. Between words it is decoration and counts for nothing.
const EMOJI: ReadonlyMap<string, string> = new Map(
  [
    ["👋", "hello 你好"],
    ["🙏🙇❤💗💕💖😘🥰🤝💐🌹", "thanks 谢谢"],
    ["👍👌🆗✅🙆", "ok 好的"],
    ["👎", "bad 不好"],
    ["😡🤬😠😤💢🖕", "angry 生气"],
    ["🆘", "help 帮助"],
    ["🎓📜", "certificate 证书"],
    ["🧾", "invoice 发票"],
    ["💳💰💵💴💸", "pay 付款"],
    ["🔑🔐🔒", "password 密码"],
    ["🧑👩👨", "person 真人"],
  ].flatMap(([emoji = "", words = ""]) => [...emoji].map((one): readonly [string, string] => [one, words])),
);

const HAN = /\p{sc=Han}/u;
const ANY_WORD = new RegExp([...WORDS.keys()].sort((one, other) => other.length - one.length).join("|"), "g");
const SPOKEN = /[\p{L}\p{N}]/u;
const PICTURE = /\p{Extended_Pictographic}/gu;
/** Pictures looked at: nobody says more than this with them. */
const PICTURES_MAX = 8;

/** Unit → simplified unit, 0 where nothing changes: a look-up costs a nanosecond and the whole table 128 KB. */
const simplified = new Uint16Array(0x10000);
const pairs = SIMPLIFIED_PAIRS.replaceAll("\n", "");
for (const list of [pairs, OUR_PAIRS]) {
  for (let at = 0; at + 1 < list.length; at += 2) simplified[list.charCodeAt(at)] = list.charCodeAt(at + 1);
}
// 帳 is 帐 in the dictionaries and 帐 is 账 to us.
simplified.forEach((unit, from) => {
  if (unit !== 0) simplified[from] = simplified[unit] || unit;
});

/** Folded text in one script. It may grow, to at most twice its length. */
export function foldScript(text: string): string {
  if (HAN.test(text)) return simplify(text).replace(ANY_WORD, (word) => WORDS.get(word) ?? word);
  return SPOKEN.test(text) ? text : wordsOfPictures(text);
}

function simplify(text: string): string {
  let folded = "";
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = simplified[text.charCodeAt(at)] ?? 0;
    if (unit === 0) continue;
    folded += text.slice(copied, at) + String.fromCharCode(unit);
    copied = at + 1;
  }
  return copied === 0 ? text : folded + text.slice(copied);
}

function wordsOfPictures(text: string): string {
  const pictures = text.match(PICTURE)?.slice(0, PICTURES_MAX) ?? [];
  return [...new Set(pictures.flatMap((picture) => EMOJI.get(picture) ?? []))].join(" ") || text;
}
