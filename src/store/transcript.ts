/**
 * A ticket's transcript: its own lines, and the ticketless ones that led to it. Those begin after the last line about an
 * earlier ticket and end with the turn in which this one was opened (`led_by_id`), so two tickets never show one line. What went
 * into it by merging is read with it.
 */
import { type Kysely, type Selectable, sql } from "kysely";
import type { ConversationId, TicketId } from "../core/model.ts";
import type { OutboundStatus } from "../core/outbound.ts";
import type { Store, StoredMessage } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import { agentOf, known } from "./rows.ts";
import type {
  FilesTable,
  MessageReactionsTable,
  MessagesTable,
  MessageVersionsTable,
  Tables,
} from "./tables/schema.ts";

/** Lines with the bot that led to a ticket, the newest ones: a year of small talk is not what an agent must read first. */
const LEADING_LINES_MAX = 200;

/** The worst first: what an agent must see of a message that left in several parts. */
const WORST_FIRST: readonly OutboundStatus[] = ["failed", "uncertain", "sending", "queued", "sent"];

export function makeTranscript({ reads }: Engine): Pick<Store, "transcript"> {
  const queries = { ...prepareLines(reads), bounds: prepareBounds(reads), ...prepareParts(reads) };

  async function linesWithin({ id: ticketId, conversation_id: conversationId, ...bounds }: Bounds) {
    const after = Math.max(bounds.earlier_led_by_id, bounds.earlier_line_id);
    const leading = await queries.leading(reads, { conversationId, after, until: bounds.led_by_id });
    return [...leading, ...(await queries.own(reads, { ticketId }))];
  }

  return {
    async transcript(ticketId) {
      const all = await queries.bounds(reads, { ticketId });
      const conversationId = all[0]?.conversation_id;
      if (conversationId === undefined) return [];
      const read = await Promise.all(all.map((bounds) => linesWithin(bounds)));
      const lines = read.flat().toSorted((one, other) => one.id - other.id);
      const first = lines[0]?.id ?? 0;
      const last = lines.at(-1)?.id ?? 0;
      const files = Map.groupBy(await queries.files(reads, { conversationId, first, last }), (file) => file.message_id);
      const versions = Map.groupBy(
        await queries.versions(reads, { conversationId, first, last }),
        (old) => old.message_id,
      );
      const signs = Map.groupBy(await queries.signs(reads, { conversationId, first, last }), (sign) => sign.message_id);
      return lines.map((line) =>
        messageOf(line, {
          files: files.get(line.id) ?? [],
          versions: versions.get(line.id) ?? [],
          signs: signs.get(line.id) ?? [],
        }),
      );
    },
  };
}

type Bounds = {
  readonly id: TicketId;
  readonly conversation_id: ConversationId;
  readonly led_by_id: number;
  readonly earlier_led_by_id: number;
  readonly earlier_line_id: number;
};

/** Of the ticket and of those that went into it. */
function prepareBounds(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ ticketId: TicketId }>) =>
    reads
      .selectFrom("tickets")
      .select([
        "id",
        "conversation_id",
        "led_by_id",
        sql<number>`(
          select coalesce(max(earlier.led_by_id), 0) from tickets as earlier
          where earlier.conversation_id = tickets.conversation_id and earlier.id < tickets.id
        )`.as("earlier_led_by_id"),
        sql<number>`(
          select coalesce(max(messages.id), 0) from messages
          where messages.conversation_id = tickets.conversation_id
            and messages.ticket_id <> tickets.id and messages.id <= tickets.led_by_id
        )`.as("earlier_line_id"),
      ])
      .where((column) =>
        column.or([
          column("id", "=", slot("ticketId")),
          column(
            "id",
            "in",
            reads.selectFrom("ticket_merges").select("ticket_id").where("into_id", "=", slot("ticketId")),
          ),
        ]),
      ),
  );
}

