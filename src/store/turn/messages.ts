/**
 * Lines of the transcript and their attachments on the way into the tables. A line is never changed afterwards: an edit is a
 * line of its own.
 */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import type { NewMessage } from "../../core/decision.ts";
import type { Conversation } from "../../core/model.ts";
import { prepare, prepareRows, type Slot } from "../prepared.ts";
import type { FilesTable, MessagesTable, Tables } from "../tables/schema.ts";

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
    });
    assert(row);
    await insertFiles(
      on,
      attachments.map(({ keeper: channel, ...file }) => ({ ...file, message_id: row.id, channel })),
    );
    return row.id;
  };
}

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
