/**
 * Where somebody can be reached, or got in, by something written: e-mail addresses, links that carry more than a page's name,
 * handles, passwords. A group called `part`, where there is one, ends its pattern.
 */
import { type Span, spansOf } from "./span.ts";

const EMAIL =
  /[\p{L}\p{N}._%+-]{1,64}[ \u200b]{0,2}@[ \u200b]{0,2}[\p{L}\p{N}-]{1,63}(?:[.。][\p{L}\p{N}-]{1,63}){1,6}/gu;
/** Without `@` both words must be spelt: "at 1.5x" is no address. */
const SPELT_EMAIL =
  /[a-z0-9._%+-]{1,64}(?: at | ?[([]at[)\]] ?| ?艾特 ?)[a-z0-9-]{1,63}(?:(?: dot | ?[([]dot[)\]] ?| ?点 ?)[a-z0-9-]{2,63}){1,4}/giu;
const BRACKET_EMAIL = /[a-z0-9._%+-]{1,64} ?[([]at[)\]] ?[a-z0-9-]{1,63}(?:\.[a-z]{2,63}){1,4}/giu;
const LINK = /(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)[^\s<>"'，。；！？、（）《》]{1,2048}/giu;
const MENTION = /(?<![\p{L}\p{N}.@])@[\p{L}\p{N}_.-]{2,64}/gu;
const PROFILE =
  /(?:t\.me|telegram\.me|discord\.gg|wa\.me|line\.me|(?:twitter|x|facebook|instagram|weibo)\.com)\/[^\s，。]{2,200}/giu;
const NETWORK = "微信|v信|wx|vx|weixin|wechat|qq|支付宝|alipay|telegram|tg|discord|whatsapp|line|skype|抖音|小红书";
const LINKING = "(?: ?(?:号码|账号|帐号|号|名|id|number|account|name|user|is|was|是|为|叫|加|[:=]))";
/** Only what has a digit or an underscore, or stands behind a colon, is surely no word: "wechat payment" is none. */
const NAMED_ACCOUNT = new RegExp(
  `(?:${NETWORK})(?:${LINKING}{1,3} ?|[ :=]{0,2}(?=[a-z_-]{0,19}[0-9_]))(?<part>(?=[a-z_-]{0,19}[0-9_])[a-z0-9_-]{5,40})`,
  "giu",
);
const COLON_ACCOUNT = new RegExp(`(?:${NETWORK})${LINKING}{0,2} ?[:=] ?(?<part>[a-z0-9_-]{4,40})`, "giu");
const SECRET =
  /(?:密码|口令|验证码|password|passwd|passcode|pwd|\bpin\b|\botp\b|verification code|access code|token|api key|secret)(?: ?(?:码|code|is|was|是|为|[:=：])){1,3} ?(?<part>(?=[^\s，。]{0,63}[0-9!#$%^&*_])[^\s，。]{4,64})/giu;
const SECRET_AFTER_SPACE =
  /(?:密码|验证码|password|passcode|pwd|\bpin\b|\botp\b|verification code) (?<part>[0-9]{4,12})/giu;

export function addressesIn(text: string): readonly Span[] {
  return [
    ...spansOf(text, LINK, "link").flatMap((span) => linkParts(text, span)),
    ...spansOf(text, EMAIL, "email"),
    ...spansOf(text, SPELT_EMAIL, "email"),
    ...spansOf(text, BRACKET_EMAIL, "email"),
    ...spansOf(text, SECRET, "secret"),
    ...spansOf(text, SECRET_AFTER_SPACE, "secret"),
    ...spansOf(text, PROFILE, "link"),
    ...spansOf(text, MENTION, "account"),
    ...spansOf(text, COLON_ACCOUNT, "account"),
    ...spansOf(text, NAMED_ACCOUNT, "account"),
  ];
}

/** A page everybody may open: a host, and a path of a few words. What is behind `?` or `#`, or looks drawn by lot, is somebody's. */
const OPEN_PAGE = /^(?:https?:\/\/|www\.)[a-z0-9.-]{1,100}(?:\/[a-z_-]{0,40}){0,6}$/i;
const ORIGIN = /^(?:https?:\/\/|www\.)[a-z0-9.-]{1,100}\//i;

function linkParts(text: string, span: Span): readonly Span[] {
  const link = text.slice(span.from, span.to);
  if (OPEN_PAGE.test(link.replace(/[.,!?)\]]{1,3}$/, ""))) return [];
  // The host tells which site was meant, unless somebody is named in front of it.
  const origin = link.slice(0, link.search(/[?#@]|$/)).match(ORIGIN)?.[0] ?? "";
  return [{ ...span, from: span.from + origin.length }];
}
