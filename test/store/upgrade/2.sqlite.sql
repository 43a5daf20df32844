create table accounts (
  id integer primary key autoincrement,
  email text not null unique,
  name text not null,
  role text not null,
  password_hash text not null,
  is_disabled integer not null,
  failures integer not null,
  failed_at bigint,
  created_at bigint not null
);
create table sessions (
  token_hash text not null primary key,
  account_id bigint not null references accounts (id),
  opened_at bigint not null,
  ends_at bigint not null,
  ends_at_most bigint not null
);
create index sessions_by_account on sessions (account_id);
create index sessions_by_end on sessions (ends_at);
create table leases (
  name text not null primary key,
  holder text not null,
  token integer not null,
  ends_at bigint not null
);
