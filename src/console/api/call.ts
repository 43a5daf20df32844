/**
 * One call of the HTTP API, and the only place that makes one. Everything that can come of it is a value.
 *
 * The token stays in this tab (sessionStorage) and goes nowhere but into the Authorization header.
 */
import type { Read } from "./read.ts";
import { type Problem, problemOf } from "./read-office.ts";

export type Failure =
  | { readonly answer: "refused"; readonly problem: Problem }
  /** The server wants somebody who signed in, or another token. */
  | { readonly answer: "unknown" }
  /** The server serves nobody here, or only admins. */
  | { readonly answer: "not_allowed" }
  | { readonly answer: "unreachable" };
export type Answer<Value> = { readonly answer: "ok"; readonly value: Value } | Failure;

const KEPT = "aftercare.token";
/** Longer than the bot ever takes, shorter than anybody waits. */
const CALL_MS_MAX = 15_000;

export function keepToken(token: string): void {
  sessionStorage.setItem(KEPT, token);
}

export function hasToken(): boolean {
  return sessionStorage.getItem(KEPT) !== null;
}

export function dropToken(): void {
  sessionStorage.removeItem(KEPT);
}

/** Reads JSON. */
export function get<Value>(path: string, read: Read<Value>): Promise<Answer<Value>> {
  return call(path, {}, async (response) => read(await response.json()));
}

type Sending<Value> = {
  readonly body?: unknown;
  readonly read: (response: Response) => Promise<Value>;
  /** Where the bot has to learn first. */
  readonly waitMs?: number;
};

/** Sends JSON, or nothing when there is no body, and reads what is answered. */
export function send<Value>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  { body, read, waitMs = CALL_MS_MAX }: Sending<Value>,
): Promise<Answer<Value>> {
  const json = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(waitMs);
  return call(path, { method, signal, ...(body === undefined ? {} : json) }, read);
}

export function fetchFile(url: string): Promise<Answer<Blob>> {
  return call(url, {}, (response) => response.blob());
}

async function call<Value>(
  path: string,
  request: RequestInit,
  read: (response: Response) => Promise<Value>,
): Promise<Answer<Value>> {
  const headers = new Headers(request.headers);
  const token = sessionStorage.getItem(KEPT);
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(CALL_MS_MAX), ...request, headers });
    if (response.ok) return { answer: "ok", value: await read(response) };
    if (response.status === 401) return { answer: "unknown" };
    if (response.status === 403) return { answer: "not_allowed" };
    return { answer: "refused", problem: problemOf(await response.json()) };
  } catch {
    // Nobody answered, or not with what this page knows: a server being restarted looks like both.
    return { answer: "unreachable" };
  }
}
