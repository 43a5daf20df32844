/**
 * Questions of the past, page by page: a page of them, then what happened in their conversations meanwhile and until three days
 * later, then the tickets that came of it. A year needs no more memory than a page.
 */
import { type Kysely, sql } from "kysely";
import type { FactKind } from "../core/facts.ts";
import type { ConversationId, Millis, TicketId } from "../core/model.ts";
import {
  PAST_FACTS_MAX,
  PAST_REPLIES_MAX,
  type PastFact,
  type PastTicket,
  type PastTurn,
  SILENCE_MS,
} from "../core/ports/past.ts";
import type { Range, Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import type { Tables } from "./tables/schema.ts";

const PAGE_ROWS = 500;
const KINDS: readonly FactKind[] = [
  ...(["asked", "answered", "clarified", "missed", "picked", "confirmed", "not_quite", "escalated"] as const),
];

export function makePast({ reads }: Engine): Store["past"] {
  return {
    turns: (range) => iterateTurns(reads, range),
    async words(messageIds) {
      if (messageIds.length === 0) return [];
      const rows = await linesOf(reads).where("messages.id", "in", messageIds).execute();
      return rows.filter(hasWords);
    },
  };
}

async function* iterateTurns(reads: Kysely<Tables>, range: Range): AsyncIterable<PastTurn> {
  let mark: Mark | null = { at: range.from ?? Number.MIN_SAFE_INTEGER, factId: 0 };
  while (mark !== null) {
    const page: readonly Question[] = await questionsAfter(reads, range, mark);
    yield* await turnsOf(reads, page);
    mark = page.length < PAGE_ROWS ? null : (page.at(-1) ?? null);
  }
}

type Mark = { readonly at: Millis; readonly factId: number };
type Question = Awaited<ReturnType<typeof questionsAfter>>[number];

function linesOf(reads: Kysely<Tables>) {
  return reads
    .selectFrom("messages")
    .innerJoin("conversations", "conversations.id", "messages.conversation_id")
    .innerJoin("learners", "learners.id", "conversations.learner_id")
    .select(["messages.id as messageId", "messages.text", "messages.language", "messages.at"])
    .select(["messages.ticket_id as ticketId", "learners.name as learnerName"]);
}

/** Facts and messages of one turn have the conversation and the time in common. */
const sayingOf = sql<number>`(
  select min(said.id) from messages as said
  where said.conversation_id = facts.conversation_id and said.at = facts.at
    and said.author = 'learner' and said.kind = 'words'
)`;

function questionsAfter(reads: Kysely<Tables>, range: Range, { at, factId }: Mark) {
  let query = reads
    .selectFrom("facts")
    .innerJoin("messages", (join) => join.on("messages.id", "=", sayingOf))
    .innerJoin("learners", "learners.id", "facts.learner_id")
    .select(["facts.id as factId", "facts.at", "facts.channel", "facts.language"])
    .select(["facts.conversation_id as conversationId", "facts.learner_id as learnerId"])
    .select(["messages.id as messageId", "messages.text", "learners.name as learnerName"])
    .where("facts.kind", "=", sql.lit("asked"))
    .where(sql<boolean>`(facts.at, facts.id) > (${at}, ${factId})`);
  if (range.to !== undefined) query = query.where("facts.at", "<", range.to);
  if (range.channel !== undefined) query = query.where(sql`facts.channel`, "=", range.channel);
  return query.orderBy("facts.at").orderBy("facts.id").limit(PAGE_ROWS).execute();
}

async function turnsOf(reads: Kysely<Tables>, page: readonly Question[]): Promise<readonly PastTurn[]> {
  const questions = page.filter(hasWords);
  const happened = await factsAround(reads, questions);
  const drafts = questions.map((question) => {
    const theirs = happened.get(question.conversationId) ?? [];
    const facts = theirs.filter(({ at }) => at === question.at);
    const after = theirs
      .filter(({ at }) => at > question.at && at <= question.at + SILENCE_MS)
      .slice(0, PAST_FACTS_MAX);
    return { question, facts, after };
  });
  const ticketIdOf = ({ facts, after }: Pick<PastTurn, "facts" | "after">): TicketId | null =>
    [...facts, ...after].find(({ kind }) => kind === "escalated")?.ticketId ?? null;
  const ids = new Set(drafts.map(ticketIdOf).filter((id) => id !== null));
  const tickets = await ticketsOf(reads, [...ids]);
  return drafts.map(({ question: { factId: _, ...question }, facts, after }) => {
    const ticketId = ticketIdOf({ facts, after });
    return { ...question, facts, after, ticket: ticketId === null ? null : (tickets.get(ticketId) ?? null) };
  });
}

/** Pictures and what was erased hold none. */
function hasWords({ text }: { readonly text: string }): boolean {
  return text.trim() !== "";
}

type Happened = ReadonlyMap<ConversationId, readonly PastFact[]>;

/** What happened in the conversations of a page, in order. */
async function factsAround(reads: Kysely<Tables>, questions: readonly Question[]): Promise<Happened> {
  const [first, last] = [questions[0], questions.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const rows = await reads
    .selectFrom("facts")
    .select(["kind", "at", "value", "variant", "intent_id as intentId", "ticket_id as ticketId"])
    .select("conversation_id as conversationId")
    .where("at", ">=", first.at)
    .where("at", "<=", last.at + SILENCE_MS)
    .where("kind", "in", KINDS)
    .where("conversation_id", "in", [...new Set(questions.map(({ conversationId }) => conversationId))])
    .orderBy("at")
    .orderBy("id")
    .execute();
  const byConversation = Map.groupBy(rows, ({ conversationId }) => conversationId);
  const bare = ({ conversationId: _, variant, ...fact }: (typeof rows)[number]): PastFact =>
    variant === null ? fact : { ...fact, variant };
  return new Map([...byConversation].map(([id, facts]) => [id, facts.map(bare)]));
}

async function ticketsOf(reads: Kysely<Tables>, ids: readonly TicketId[]): Promise<ReadonlyMap<TicketId, PastTicket>> {
  if (ids.length === 0) return new Map();
  const rows = await reads
    .selectFrom("tickets")
    .select(["id", "reason", "status", "rating", "intent_id as intentId"])
    .select("solved_at as solvedAt")
    .where("id", "in", ids)
    .execute();
  const words = await reads
    .selectFrom("messages")
    .select(["id as messageId", "ticket_id as ticketId", "text", "at", "agent_id as agentId"])
    .where("ticket_id", "in", ids)
    .where("author", "=", sql.lit("agent"))
    .where("kind", "=", sql.lit("words"))
    .orderBy("id")
    .execute();
  const said = Map.groupBy(words.filter(hasWords), ({ ticketId }) => ticketId);
  return new Map(
    rows.map((ticket) => {
      const replies = (said.get(ticket.id) ?? []).slice(0, PAST_REPLIES_MAX);
      return [ticket.id, { ...ticket, replies: replies.map(({ ticketId: _, ...reply }) => reply) }];
    }),
  );
}
