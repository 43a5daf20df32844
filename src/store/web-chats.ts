/**
 * What the web chat shows. The row of a chat is taken before anything is numbered in it, and kept until the commit: so
 * numbers have no gaps, and whoever reads number 7 has all up to 6 before them. Nothing else may number a post.
 */
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Millis, TicketId } from "../core/model.ts";
import type { WebChats, WebPost } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { prepare, type Slot } from "./prepared.ts";
import type { Tables } from "./tables/schema.ts";

/** Chats asked about in one query: databases limit how many values one may carry. */
const CHATS_PER_QUERY = 500;

type NewPost = { readonly chatId: string; readonly key: string; readonly body: string; readonly at: number };

export function makeWebChats(engine: Engine): WebChats {
  const { reads } = engine;
  const write = preparePost(reads);
  const since = prepareSince(reads);
  return {
    post: (chatId, { key, body, at }) => engine.write((on) => write(on, { chatId, key, body, at })),
    since: async (chatId, seq, limit) => (await since(reads, { chatId, seq, limit })).toReversed(),
    async newest(chatIds) {
      const newest = new Map(chatIds.map((chatId) => [chatId, 0]));
      for (let from = 0; from < chatIds.length; from += CHATS_PER_QUERY) {
        const some = chatIds.slice(from, from + CHATS_PER_QUERY);
        const rows = await reads
          .selectFrom("web_chats")
          .select(["chat_id", "seq"])
          .where("chat_id", "in", some)
          .execute();
        for (const row of rows) newest.set(row.chat_id, row.seq);
      }
      return newest;
    },
    ...makeTyping(engine),
    keepFile: ({ chatId, name, mime, bytes, at }) =>
      engine.write(async (on) => {
        const id = randomUUID().replaceAll("-", "");
        const file = { id, chat_id: chatId, name, mime, bytes: bytes.byteLength, body: bytes, at };
        await on.insertInto("web_files").values(file).execute();
        return id;
      }),
    async file(ref) {
      const row = await reads.selectFrom("web_files").selectAll().where("id", "=", ref).executeTakeFirst();
      return row ? { chatId: row.chat_id, name: row.name, mime: row.mime, bytes: row.body } : null;
    },
  };
}

/** Hints that somebody writes, on either side. */
function makeTyping(engine: Engine): Pick<WebChats, "learnerWrites" | "agentWrites" | "writtenTo"> {
  const { reads } = engine;
  const typing = prepareTyping(reads);
  return {
    async learnerWrites(chatId, until) {
      const [ticket] = await typing.ticket(reads, { chatId });
      if (ticket === undefined) return;
      await engine.write((on) => typing.markLearner(on, { ticketId: ticket.id, until }));
    },
    agentWrites: async (chatId, at) => void (await engine.write((on) => typing.markAgent(on, { chatId, at }))),
    async writtenTo(chatIds) {
      const written = new Map<string, Millis>();
      for (let from = 0; from < chatIds.length; from += CHATS_PER_QUERY) {
        const some = chatIds.slice(from, from + CHATS_PER_QUERY);
        const rows = await reads
          .selectFrom("web_chats")
          .select(["chat_id", "typed_at"])
          .where("chat_id", "in", some)
          .where("typed_at", "is not", null)
          .execute();
        for (const row of rows) written.set(row.chat_id, row.typed_at ?? 0);
      }
      return written;
    },
  };
}

function prepareTyping(reads: Kysely<Tables>) {
  return {
    /** The ticket of a chat that a person may be looking at. */
    ticket: prepare((slot: Slot<{ chatId: string }>) =>
      reads
        .selectFrom("chats")
        .innerJoin("conversations", "conversations.id", "chats.conversation_id")
        .innerJoin("tickets", "tickets.id", "conversations.ticket_id")
        .select("tickets.id")
        .where("chats.channel", "=", sql.lit("web"))
        .where("chats.chat_id", "=", slot("chatId"))
        .where("tickets.status", "<>", sql.lit("solved")),
    ),
    markLearner: prepare((slot: Slot<{ ticketId: TicketId; until: Millis }>) => {
      const ends = { looks_until: slot("until"), writes_until: slot("until") };
      return reads
        .insertInto("attendance")
        .values({
          ...{ ticket_id: slot("ticketId"), who: sql.lit("learner"), name: sql.lit("") },
          ...{ doing: sql.lit("replying"), ...ends },
        })
        .onConflict((conflict) => conflict.columns(["ticket_id", "who"]).doUpdateSet(ends));
    }),
    markAgent: prepare((slot: Slot<{ chatId: string; at: Millis }>) =>
      reads
        .updateTable("web_chats")
        .set({ typed_at: slot("at") })
        .where("chat_id", "=", slot("chatId")),
    ),
  };
}

/** Appends unless the key is there already. The chat's number only moves on with a row that carries it. */
function preparePost(reads: Kysely<Tables>): (on: Kysely<Tables>, post: NewPost) => Promise<number> {
  const take = prepareTake(reads);
  const known = prepareKnown(reads);
  const moveOn = prepareMoveOn(reads);
  const append = prepareAppend(reads);
  return async (on, post) => {
    const [chat] = await take(on, { chatId: post.chatId, at: post.at });
    const [before] = await known(on, { chatId: post.chatId, key: post.key });
    if (before !== undefined) return before.seq;
    const seq = (chat?.seq ?? 0) + 1;
    await moveOn(on, { chatId: post.chatId, seq });
    await append(on, { ...post, seq });
    return seq;
  };
}

/**
 * Opens the chat when it is new, and keeps its row from everybody else: an update that changes nothing locks as well.
 */
function prepareTake(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ chatId: string; at: number }>) =>
    reads
      .insertInto("web_chats")
      .values({ chat_id: slot("chatId"), seq: sql.lit(0), created_at: slot("at") })
      .onConflict((conflict) => conflict.column("chat_id").doUpdateSet({ seq: sql`web_chats.seq` }))
      .returning("seq"),
  );
}

function prepareKnown(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ chatId: string; key: string }>) =>
    reads.selectFrom("web_posts").select("seq").where("chat_id", "=", slot("chatId")).where("key", "=", slot("key")),
  );
}

function prepareMoveOn(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ chatId: string; seq: number }>) =>
    reads
      .updateTable("web_chats")
      .set({ seq: slot("seq") })
      .where("chat_id", "=", slot("chatId")),
  );
}

function prepareAppend(reads: Kysely<Tables>) {
  return prepare((slot: Slot<NewPost & { seq: number }>) =>
    reads.insertInto("web_posts").values({
      ...{ chat_id: slot("chatId"), seq: slot("seq"), key: slot("key") },
      ...{ body: slot("body"), at: slot("at") },
    }),
  );
}

/** The latest ones, newest first. */
function prepareSince(reads: Kysely<Tables>) {
  return prepare((slot: Slot<{ chatId: string; seq: number; limit: number }>) =>
    reads
      .selectFrom("web_posts")
      .select(["seq", "body", "at"])
      .where("chat_id", "=", slot("chatId"))
      .where("seq", ">", slot("seq"))
      .orderBy("seq", "desc")
      .limit(slot("limit"))
      .$castTo<WebPost>(),
  );
}
