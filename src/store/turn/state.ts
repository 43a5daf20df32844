/** The statements that write what a turn decided, all but the words: conversation, tickets, facts, rating, inbox. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { ConversationId, InboundId, LearnerId, Millis, TeamId, Ticket, TicketId } from "../../core/model.ts";
import { prepare, prepareRows, type Slot } from "../prepared.ts";
import { type ConversationChange, ticketColumns } from "../rows.ts";
import type {
  FactsTable,
  InboundTable,
  RatingsTable,
  RecoveriesTable,
  Tables,
  TicketsTable,
} from "../tables/schema.ts";
import { prepareOpinions } from "./opinions.ts";

export function prepareState(reads: Kysely<Tables>) {
  const tickets = prepareTickets(reads);
  return {
    ...preparePeople(reads),
    // Two statements and no upsert: a number that is taken must end in an error, never in somebody else's ticket.
    writeTicket: async (on: Kysely<Tables>, { before, after }: TicketChange): Promise<unknown> => {
      const columns = ticketColumns(after);
      if (before === null) return await tickets.insert(on, columns);
      return await (columns.team_id === null ? tickets.updateAnybodys(on, columns) : tickets.update(on, columns));
    },
    markLedBy: prepareLedBy(reads),
    ...prepareMerges(reads),
    insertFacts: prepareFactsInsert(reads),
    writeRating: prepareRatingUpsert(reads),
    ...prepareRemarks(reads),
    ...prepareRecoveries(reads),
    writeOpinions: prepareOpinions(reads),
    settleInbound: prepareInboundSettling(reads),
  };
}

function preparePeople(reads: Kysely<Tables>) {
  return {
    updateConversation: prepare((slot: Slot<ConversationChange & { id: ConversationId }>) =>
      reads
        .updateTable("conversations")
        .set({
          home_channel: slot("home_channel"),
          home_chat_id: slot("home_chat_id"),
          language: slot("language"),
          is_language_chosen: slot("is_language_chosen"),
          turn: slot("turn"),
          album_id: slot("album_id"),
          note_album_id: slot("note_album_id"),
          is_reachable: slot("is_reachable"),
          is_upset: slot("is_upset"),
          blocked_until: slot("blocked_until"),
          block_reason: slot("block_reason"),
          suggest_until: slot("suggest_until"),
          mode: slot("mode"),
          misses: slot("misses"),
          answered: slot("answered"),
          unanswered: slot("unanswered"),
          tried: slot("tried"),
          ticket_id: slot("ticket_id"),
          acknowledged_at: slot("acknowledged_at"),
          agent_id: slot("agent_id"),
          episode: slot("episode"),
          comment_until: slot("comment_until"),
        })
        .where("id", "=", slot("id")),
    ),
    rename: prepare((slot: Slot<{ learnerId: LearnerId; name: string }>) =>
      reads
        .updateTable("learners")
        .set({ name: slot("name") })
        .where("id", "=", slot("learnerId")),
    ),
  };
}

type TicketColumns = Omit<TicketsTable, "led_by_id">;

type TicketChange = { readonly before: Ticket | null; readonly after: Ticket };

function prepareTickets(reads: Kysely<Tables>) {
  const update = (slot: Slot<TicketColumns>, team: RawBuilder<TeamId | null>) =>
    reads
      .updateTable("tickets")
      .set({ ...changeableOf(slot), team_id: team })
      .where("id", "=", slot("id"));
  return {
    insert: prepare((slot: Slot<TicketColumns>) => {
      const owner = { conversation_id: slot("conversation_id"), learner_id: slot("learner_id") };
      const row = { id: slot("id"), ...owner, ...changeableOf(slot), team_id: teamOf(slot), led_by_id: 0 };
      return reads.insertInto("tickets").values(row);
    }),
    update: prepare((slot: Slot<TicketColumns>) => update(slot, teamOf(slot))),
    /** Of no team's, as most are: without the look at the teams PostgreSQL keeps its plan. */
    updateAnybodys: prepare((slot: Slot<TicketColumns>) => update(slot, slot("team_id"))),
  };
}

/** A team that was removed since the turn heard of it is no team; one that goes at this moment makes the turn run again. */
function teamOf(slot: Slot<TicketColumns>): RawBuilder<TeamId | null> {
  return sql<TeamId | null>`(select teams.id from teams where teams.id = ${slot("team_id")})`;
}

function changeableOf(slot: Slot<TicketColumns>) {
  return {
    language: slot("language"),
    channel: slot("channel"),
    episode: slot("episode"),
    priority: slot("priority"),
    reason: slot("reason"),
    intent_id: slot("intent_id"),
    tried: slot("tried"),
    opened_at: slot("opened_at"),
    waiting_for: slot("waiting_for"),
    snoozed_until: slot("snoozed_until"),
    human_replies: slot("human_replies"),
    status: slot("status"),
    holder_id: slot("holder_id"),
    holder_name: slot("holder_name"),
    claimed_at: slot("claimed_at"),
    solved_at: slot("solved_at"),
    rating: slot("rating"),
    rated_at: slot("rated_at"),
    is_rating_asked: slot("is_rating_asked"),
    tags: slot("tags"),
    clocks: slot("clocks"),
    due_at: slot("due_at"),
    notice_id: slot("notice_id"),
    solve_reason: slot("solve_reason"),
    waiting_since: slot("waiting_since"),
  };
}

