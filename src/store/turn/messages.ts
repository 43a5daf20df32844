/**
 * Lines of the transcript and their attachments on the way into the tables. When a line gets other words, what it said before
 * is kept as a version of it, in the same transaction: nothing anybody said is ever overwritten.
 */
import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import type { Amendment, NewMessage } from "../../core/decision.ts";
import type { Conversation, Millis } from "../../core/model.ts";
import { prepare, prepareRows, type Slot } from "../prepared.ts";
import type { FilesTable, MessagesTable, Tables } from "../tables/schema.ts";
import { together } from "../together.ts";

type Spoken = { readonly conversation: Conversation; readonly message: NewMessage };

/** Writes one line and resolves to its id. */
export function prepareMessages(reads: Kysely<Tables>): (on: Kysely<Tables>, spoken: Spoken) => Promise<number> {
  const insertMessage = prepareMessageInsert(reads);
  const insertFiles = prepareFileInsert(reads);
  return async (on, { conversation, message }) => {
    const { author, attachments } = message;
    const agent = author.kind === "agent" ? author.agent : null;
    const [row] = await insertMessage(on, {
      conversation_id: conversation.id,
      ticket_id: message.ticketId,
      author: author.kind,
      agent_id: agent?.id ?? null,
      agent_name: agent?.name ?? null,
      kind: message.kind,
      text: message.text,
      language: message.language,
      at: message.at,
      network_id: message.networkId,
      said_channel: message.saidIn?.channel ?? null,
      said_chat_id: message.saidIn?.chatId ?? null,
      replies_to: message.repliesTo ?? null,
    });
    assert(row);
    await insertFiles(
      on,
      attachments.map(({ keeper: channel, ...file }) => ({ ...file, message_id: row.id, channel })),
    );
    return row.id;
  };
}

/** Gives a line other words and keeps the old ones. */
export function prepareAmendments(reads: Kysely<Tables>): (on: Kysely<Tables>, amended: Amended) => Promise<void> {
  const keep = prepare((slot: Slot<{ id: number; now: Millis }>) =>
    reads
      .insertInto("message_versions")
      .columns(["message_id", "version", "text", "until"])
      .expression(
        reads
          .selectFrom("messages")
          .select([
            "id",
            sql<number>`1 + (select count(*) from message_versions where message_id = messages.id)`.as("version"),
            "text",
            sql<Millis>`cast(${slot("now")} as bigint)`.as("until"),
          ])
          .where("id", "=", slot("id")),
      ),
  );
  const rewrite = prepare((slot: Slot<{ id: number; text: string }>) =>
    reads
      .updateTable("messages")
      .set({ text: slot("text") })
      .where("id", "=", slot("id")),
  );
  return async (on, { amendment: { lineId: id, text }, now }) => {
    await together([keep(on, { id, now }), rewrite(on, { id, text })]);
  };
}

/** A sign that is passed on is passed on once. */
export function prepareReactions(reads: Kysely<Tables>) {
  return prepareRows((rows: readonly Slot<{ lineId: number; emoji: string }>[]) =>
    reads
      .insertInto("message_reactions")
      .values(rows.map((slot) => ({ message_id: slot("lineId"), emoji: slot("emoji") })))
      .onConflict((conflict) => conflict.doNothing()),
  );
}

type Amended = { readonly amendment: Amendment; readonly now: Millis };

function prepareMessageInsert(reads: Kysely<Tables>) {
  return prepare((slot: Slot<Omit<MessagesTable, "id">>) =>
    reads
      .insertInto("messages")
      .values({
        conversation_id: slot("conversation_id"),
        ticket_id: slot("ticket_id"),
        author: slot("author"),
        agent_id: slot("agent_id"),
        agent_name: slot("agent_name"),
        kind: slot("kind"),
        text: slot("text"),
        language: slot("language"),
        at: slot("at"),
        network_id: slot("network_id"),
        said_channel: slot("said_channel"),
        said_chat_id: slot("said_chat_id"),
        replies_to: slot("replies_to"),
      })
      .returning("id"),
  );
}

function prepareFileInsert(reads: Kysely<Tables>) {
  return prepareRows((rows: readonly Slot<Omit<FilesTable, "id">>[]) =>
    reads.insertInto("files").values(
      rows.map((slot) => ({
        message_id: slot("message_id"),
        channel: slot("channel"),
        kind: slot("kind"),
        ref: slot("ref"),
        name: slot("name"),
        mime: slot("mime"),
        bytes: slot("bytes"),
      })),
    ),
  );
}
