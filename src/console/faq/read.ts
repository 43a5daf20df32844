/** The FAQ and what is known about it, as the API sends it. What is not named here is not shown. */
import { fields, itemsOf, listOf, number, oneOf, orNull, type Read, text, time } from "../api/read.ts";

export const LANGUAGES = ["zh", "en"] as const;
export type Lang = (typeof LANGUAGES)[number];
type InLanguages<Value> = Readonly<Record<Lang, Value>>;
export const ESCALATES = ["never", "offer", "always"] as const;
export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

export type Intent = {
  readonly id: string;
  readonly path: string;
  readonly title: InLanguages<string>;
  readonly escalate: (typeof ESCALATES)[number];
  readonly draftId: number | null;
};
export type Faq = {
  readonly version: number;
  readonly folders: readonly string[];
  readonly problems: readonly string[];
  readonly conflicts: number;
  readonly items: readonly Intent[];
};

/** A share with how many cases it is of; null where there are none. */
export type Share = { readonly n: number; readonly share: number | null };
export type Card = {
  readonly intentId: string;
  readonly asked: number;
  readonly wrong: Share;
  readonly helped: Share;
  readonly escalations: number;
  readonly minutes: number;
  readonly asksFirst: boolean;
};

export const DRAFT_PARTS = ["title", "examples", "answer"] as const;
type DraftPart = (typeof DRAFT_PARTS)[number];
export type Draft = {
  readonly id: number;
  readonly path: string;
  readonly text: string | null;
  readonly liveText: string | null;
  readonly title: InLanguages<string> | null;
  /** Languages in which something is not written yet. */
  readonly missing: readonly { readonly language: Lang; readonly parts: readonly DraftPart[] }[];
  readonly problems: readonly string[];
  readonly isOvertaken: boolean;
  readonly revision: number;
  readonly by: string;
  readonly at: number;
  readonly evidence: readonly { readonly question: string; readonly answer: string | null }[];
};

export type Form = {
  readonly title: InLanguages<string>;
  readonly examples: InLanguages<readonly string[]>;
  readonly answer: InLanguages<string>;
  readonly links: readonly { readonly label: InLanguages<string>; readonly url: string }[];
  readonly escalate: (typeof ESCALATES)[number];
  readonly priority: (typeof PRIORITIES)[number];
};

export const DOES = ["answer", "clarify", "rephrase", "hand_over"] as const;
export type Tried = {
  readonly ranking: readonly { readonly intentId: string; readonly confidence: number }[];
  readonly does: (typeof DOES)[number];
  readonly spoke: readonly { readonly word: string; readonly share: number }[];
  readonly nearest: readonly { readonly intentId: string; readonly text: string; readonly likeness: number }[];
};
export type Tested = { readonly draft: Tried; readonly live: Tried };

export type Version = {
  readonly number: number;
  readonly at: number;
  readonly by: string;
  readonly why: string;
  readonly source: string;
  readonly despite: string | null;
  readonly isLive: boolean;
};
export type Change = { readonly path: string; readonly before: string | null; readonly after: string | null };
export type Conflict = {
  readonly path: string;
  readonly at: number;
  /** What both sides began with. */
  readonly base: string | null;
  /** Null: removed on that side. */
  readonly live: string | null;
  readonly folder: string | null;
};

export type Group = {
  readonly id: number;
  readonly title: string;
  readonly questions: number;
  readonly escalations: number;
  readonly minutesSaved: number | null;
  readonly nearest: string | null;
  readonly examples: readonly string[];
  readonly answer: string | null;
};

export function faqOf(value: unknown): Faq {
  const row = fields(value);
  return {
    version: number(row.get("version")),
    folders: listOf(text)(row.get("folders")),
    problems: listOf(text)(row.get("problems")),
    conflicts: number(row.get("conflicts")),
    items: itemsOf(value, intentOf),
  };
}

function intentOf(value: unknown): Intent {
  const row = fields(value);
  return {
    id: text(row.get("id")),
    path: text(row.get("path")),
    title: inLanguages(text)(row.get("title")),
    escalate: oneOf(ESCALATES)(row.get("escalate")),
    draftId: orNull(number)(row.get("draftId")),
  };
}

export function cardOf(value: unknown): Card {
  const row = fields(value);
  return {
    intentId: text(row.get("intentId")),
    asked: number(row.get("asked")),
    wrong: shareOf(row.get("wrong")),
    helped: shareOf(row.get("helped")),
    escalations: number(row.get("escalations")),
    minutes: number(row.get("minutes")),
    asksFirst: row.get("asksFirst") === true,
  };
}

