/**
 * One line of a transcript as it stands in one place: what the network calls it there, and the copies that were sent. Asked
 * when something is about to be sent there, so that an edit or a reply finds what its reader has before them.
 */
import { type Kysely, sql } from "kysely";
import type { ChannelName, OutboundId } from "../core/model.ts";
import type { LinePlace, LineThere, Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { Tables } from "./tables/schema.ts";
import { authorOf } from "./transcript.ts";

export function makeLines({ reads }: Engine): Pick<Store, "lineThere"> {
  const queries = { line: prepareLine(reads), copies: prepareCopies(reads), file: prepareFile(reads) };
  return {
    async lineThere(lineId, place) {
      const { channel, chatId } = place.chat;
      const [line] = await queries.line(reads, { lineId });
      if (!line) return null;
      const copies = await queries.copies(reads, { lineId, channel, chatId, before: place.before });
      const files = await queries.file(reads, { lineId });
      const isSaidThere = line.said_channel === channel && line.said_chat_id === chatId && isOf(place, line.ticket_id);
      return {
        author: authorOf(line),
        kind: line.kind,
        text: line.text,
        ...(line.replies_to === null ? {} : { repliesTo: line.replies_to }),
        hasFiles: files.length > 0,
        saidAs: isSaidThere ? line.network_id : null,
        copies: copies.filter(({ ticket_id }) => isOf(place, ticket_id)).map(({ network_id }) => network_id),
      } satisfies LineThere;
    },
  };
}

/** Each ticket has a thread of its own in a staff room. */
function isOf({ ticketId }: LinePlace, ofTicket: number | null): boolean {
  return ticketId === null || ticketId === ofTicket;
}

type LineSlot = { lineId: number };

function prepareLine(reads: Kysely<Tables>) {
  return prepare((slot: Slot<LineSlot>) => reads.selectFrom("messages").selectAll().where("id", "=", slot("lineId")));
}

function prepareCopies(reads: Kysely<Tables>) {
  return prepare((slot: Slot<LineSlot & { channel: ChannelName; chatId: string; before: OutboundId }>) =>
    reads
      .selectFrom("outbound")
      .select(["network_id", "ticket_id"])
      .where("message_id", "=", slot("lineId"))
      .where("channel", "=", slot("channel"))
      .where("chat_id", "=", slot("chatId"))
      .where("id", "<", slot("before"))
      .orderBy("id"),
  );
}

function prepareFile(reads: Kysely<Tables>) {
  return prepare((slot: Slot<LineSlot>) =>
    reads.selectFrom("files").select("id").where("message_id", "=", slot("lineId")).limit(sql.lit(1)),
  );
}
