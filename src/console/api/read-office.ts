/** Those who help and what helps them, as the API sends it: agents, teams, macros, notices, and who we are. */
import { fields, listOf, number, oneOf, orNull, type Read, text, time } from "./read.ts";
import { type LANGUAGES, PRIORITIES, type Priority } from "./read-ticket.ts";

/** Who we are. `account` is null when the machine or a token let us in; then we may do what admins may. */
export type Me = { readonly account: { readonly name: string } | null; readonly isAdmin: boolean };

export type Colleague = {
  readonly id: string;
  readonly name: string;
  readonly isAway: boolean;
  readonly isGone: boolean;
  readonly isYou: boolean;
  /** Open tickets. */
  readonly holds: number;
};
export type Team = { readonly id: number; readonly name: string };

export type MacroAction =
  | { readonly action: "tag"; readonly tag: string }
  | { readonly action: "priority"; readonly priority: Priority }
  | { readonly action: "snooze"; readonly ms: number }
  | { readonly action: "solve" };
type ByLanguage = Readonly<Record<(typeof LANGUAGES)[number], string>>;
export type Macro = { readonly name: string; readonly words: ByLanguage; readonly uses: number };
/** What a macro would say to this learner, and do. */
export type Preview = { readonly text: string; readonly actions: readonly MacroAction[] };

export type Notice = {
  readonly id: number;
  readonly intentId: string | null;
  readonly words: ByLanguage;
  readonly endsAt: number;
};

export type Presence = { readonly away: boolean; readonly holds: readonly number[] };

/** Why the server refused. `holder` is who holds the ticket, or whoever is meant; `names` who or what there is instead. */
export type Problem = {
  readonly code: string | null;
  readonly holder: string | null;
  readonly names: readonly string[];
  /** What is wrong, line by line, in the server's words. */
  readonly reasons: readonly string[];
};

export function meOf(value: unknown): Me {
  const row = fields(value);
  const account = row.get("account") ?? null;
  if (account === null) return { account: null, isAdmin: true };
  const who = fields(account);
  return { account: { name: text(who.get("name")) }, isAdmin: who.get("role") === "admin" };
}

export function colleagueOf(value: unknown): Colleague {
  const row = fields(value);
  return {
    id: text(row.get("id")),
    name: text(row.get("name")),
    isAway: row.get("isAway") === true,
    isGone: row.get("isGone") === true,
    isYou: row.get("isYou") === true,
    holds: number(row.get("holds")),
  };
}

export function teamOf(value: unknown): Team {
  const row = fields(value);
  return { id: number(row.get("id")), name: text(row.get("name")) };
}

export function macroOf(value: unknown): Macro {
  const row = fields(value);
  return { name: text(row.get("name")), words: byLanguage(row.get("words")), uses: number(row.get("uses")) };
}

/** What a verb with a preview answers; null when there was none. */
export function previewOf(value: unknown): Preview | null {
  return orNull((given) => {
    const row = fields(given);
    return { text: text(row.get("text")), actions: listOf(actionOf)(row.get("actions")) };
  })(fields(value).get("preview") ?? null);
}

export function noticeOf(value: unknown): Notice {
  const row = fields(value);
  return {
    id: number(row.get("id")),
    intentId: orNull(text)(row.get("intentId")),
    words: byLanguage(row.get("words")),
    endsAt: time(row.get("endsAt")),
  };
}

export function presenceOf(value: unknown): Presence {
  const row = fields(value);
  return { away: row.get("away") === true, holds: listOf(number)(row.get("holds")) };
}

export function problemOf(value: unknown): Problem {
  const row = fields(value);
  const nameOf: Read<string> = (holder) => text(fields(holder).get("name"));
  return {
    code: orNull(text)(row.get("code") ?? null),
    holder: orNull(nameOf)(row.get("holder") ?? null),
    names: listOf(text)(row.get("names") ?? []),
    reasons: listOf(text)(row.get("reasons") ?? []),
  };
}

function actionOf(value: unknown): MacroAction {
  const row = fields(value);
  const action = oneOf(["tag", "priority", "snooze", "solve"])(row.get("action"));
  switch (action) {
    case "tag":
      return { action, tag: text(row.get("tag")) };
    case "priority":
      return { action, priority: oneOf(PRIORITIES)(row.get("priority")) };
    case "snooze":
      return { action, ms: number(row.get("ms")) };
    case "solve":
      return { action };
  }
}

function byLanguage(value: unknown): ByLanguage {
  const row = fields(value);
  return { zh: text(row.get("zh")), en: text(row.get("en")) };
}
