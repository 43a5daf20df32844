/**
 * How a door says no: problem details (RFC 9457) whose `detail` a learner can read. Nothing a learner sent is ever in
 * one.
 */
import { STATUS_CODES } from "node:http";
import { languageOfCode } from "../../core/language.ts";
import type { Language, Millis } from "../../core/model.ts";
import { REFUSALS, type Refusals } from "./words.ts";

export type Code = keyof Refusals;
/** `retryAfterMs` says when the same may be tried again, null where that would change nothing. */
export type Refused = { readonly refused: Code; readonly retryAfterMs: Millis | null };

const STATUS: Readonly<Record<Code, number>> = {
  foreign: 403,
  method: 405,
  later: 503,
  busy: 503,
  tooFast: 429,
  tooMany: 429,
  notJson: 400,
  notMultipart: 400,
  unreadable: 422,
  empty: 422,
  tooLong: 422,
  noFile: 422,
  fileEmpty: 422,
  fileTooLarge: 413,
  fileGone: 404,
};

export function refused(code: Code, retryAfterMs: Millis | null = null): Refused {
  return { refused: code, retryAfterMs };
}

export function isRefused(value: object): value is Refused {
  return "refused" in value;
}

export function refusalResponse({ refused: code, retryAfterMs }: Refused, language: Language): Response {
  const status = STATUS[code];
  const type = `urn:aftercare:problem:${code}`;
  const problem = { type, title: STATUS_CODES[status], status, code, detail: REFUSALS[language][code] };
  const headers = new Headers({ "content-type": "application/problem+json", "content-language": language });
  if (retryAfterMs !== null) headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  return new Response(JSON.stringify(problem), { status, headers });
}

/** The first language the browser asks for ("zh-CN"), null when it asks for none. */
export function languageHint(request: Request): string | null {
  const first = (request.headers.get("accept-language") ?? "").split(",")[0]?.split(";")[0]?.trim() ?? "";
  return /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$/.test(first) ? first : null;
}

/** The language to say no in: the browser's where it is one of ours, else the one more people have learnt. */
export function languageOf(request: Request): Language {
  return languageOfCode(languageHint(request)) ?? "en";
}
