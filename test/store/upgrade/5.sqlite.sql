create table teams (
      id integer primary key autoincrement,
      name text not null unique,
      languages text not null,
      tags text not null
    );
create table agents (
      id text not null primary key,
      name text not null,
      team_id bigint references teams (id),
      languages text not null,
      tags text not null,
      cap integer,
      is_away integer not null,
      away_until bigint,
      quiet text,
      is_gone integer not null,
      assigned_at bigint not null,
      seen_at bigint not null
    );
create table presence (
      agent_id text not null references agents (id),
      from_at bigint not null,
      to_at bigint not null,
      primary key (agent_id, from_at)
    );
create index presence_by_time on presence (to_at);
alter table tickets add column tags text not null default '[]';
alter table tickets add column team_id bigint references teams (id);
alter table tickets add column clocks text;
alter table tickets add column due_at bigint;
alter table tickets add column notice_id bigint;
alter table tickets add column solve_reason text;
create index tickets_due on tickets (due_at, id) where due_at is not null;
create index tickets_held on tickets (holder_id, id) where status = 'open';
create index tickets_noticed on tickets (notice_id) where notice_id is not null;
create index tickets_of_team on tickets (team_id) where team_id is not null;
create index tickets_of_learner on tickets (learner_id, id);
create index tickets_unsolved on tickets (id) where status <> 'solved';
alter table conversations add column blocked_until bigint;
alter table conversations add column block_reason text;
create table macros (
      id integer primary key autoincrement,
      name text not null unique,
      words text not null,
      actions text not null,
      uses integer not null,
      changed_by text not null,
      changed_at bigint not null
    );
create table notices (
      id integer primary key autoincrement,
      intent_id text,
      words text not null,
      begun_at bigint not null,
      ends_at bigint not null,
      ended_at bigint,
      begun_by text not null
    );
create index notices_open on notices (ends_at) where ended_at is null;
alter table facts add column schedule_version integer;
create table rule_versions (
      version integer not null primary key,
      from_at bigint not null,
      body text not null,
      changed_by text not null
    );
alter table ratings add column tags text;
alter table tickets add column rated_at bigint;
create index tickets_rated on tickets (conversation_id, rated_at) where rated_at is not null;
alter table conversations add column comment_until bigint;
create table recoveries (
      ticket_id bigint not null references tickets (id),
      episode integer not null,
      owner_id text,
      owner_name text,
      due_at bigint not null,
      done_at bigint,
      told_at bigint,
      primary key (ticket_id, episode)
    );
create index recoveries_open on recoveries (due_at) where done_at is null;
create table promises (
      ticket_id bigint not null references tickets (id),
      episode integer not null,
      promised_at bigint not null,
      position integer not null,
      median_ms bigint not null,
      p90_ms bigint not null,
      factor double precision not null,
      waited_ms bigint,
      primary key (ticket_id, episode)
    );
create index promises_by_time on promises (promised_at);
create table places (
      ticket_id bigint not null primary key references tickets (id),
      episode integer not null,
      channel text not null,
      chat_id text not null,
      message_id text not null,
      shown text not null,
      changed_at bigint not null
    );
alter table messages add column said_channel text;
alter table messages add column said_chat_id text;
alter table messages add column replies_to bigint;
create index messages_by_name on messages (conversation_id, network_id) where network_id is not null;
create index outbound_by_name on outbound (network_id, conversation_id)
      where network_id is not null and message_id is not null;
create table message_versions (
      message_id bigint not null references messages (id),
      version integer not null,
      text text not null,
      until bigint not null,
      primary key (message_id, version)
    );
create table message_reactions (
      message_id bigint not null references messages (id),
      emoji text not null,
      primary key (message_id, emoji)
    );
create virtual table message_grams using fts5 (
    grams, content = '', tokenize = 'ascii', detail = none
  );
insert into message_grams (message_grams, rank) values ('secure-delete', 1);
insert into message_grams (rowid, grams) select id, (
    with recursive parts (part, rest) as (
      select substr(lower(messages.text), 1, 65), substr(lower(messages.text), 65)
      union all
      select substr(rest, 1, 65), substr(rest, 65) from parts where rest <> ''
    )
    select group_concat(hex(substr(part, place.key + 1, 2)), ' ')
    from parts, json_each('[' || substr('0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0', 1, 2 * length(part) - 1) || ']') as place
  ) from messages;
create trigger message_grams_in after insert on messages begin
    insert into message_grams (rowid, grams) values (new.id, (
    with recursive parts (part, rest) as (
      select substr(lower(new.text), 1, 65), substr(lower(new.text), 65)
      union all
      select substr(rest, 1, 65), substr(rest, 65) from parts where rest <> ''
    )
    select group_concat(hex(substr(part, place.key + 1, 2)), ' ')
    from parts, json_each('[' || substr('0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0', 1, 2 * length(part) - 1) || ']') as place
  ));
  end;
create trigger message_grams_out after delete on messages begin
    insert into message_grams (message_grams, rowid, grams) values ('delete', old.id, (
    with recursive parts (part, rest) as (
      select substr(lower(old.text), 1, 65), substr(lower(old.text), 65)
      union all
      select substr(rest, 1, 65), substr(rest, 65) from parts where rest <> ''
    )
    select group_concat(hex(substr(part, place.key + 1, 2)), ' ')
    from parts, json_each('[' || substr('0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0', 1, 2 * length(part) - 1) || ']') as place
  ));
  end;
create trigger message_grams_anew after update of text on messages begin
    insert into message_grams (message_grams, rowid, grams) values ('delete', old.id, (
    with recursive parts (part, rest) as (
      select substr(lower(old.text), 1, 65), substr(lower(old.text), 65)
      union all
      select substr(rest, 1, 65), substr(rest, 65) from parts where rest <> ''
    )
    select group_concat(hex(substr(part, place.key + 1, 2)), ' ')
    from parts, json_each('[' || substr('0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0', 1, 2 * length(part) - 1) || ']') as place
  ));
    insert into message_grams (rowid, grams) values (new.id, (
    with recursive parts (part, rest) as (
      select substr(lower(new.text), 1, 65), substr(lower(new.text), 65)
      union all
      select substr(rest, 1, 65), substr(rest, 65) from parts where rest <> ''
    )
    select group_concat(hex(substr(part, place.key + 1, 2)), ' ')
    from parts, json_each('[' || substr('0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0', 1, 2 * length(part) - 1) || ']') as place
  ));
  end;
