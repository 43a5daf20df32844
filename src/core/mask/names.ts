/** Names: the ones we know the learner by, and the ones people give when they say how they are called. */
import { type Span, spansOf } from "./span.ts";

/** Shorter parts of a name are in half of all words. */
const LATIN_LENGTH_MIN = 3;
const HAN_LENGTH_MIN = 2;
const NAMES_MAX = 8;
const PARTS_MAX = 6;
const NAME_LENGTH_MAX = 64;
/** Names that are words as well are names only with a capital: "I will" is nobody. */
const WORDS_TOO: ReadonlySet<string> = new Set(
  (
    "april art august autumn bill can chance chase chip clay cliff dawn dean drew earl faith frank gene grace grant guy " +
    "hope iris ivy jack joy june lance mark max may miles miss nick page pat penny ray rich rob rose rusty sandy skip sky " +
    "sue summer ted the victor ward will user student learner guest test admin teacher course"
  ).split(" "),
);
const HAN = /^\p{sc=Han}+$/u;
const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const CALLED_HAN = new RegExp(
  `(?:我叫|我的名字[是叫]|姓名(?:是|[:：])?|本人) ?(?<part>[${SURNAMES}]\\p{sc=Han}{1,2}(?![\\p{sc=Han}])|[${SURNAMES}]\\p{sc=Han})`,
  "gu",
);
const CALLED_LATIN =
  /\b(?:[Mm]y (?:full )?name is|[Mm]y name's|I am called|[Nn]ame:) (?<part>[\p{Lu}][\p{L}'’-]{1,30}(?: [\p{Lu}][\p{L}'’-]{0,30}){0,3})/gu;

export function namesIn(text: string, names: readonly string[]): readonly Span[] {
  return [
    ...names.slice(0, NAMES_MAX).flatMap((name) => known(text, name)),
    ...spansOf(text, CALLED_HAN, "name"),
    ...spansOf(text, CALLED_LATIN, "name"),
  ];
}

function known(text: string, name: string): readonly Span[] {
  const whole = name.normalize("NFKC").trim().slice(0, NAME_LENGTH_MAX);
  const parts = whole.split(/[\s_.·@-]+/).slice(0, PARTS_MAX);
  return [whole, ...parts].flatMap((part) => spansOf(text, patternOf(part), "name"));
}

const NEVER = /(?!)/g;

function patternOf(part: string): RegExp {
  const exact = part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  if (HAN.test(part)) return part.length < HAN_LENGTH_MIN ? NEVER : new RegExp(exact, "gu");
  if (part.length < LATIN_LENGTH_MIN || /^\P{L}*$/u.test(part)) return NEVER;
  const isWord = WORDS_TOO.has(part.toLowerCase());
  const written = isWord ? `${part.slice(0, 1).toUpperCase()}${part.slice(1).toLowerCase()}` : exact;
  return new RegExp(`(?<![\\p{L}\\p{N}])${written}(?![\\p{sc=Latn}\\p{N}])`, isWord ? "gu" : "giu");
}
