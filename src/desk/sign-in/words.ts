/**
 * Every word of the pages around signing in, in both languages side by side. `satisfies` makes a missing translation a type
 * error.
 */
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "../../core/accounts.ts";
import { LANGUAGES, type Language } from "../../core/model.ts";

const en = {
  title: "Sign in",
  email: "E-mail",
  password: "Password",
  enter: "Sign in",
  withToken: "Use the API token instead",
  wrong: "That did not work. Check both fields; after several wrong tries, wait a few minutes before the next.",
  tooOften: (seconds: number) => `Too many tries from here. Try again in ${seconds} s.`,
  foreign: "This page was opened in a way that is not safe. Open it again and retry.",
  signedIn: "You are signed in",
  as: (name: string, email: string) => `As ${name} (${email}).`,
  toConsole: "To the tickets",
  signOut: "Sign out",
  change: "Change the password",
  current: "Present password",
  next: "New password",
  nextHint: `At least ${PASSWORD_LENGTH_MIN} characters; several words are easy to remember. You stay signed in here only.`,
  save: "Change",
  changed: "The password is changed. All other places are signed out.",
  too_short: `The new password needs at least ${PASSWORD_LENGTH_MIN} characters.`,
  too_long: `The new password may have ${PASSWORD_LENGTH_MAX} characters at most.`,
  is_email: "The new password must not be the e-mail address.",
  other: "zh",
  otherLanguage: "中文",
} as const;

type Widened<Value> = Value extends string ? string : Value;
export type PageWords = { readonly [Key in keyof typeof en]: Widened<(typeof en)[Key]> };

const zh = {
  title: "登录",
  email: "邮箱",
  password: "密码",
  enter: "登录",
  withToken: "改用 API 令牌",
  wrong: "登录没有成功。请检查两个字段；多次输错后，请等几分钟再试。",
  tooOften: (seconds: number) => `此处尝试过于频繁，请在 ${seconds} 秒后再试。`,
  foreign: "本页的打开方式不安全，请重新打开后再试。",
  signedIn: "你已登录",
  as: (name: string, email: string) => `身份：${name}（${email}）。`,
  toConsole: "查看工单",
  signOut: "退出登录",
  change: "修改密码",
  current: "当前密码",
  next: "新密码",
  nextHint: `至少 ${PASSWORD_LENGTH_MIN} 个字符，用几个词组成更容易记住。修改后只有此处保持登录。`,
  save: "修改",
  changed: "密码已修改，其他地方均已退出登录。",
  too_short: `新密码至少需要 ${PASSWORD_LENGTH_MIN} 个字符。`,
  too_long: `新密码最多 ${PASSWORD_LENGTH_MAX} 个字符。`,
  is_email: "新密码不能是邮箱地址。",
  other: "en",
  otherLanguage: "English",
} satisfies PageWords;

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { zh, en };

/** The language asked for in the address, else the first of ours the browser lists, else English. */
export function pageLanguage(asked: string | undefined, acceptLanguage: string | undefined): Language {
  const listed = (acceptLanguage ?? "").toLowerCase().split(",");
  const wishes = [asked ?? "", ...listed].map((wish) => wish.trim().slice(0, 2));
  for (const wish of wishes) {
    const known = LANGUAGES.find((language) => language === wish);
    if (known !== undefined) return known;
  }
  return "en";
}
