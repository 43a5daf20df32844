/** The calls of the FAQ page, one function each, in the words of the API. */
import { type Answer, get, send } from "../api/call.ts";
import { fields, itemsOf, orNull, text } from "../api/read.ts";
import {
  type Card,
  type Change,
  type Conflict,
  cardOf,
  changesOf,
  conflictOf,
  type Draft,
  draftOf,
  type Faq,
  type Form,
  faqOf,
  formOf,
  type Group,
  groupOf,
  type Tested,
  testedOf,
  type Version,
  versionOf,
} from "./read.ts";
import { type Impact, type ImpactStep, impactOf, stepOf } from "./read-impact.ts";

const nothing = async (): Promise<null> => null;
const readAs =
  <Value>(read: (value: unknown) => Value) =>
  async (response: Response): Promise<Value> =>
    read(await response.json());

const INTENTS = "/api/v1/intents";
/** A large FAQ is learnt anew in a second or two; a busy machine may need many times that. */
const LEARN_MS_MAX = 90_000;

export const fetchFaq = (): Promise<Answer<Faq>> => get(INTENTS, faqOf);
export const fetchCards = (): Promise<Answer<readonly Card[]>> =>
  get("/api/v1/scorecards", (value) => itemsOf(value, cardOf));
export const fetchFile = (path: string): Promise<Answer<string>> =>
  get(`${INTENTS}/files?${new URLSearchParams({ path })}`, (value) => text(fields(value).get("text")));
export const fetchDrafts = (): Promise<Answer<readonly Draft[]>> =>
  get(`${INTENTS}/drafts`, (value) => itemsOf(value, draftOf));
export const fetchHistory = (): Promise<Answer<readonly Version[]>> =>
  get(`${INTENTS}/history`, (value) => itemsOf(value, versionOf));
export const fetchChanges = (version: number): Promise<Answer<readonly Change[]>> =>
  get(`${INTENTS}/history/${version}`, changesOf);
export const fetchConflicts = (): Promise<Answer<readonly Conflict[]>> =>
  get(`${INTENTS}/conflicts`, (value) => itemsOf(value, conflictOf));
export const fetchGroups = (): Promise<Answer<readonly Group[]>> =>
  get("/api/v1/questions", (value) => itemsOf(value, groupOf));

export const beginDraft = (path: string, words: string): Promise<Answer<Draft>> =>
  send("POST", `${INTENTS}/drafts`, { body: { path, text: words }, read: readAs(draftOf) });
export const changeDraft = ({ id, revision }: Draft, words: string): Promise<Answer<Draft>> =>
  send("PUT", `${INTENTS}/drafts/${id}`, { body: { text: words, revision }, read: readAs(draftOf) });
export const discardDraft = (id: number): Promise<Answer<null>> =>
  send("DELETE", `${INTENTS}/drafts/${id}`, { read: nothing });

/** Null when the text cannot be read as an intent. */
export const formFor = (words: string): Promise<Answer<Form | null>> =>
  send("POST", `${INTENTS}/form`, {
    ...{ body: { text: words }, read: readAs((value) => orNull(formOf)(fields(value).get("form") ?? null)) },
  });
export const textFor = (words: string, form: Form): Promise<Answer<string>> =>
  send("POST", `${INTENTS}/form/text`, {
    ...{ body: { text: words, form }, read: readAs((value) => text(fields(value).get("text"))) },
  });

export const test = (sentence: string, drafts: readonly number[]): Promise<Answer<Tested>> =>
  send("POST", `${INTENTS}/test`, { body: { text: sentence, drafts }, read: readAs(testedOf), waitMs: LEARN_MS_MAX });
export const impact = (drafts: readonly number[]): Promise<Answer<Impact>> =>
  send("POST", `${INTENTS}/impact`, { body: { drafts }, read: readAs(impactOf), waitMs: LEARN_MS_MAX });
/** How far that has come; null where this process does not know. */
export const impactStep = (drafts: readonly number[]): Promise<Answer<ImpactStep | null>> =>
  get(`${INTENTS}/impact/progress?${new URLSearchParams({ drafts: drafts.join() })}`, (value) =>
    orNull(stepOf)(fields(value).get("progress") ?? null),
  );
export const publish = (body: {
  readonly drafts: readonly number[];
  readonly why: string;
  readonly despite?: string;
}): Promise<Answer<null>> => send("POST", `${INTENTS}/publish`, { body, read: nothing, waitMs: LEARN_MS_MAX });
export const rollBack = (to: number, why: string): Promise<Answer<null>> =>
  send("POST", `${INTENTS}/rollback`, { body: { to, why }, read: nothing, waitMs: LEARN_MS_MAX });
export const settle = (path: string, keep: "live" | "folder" | { readonly text: string }): Promise<Answer<null>> =>
  send("POST", `${INTENTS}/conflicts/settle`, {
    body: typeof keep === "string" ? { path, keep } : { path, keep: "text", text: keep.text },
    ...{ read: nothing, waitMs: LEARN_MS_MAX },
  });

export type Accepted = {
  readonly intentId?: string | null;
  readonly title?: string;
  readonly examples?: readonly string[];
  readonly answer?: string;
};
export const accept = (id: number, body: Accepted): Promise<Answer<null>> =>
  send("POST", `/api/v1/questions/${id}/accept`, { body, read: nothing });
export const reject = (id: number): Promise<Answer<null>> =>
  send("POST", `/api/v1/questions/${id}/reject`, { read: nothing });
export const mine = (): Promise<Answer<null>> => send("POST", "/api/v1/questions/mine", { read: nothing });
export const lift = (intentId: string): Promise<Answer<null>> =>
  send("POST", `/api/v1/scorecards/${intentId}/lift`, { read: nothing });