function shareOf(value: unknown): Share {
  const row = fields(value);
  return { n: number(row.get("n")), share: orNull(number)(row.get("share")) };
}

export function draftOf(value: unknown): Draft {
  const row = fields(value);
  return {
    id: number(row.get("id")),
    path: text(row.get("path")),
    text: orNull(text)(row.get("text")),
    liveText: orNull(text)(row.get("liveText")),
    title: orNull(inLanguages(text))(row.get("title") ?? null),
    missing: listOf((one) => {
      const each = fields(one);
      return { language: oneOf(LANGUAGES)(each.get("language")), parts: listOf(oneOf(DRAFT_PARTS))(each.get("parts")) };
    })(row.get("missing")),
    problems: listOf(text)(row.get("problems")),
    isOvertaken: row.get("isOvertaken") === true,
    revision: number(row.get("revision")),
    by: text(fields(row.get("by")).get("name")),
    at: time(row.get("at")),
    evidence: listOf((one) => {
      const said = fields(one);
      return { question: text(said.get("question")), answer: orNull(text)(said.get("answer") ?? null) };
    })(row.get("evidence")),
  };
}

export function formOf(value: unknown): Form {
  const row = fields(value);
  const link: Read<Form["links"][number]> = (one) => {
    const each = fields(one);
    return { label: inLanguages(text)(each.get("label")), url: text(each.get("url")) };
  };
  return {
    title: inLanguages(text)(row.get("title")),
    examples: inLanguages(listOf(text))(row.get("examples")),
    answer: inLanguages(text)(row.get("answer")),
    links: listOf(link)(row.get("links")),
    escalate: oneOf(ESCALATES)(row.get("escalate")),
    priority: oneOf(PRIORITIES)(row.get("priority")),
  };
}

export function testedOf(value: unknown): Tested {
  const row = fields(value);
  return { draft: triedOf(row.get("draft")), live: triedOf(row.get("live")) };
}

function triedOf(value: unknown): Tried {
  const row = fields(value);
  const part = <Value>(name: string, read: (row: ReadonlyMap<string, unknown>) => Value) =>
    listOf((one) => read(fields(one)))(row.get(name));
  return {
    ranking: part("ranking", (one) => ({
      ...{ intentId: text(one.get("intentId")), confidence: number(one.get("confidence")) },
    })),
    does: oneOf(DOES)(row.get("does")),
    spoke: part("spoke", (one) => ({ word: text(one.get("word")), share: number(one.get("share")) })),
    nearest: part("nearest", (one) => ({
      ...{ intentId: text(one.get("intentId")), text: text(one.get("text")), likeness: number(one.get("likeness")) },
    })),
  };
}

export function versionOf(value: unknown): Version {
  const row = fields(value);
  return {
    number: number(row.get("number")),
    at: time(row.get("at")),
    by: text(fields(row.get("by")).get("name")),
    why: text(row.get("why")),
    source: text(row.get("source")),
    despite: orNull(text)(row.get("despite")),
    isLive: row.get("isLive") === true,
  };
}

export function changesOf(value: unknown): readonly Change[] {
  return listOf((one) => {
    const row = fields(one);
    const side = (name: string) => orNull(text)(row.get(name));
    return { path: text(row.get("path")), before: side("before"), after: side("after") };
  })(fields(value).get("changes"));
}

export function conflictOf(value: unknown): Conflict {
  const row = fields(value);
  const side = (name: string) => orNull(text)(row.get(name));
  const [path, at] = [text(row.get("path")), time(row.get("at"))];
  return { path, at, base: side("base"), live: side("live"), folder: side("folder") };
}

export function groupOf(value: unknown): Group {
  const row = fields(value);
  const nearest = orNull((one) => text(fields(one).get("intentId")));
  return {
    id: number(row.get("id")),
    title: text(row.get("title")),
    questions: number(row.get("questions")),
    escalations: number(row.get("escalations")),
    minutesSaved: orNull(number)(row.get("minutesSaved")),
    nearest: nearest(row.get("nearest")),
    examples: listOf(text)(row.get("examples")),
    answer: orNull(text)(row.get("answer")),
  };
}

function inLanguages<Value>(read: Read<Value>): Read<InLanguages<Value>> {
  return (value) => {
    const row = fields(value);
    return { zh: read(row.get("zh")), en: read(row.get("en")) };
  };
}
