/**
 * Takes a learner out of the database: every column of LEARNER_WORDS (tables/words.ts) that holds anything of them, in one
 * transaction. Rows that figures are folded from stay, without words and without a way back to who it was; their chats are unknown
 * again. A test tells a whole story and looks into every column of every table afterwards.
 *
 * Of the FAQ: groups of questions read their words where they stand, so those go by themselves; what a draft was made from goes here.
 * Examples in drafts and versions stay: they were masked before an admin saw them, and nothing tells whose they were.
 */
import { type Kysely, sql } from "kysely";
import type { Evidence } from "../../core/faq/faq.ts";
import { mask } from "../../core/mask.ts";
import type { AgentId, LearnerId, Millis, TicketId } from "../../core/model.ts";
import { TOAST_LANE_END } from "../../core/outbound.ts";
import { oneLine, TEXT_LENGTH_MAX } from "../../core/text.ts";
import { noteDeed } from "../deeds.ts";
import type { Engine } from "../engine.ts";
import type { Tables } from "../tables/schema.ts";
import { FORGOTTEN_REALM, keysOf } from "./events.ts";

type Erased = "erased" | "no_such_learner" | "has_open_ticket";
type Erasing = { readonly by: AgentId; readonly at: Millis };

export async function erase(
  on: Kysely<Tables>,
  { dialect }: Engine,
  { learnerId, by, at }: Erasing & { readonly learnerId: LearnerId },
): Promise<Erased> {
  const learner = await on.selectFrom("learners").select("name").where("id", "=", learnerId).executeTakeFirst();
  if (learner === undefined) return "no_such_learner";
  // No turn of theirs runs meanwhile.
  const conversations = on.selectFrom("conversations").select("mode").where("learner_id", "=", learnerId);
  const held = await dialect.lock(conversations).orderBy("id").execute();
  if (held.some(({ mode }) => mode === "queued" || mode === "agent")) return "has_open_ticket";
  const whose = ownedBy(learnerId);
  await eraseFromDrafts(on, whose, learner.name);
  await eraseSaid(on, whose);
  await eraseBoxes(on, whose, at);
  await eraseOpinions(on, whose);
  await forget(on, learnerId);
  await eraseChats(on, whose, learnerId);
  await noteDeed(on, { kind: "learner_erased", at, by, value: learnerId });
  return "erased";
}

type Whose = ReturnType<typeof ownedBy>;

/** What points at the learner, as parts of queries: there may be more rows than a query can name. */
function ownedBy(learnerId: LearnerId) {
  const conversations = sql`(select id from conversations where learner_id = ${learnerId})`;
  return {
    inTheirs: sql<boolean>`conversation_id in ${conversations}`,
    ofTheirTickets: sql<boolean>`ticket_id in (select id from tickets where learner_id = ${learnerId})`,
    ofTheirMessages: sql<boolean>`message_id in (select id from messages where conversation_id in ${conversations})`,
    ofTheirWebChats: sql<boolean>`chat_id in (select chat_id from chats where learner_id = ${learnerId} and channel = 'web')`,
    inTheirChats: sql<boolean>`(channel, chat_id) in (select channel, chat_id from chats where learner_id = ${learnerId})`,
    chatIds: sql<string>`(select chat_id from chats where learner_id = ${learnerId})`,
    chatNames: sql<string>`(select channel || ':' || chat_id from chats where learner_id = ${learnerId})`,
    networkIds: sql<string>`(select network_id from chats where learner_id = ${learnerId})`,
  };
}

/** Evidence knows its message or its ticket; that of the first versions is told by its words. */
async function eraseFromDrafts(on: Kysely<Tables>, whose: Whose, name: string): Promise<void> {
  const drafts = await on
    .selectFrom("faq_drafts")
    .select(["id", "evidence"])
    .where("evidence", "!=", sql.lit("[]"))
    .execute();
  if (drafts.length === 0) return;
  const said = await on.selectFrom("messages").select(["id", "ticket_id", "text"]).where(whose.inTheirs).execute();
  const ids = new Set(said.map(({ id }) => id));
  const tickets = new Set<TicketId>(said.flatMap(({ ticket_id }) => ticket_id ?? []));
  const words = new Set(said.map(({ text }) => comparable(mask(text, [name]))));
  const isTheirs = ({ messageId, ticketId, question }: Evidence): boolean =>
    (messageId !== undefined && ids.has(messageId)) ||
    (ticketId !== null && tickets.has(ticketId)) ||
    words.has(comparable(question));
  const isSaidToThem = (answer: string | null): boolean => answer !== null && words.has(comparable(answer));
  for (const { id, evidence } of drafts) {
    const kept: readonly Evidence[] = JSON.parse(evidence);
    const left = kept
      .filter((one) => !isTheirs(one))
      .map((one) => (isSaidToThem(one.answer) ? { ...one, answer: null } : one));
    await on
      .updateTable("faq_drafts")
      .set({ evidence: JSON.stringify(left) })
      .where("id", "=", id)
      .execute();
  }
}

