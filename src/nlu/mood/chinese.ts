/**
 * Chinese words → how angry they sound: insults, threats, accusations and the ways of saying that one has had enough. Ours,
 * because AFINN has no Chinese. Most words of trouble (失败, 错误, 没收到) are calm reports and do not belong here.
 */
const GROUPS: readonly (readonly [weight: number, words: string])[] = [
  [0.9, "傻逼 傻比 煞笔 妈的 他妈 尼玛 操你 去死 王八蛋 混蛋 不要脸 狗东西 畜生 滚蛋 tmd cnm nmsl nmd"],
  [0.8, "骗子 骗钱 气死 愤怒 奸商 智障 废物 脑残 忍无可忍 恼火 什么狗屁 狗屁 黑心 无良 无耻 割韭菜 诈骗"],
  [0.65, "垃圾 坑人 坑爹 坑钱 恶心 火大 受够 欺骗 耍我 耍人 什么玩意 什么破 起诉 消协 12315 忽悠 流氓 霸王条款"],
  [
    0.5,
    "投诉 生气 举报 曝光 太差 差劲 太烂 真烂 烂透 烂死 破软件 破平台 破网站 破课 破系统 破玩意 没人管 没人理 不管不问 律师 骗人 骗我 有病 退钱 还钱 无语 过分 太慢了 搞什么 什么鬼 装死 敷衍 推卸",
  ],
  [
    0.35,
    "烦死 烦人 失望 离谱 坑 催了 好几遍 多少次 多少遍 几百遍 什么态度 态度差 服了 呵呵 浪费时间 浪费钱 到底管不管 有没有人",
  ],
];
const WEIGHTS: ReadonlyMap<string, number> = new Map(
  GROUPS.flatMap(([weight, words]) => words.split(" ").map((word): readonly [string, number] => [word, weight])),
);
const ANGRY = new RegExp([...WEIGHTS.keys()].sort((one, other) => other.length - one.length).join("|"), "g");
/** The places where mail and files go, and courses about law, are nobody's anger. */
const CALM =
  /垃圾(?:邮件|邮箱|箱|短信|桶|分类|文件|回收)|(?:律师|起诉|诈骗|反诈)(?:课|资格|考试|证)|避坑|踩坑|填坑|投诉建议/g;
/** "是不是骗子" takes nothing back, "不是骗子" and "没有生气" do. */
const NEGATED = /(?:(?<!是)不是|(?<!是)不(?:太|会|想|用|要)?|(?<!有)没有?|别|并非|不算)(?:再|很|太|在|想|要)?$/;
const NEGATION_LENGTH_MAX = 5;

/** The weights (0–1) of the angry words of folded text. */
export function angerInChinese(folded: string): readonly number[] {
  const text = folded.replace(CALM, " ");
  return [...text.matchAll(ANGRY)].flatMap((found) => {
    const before = text.slice(Math.max(0, found.index - NEGATION_LENGTH_MAX), found.index);
    return NEGATED.test(before) ? [] : [WEIGHTS.get(found[0]) ?? 0];
  });
}