type MergedSlots = { ticketId: TicketId; intoId: TicketId };

function prepareMerges(reads: Kysely<Tables>) {
  return {
    /** What went into the ticket before goes on with it. */
    mergesMoved: prepare((slot: Slot<MergedSlots>) =>
      reads
        .updateTable("ticket_merges")
        .set({ into_id: slot("intoId") })
        .where("into_id", "=", slot("ticketId")),
    ),
    /** Into which one it went last; a ticket that is merged back has not gone anywhere any more. */
    mergeUndone: prepare((slot: Slot<MergedSlots>) =>
      reads.deleteFrom("ticket_merges").where("ticket_id", "in", [slot("ticketId"), slot("intoId")]),
    ),
    mergeKept: prepare((slot: Slot<MergedSlots>) =>
      reads.insertInto("ticket_merges").values({ ticket_id: slot("ticketId"), into_id: slot("intoId") }),
    ),
  };
}

function prepareLedBy(reads: Kysely<Tables>) {
  const newestMessage = sql<number>`
    (select coalesce(max(messages.id), 0) from messages where messages.conversation_id = tickets.conversation_id)`;
  return prepare((slot: Slot<{ ticketId: TicketId }>) =>
    reads.updateTable("tickets").set({ led_by_id: newestMessage }).where("id", "=", slot("ticketId")),
  );
}

function prepareFactsInsert(reads: Kysely<Tables>) {
  return prepareRows((rows: readonly Slot<Omit<FactsTable, "id">>[]) =>
    reads.insertInto("facts").values(
      rows.map((slot) => ({
        kind: slot("kind"),
        at: slot("at"),
        conversation_id: slot("conversation_id"),
        learner_id: slot("learner_id"),
        channel: slot("channel"),
        language: slot("language"),
        ticket_id: slot("ticket_id"),
        episode: slot("episode"),
        agent_id: slot("agent_id"),
        intent_id: slot("intent_id"),
        value: slot("value"),
        schedule_version: slot("schedule_version"),
        variant: slot("variant"),
      })),
    ),
  );
}

type ChannelRating = Pick<RatingsTable, "rating" | "at" | "channel" | "ticket_id" | "episode" | "conversation_id">;

/** One rating per episode: a second one takes the place of the first, as it does in the ticket's own row, and its time. */
function prepareRatingUpsert(reads: Kysely<Tables>) {
  return prepare((slot: Slot<ChannelRating>) =>
    reads
      .insertInto("ratings")
      .values({
        rating: slot("rating"),
        at: slot("at"),
        channel: slot("channel"),
        ticket_id: slot("ticket_id"),
        episode: slot("episode"),
        conversation_id: slot("conversation_id"),
      })
      .onConflict((conflict) => conflict.columns(["ticket_id", "episode"]).doUpdateSet({ rating: slot("rating") })),
  );
}

type Rated = { ticketId: TicketId; episode: number };

function prepareRemarks(reads: Kysely<Tables>) {
  return {
    keepReasons: prepare((slot: Slot<Rated & { tags: string }>) =>
      reads
        .updateTable("ratings")
        .set({ tags: slot("tags") })
        .where("ticket_id", "=", slot("ticketId"))
        .where("episode", "=", slot("episode")),
    ),
    keepComment: prepare((slot: Slot<Rated & { comment: string }>) =>
      reads
        .updateTable("ratings")
        .set({ comment: slot("comment") })
        .where("ticket_id", "=", slot("ticketId"))
        .where("episode", "=", slot("episode")),
    ),
  };
}

type BegunRecovery = Omit<RecoveriesTable, "done_at" | "told_at">;

function prepareRecoveries(reads: Kysely<Tables>) {
  return {
    /** One per episode. Whoever rates badly once more is to be looked after once more. */
    beginRecovery: prepare((slot: Slot<BegunRecovery>) => {
      const owned = { owner_id: slot("owner_id"), owner_name: slot("owner_name") };
      const begun = { ...owned, due_at: slot("due_at"), done_at: null, told_at: null };
      return reads
        .insertInto("recoveries")
        .values({ ticket_id: slot("ticket_id"), episode: slot("episode"), ...begun })
        .onConflict((conflict) => conflict.columns(["ticket_id", "episode"]).doUpdateSet(begun));
    }),
    endRecoveries: prepare((slot: Slot<{ ticketId: TicketId; episodeMax: number; now: Millis }>) =>
      reads
        .updateTable("recoveries")
        .set({ done_at: slot("now") })
        .where("ticket_id", "=", slot("ticketId"))
        .where("episode", "<=", slot("episodeMax"))
        .where("done_at", "is", null),
    ),
  };
}

type Settled = { inboundId: InboundId; status: Exclude<InboundTable["status"], "received">; now: Millis };

function prepareInboundSettling(reads: Kysely<Tables>) {
  return prepare((slot: Slot<Settled>) =>
    reads
      .updateTable("inbound")
      .set({
        status: slot("status"),
        settled_at: slot("now"),
        // The words live on in the transcript, and nowhere twice. What we failed on is kept as it came, to find out why.
        payload: sql<string | null>`case when ${slot("status")} = 'handled' then null else payload end`,
      })
      .where("id", "=", slot("inboundId")),
  );
}