const worstDelivery = sql<number | null>`(
  select min(case status ${sql.join(
    WORST_FIRST.map((status, rank) => sql`when ${sql.lit(status)} then ${sql.lit(rank)}`),
    sql` `,
  )} end)
  from outbound where outbound.message_id = messages.id and outbound.audience = 'learner'
)`.as("delivery_rank");

function prepareLines(reads: Kysely<Tables>) {
  const lines = reads.selectFrom("messages").selectAll().select(worstDelivery);
  return {
    own: prepare((slot: Slot<{ ticketId: TicketId }>) => lines.where("ticket_id", "=", slot("ticketId"))),
    leading: prepare((slot: Slot<{ conversationId: ConversationId; after: number; until: number }>) =>
      lines
        .where("conversation_id", "=", slot("conversationId"))
        .where("ticket_id", "is", null)
        .where("id", ">", slot("after"))
        .where("id", "<=", slot("until"))
        .orderBy("id", "desc")
        .limit(sql.lit(LEADING_LINES_MAX)),
    ),
  };
}

type Span = { conversationId: ConversationId; first: number; last: number };

/** What lines have beside their words. */
function prepareParts(reads: Kysely<Tables>) {
  return {
    files: prepare((slot: Slot<Span>) =>
      reads
        .selectFrom("files")
        .innerJoin("messages", "messages.id", "files.message_id")
        .selectAll("files")
        .where("messages.conversation_id", "=", slot("conversationId"))
        .where("messages.id", ">=", slot("first"))
        .where("messages.id", "<=", slot("last"))
        .orderBy("files.id"),
    ),
    versions: prepare((slot: Slot<Span>) =>
      reads
        .selectFrom("message_versions")
        .innerJoin("messages", "messages.id", "message_versions.message_id")
        .selectAll("message_versions")
        .where("messages.conversation_id", "=", slot("conversationId"))
        .where("messages.id", ">=", slot("first"))
        .where("messages.id", "<=", slot("last"))
        .orderBy("version"),
    ),
    signs: prepare((slot: Slot<Span>) =>
      reads
        .selectFrom("message_reactions")
        .innerJoin("messages", "messages.id", "message_reactions.message_id")
        .selectAll("message_reactions")
        .where("messages.conversation_id", "=", slot("conversationId"))
        .where("messages.id", ">=", slot("first"))
        .where("messages.id", "<=", slot("last"))
        .orderBy("emoji"),
    ),
  };
}

type Line = Selectable<MessagesTable> & { readonly delivery_rank: number | null };

type Parts = {
  readonly files: readonly Selectable<FilesTable>[];
  readonly versions: readonly MessageVersionsTable[];
  readonly signs: readonly MessageReactionsTable[];
};

function messageOf(line: Line, { files, versions, signs }: Parts): StoredMessage {
  return {
    id: line.id,
    author: authorOf(line),
    kind: line.kind,
    text: line.text,
    attachments: files.map(({ id, kind, channel, ref, name, mime, bytes }) => ({
      kind,
      keeper: channel,
      ref,
      name,
      mime,
      bytes,
      fileId: ref === null ? null : id,
    })),
    language: line.language,
    at: line.at,
    ticketId: line.ticket_id,
    networkId: line.network_id,
    ...(line.replies_to === null ? {} : { repliesTo: line.replies_to }),
    ...(versions.length === 0 ? {} : { versions: versions.map(({ text, until }) => ({ text, until })) }),
    ...(signs.length === 0 ? {} : { reactions: signs.map(({ emoji }) => emoji) }),
    delivery: line.delivery_rank === null ? null : (WORST_FIRST[line.delivery_rank] ?? null),
  };
}

export function authorOf({
  author,
  agent_id,
  agent_name,
}: Pick<MessagesTable, "author" | "agent_id" | "agent_name">): StoredMessage["author"] {
  switch (author) {
    case "learner":
    case "bot":
      return { kind: author };
    case "agent":
      return { kind: "agent", agent: known(agentOf(agent_id, agent_name)) };
  }
}
