/**
 * Finds the line of the transcript that an event changes or answers, by what a network calls a message. Not to break: only
 * lines of the turn's own conversation are found, and only the words themselves can be changed, never a copy of them.
 */
import { type Kysely, sql } from "kysely";
import type { Recalled } from "../../core/decision.ts";
import type { ChannelName, ConversationId } from "../../core/model.ts";
import type { Recall, Turn } from "../../core/ports.ts";
import { prepare, type Slot } from "../prepared.ts";
import type { Tables } from "../tables/schema.ts";
import { authorOf } from "../transcript.ts";

type Named = { conversationId: ConversationId; channel: ChannelName; chatId: string; networkId: string };

/** Empty when the event recalls nothing that is known. */
export function prepareRecall(
  reads: Kysely<Tables>,
): (on: Kysely<Tables>, turn: Turn) => Promise<{ readonly recalled?: Recalled }> {
  const queries = {
    numbered: prepareNumbered(reads),
    said: prepareSaid(reads),
    copied: prepareCopied(reads),
    sentTo: prepareSentTo(reads),
    signs: prepareSigns(reads),
  };
  const lineOf = async (on: Kysely<Tables>, conversationId: ConversationId, recall: Recall) => {
    if (recall.as === "line") return (await queries.numbered(on, { conversationId, id: recall.lineId }))[0];
    const { chat, networkId, as } = recall;
    const named: Named = { conversationId, channel: chat.channel, chatId: chat.chatId, networkId };
    const [said] = await queries.said(on, named);
    const [line] = said || as === "edited" ? [said] : await queries.copied(on, named);
    return line;
  };
  return async (on, { conversationId, recall }) => {
    if (!recall) return {};
    const line = await lineOf(on, conversationId, recall);
    if (!line) return {};
    const { id, kind, text, ticket_id: ticketId } = line;
    const isToLearner = recall.as !== "answered" && line.author === "agent";
    const chats = isToLearner ? await queries.sentTo(on, { id }) : [];
    const sentTo = chats.map(({ channel, chat_id: chatId }) => ({ channel, chatId }));
    const reactions = (await queries.signs(on, { id })).map(({ emoji }) => emoji);
    return { recalled: { id, author: authorOf(line), kind, text, ticketId, sentTo, reactions } };
  };
}

const LINE = ["messages.id", "author", "agent_id", "agent_name", "kind", "text", "messages.ticket_id"] as const;

function prepareNumbered(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ conversationId: ConversationId; id: number }>) =>
    reads
      .selectFrom("messages")
      .select(LINE)
      .where("conversation_id", "=", slot("conversationId"))
      .where("id", "=", slot("id")),
  );
}

function prepareSaid(reads: Kysely<Tables>) {
  return prepare((slot: Slot<Named>) =>
    reads
      .selectFrom("messages")
      .select(LINE)
      .where("conversation_id", "=", slot("conversationId"))
      .where("network_id", "=", slot("networkId"))
      .where("said_channel", "=", slot("channel"))
      .where("said_chat_id", "=", slot("chatId"))
      .orderBy("id", "desc")
      .limit(sql.lit(1)),
  );
}

function prepareCopied(reads: Kysely<Tables>) {
  return prepare((slot: Slot<Named>) =>
    reads
      .selectFrom("outbound")
      .innerJoin("messages", "messages.id", "outbound.message_id")
      .select(LINE)
      .where("outbound.conversation_id", "=", slot("conversationId"))
      .where("outbound.network_id", "=", slot("networkId"))
      .where("outbound.message_id", "is not", null)
      .where("outbound.channel", "=", slot("channel"))
      .where("outbound.chat_id", "=", slot("chatId"))
      .limit(sql.lit(1)),
  );
}

function prepareSigns(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ id: number }>) =>
    reads.selectFrom("message_reactions").select("emoji").where("message_id", "=", slot("id")),
  );
}

function prepareSentTo(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ id: number }>) =>
    reads
      .selectFrom("outbound")
      .select(["channel", "chat_id"])
      .distinct()
      .where("message_id", "=", slot("id"))
      .where("audience", "=", sql.lit("learner")),
  );
}
