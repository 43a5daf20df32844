create table replicas (id text not null primary key, seen_at bigint not null);
alter table outbound add column sender text;
