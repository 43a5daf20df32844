/** The calls the console makes, one function each, in the words of the API. */
import { type Answer, get, send } from "./call.ts";
import { fields, itemsOf, number } from "./read.ts";
import {
  type Colleague,
  colleagueOf,
  type Macro,
  type Me,
  macroOf,
  meOf,
  type Notice,
  noticeOf,
  type Presence,
  type Preview,
  presenceOf,
  previewOf,
  type Team,
  teamOf,
} from "./read-office.ts";
import {
  type Doing,
  fileOf,
  type Hits,
  hitsOf,
  type Priority,
  type TicketFile,
  type TicketList,
  ticketListOf,
} from "./read-ticket.ts";

export const VIEWS = ["mine", "unattended", "unassigned", "all", "solved"] as const;
export type View = (typeof VIEWS)[number];
export type BareVerb = "claim" | "takeover" | "release" | "wake" | "reopen" | "unblock";

/** A verb with what the API wants beside it. */
export type Verb =
  | { readonly verb: BareVerb }
  | { readonly verb: "reply" | "note"; readonly body: { readonly text: string; readonly answers?: number } }
  | { readonly verb: "edit"; readonly body: { readonly line: number; readonly text: string } }
  | { readonly verb: "react"; readonly body: { readonly line: number; readonly emoji: string } }
  | { readonly verb: "transfer"; readonly body: { readonly to: string } }
  | { readonly verb: "snooze"; readonly body: { readonly until?: string } }
  | { readonly verb: "priority"; readonly body: { readonly priority: Priority } }
  | { readonly verb: "tags"; readonly body: { readonly add?: readonly string[]; readonly remove?: readonly string[] } }
  | { readonly verb: "merge"; readonly body: { readonly into: number } }
  | { readonly verb: "macro"; readonly body: { readonly name: string; readonly preview?: boolean } }
  | { readonly verb: "block"; readonly body: { readonly for?: string; readonly reason: string } }
  | { readonly verb: "solve"; readonly body: { readonly reason: string } };

const nothing = async (): Promise<null> => null;

export function fetchList(view: View, limit = 200): Promise<Answer<TicketList>> {
  return get(`/api/v1/tickets?view=${view}&limit=${limit}`, ticketListOf);
}

export function fetchTicket(id: number): Promise<Answer<TicketFile>> {
  return get(`/api/v1/tickets/${id}`, fileOf);
}

/** Where a ticket can be had as a file. */
export function pathsOf(id: number, language: string): { readonly text: string; readonly json: string } {
  return { text: `/api/v1/tickets/${id}/transcript.txt?lang=${language}`, json: `/api/v1/tickets/${id}` };
}

export function act(id: number, does: Verb): Promise<Answer<null>> {
  const body = "body" in does ? does.body : undefined;
  return send("POST", `/api/v1/tickets/${id}/${does.verb}`, { body, read: nothing });
}

/** Colleagues see that we look at the ticket or write in it, for a few seconds. */
export function attend(id: number, doing: Doing): Promise<Answer<null>> {
  return send("PUT", `/api/v1/tickets/${id}/attendance`, { body: { doing }, read: nothing });
}

export function leaveTicket(id: number): Promise<Answer<null>> {
  return send("DELETE", `/api/v1/tickets/${id}/attendance`, { read: nothing });
}

export function markSeen(id: number, upTo: number): Promise<Answer<null>> {
  return send("POST", `/api/v1/tickets/${id}/seen`, { body: { upTo }, read: nothing });
}

/** What a macro would say and do; changes nothing. */
export function previewMacro(id: number, name: string): Promise<Answer<Preview | null>> {
  const read = async (response: Response) => previewOf(await response.json());
  return send("POST", `/api/v1/tickets/${id}/macro`, { body: { name, preview: true }, read });
}

export function fetchMe(): Promise<Answer<Me>> {
  return get("/api/v1/me", meOf);
}

/** Refused where the FAQ is not edited here. */
export function hasFaq(): Promise<Answer<null>> {
  return get("/api/v1/intents", () => null);
}

/** Ends the session of this browser, everywhere it is open. */
export function signOut(): Promise<Answer<null>> {
  return send("POST", "/sign-out", { read: nothing });
}

export function fetchColleagues(): Promise<Answer<readonly Colleague[]>> {
  return get("/api/v1/agents", (value) => itemsOf(value, colleagueOf));
}

export function fetchTeams(): Promise<Answer<readonly Team[]>> {
  return get("/api/v1/teams", (value) => itemsOf(value, teamOf));
}

export function fetchMacros(): Promise<Answer<readonly Macro[]>> {
  return get("/api/v1/macros", (value) => itemsOf(value, macroOf));
}

export function changePresence(away: boolean): Promise<Answer<Presence>> {
  const read = async (response: Response) => presenceOf(await response.json());
  return send("PUT", "/api/v1/agents/me/presence", { body: { away }, read });
}

export function fetchNotices(): Promise<Answer<readonly Notice[]>> {
  return get("/api/v1/notices", (value) => itemsOf(value, noticeOf));
}

export type NewNotice = {
  readonly intentId: string | null;
  readonly words: Readonly<Record<"zh" | "en", string>>;
  readonly endsAt: string;
};

/** How many open tickets joined. */
export function beginNotice(notice: NewNotice): Promise<Answer<number>> {
  const read = async (response: Response) => number(fields(await response.json()).get("joined"));
  return send("POST", "/api/v1/notices", { body: notice, read });
}

export function endNotice(id: number): Promise<Answer<null>> {
  return send("DELETE", `/api/v1/notices/${id}`, { read: nothing });
}

/** Blank fields are left out. */
export function search(asked: Readonly<Record<string, string>>): Promise<Answer<Hits>> {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ""));
  return get(`/api/v1/search?${query}`, hitsOf);
}
