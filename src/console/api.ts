/**
 * The HTTP API as the console uses it, and the only place that talks to it. Everything that can come of a call is a value.
 *
 * The token stays in this tab (sessionStorage) and goes nowhere but into the Authorization header.
 */
import { fileOf, listOf, type Me, meOf, type Problem, problemOf, type TicketFile, type TicketList } from "./read.ts";

export type View = "unassigned" | "open" | "solved" | "all";
export type Verb = "claim" | "release" | "solve" | "reopen";

export type Answer<Value> =
  | { readonly answer: "ok"; readonly value: Value }
  | { readonly answer: "refused"; readonly problem: Problem }
  /** The server wants somebody who signed in, or another token. */
  | { readonly answer: "unknown" }
  /** The server serves nobody here. */
  | { readonly answer: "not_allowed" }
  | { readonly answer: "unreachable" };

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

export function fetchList(view: View, limit = 200): Promise<Answer<TicketList>> {
  return call(`/api/v1/tickets?view=${view}&limit=${limit}`, {}, async (response) => listOf(await response.json()));
}

export function fetchMe(): Promise<Answer<Me>> {
  return call("/api/v1/me", {}, async (response) => meOf(await response.json()));
}

/** Ends the session of this browser, everywhere it is open. */
export function signOut(): Promise<Answer<null>> {
  return call("/sign-out", { method: "POST" }, async () => null);
}

export function fetchTicket(id: number): Promise<Answer<TicketFile>> {
  return call(`/api/v1/tickets/${id}`, {}, async (response) => fileOf(await response.json()));
}

export function act(id: number, verb: Verb): Promise<Answer<null>> {
  return call(`/api/v1/tickets/${id}/${verb}`, { method: "POST" }, async () => null);
}

export function write(id: number, kind: "reply" | "note", text: string): Promise<Answer<null>> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ text });
  return call(`/api/v1/tickets/${id}/${kind}`, { method: "POST", headers, body }, async () => null);
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
    const response = await fetch(path, { ...request, headers, signal: AbortSignal.timeout(CALL_MS_MAX) });
    if (response.ok) return { answer: "ok", value: await read(response) };
    if (response.status === 401) return { answer: "unknown" };
    if (response.status === 403) return { answer: "not_allowed" };
    return { answer: "refused", problem: problemOf(await response.json()) };
  } catch {
    // Nobody answered, or not with what this page knows: a server being restarted looks like both.
    return { answer: "unreachable" };
  }
}
