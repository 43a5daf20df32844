alter table conversations add column is_upset integer not null default 0;
create table marks (
      channel text not null,
      bot text not null,
      place text not null,
      mark text not null,
      heard_at bigint not null,
      primary key (channel, bot, place)
    );
create index marks_by_time on marks (channel, bot, heard_at);
create table link_codes (
      conversation_id bigint not null primary key references conversations (id),
      code_hash text not null unique,
      ends_at bigint not null,
      used_by text
    );
create table link_tries (
      conversation_id bigint not null primary key references conversations (id),
      failures integer not null,
      failed_at bigint not null
    );
create table web_chats (chat_id text not null primary key, seq integer not null, created_at bigint not null);
create table web_posts (
      chat_id text not null references web_chats (chat_id),
      seq integer not null,
      key text not null,
      body text not null,
      at bigint not null,
      primary key (chat_id, seq),
      unique (chat_id, key)
    );
create table web_files (
      id text not null primary key,
      chat_id text not null,
      name text not null,
      mime text not null,
      bytes integer not null,
      body blob not null,
      at bigint not null
    );
