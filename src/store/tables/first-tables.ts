/** The first step of the tables: people, tickets, transcripts, the two boxes, figures. Released, so it is never edited again. */
import type { Dialect } from "../engine.ts";

export function firstTables(dialect: Dialect): readonly string[] {
  return [...people(dialect), ...tickets(), ...transcript(dialect), ...boxes(dialect), ...figures(dialect)];
}

function people({ idColumn }: Dialect): readonly string[] {
  return [
    `create table learners (
      ${idColumn},
      name text not null,
      created_at bigint not null
    )`,
    `create table conversations (
      ${idColumn},
      learner_id bigint not null references learners (id),
      home_channel text not null,
      home_chat_id text not null,
      language text not null,
      is_language_chosen integer not null,
      turn integer not null,
      album_id text,
      note_album_id text,
      is_reachable integer not null,
      mode text not null,
      misses integer,
      answered text,
      unanswered text,
      tried text,
      ticket_id bigint,
      acknowledged_at bigint,
      agent_id text,
      episode integer,
      created_at bigint not null
    )`,
    `create table chats (
      channel text not null,
      chat_id text not null,
      network_id text not null,
      learner_id bigint not null references learners (id),
      conversation_id bigint not null references conversations (id),
      primary key (channel, chat_id)
    )`,
  ];
}

function tickets(): readonly string[] {
  return [
    `create table tickets (
      id bigint not null primary key,
      conversation_id bigint not null references conversations (id),
      learner_id bigint not null references learners (id),
      language text not null,
      channel text not null,
      episode integer not null,
      priority text not null,
      reason text not null,
      intent_id text,
      tried text not null,
      opened_at bigint not null,
      waiting_for text not null,
      snoozed_until bigint,
      human_replies integer not null,
      status text not null,
      holder_id text,
      holder_name text,
      claimed_at bigint,
      solved_at bigint,
      rating integer,
      is_rating_asked integer,
      led_by_id bigint not null
    )`,
    "create index tickets_by_conversation on tickets (conversation_id, id)",
    "create index tickets_by_status on tickets (status, opened_at)",
    "create index tickets_by_age on tickets (opened_at)",
    "create index tickets_waiting on tickets (priority, opened_at, id) where status = 'new'",
    `create table ticket_threads (
      ticket_id bigint not null references tickets (id),
      channel text not null,
      chat_id text not null,
      thread_id text not null,
      card_id text not null,
      primary key (ticket_id, channel, chat_id)
    )`,
    "create index ticket_threads_by_thread on ticket_threads (channel, chat_id, thread_id)",
  ];
}

function transcript({ idColumn }: Dialect): readonly string[] {
  return [
    `create table messages (
      ${idColumn},
      conversation_id bigint not null references conversations (id),
      ticket_id bigint references tickets (id),
      author text not null,
      agent_id text,
      agent_name text,
      kind text not null,
      text text not null,
      language text not null,
      at bigint not null,
      network_id text
    )`,
    "create index messages_by_conversation on messages (conversation_id, id)",
    "create index messages_by_ticket on messages (ticket_id, id) where ticket_id is not null",
    `create table files (
      ${idColumn},
      message_id bigint not null references messages (id),
      channel text not null,
      kind text not null,
      ref text,
      name text,
      mime text,
      bytes bigint
    )`,
    "create index files_by_message on files (message_id)",
  ];
}

// A row of a box lies in a small partial index until it is settled: what waits is found at once however much is done.
function boxes({ idColumn }: Dialect): readonly string[] {
  return [
    `create table inbound (
      ${idColumn},
      channel text not null,
      bot text not null,
      update_id text not null,
      conversation_id bigint references conversations (id),
      ticket_id bigint,
      payload text,
      status text not null,
      tries integer not null,
      received_at bigint not null,
      settled_at bigint,
      unique (channel, bot, update_id)
    )`,
    "create index inbound_received on inbound (conversation_id, id) where status = 'received'",
    "create index inbound_poisoned on inbound (id) where status = 'poisoned'",
    `create table outbound (
      ${idColumn},
      lane text not null,
      channel text not null,
      chat_id text not null,
      audience text not null,
      conversation_id bigint references conversations (id),
      ticket_id bigint,
      message_id bigint references messages (id),
      content text,
      is_words_of_person integer not null,
      status text not null,
      tries integer not null,
      queued_at bigint not null,
      not_before bigint not null,
      sending_since bigint,
      settled_at bigint,
      network_id text,
      why text
    )`,
    "create index outbound_open on outbound (lane, id) where settled_at is null",
    "create index outbound_settled on outbound (status) where settled_at is not null",
    "create index outbound_by_message on outbound (message_id) where message_id is not null",
    "create table lanes (lane text not null primary key, not_before bigint not null)",
  ];
}

function figures({ idColumn }: Dialect): readonly string[] {
  return [
    `create table facts (
      ${idColumn},
      kind text not null,
      at bigint not null,
      conversation_id bigint not null,
      learner_id bigint not null,
      channel text not null,
      language text not null,
      ticket_id bigint,
      episode integer,
      agent_id text,
      intent_id text,
      value double precision
    )`,
    "create index facts_by_time on facts (at, id)",
    "create index facts_by_kind on facts (kind)",
    `create table ratings (
      ${idColumn},
      rating integer not null,
      at bigint not null,
      channel text not null,
      ticket_id bigint,
      episode integer,
      conversation_id bigint,
      user_id text,
      comment text,
      response_seconds double precision,
      unique (ticket_id, episode)
    )`,
    "create index ratings_by_time on ratings (at, id)",
    "create table proof (id integer not null primary key, at bigint not null)",
  ];
}