function comparable(text: string): string {
  return oneLine(text, TEXT_LENGTH_MAX);
}

async function eraseSaid(on: Kysely<Tables>, whose: Whose): Promise<void> {
  await on.deleteFrom("message_versions").where(whose.ofTheirMessages).execute();
  await on.updateTable("files").set({ ref: null, name: null }).where(whose.ofTheirMessages).execute();
  await on.updateTable("messages").set({ text: "", said_chat_id: null }).where(whose.inTheirs).execute();
}

/** What is still to be sent is not sent any more; rooms of the staff are nobody's secret. */
async function eraseBoxes(on: Kysely<Tables>, whose: Whose, at: Millis): Promise<void> {
  const inbound = on.updateTable("inbound").where(whose.inTheirs);
  await inbound.set({ status: "handled", settled_at: at }).where("status", "=", sql.lit("received")).execute();
  await inbound.set({ payload: null }).execute();
  const outbound = on.updateTable("outbound").where((row) => row.or([whose.inTheirs, whose.inTheirChats]));
  await outbound
    .set({ status: "failed", why: "rejected", settled_at: at })
    .where("settled_at", "is", null)
    .where("status", "!=", sql.lit("sending"))
    .execute();
  await outbound.set({ content: null }).execute();
  await on.deleteFrom("lanes").where("lane", "in", whose.chatNames).execute();
  // Figures stay as they are, and they do not count toasts: the end of the lane is all that says it was one.
  const lane = sql<string>`case when lane like ${`%${TOAST_LANE_END}`} then ${TOAST_LANE_END} else '' end`;
  await on.updateTable("outbound").set({ lane, chat_id: "" }).where(whose.inTheirChats).execute();
}

async function eraseOpinions(on: Kysely<Tables>, whose: Whose): Promise<void> {
  await on.updateTable("ratings").set({ comment: null, user_id: null }).where(whose.inTheirs).execute();
  await on.updateTable("ratings").set({ user_id: null }).where("user_id", "in", whose.networkIds).execute();
  await on.deleteFrom("nps_surveys").where(whose.inTheirs).where("status", "=", sql.lit("planned")).execute();
  await on.updateTable("nps_surveys").set({ comment: null }).where(whose.inTheirs).execute();
  await on.deleteFrom("suggestions").where(whose.inTheirs).execute();
  await on.updateTable("reviews").set({ note: null }).where(whose.ofTheirTickets).execute();
}

async function eraseChats(on: Kysely<Tables>, whose: Whose, learnerId: LearnerId): Promise<void> {
  await on.deleteFrom("places").where(whose.ofTheirTickets).execute();
  await on.deleteFrom("attendance").where(whose.ofTheirTickets).execute();
  await on.deleteFrom("link_codes").where(whose.inTheirs).execute();
  await on.deleteFrom("link_codes").where("used_by", "in", whose.chatNames).execute();
  await on.deleteFrom("link_tries").where(whose.inTheirs).execute();
  await on.deleteFrom("learner_codes").where("used_by", "in", whose.chatNames).execute();
  await on.deleteFrom("marks").where("place", "in", whose.chatIds).execute();
  // An unnamed suggestion stands here as well, as the learner wrote it: with its chat it is nobody's any more.
  await on.deleteFrom("web_files").where(whose.ofTheirWebChats).execute();
  await on.deleteFrom("web_posts").where(whose.ofTheirWebChats).execute();
  await on.deleteFrom("web_chats").where(whose.ofTheirWebChats).execute();
  const forgotten = {
    home_chat_id: "",
    album_id: null,
    note_album_id: null,
    block_reason: null,
    is_reachable: 0,
  } as const;
  const atRest = {
    mode: "bot",
    misses: 0,
    ticket_id: null,
    agent_id: null,
    episode: null,
    comment_until: null,
  } as const;
  await on
    .updateTable("conversations")
    .set({ ...forgotten, ...atRest, answered: null, unanswered: null, tried: "[]", acknowledged_at: null })
    .where("learner_id", "=", learnerId)
    .execute();
  await on.deleteFrom("chats").where("learner_id", "=", learnerId).execute();
  await on.updateTable("learners").set({ name: "" }).where("id", "=", learnerId).execute();
}

/** Of what shops told: events stay for the figures, as those of nobody outside. How many there were. */
export async function forget(on: Kysely<Tables>, learnerId: LearnerId): Promise<number> {
  const mine = sql<boolean>`(realm, external_id) in (${keysOf({ learnerId })})`;
  await on.deleteFrom("learner_codes").where(mine).execute();
  const nobody = { realm: FORGOTTEN_REALM, external_id: String(learnerId), order_id: null };
  const events = await on.updateTable("learner_events").set(nobody).where(mine).returning("id").execute();
  await on.deleteFrom("learner_keys").where("learner_id", "=", learnerId).execute();
  return events.length;
}
