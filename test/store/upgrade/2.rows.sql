-- What came with step 2: who may sign in, who is signed in, who leads.
insert into accounts (id, email, name, role, password_hash, is_disabled, failures, failed_at, created_at) values
  (1, 'ada@example.org', 'Ada', 'admin', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g', 0, 0, null, 1777946400000);

insert into sessions (token_hash, account_id, opened_at, ends_at, ends_at_most) values
  ('hash-of-a-cookie', 1, 1777946400000, 1777950000000, 1778032800000);

insert into leases (name, holder, token, ends_at) values
  ('telegram', 'one', 3, 0);
