create table replicas (id text not null primary key, seen_at bigint not null);
alter table outbound add column sender text;
create sequence ticket_numbers;
select setval('ticket_numbers', coalesce(max(id), 0) + 1, false) from tickets;
