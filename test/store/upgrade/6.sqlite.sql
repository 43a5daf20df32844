create table learner_events (
      id integer primary key autoincrement,
      source text not null,
      event_id text not null,
      realm text not null,
      external_id text not null,
      kind text not null,
      course text,
      course_name text,
      order_id text,
      amount_minor bigint,
      currency text,
      progress double precision,
      at bigint not null,
      received_at bigint not null,
      unique (source, event_id)
    );
create index learner_events_of_key on learner_events (realm, external_id, at);
create index learner_events_orders on learner_events (at, id)
      where kind in ('purchased', 'renewed', 'refunded');
create table learner_keys (
      realm text not null,
      external_id text not null,
      learner_id bigint not null references learners (id),
      joined_at bigint not null,
      joined_by text not null,
      primary key (realm, external_id, learner_id)
    );
create index learner_keys_of_learner on learner_keys (learner_id);
create table learner_codes (
      code_hash text not null primary key,
      realm text not null,
      external_id text not null,
      ends_at bigint not null,
      used_by text
    );
create index chats_of_learner on chats (learner_id);
create index chats_by_person on chats (channel, network_id);
alter table facts add column variant text;
create table faq_texts (hash text not null primary key, text text not null);
create table faq_versions (
      number integer not null primary key,
      at bigint not null,
      by_id text not null,
      by_name text not null,
      why text not null,
      source text not null,
      parent integer,
      despite text,
      files text not null
    );
create table faq_drafts (
      id integer primary key autoincrement,
      path text not null,
      base text,
      text text,
      why text not null,
      source text not null,
      state text not null,
      revision integer not null,
      by_id text not null,
      by_name text not null,
      at bigint not null,
      evidence text not null,
      version integer
    );
create unique index faq_drafts_open on faq_drafts (path) where state = 'open';
create table faq_copies (
      folder text not null,
      digest text not null,
      files text not null,
      at bigint not null,
      primary key (folder, digest)
    );
create table faq_conflicts (
      path text not null,
      folder_hash text not null,
      base text,
      at bigint not null,
      settled_at bigint,
      primary key (path, folder_hash)
    );
create table nps_surveys (
      id integer primary key autoincrement,
      conversation_id bigint not null references conversations (id),
      status text not null,
      due_at bigint not null,
      asked_at bigint,
      asked_turn integer,
      answered_at bigint,
      value integer,
      comment text
    );
create index nps_by_conversation on nps_surveys (conversation_id, id);
create index nps_due on nps_surveys (due_at) where status = 'planned';
create index nps_by_time on nps_surveys (asked_at) where asked_at is not null;
alter table conversations add column nps_asked_at bigint;
alter table conversations add column nps_off_at bigint;
alter table conversations add column suggest_until bigint;
create table suggestions (
      id integer primary key autoincrement,
      conversation_id bigint references conversations (id),
      language text not null,
      text text not null,
      at bigint not null,
      status text not null,
      reply text,
      replied_by text,
      replied_at bigint,
      told_at bigint
    );
create index suggestions_by_conversation on suggestions (conversation_id) where conversation_id is not null;
create index suggestions_untold on suggestions (id) where told_at is null;
create index suggestions_told on suggestions (told_at) where told_at is not null;
create table ticket_merges (
      ticket_id bigint primary key references tickets (id),
      into_id bigint not null references tickets (id)
    );
create index ticket_merges_into on ticket_merges (into_id);
alter table tickets add column waiting_since bigint;
create index tickets_unattended on tickets ((coalesce(waiting_since, opened_at)), id)
      where status <> 'solved' and waiting_for = 'agent' and snoozed_until is null;
create table question_groups (
      id integer primary key autoincrement,
      state text not null,
      language text not null,
      sketch text not null,
      message_ids text not null,
      questions integer not null,
      escalations integer not null,
      minutes_each double precision,
      nearest_id text,
      nearest_share double precision,
      answer_id bigint,
      title text,
      mined_at bigint not null,
      settled_by text,
      settled_at bigint
    );
create table demotions (
      intent_id text not null,
      at bigint not null,
      answers integer not null,
      helped integer not null,
      low double precision not null,
      lifted_at bigint,
      lifted_by text,
      primary key (intent_id, at)
    );
create unique index demotions_open on demotions (intent_id) where lifted_at is null;
create table attendance (
      ticket_id bigint not null,
      who text not null,
      name text not null,
      doing text not null,
      looks_until bigint not null,
      writes_until bigint not null,
      primary key (ticket_id, who)
    );
create index attendance_by_end on attendance (looks_until);
create table ticket_reads (
      agent_id text not null,
      ticket_id bigint not null,
      line_id bigint not null,
      primary key (agent_id, ticket_id)
    );
alter table web_chats add column typed_at bigint;
create table incidents (
      id integer primary key autoincrement,
      series text not null,
      n integer not null,
      expected double precision not null,
      begun_at bigint not null,
      seen_at bigint not null,
      ended_at bigint
    );
create unique index incidents_open on incidents (series) where ended_at is null;
create table reviews (
      id integer primary key autoincrement,
      ticket_id bigint not null references tickets (id),
      episode integer not null,
      week_ended_at bigint not null,
      why text not null,
      agent_id text not null,
      agent_name text not null,
      marks text,
      note text,
      reviewed_by text,
      reviewed_at bigint,
      unique (ticket_id, episode)
    );
create index reviews_of_agent on reviews (agent_id, id);
create table rounds (task text not null primary key, at bigint not null);
